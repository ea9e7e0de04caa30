#include "picture/internal/token_index.hpp"

#include "match/index_keys.hpp"

namespace sallyport::picture {

void KeyChains::add(std::uint64_t key, std::uint32_t row) {
  const std::uint32_t known = table_.find(key, any);
  const std::uint32_t chain = chain_.with(known, row);
  if (known == kNone) {
    table_.insert(key, chain);
  } else if (chain != known) {
    table_.replace(key, any, chain);
  }
}

std::uint32_t TokenIndex::find(const StringPool& strings, model::IndexClass cls,
                               std::string_view text) const {
  return table_.find(way_key(0, cls, text), [&](std::uint32_t token) {
    return classes_[token] == static_cast<std::uint8_t>(cls) && strings.at(texts_[token]) == text;
  });
}

void TokenIndex::add(StringPool& strings, model::IndexClass cls, std::string_view text,
                     std::uint32_t statement) {
  std::uint32_t token = find(strings, cls, text);
  if (token == kNone) {
    token = texts_.push(strings.intern(text));
    classes_.push(static_cast<std::uint8_t>(cls));
    heads_.push(kNone);
    table_.insert(way_key(0, cls, text), token);
    add_ways(token, cls, text);
  }
  const std::uint32_t known = heads_.load(token);
  const std::uint32_t chain = postings_.with(known, statement);
  if (chain != known) heads_.store(token, chain);
}

void TokenIndex::add_ways(std::uint32_t token, model::IndexClass cls, std::string_view text) {
  std::size_t shortest = 1;
  std::size_t longest = kMaxPrefix;
  if (cls == model::IndexClass::id) shortest = longest = kIdGram;
  if (cls == model::IndexClass::word) shortest = 3;
  for (std::size_t n = shortest; n <= std::min(longest, text.size()); ++n)
    ways_.add(way_key(kPrefixWay, cls, text.substr(0, n)), token);
  if (cls == model::IndexClass::id && text.size() >= kIdGram)
    ways_.add(way_key(kEndWay, cls, text.substr(text.size() - kIdGram)), token);
  if (cls == model::IndexClass::name) {
    match::deletion_keys(text, [&](std::uint64_t k) { ways_.add(mix64(kNearWay, k), token); });
    match::phonetic_keys(text, [&](std::uint64_t k) { ways_.add(mix64(kSoundWay, k), token); });
  }
}

}  // namespace sallyport::picture
