// How are these connected: paths, the chart of a neighbourhood, tonight's arrivals, and the search.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "network/arrivals.hpp"
#include "network/neighbourhood.hpp"
#include "network/path.hpp"
#include "search/search.hpp"
#include "service/facts.hpp"
#include "service/look.hpp"

namespace sallyport::service {

struct PathStepLine {
  Item from, to;
  Sentence words;
  std::vector<Telling> told;
  std::string tag, grade;
};
struct PathAnswer {
  std::vector<std::vector<PathStepLine>> paths;
  std::vector<Sentence> without;
  std::vector<Source> rests_on;
  std::string stopped;  ///< of a search that stopped early: how far it looked
};
/// kNotFound when an end is hidden or absent; no path is an empty answer.
Result<PathAnswer> paths_between(Look& look, std::string_view from, std::string_view to,
                                 std::uint32_t max_steps);

struct ChartNodeLine {
  Item item;
  std::int32_t x = 0, y = 0;  ///< 0..1000
  std::string_view custody;   ///< in, out, not known
  std::string hub;            ///< "63 people"
  bool seed = false;
};
struct ChartEdgeLine {
  model::RecordId a, b;
  std::string_view kind;
  std::string words;
  std::string_view line;  ///< solid dashed dotted double crossed
  std::size_t count = 0;
  std::vector<Id128> ids;
  std::vector<Telling> told;
  std::string_view tag;
};
struct KindCountLine {
  std::string_view kind, words;
  std::size_t count = 0;
};
struct NeighbourhoodAnswer {
  std::vector<ChartNodeLine> nodes;
  std::vector<ChartEdgeLine> edges;
  std::vector<KindCountLine> counts;
};
struct NeighbourhoodRequest {
  std::vector<std::string> ids;
  std::uint32_t depth = 1;
  std::vector<std::string> kinds;
  std::size_t limit = 200;
};
Result<NeighbourhoodAnswer> neighbourhood_of(Look& look, const NeighbourhoodRequest& request);

struct ConflictLine {
  Sentence words;
  std::string_view kind;
  std::optional<std::pair<model::RecordId, model::RecordId>> possible_same;
};
struct ArrivalLine {
  Item person;
  std::optional<Item> from;
  Item to;
  Moment time;
  std::string planned_cell;
  Id128 movement;
  std::vector<ConflictLine> conflicts;
};
/// All prisons this view has arrivals for, or one. `day` defaults to the look's business day.
Result<std::vector<ArrivalLine>> arrivals_on(Look& look, std::string_view place,
                                             std::optional<Date> day);

struct HitLine {
  Item item;
  std::vector<std::string> why;
  std::optional<Sentence> where_tonight;
  std::string newest;
  std::vector<Item> users;  ///< of a number or thing: who uses it
};
struct SearchAnswer {
  struct Group {
    std::string_view title;
    std::vector<HitLine> hits;
  };
  std::vector<Group> groups;
  std::vector<std::string> understood;
};
struct SearchRequest {
  std::string text;
  std::vector<std::string> kinds;
  std::size_t limit = limits::kSearchHits;
  bool as_one_types = false;
};
Result<SearchAnswer> search_for(Look& look, const SearchRequest& request);

}  // namespace sallyport::service
