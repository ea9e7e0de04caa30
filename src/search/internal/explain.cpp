#include "search/internal/explain.hpp"

#include <algorithm>

#include "match/index_keys.hpp"
#include "model/title.hpp"
#include "text/fold.hpp"

namespace sallyport::search::internal {
namespace {

using model::Property;
using picture::Handle;

constexpr std::size_t kLongestShown = 80;

bool holds_token(Property property, std::string_view value, std::string_view token) {
  bool found = false;
  match::index_tokens(property, value, [&](model::IndexClass, std::string_view text) {
    found = found || text == token;
  });
  return found;
}

std::string shown(Property property, std::string_view value) {
  std::string out = model::value_for_reading(property, value);
  if (out.size() <= kLongestShown) return out;
  std::size_t end = kLongestShown;  // never within a character
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  out.resize(end);
  return out + "…";
}

std::string lower_first(std::string_view words) {
  std::string out(words);
  const bool shouted = out.size() > 1 && out[1] >= 'A' && out[1] <= 'Z';  // PNC, CRN, SIM
  if (!out.empty() && !shouted && out[0] >= 'A' && out[0] <= 'Z') {
    out[0] = static_cast<char>(out[0] - 'A' + 'a');
  }
  return out;
}

std::string statement_words(Property property, const std::string& value) {
  if (property == Property::date_of_birth) return "born " + value;
  return lower_first(model::info(property).words) + " " + value;
}

}  // namespace

std::optional<std::string> verified_value(const picture::View& view, const PartMatch& match) {
  std::vector<std::string_view> stated;
  view.values(match.record, match.property, [&](std::string_view value) {
    stated.push_back(value);
    return true;
  });
  std::sort(stated.begin(), stated.end());
  stated.erase(std::unique(stated.begin(), stated.end()), stated.end());
  // of the record's values of this property one holds the token: where there is one, it is that
  if (stated.size() == 1) return shown(match.property, stated.front());
  std::optional<std::string> best;
  for (const std::string_view value : stated) {
    if (!holds_token(match.property, value, match.token)) continue;
    std::string reading = shown(match.property, value);
    if (!best || reading < *best) best = std::move(reading);
  }
  return best;
}

std::string why(const picture::View& view, const Part& part, const PartMatch& match,
                const std::string& value) {
  const std::string words = statement_words(match.property, value);
  switch (match.how) {
    case How::exact:
    case How::within:
      return words;
    case How::short_form:
      return words + ": " + part.typed + " is a short or long form of it";
    case How::typing_error:
      return words + (match.edits == 1 ? ": one letter off" : ": two letters off");
    case How::beginning:
      return lower_first(model::info(match.property).words) + " begins " + part.typed + ": " +
             value;
    case How::ending:
      return lower_first(model::info(match.property).words) + " ends " + part.typed + ": " + value;
    case How::sound:
      return words + ": sounds like " + part.typed;
    case How::initial:
      return words + ": begins with the initial " + part.typed;
    case How::joined:
      return words + ": written as one word";
    case How::exchanged:
      return words + ": day and month exchanged";
    case How::text_word:
      return lower_first(model::info(match.property).words) + " has the word " + part.typed + ": " +
             value;
    case How::through:
      return std::string(model::info(match.through_kind).forward) + " " +
             title_of(view, {match.thing});
  }
  return words;
}

std::string title_of(const picture::View& view, const std::vector<Handle>& members) {
  std::vector<model::TitleFact> facts;
  model::RecordKind kind = model::RecordKind::unknown;
  std::uint32_t number = 0;
  for (const Handle member : members) {
    if (kind == model::RecordKind::unknown) kind = view.kind(member);
    ++number;
    view.values(member, picture::naming_properties(), [&](const picture::ValueRow& row) {
      facts.push_back({row.property, row.value, number});
      return true;
    });
  }
  return model::best_title(kind, facts);
}

}  // namespace sallyport::search::internal
