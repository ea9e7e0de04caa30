#include "match/index_keys.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "match/internal/layout.hpp"
#include "text/fold.hpp"
#include "text/phonetic.hpp"

namespace sallyport::match {
namespace {

using model::IndexClass;
using model::Property;
using model::RecordKind;

// Words that stand in nearly every report: a search for them alone finds everything.
constexpr std::string_view kStopWords[] = {
    "about", "after", "also",  "and",   "any",  "are",  "been", "but",  "can",  "did",
    "for",   "from",  "had",   "has",   "have", "her",  "his",  "into", "its",  "not",
    "now",   "off",   "one",   "our",   "out",  "over", "she",  "that", "the",  "their",
    "them",  "then",  "there", "they",  "this", "too",  "was",  "were", "when", "which",
    "who",   "will",  "with",  "would", "you",  "your"};

bool is_stop_word(std::string_view word) {
  return std::binary_search(std::begin(kStopWords), std::end(kStopWords), word);
}

using TokenSink = std::function<void(IndexClass, std::string_view)>;

void give(std::vector<std::string>& tokens, IndexClass cls, const TokenSink& sink) {
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  for (const auto& token : tokens)
    if (!token.empty()) sink(cls, token);
}

void name_index(std::string_view value, const TokenSink& sink) {
  text::NameTokens split = text::name_tokens(text::to_latin(value));
  auto& tokens = split.words;
  tokens.insert(tokens.end(), split.joined.begin(), split.joined.end());
  give(tokens, IndexClass::name, sink);
}

void word_index(std::string_view value, const TokenSink& sink) {
  std::vector<std::string> tokens = text::tokens(text::to_latin(value));
  std::erase_if(tokens, [](const std::string& word) {
    // Bytes are letters here: to_latin gives ASCII.
    return word.size() < 3 || word.size() > 64 || is_stop_word(word);
  });
  give(tokens, IndexClass::word, sink);
}

std::string canonical_id(Property property, std::string_view value) {
  if (property == Property::email_address) return text::fold(value);
  std::string out;
  for (char c : value) {
    if (c == ' ' || c == '\t') continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return out;
}

// A day, a month or a year; an interval over several years is found by each of its first ten.
void date_index(std::string_view value, const TokenSink& sink) {
  const auto date = parse_fuzzy_date(value);
  if (!date) return;
  const std::string first = to_text(Date{date->first_day});
  const std::string last = to_text(Date{date->last_day});
  if (first == last) {
    sink(IndexClass::date, first);
  } else if (first.substr(0, 7) == last.substr(0, 7)) {
    sink(IndexClass::date, std::string_view(first).substr(0, 7));
  } else {
    const int from = to_civil(Date{date->first_day}).year;
    const int to = std::min(to_civil(Date{date->last_day}).year, from + 9);
    for (int year = from; year <= to; ++year) {
      std::string text = std::to_string(year);
      text.insert(0, text.size() < 4 ? 4 - text.size() : 0, '0');
      sink(IndexClass::date, text);
    }
  }
}

}  // namespace

void index_tokens(Property property, std::string_view value, const TokenSink& sink) {
  if (value.empty()) return;
  switch (model::info(property).index) {
    case IndexClass::none:
      break;
    case IndexClass::name:
      name_index(value, sink);
      break;
    case IndexClass::word:
      word_index(value, sink);
      break;
    case IndexClass::date:
      date_index(value, sink);
      break;
    case IndexClass::id: {
      const std::string id = canonical_id(property, value);
      if (!id.empty()) sink(IndexClass::id, id);
      break;
    }
  }
}

void deletion_keys(std::string_view name_token, const std::function<void(std::uint64_t)>& sink) {
  const std::string_view word = name_token.substr(0, kDeletionLetters);
  const std::size_t n = word.size();
  if (n == 0) return;
  std::array<std::uint64_t, 1 + kDeletionLetters + kDeletionLetters*(kDeletionLetters - 1) / 2>
      keys;
  std::size_t count = 0;
  char form[kDeletionLetters];
  // Letters but those at i and j; i == j leaves one out, i == n none.
  const auto add = [&](std::size_t i, std::size_t j) {
    std::size_t length = 0;
    for (std::size_t k = 0; k < n; ++k)
      if (k != i && k != j) form[length++] = word[k];
    keys[count++] = hash64(std::string_view(form, length));
  };
  add(n, n);
  for (std::size_t i = 0; i < n; ++i) add(i, i);
  if (n > 4) {
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) add(i, j);
  }
  const auto end_of = [&](std::size_t length) {
    return keys.begin() + static_cast<std::ptrdiff_t>(length);
  };
  std::sort(keys.begin(), end_of(count));
  const auto end = std::unique(keys.begin(), end_of(count));
  for (auto at = keys.begin(); at != end; ++at) sink(*at);
}

void phonetic_keys(std::string_view name_token, const std::function<void(std::uint64_t)>& sink) {
  if (name_token.size() < 2) return;
  const text::Metaphone sound = text::double_metaphone(name_token, 6);
  if (!sound.primary.empty()) sink(hash64(sound.primary, 1));
  if (!sound.secondary.empty() && sound.secondary != sound.primary) {
    sink(hash64(sound.secondary, 1));
  }
  const std::string skeleton = text::consonant_skeleton(name_token);
  if (skeleton.size() > 1) sink(hash64(skeleton, 2));
}

namespace {

// The least of the property's values as text: a record with two numbers has one key whatever the
// order of its statements.
std::string least(std::span<const Fact> facts, Property property) {
  std::string out;
  for (const Fact& fact : facts) {
    if (fact.property != property || fact.value.empty()) continue;
    std::string id = canonical_id(property, fact.value);
    if (out.empty() || id < out) out = std::move(id);
  }
  return out;
}

std::optional<std::uint64_t> key_of(RecordKind kind, Property property, std::string_view value) {
  if (value.empty()) return std::nullopt;
  const std::uint64_t head =
      static_cast<std::uint64_t>(kind) << 8 | static_cast<std::uint64_t>(property);
  return mix64(head, hash64(value));
}

std::optional<std::uint64_t> first_of(RecordKind kind, std::span<const Fact> facts,
                                      std::initializer_list<Property> properties) {
  for (Property property : properties) {
    if (const auto key = key_of(kind, property, least(facts, property))) return key;
  }
  return std::nullopt;
}

// A card is what its reference says; without one, ending and name together, never the ending alone.
std::optional<std::uint64_t> account_key(std::span<const Fact> facts) {
  if (auto key = first_of(RecordKind::account, facts,
                          {Property::bank_account, Property::card_fingerprint})) {
    return key;
  }
  const std::string ending = least(facts, Property::card_ending);
  std::string name;
  for (const Fact& fact : facts) {
    if (fact.property != Property::billing_name) continue;
    std::string folded = text::to_latin(fact.value);
    if (name.empty() || folded < name) name = std::move(folded);
  }
  if (ending.empty() || name.empty()) return std::nullopt;
  return key_of(RecordKind::account, Property::card_ending, ending + "/" + name);
}

// A code; else a whole address: house, street, and town or postcode. A street is not one place.
std::optional<std::uint64_t> place_key(std::span<const Fact> facts) {
  if (auto key = first_of(RecordKind::place, facts, {Property::place_code})) return key;
  std::string best;
  const std::string postcode = least(facts, Property::postcode);
  for (const Fact& fact : facts) {
    if (fact.property != Property::address) continue;
    const internal::AddressText read = internal::read_address(fact.value);
    if (read.numbers.empty() || read.street.empty()) continue;
    std::string where = read.town;
    if (where.empty()) where = read.postcode.empty() ? postcode : read.postcode;
    if (where.empty()) continue;
    std::string text = read.numbers + "/" + read.street + "/" + text::to_latin(where);
    if (best.empty() || text < best) best = std::move(text);
  }
  return key_of(RecordKind::place, Property::address, best);
}

std::optional<std::uint64_t> organisation_key(std::span<const Fact> facts) {
  std::string name;
  for (const Fact& fact : facts) {
    if (fact.property != Property::organisation_name) continue;
    std::string folded;
    for (const auto& word : text::tokens(text::to_latin(fact.value))) folded += word + " ";
    if (name.empty() || folded < name) name = std::move(folded);
  }
  return key_of(RecordKind::organisation, Property::organisation_name, name);
}

}  // namespace

std::optional<std::uint64_t> identity_key(RecordKind kind, std::span<const Fact> facts) {
  switch (kind) {
    case RecordKind::phone:
      return first_of(kind, facts, {Property::phone_number});
    case RecordKind::account:
      return account_key(facts);
    case RecordKind::email:
      return first_of(kind, facts, {Property::email_address});
    case RecordKind::vehicle:
      return first_of(kind, facts, {Property::plate});
    case RecordKind::device:
      return first_of(kind, facts, {Property::iccid, Property::imei, Property::serial_number});
    case RecordKind::drone:
      return first_of(kind, facts, {Property::serial_number});
    case RecordKind::group:
      return first_of(kind, facts, {Property::group_number});
    case RecordKind::place:
      return place_key(facts);
    case RecordKind::organisation:
      return organisation_key(facts);
    default:
      return std::nullopt;
  }
}

}  // namespace sallyport::match
