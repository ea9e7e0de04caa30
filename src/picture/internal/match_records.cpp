// Matching, the second half: what the visible statements of a record bear.
#include <algorithm>
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

// The best postings of all are the best visible ones, when each of them is.
bool Matching::State::stands(std::uint32_t row, const MatchKey* keys) const {
  const auto& s = view_.t.statements;
  std::uint32_t only[kMostParts];
  std::uint32_t of_it[kMostParts] = {};
  std::uint8_t property[kMostParts];
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (keys[i] != kNoMatch)
      property[i] = static_cast<std::uint8_t>(parts_[i].property_in(keys[i]));
  }
  for (std::uint32_t at = view_.t.records.statements.load(row); at != kNone;
       at = back_from(at, s.back[at])) {
    const std::uint8_t says = s.property[at];
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (keys[i] == kNoMatch || token_in(keys[i]) == kOfInitial || property[i] != says) continue;
      only[i] = at;
      ++of_it[i];
    }
  }
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (keys[i] == kNoMatch || token_in(keys[i]) == kOfInitial) continue;
    const FittingToken& token = parts_[i].token(token_in(keys[i]));
    const bool there = of_it[i] == 1 ? view_.statement_itself_visible(only[i])
                                     : view_.states(row, static_cast<model::Property>(property[i]),
                                                    token.hit.text);
    if (!there) return false;
  }
  return true;
}

void Matching::State::verify(std::uint32_t row, MatchKey* keys) {
  if (!stands(row, keys)) return exact(row, keys);
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].is_initial() && keys[i] != kNoMatch) keys[i] = initial_of(row, i);
  }
}

void Matching::State::exact(std::uint32_t row, MatchKey* keys) {
  std::fill(keys, keys + parts_.size(), kNoMatch);
  const auto& s = view_.t.statements;
  for (std::uint32_t at = view_.t.records.statements.load(row); at != kNone;
       at = back_from(at, s.back[at])) {
    const auto property = static_cast<model::Property>(s.property[at]);
    const model::IndexClass of = model::info(property).index;
    const bool asked = of != model::IndexClass::none &&
                       std::any_of(parts_.begin(), parts_.end(), [of](const PartIndex& part) {
                         return part.has(of) && !part.is_initial();
                       });
    if (!asked || !view_.statement_itself_visible(at)) continue;
    const std::uint32_t slot = posting_slot(property);
    match::index_tokens(property, view_.t.strings.at(s.value[at]),
                        [&](model::IndexClass cls, std::string_view text) {
                          for (std::size_t i = 0; i < parts_.size(); ++i) {
                            if (parts_[i].is_initial() || !parts_[i].has(cls)) continue;
                            keys[i] = std::min(keys[i], parts_[i].key_of(cls, text, slot));
                          }
                        });
  }
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].is_initial()) keys[i] = initial_of(row, i);
  }
}

// The name that begins so: of the property that speaks first, the first by its text.
MatchKey Matching::State::initial_of(std::uint32_t row, std::uint32_t part) {
  const AskedPart& asked = parts_[part].asked();
  if (!index_.may_begin_with(row, asked.initial)) return kNoMatch;
  const auto& s = view_.t.statements;
  MatchKey best = kNoMatch;
  std::string best_text;
  for (std::uint32_t at = view_.t.records.statements.load(row); at != kNone;
       at = back_from(at, s.back[at])) {
    const auto property = static_cast<model::Property>(s.property[at]);
    if (model::info(property).index != model::IndexClass::name) continue;
    const MatchKey key =
        match_key(asked.of_initial.quality, asked.of_initial.how, rules_.speaks_first(property),
                  kOfInitial, posting_slot(property));
    if (key > best || !view_.statement_itself_visible(at)) continue;
    match::index_tokens(property, view_.t.strings.at(s.value[at]),
                        [&](model::IndexClass, std::string_view text) {
                          if (text[0] != asked.initial) return;
                          if (key == best && std::string_view(best_text) <= text) return;
                          best = key;
                          best_text = text;
                        });
  }
  if (best == kNoMatch) return best;
  const std::uint32_t token = index_.find(view_.t.strings, model::IndexClass::name, best_text);
  initial_tokens_[std::uint64_t{row} << 8 | part] = index_.text(view_.t.strings, token);
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
