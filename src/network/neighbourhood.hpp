// The link chart: who and what stands around some things, with counts before anything is expanded,
// shared numbers drawn as one node ("63 people"), and the same layout every time.
// Drawn: the seeds; what is one step from them (depth 1); what is one step from those (depth 2),
// never through a hub. When there are more nodes than the limit, nearer ones first, then those with
// the sounder tie, then by id; `partial` says so. Every visible tie between drawn nodes is drawn.
// Cost: O(visible rows of the drawn nodes) and the layout's O(n^2) steps. One thread per View.
#pragma once

#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/answer.hpp"
#include "network/graph.hpp"
#include "network/layout.hpp"
#include "network/occupancy.hpp"

namespace sallyport::network {

/// People on one hub above which they are no longer counted ("more than 250 people"): a helpline
/// that half a country rings would cost more than all the rest of the chart.
inline constexpr std::size_t kCrowdPeople = 250;

struct NeighbourhoodOptions {
  std::uint32_t depth = 1;  ///< 1 or 2
  std::size_t limit = 200;  ///< nodes, at most limits::kNeighbourhoodNodes
  model::RecordKinds kinds = model::RecordKinds::all();  ///< of what is drawn beside the seeds
  GraphOptions graph = {};
};

enum class Custody : std::uint8_t { not_known = 0, inside = 1, outside = 2 };

struct KindCount {
  model::RecordKind kind = model::RecordKind::unknown;
  std::size_t count = 0;
  bool operator==(const KindCount&) const = default;
};

struct ChartNode {
  NodeFacts facts;
  std::uint32_t depth = 0;               ///< 0 = a seed
  bool hub = false;                      ///< collapsed: many people, no way through
  std::string hub_words;                 ///< "63 people", "more than 250 people"
  Custody custody = Custody::not_known;  ///< people only
  std::string where;                     ///< "Wexmoor, B1-05"; empty when not in custody
  std::vector<KindCount> neighbours;     ///< all visible ones, by kind; none of a crowd's
  std::vector<KindCount> not_drawn;      ///< those of them not on the chart
  Point at;
};

struct ChartEdge {
  std::size_t a = 0;  ///< into nodes, a < b
  std::size_t b = 0;
  std::vector<Tie> ties;
  std::uint32_t weight_1024 = 0;
};

struct Chart {
  std::vector<ChartNode> nodes;  ///< by depth, then title, then id
  std::vector<ChartEdge> edges;  ///< by (a, b)
};

Result<model::Answer<Chart>> neighbourhood(const picture::View& view, const IdentityOf& identity,
                                           const std::vector<picture::Handle>& seeds,
                                           const NeighbourhoodOptions& options = {});

}  // namespace sallyport::network
