#include "picture/internal/token_index.hpp"

#include <array>
#include <vector>

#include "match/index_keys.hpp"

namespace sallyport::picture {
namespace {

struct Slots {
  std::array<std::uint8_t, 256> of{};
  std::array<std::vector<model::Property>, 5> properties;  // by class

  Slots() {
    for (const auto& info : model::properties()) {
      auto& same = properties[static_cast<std::size_t>(info.index)];
      of[static_cast<std::size_t>(info.property)] = static_cast<std::uint8_t>(same.size());
      same.push_back(info.property);
    }
  }
};

const Slots& slots() {
  static const Slots made;
  return made;
}

std::uint8_t slice_of_id(const Id128& id) {
  return static_cast<std::uint8_t>(id.hi >> (64 - PostingLists::kSliceBits));
}

}  // namespace

std::uint32_t posting_slot(model::Property property) {
  return slots().of[static_cast<std::size_t>(property)];
}
std::size_t posting_slots(model::IndexClass cls) {
  return slots().properties[static_cast<std::size_t>(cls)].size();
}
model::Property property_in_slot(model::IndexClass cls, std::uint32_t slot) {
  return slots().properties[static_cast<std::size_t>(cls)][slot];
}

std::uint32_t TokenIndex::find(model::IndexClass cls, std::string_view text) const {
  return table_.find(way_key(0, cls, text), [&](std::uint32_t token) {
    return classes_[token] == static_cast<std::uint8_t>(cls) && this->text(token) == text;
  });
}

std::uint32_t TokenIndex::number(model::IndexClass cls, std::string_view text) {
  std::uint32_t token = find(cls, text);
  if (token != kNone) return token;
  token = texts_.append(text) - 1;
  classes_.push(static_cast<std::uint8_t>(cls));
  heads_.push(kNone);
  table_.insert(way_key(0, cls, text), token);
  add_ways(token, cls, text);
  return token;
}

void TokenIndex::add(std::uint32_t token, const Holder& holder) {
  mark(token, holder);
  const PostingLists::Head known = heads_.load(token);
  const PostingLists::Head grown = lists_.with(
      known, Posting::of(holder.record, posting_slot(holder.property)), slice_of_id(holder.id));
  if (grown != known) heads_.store(token, grown);
}

// Before the posting: whoever reads that finds the mark.
void TokenIndex::mark(std::uint32_t token, const Holder& holder) {
  while (marks_.size() <= holder.record) marks_.push(0);
  const std::uint32_t known = marks_.load(holder.record);
  std::uint32_t now = known | static_cast<std::uint32_t>(slice_of_id(holder.id)) << kLetters;
  if (cls(token) == model::IndexClass::name) now |= letter_bit(text(token)[0]);
  if (now != known) marks_.store(holder.record, now);
}

void TokenIndex::add_ways(std::uint32_t token, model::IndexClass cls, std::string_view text) {
  if (cls == model::IndexClass::id) {
    beginnings_.add(text, token);
    endings_.add(text, token);
    return;
  }
  const std::size_t shortest = cls == model::IndexClass::word ? 3 : 1;
  for (std::size_t n = shortest; n <= std::min(kMaxPrefix, text.size()); ++n) {
    const std::string_view prefix = text.substr(0, n);
    ways_.add(n <= kShortPrefix ? short_way(cls, prefix, std::min(text.size(), kLongestWord))
                                : way_key(kPrefixWay, cls, prefix),
              token);
  }
  if (cls == model::IndexClass::name) {
    match::deletion_keys(text, [&](std::uint64_t k) { ways_.add(mix64(kNearWay, k), token); });
    match::phonetic_keys(text, [&](std::uint64_t k) { ways_.add(mix64(kSoundWay, k), token); });
  }
}

}  // namespace sallyport::picture
