#include "picture/internal/match_keys.hpp"

#include <tuple>

namespace sallyport::picture {
namespace {

auto by_text(const FittingToken& token) {
  return std::tuple(token.hit.text, token.cls);
}

}  // namespace

// Of what was asked, not of what there is: what nobody shows the asker must not tell him how soon
// an answer was certain.
void PartIndex::note_best(const MatchRules& rules) {
  const auto note = [&](const FittingToken& token) {
    for (std::uint32_t slot = 0; slot < posting_slots(token.cls); ++slot) {
      const std::int32_t quality = rules.weigh(token, property_in_slot(token.cls, slot));
      if (quality > 0) best_ = std::min(best_, match_key(quality, token.how, 0, 0, 0));
    }
  };
  for (const FittingToken& token : asked_.tokens) note(token);
  for (const FittingBeginning& beginning : asked_.beginnings) {
    for (FittingToken token : {beginning.same, beginning.longer}) {
      token.cls = beginning.cls;
      note(token);
    }
  }
}

void PartIndex::add_beginnings(const TokenIndex& index) {
  for (const FittingBeginning& beginning : asked_.beginnings) {
    index.with_prefix(beginning.cls, beginning.text, [&](std::uint32_t token) {
      const std::string_view text = index.text(token);
      if (!text.starts_with(beginning.text) || size() + 1 == kOfInitial) return true;
      FittingToken fitting = text == beginning.text ? beginning.same : beginning.longer;
      fitting.hit = {TokenRef{token}, text};
      fitting.cls = beginning.cls;
      asked_.tokens.push_back(fitting);
      return true;
    });
  }
  if (asked_.beginnings.empty()) return;
  // one that begins as two are asked for fits as the better says
  auto& tokens = asked_.tokens;
  std::sort(tokens.begin(), tokens.end(), [](const FittingToken& a, const FittingToken& b) {
    return std::tuple(a.hit.token.row, -a.quality, a.how) <
           std::tuple(b.hit.token.row, -b.quality, b.how);
  });
  tokens.erase(std::unique(tokens.begin(), tokens.end(),
                           [](const FittingToken& a, const FittingToken& b) {
                             return a.hit.token == b.hit.token;
                           }),
               tokens.end());
}

PartIndex::PartIndex(AskedPart asked, const MatchRules& rules, const TokenIndex& index)
    : asked_(std::move(asked)) {
  if (is_initial()) {
    classes_[static_cast<std::size_t>(model::IndexClass::name)] = true;
    best_ = match_key(asked_.of_initial.quality, asked_.of_initial.how, 0, kOfInitial, 0);
    return;
  }
  note_best(rules);
  add_beginnings(index);
  std::sort(asked_.tokens.begin(), asked_.tokens.end(),
            [](const auto& a, const auto& b) { return by_text(a) < by_text(b); });
  SALLYPORT_ASSERT(asked_.tokens.size() < kOfInitial);
  for (std::uint32_t number = 0; number < asked_.tokens.size(); ++number) {
    const FittingToken& token = asked_.tokens[number];
    heads_.push_back(index.head(token.hit.token.row));
    if (PostingLists::is_long(heads_.back())) longs_.push_back(number);
    classes_[static_cast<std::size_t>(token.cls)] = true;
    first_.push_back(static_cast<std::uint32_t>(keys_.size()));
    for (std::uint32_t slot = 0; slot < posting_slots(token.cls); ++slot) {
      const model::Property property = property_in_slot(token.cls, slot);
      const std::int32_t quality = rules.weigh(token, property);
      keys_.push_back(
          quality <= 0 ? kNoMatch
                       : match_key(quality, token.how, rules.speaks_first(property), number, slot));
    }
  }
}

std::uint32_t PartIndex::number_of(model::IndexClass cls, std::string_view text) const {
  const auto wanted = std::tuple(text, cls);
  const auto at =
      std::lower_bound(asked_.tokens.begin(), asked_.tokens.end(), wanted,
                       [](const FittingToken& a, const auto& b) { return by_text(a) < b; });
  if (at == asked_.tokens.end() || by_text(*at) != wanted) return kNone;
  return static_cast<std::uint32_t>(at - asked_.tokens.begin());
}

model::Property PartIndex::property_in(MatchKey key) const {
  const auto cls = token_in(key) == kOfInitial ? model::IndexClass::name : token(token_in(key)).cls;
  return property_in_slot(cls, slot_in(key));
}

std::vector<PartIndex::Equal> PartIndex::by_quality() const {
  std::vector<Equal> out;
  for (std::uint32_t number = 0; number < size(); ++number) {
    const std::size_t first = out.size();
    for (std::uint32_t slot = 0; slot < posting_slots(token(number).cls); ++slot) {
      if (key(number, slot) == kNoMatch) continue;
      const auto missing = static_cast<std::uint32_t>(key(number, slot) >> 40);
      const auto same = std::find_if(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
                                     [&](const Equal& e) { return e.missing == missing; });
      if (same == out.end()) {
        out.push_back({missing, number, 1u << slot});
      } else {
        same->slots |= 1u << slot;
      }
    }
  }
  std::sort(out.begin(), out.end(), [](const Equal& a, const Equal& b) {
    return std::tie(a.missing, a.token) < std::tie(b.missing, b.token);
  });
  return out;
}

void BySlice::arrange(const TokenIndex& index) {
  std::vector<std::uint8_t> slices(raw_.size());
  std::fill(std::begin(begin_), std::end(begin_), 0);
  for (std::size_t i = 0; i < raw_.size(); ++i) {
    slices[i] = index.slice_of(raw_[i].row);
    ++begin_[slices[i] + 1];
  }
  for (std::uint32_t s = 0; s < PostingLists::kSlices; ++s) begin_[s + 1] += begin_[s];
  std::uint32_t next[PostingLists::kSlices];
  std::copy(begin_, begin_ + PostingLists::kSlices, next);
  std::vector<RawMatch> sorted(raw_.size());
  for (std::size_t i = 0; i < raw_.size(); ++i) sorted[next[slices[i]]++] = raw_[i];
  raw_.swap(sorted);
}

}  // namespace sallyport::picture
