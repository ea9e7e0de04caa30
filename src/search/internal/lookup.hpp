// From the parts of a query to tokens of the View's index, each with how well it fits: what
// picture::Matching is asked. And how a record's match of a part compares with another.
// Borrows the View; one thread. Cost: O(tokens near in spelling or sound, or beginning so).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "picture/matching.hpp"
#include "picture/view.hpp"
#include "search/internal/quality.hpp"
#include "search/internal/query.hpp"

namespace sallyport::search::internal {

/// How one part of the query matched one record.
struct PartMatch {
  std::int32_t quality = 0;  ///< 0 = it did not
  How how = How::exact;
  int edits = 0;
  model::Property property = model::Property::full_name;
  std::string_view token;  ///< of the index; lives as long as the View
  picture::Handle record;  ///< whose statement
  /// Matched by the thing at the other end of a link; nil = by a statement of its own.
  model::LinkId through;
  model::LinkKind through_kind = model::LinkKind::uses;
  picture::Handle thing;
};
/// Better quality; ties by what does not depend on order.
bool better(const PartMatch& a, const PartMatch& b);

PartMatch match_of(const picture::PartFound& found, picture::Handle record);
/// The same for whoever is tied to the thing that matched.
PartMatch through(const PartMatch& thing, const picture::LinkRow& link);

/// How far words of the index may be from what was typed.
enum class Reach : std::uint8_t {
  spelt,  ///< as typed, another form of it, or with errors; of the last word also what begins so
  all,    ///< also what begins so or only sounds so
};

struct Asked {
  std::vector<picture::AskedPart> parts;  ///< one for each of the query
  /// A part has more visible tokens than are taken: none of them makes more than this score with
  /// all other parts.
  std::optional<std::int32_t> cut_at;
};
/// `as_typed`: the last part is the beginning of a word.
Asked ask(const picture::View& view, const ParsedQuery& query, bool as_typed, Reach reach);

/// Staff are never offered.
picture::MatchRules match_rules();

/// Links that lead from a person to a number, thing or place he may be found by.
model::LinkKinds found_by_links();

}  // namespace sallyport::search::internal
