// Matching, the second half: what the visible statements of a record bear.
#include <algorithm>
#include <array>
#include <tuple>

#include "match/index_keys.hpp"
#include "picture/internal/matching_state.hpp"

namespace sallyport::picture {

Matching::State::Rank Matching::State::rank_of(const MatchKey* keys) const {
  Rank out;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const std::int32_t quality = quality_in(keys[i]);
    if (quality <= 0) continue;
    const bool helps_only = parts_[i].asked().helps_only;
    out.parts += helps_only ? 0 : 1;
    out.score += helps_only ? quality / 8 : quality;
  }
  return out;
}

std::size_t Matching::State::matched(const MatchKey* keys) const {
  return parts_.size() - static_cast<std::size_t>(std::count(keys, keys + parts_.size(), kNoMatch));
}

bool Matching::State::offered(std::uint32_t row) const {
  return view_.record_visible(row) &&
         rules_.kinds.has(static_cast<model::RecordKind>(view_.t.records.kind.load(row)));
}

// What is asked of the statements of one record, by property: how many there are and how many of
// them are seen. When all are, whichever holds a token is seen, and none needs to be read.
class Matching::State::Spoken {
 public:
  void ask(model::Property property) {
    for (std::size_t i = 0; i < used_; ++i) {
      if (of_[i].property == property) return;
    }
    if (used_ < of_.size()) of_[used_++] = {property, 0, 0};
  }
  void count(const View::State& view, std::uint32_t row) {
    if (used_ == 0) return;
    const auto& s = view.t.statements;
    for (std::uint32_t at = view.t.records.statements.load(row); at != kNone;
         at = back_from(at, s.back[at])) {
      const auto property = static_cast<model::Property>(s.property[at]);
      for (std::size_t i = 0; i < used_; ++i) {
        if (of_[i].property != property) continue;
        ++of_[i].there;
        of_[i].seen += view.statement_itself_visible(at) ? 1 : 0;
      }
    }
  }
  /// Does a visible statement of it hold the token, which some statement of it holds?
  bool holds(const View::State& view, std::uint32_t row, model::Property property,
             std::string_view token) const {
    for (std::size_t i = 0; i < used_; ++i) {
      if (of_[i].property != property) continue;
      if (of_[i].seen == 0 || of_[i].seen == of_[i].there) return of_[i].seen != 0;
      break;
    }
    return view.states(row, property, token);
  }

 private:
  struct Count {
    model::Property property;
    std::uint32_t there;
    std::uint32_t seen;
  };
  std::array<Count, kMostParts> of_;
  std::size_t used_ = 0;
};

bool Matching::State::holds(const Spoken& spoken, std::uint32_t row, std::uint32_t part,
                            MatchKey key) const {
  return spoken.holds(view_, row, parts_[part].property_in(key),
                      parts_[part].token(token_in(key)).hit.text);
}

// The best postings of all are the best visible ones, when each of them is.
bool Matching::State::stands(std::uint32_t row, const MatchKey* keys) const {
  const auto borne = [&](std::uint32_t part) {
    return keys[part] != kNoMatch && token_in(keys[part]) != kOfInitial;
  };
  Spoken spoken;
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    if (borne(i)) spoken.ask(parts_[i].property_in(keys[i]));
  }
  spoken.count(view_, row);
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    if (borne(i) && !holds(spoken, row, i, keys[i])) return false;
  }
  return true;
}

void Matching::State::verify(std::uint32_t row, MatchKey* keys) {
  if (!stands(row, keys)) exact(row, keys);
}

void Matching::State::note_initials(std::uint32_t row, MatchKey* keys) {
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].is_initial() && keys[i] != kNoMatch) keys[i] = initial_of(row, i);
  }
}

// From its postings, all of them in the lists of its slice; its statements are read only where some
// of one property are seen and some are not.
void Matching::State::exact(std::uint32_t row, MatchKey* keys) {
  std::fill(keys, keys + parts_.size(), kNoMatch);
  posted_.clear();
  postings_of(row, [&](const RawMatch& raw) { posted_.push_back(raw); });
  std::sort(posted_.begin(), posted_.end(), [](const RawMatch& a, const RawMatch& b) {
    return std::tie(a.part, a.key) < std::tie(b.part, b.key);
  });
  Spoken spoken;
  for (const RawMatch& raw : posted_) spoken.ask(parts_[raw.part].property_in(raw.key));
  spoken.count(view_, row);
  for (const RawMatch& raw : posted_) {
    if (keys[raw.part] == kNoMatch && holds(spoken, row, raw.part, raw.key))
      keys[raw.part] = raw.key;
  }
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].is_initial()) keys[i] = initial_of(row, i);
  }
}

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_word_byte(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

// f(word) of the tokens of a name that begin with the letter, but joined ones, which are longer
// forms of one that is given ("vanderberg" of "van"). Plain letters are cut here; accents, other
// scripts and apostrophes are left to the fold.
template <class F>
void each_beginning_with(char letter, model::Property property, std::string_view value, F&& f) {
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\''; };
  if (!std::all_of(value.begin(), value.end(), is_plain)) {
    match::index_tokens(property, value, [&](model::IndexClass, std::string_view text) {
      if (text[0] == letter) f(text);
    });
    return;
  }
  std::string word;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const bool begins = is_word_byte(value[at]) && (at == 0 || !is_word_byte(value[at - 1]));
    if (!begins || lower(value[at]) != letter) continue;
    word.clear();
    for (std::size_t i = at; i < value.size() && is_word_byte(value[i]); ++i)
      word.push_back(lower(value[i]));
    f(word);
  }
}

}  // namespace

bool Matching::State::says_twice(std::uint32_t row, std::string_view token) const {
  const auto& s = view_.t.statements;
  bool given = false;
  bool family = false;
  for (std::uint32_t at = view_.t.records.statements.load(row); at != kNone;
       at = back_from(at, s.back[at])) {
    const auto property = static_cast<model::Property>(s.property[at]);
    if (model::info(property).index != model::IndexClass::name ||
        property == model::Property::native_name || !view_.statement_itself_visible(at))
      continue;
    std::size_t times = 0;
    each_beginning_with(token[0], property, view_.t.strings.at(s.value[at]),
                        [&](std::string_view word) { times += word == token ? 1 : 0; });
    given = given || (times > 0 && property == model::Property::given_name);
    family = family || (times > 0 && property == model::Property::surname);
    if (times > 1 || (given && family)) return true;
  }
  return false;
}

// "ibrahim ibrahzim": an Ibrahim Saeed is called so once. The part that the word fits worse is left
// to another word of the record.
void Matching::State::part_words(std::uint32_t row, MatchKey* keys) {
  const auto token_of = [&](std::uint32_t part) {
    const bool none = keys[part] == kNoMatch || token_in(keys[part]) == kOfInitial;
    return none ? kNone : parts_[part].token(token_in(keys[part])).hit.token.row;
  };
  for (std::uint32_t later = 1; later < parts_.size(); ++later) {
    for (std::uint32_t first = 0; first < later; ++first) {
      const std::uint32_t token = token_of(later);
      if (token == kNone || token_of(first) != token ||
          index_.cls(token) != model::IndexClass::name || says_twice(row, index_.text(token)))
        continue;
      const std::uint32_t worse = quality_in(keys[first]) < quality_in(keys[later]) ? first : later;
      keys[worse] = best_but(row, worse, token);
    }
  }
}

MatchKey Matching::State::best_but(std::uint32_t row, std::uint32_t part, std::uint32_t token) {
  posted_.clear();
  postings_of(row, [&](const RawMatch& raw) {
    if (raw.part == part && parts_[part].token(token_in(raw.key)).hit.token.row != token)
      posted_.push_back(raw);
  });
  Spoken spoken;
  for (const RawMatch& raw : posted_) spoken.ask(parts_[part].property_in(raw.key));
  spoken.count(view_, row);
  MatchKey best = kNoMatch;
  for (const RawMatch& raw : posted_) {
    if (raw.key < best && holds(spoken, row, part, raw.key)) best = raw.key;
  }
  return best;
}

bool Matching::State::meant_by_another(std::string_view token) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const PartIndex& part) {
    return !part.is_initial() && part.asks_for(model::IndexClass::name, token);
  });
}

// The name that begins so: of the property that speaks first, the first by its text. A word that
// another part means does not speak for an initial as well ("l langdon"), and an initial is one of
// the name in Latin letters.
MatchKey Matching::State::initial_of(std::uint32_t row, std::uint32_t part) {
  const AskedPart& asked = parts_[part].asked();
  if (!index_.may_begin_with(row, asked.initial)) return kNoMatch;
  const auto& s = view_.t.statements;
  MatchKey best = kNoMatch;
  std::string best_text;
  for (std::uint32_t at = view_.t.records.statements.load(row); at != kNone;
       at = back_from(at, s.back[at])) {
    const auto property = static_cast<model::Property>(s.property[at]);
    if (model::info(property).index != model::IndexClass::name ||
        property == model::Property::native_name)
      continue;
    const MatchKey key =
        match_key(asked.of_initial.quality, asked.of_initial.how, rules_.speaks_first(property),
                  kOfInitial, posting_slot(property));
    if (key > best || !view_.statement_itself_visible(at)) continue;
    const std::string_view value = view_.t.strings.at(s.value[at]);
    each_beginning_with(asked.initial, property, value, [&](std::string_view text) {
      if (meant_by_another(text) || (key == best && std::string_view(best_text) <= text)) return;
      best = key;
      best_text = text;
    });
  }
  if (best == kNoMatch) return best;
  const std::uint32_t token = index_.find(model::IndexClass::name, best_text);
  initial_tokens_[std::uint64_t{row} << 8 | part] = index_.text(token);
  return best;
}

void Matching::State::fill(std::uint32_t row, const MatchKey* keys, RecordFound& out) {
  out.record = Handle{row};
  out.id = view_.record_id(row);
  out.kind = static_cast<model::RecordKind>(view_.t.records.kind.load(row));
  const Rank rank = rank_of(keys);
  out.parts = rank.parts;
  out.score = rank.score;
  out.found.assign(parts_.size(), {});
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    if (keys[i] == kNoMatch) continue;
    const bool initial = token_in(keys[i]) == kOfInitial;
    const FittingToken& token =
        initial ? parts_[i].asked().of_initial : parts_[i].token(token_in(keys[i]));
    out.found[i] = {quality_in(keys[i]), token.how, token.edits, parts_[i].property_in(keys[i]),
                    initial ? initial_tokens_.at(std::uint64_t{row} << 8 | i) : token.hit.text};
  }
}

}  // namespace sallyport::picture
