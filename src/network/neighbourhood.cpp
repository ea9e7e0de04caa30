#include "network/neighbourhood.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "network/words.hpp"

namespace sallyport::network {
namespace {

using model::RecordKind;

/// A node on the chart, and what stands beside it; of a crowd, nothing.
struct Drawn {
  Graph::Node node = 0;
  std::uint32_t depth = 0;
  bool crowd = false;
  std::vector<Graph::Node> near = {};
};

class Chooser {
 public:
  Chooser(Graph& graph, const NeighbourhoodOptions& options) : graph_(graph), options_(options) {}

  void seed(Graph::Node node) { draw(node, 0); }

  void grow(std::uint32_t depth) {
    std::vector<Graph::Node> candidates;  // each once
    std::unordered_set<Graph::Node> found;
    const std::size_t drawn = chosen_.size();
    for (std::size_t i = 0; i < drawn; ++i) {
      if (!grows_at(i, depth)) continue;
      for (const Graph::Node other : chosen_[i].near) {
        if (may_come(other) && found.insert(other).second) candidates.push_back(other);
      }
    }
    const std::size_t room = options_.limit - std::min(options_.limit, drawn);
    if (candidates.size() > room) {
      sort_by_soundness(candidates, drawn, depth);
      candidates.resize(room);
      cut_ = true;
    }
    for (const Graph::Node candidate : candidates) draw(candidate, depth);
  }

  const std::vector<Drawn>& chosen() const { return chosen_; }
  bool has(Graph::Node node) const { return drawn_.contains(node); }
  bool cut() const { return cut_; }

 private:
  void draw(Graph::Node node, std::uint32_t depth) {
    if (!drawn_.insert(node).second) return;
    chosen_.push_back({node, depth, graph_.crowd(node, kCrowdPeople)});
    if (!chosen_.back().crowd) chosen_.back().near = graph_.near(node);
  }
  bool grows_at(std::size_t i, std::uint32_t depth) {
    return chosen_[i].depth + 1 == depth && graph_.passable(chosen_[i].node);
  }
  bool may_come(Graph::Node node) const {
    return !has(node) && options_.kinds.has(graph_.kind(node));
  }

  /// By the soundest tie that leads to each; asked only when there is no room for all.
  void sort_by_soundness(std::vector<Graph::Node>& candidates, std::size_t drawn,
                         std::uint32_t depth) {
    std::unordered_map<Graph::Node, std::uint32_t> weight;
    for (std::size_t i = 0; i < drawn; ++i) {
      if (!grows_at(i, depth)) continue;
      std::vector<internal::Step> steps;
      for (const Graph::Node other : chosen_[i].near) {
        if (may_come(other)) steps.push_back({other});
      }
      graph_.met().weigh(chosen_[i].node, steps);
      for (const internal::Step& step : steps) {
        std::uint32_t& best = weight[step.to];
        best = std::max(best, step.weight_1024);
      }
    }
    std::sort(candidates.begin(), candidates.end(), [&](Graph::Node a, Graph::Node b) {
      if (weight[a] != weight[b]) return weight[a] > weight[b];
      return graph_.id(a) < graph_.id(b);
    });
  }

  Graph& graph_;
  const NeighbourhoodOptions& options_;
  std::unordered_set<Graph::Node> drawn_;
  std::vector<Drawn> chosen_;
  bool cut_ = false;
};

static_assert(kCrowdPeople == 250);
constexpr const char* kCrowdWords = "more than 250 people";

bool says_outside(const picture::View& view, const std::vector<picture::Handle>& members) {
  for (const picture::Handle member : members) {
    const auto status = view.value(member, model::Property::custody_status);
    if (status.find("OUT") != std::string_view::npos) return true;
    const auto licence = view.value(member, model::Property::licence_status);
    if (!licence.empty() && licence != "PRE_RELEASE") return true;
  }
  return false;
}

ChartNode make_node(const picture::View& view, Places& places, Graph& graph, const Chooser& chooser,
                    const Drawn& drawn, std::vector<Id128>& evidence) {
  ChartNode out;
  out.facts = graph.facts(drawn.node);
  out.depth = drawn.depth;
  out.hub = graph.hub(drawn.node);
  std::map<RecordKind, std::size_t> all;
  std::map<RecordKind, std::size_t> hidden;
  for (const Graph::Node other : drawn.near) {
    ++all[graph.kind(other)];
    if (!chooser.has(other)) ++hidden[graph.kind(other)];
  }
  if (out.hub) {
    out.hub_words = drawn.crowd ? kCrowdWords : people_words(all[RecordKind::person]);
  }
  for (const auto& [kind, count] : all) out.neighbours.push_back({kind, count});
  for (const auto& [kind, count] : hidden) out.not_drawn.push_back({kind, count});
  add_evidence(out.facts, evidence);
  if (graph.kind(drawn.node) != RecordKind::person) return out;
  const auto& members = graph.members(drawn.node);
  if (const auto where = where_tonight(view, places, members, view.now())) {
    out.custody = Custody::inside;
    out.where = where->words;
    evidence.insert(evidence.end(), where->evidence.begin(), where->evidence.end());
  } else if (says_outside(view, members)) {
    out.custody = Custody::outside;
  }
  return out;
}

/// `order` is of the chart's nodes.
void draw_edges(Graph& graph, const std::vector<const Drawn*>& order, Chart& chart,
                std::vector<Id128>& evidence) {
  std::unordered_map<Graph::Node, std::size_t> place;
  for (std::size_t i = 0; i < order.size(); ++i) place.emplace(order[i]->node, i);
  // the node with fewer neighbours reads what is between: a hub's calls are not read for each
  // caller; and each node reads its rows once
  std::vector<std::vector<std::size_t>> read_by(order.size());
  for (std::size_t a = 0; a < order.size(); ++a) {
    for (const Graph::Node other : order[a]->near) {
      const auto at = place.find(other);
      if (at == place.end()) continue;
      const Drawn& there = *order[at->second];
      if (there.crowd) {
        read_by[a].push_back(at->second);
      } else if (at->second > a) {
        const bool turn = there.near.size() < order[a]->near.size();
        read_by[turn ? at->second : a].push_back(turn ? a : at->second);
      }
    }
    for (std::size_t other = a + 1; order[a]->crowd && other < order.size(); ++other) {
      if (order[other]->crowd) read_by[a].push_back(other);
    }
  }
  for (std::size_t reader = 0; reader < order.size(); ++reader) {
    std::vector<Graph::Node> others;
    for (const std::size_t other : read_by[reader]) others.push_back(order[other]->node);
    auto ties = graph.ties(order[reader]->node, others);
    for (std::size_t i = 0; i < others.size(); ++i) {
      const std::size_t other = read_by[reader][i];
      if (ties[i].empty()) continue;  // two crowds with nothing between them
      ChartEdge edge{std::min(reader, other), std::max(reader, other), std::move(ties[i]), 0};
      for (Tie& tie : edge.ties) {
        if (other < reader) turn_round(tie);
        edge.weight_1024 = std::max(edge.weight_1024, tie.weight_1024);
        add_evidence(tie, evidence);
      }
      chart.edges.push_back(std::move(edge));
    }
  }
  std::sort(chart.edges.begin(), chart.edges.end(), [](const ChartEdge& x, const ChartEdge& y) {
    return std::tie(x.a, x.b) < std::tie(y.a, y.b);
  });
}

void place_nodes(Chart& chart) {
  std::vector<Id128> ids;
  std::vector<LayoutEdge> lines;
  for (const ChartNode& node : chart.nodes) ids.push_back(node.facts.self);
  for (const ChartEdge& edge : chart.edges) {
    lines.push_back({static_cast<std::uint32_t>(edge.a), static_cast<std::uint32_t>(edge.b)});
  }
  const auto points = lay_out(ids, lines);
  for (std::size_t i = 0; i < points.size(); ++i) chart.nodes[i].at = points[i];
}

}  // namespace

Result<model::Answer<Chart>> neighbourhood(const picture::View& view, const IdentityOf& identity,
                                           const std::vector<picture::Handle>& seeds,
                                           const NeighbourhoodOptions& options) {
  if (options.depth < 1 || options.depth > 2) {
    return fail(ErrorCode::kBadValue, "depth: expected 1 or 2");
  }
  if (options.limit < 1 || options.limit > limits::kNeighbourhoodNodes) {
    return fail(ErrorCode::kBadValue,
                "limit: expected 1 to " + std::to_string(limits::kNeighbourhoodNodes));
  }
  Graph graph(view, identity, options.graph);
  Chooser chooser(graph, options);
  for (const picture::Handle seed : seeds) {
    if (const auto node = graph.drawable(seed)) chooser.seed(*node);
  }
  for (std::uint32_t depth = 1; depth <= options.depth; ++depth) chooser.grow(depth);

  model::Answer<Chart> answer;
  answer.partial = chooser.cut();
  Places places(view, identity);
  std::vector<std::pair<ChartNode, const Drawn*>> nodes;
  for (const Drawn& drawn : chooser.chosen()) {
    nodes.emplace_back(make_node(view, places, graph, chooser, drawn, answer.evidence), &drawn);
  }
  std::sort(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.depth, a.first.facts.title, a.first.facts.self) <
           std::tie(b.first.depth, b.first.facts.title, b.first.facts.self);
  });
  std::vector<const Drawn*> order;
  for (auto& [node, drawn] : nodes) {
    answer.value.nodes.push_back(std::move(node));
    order.push_back(drawn);
  }
  draw_edges(graph, order, answer.value, answer.evidence);
  place_nodes(answer.value);
  settle(answer.evidence);
  return answer;
}

}  // namespace sallyport::network
