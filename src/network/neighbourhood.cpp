#include "network/neighbourhood.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "network/words.hpp"

namespace sallyport::network {
namespace {

using model::RecordKind;

struct Drawn {
  Graph::Node node = 0;
  std::uint32_t depth = 0;
};

/// A node that could be drawn at the next depth, with the soundest tie that leads to it.
struct Candidate {
  Graph::Node node = 0;
  std::uint32_t weight_1024 = 0;
};

class Chooser {
 public:
  Chooser(Graph& graph, const NeighbourhoodOptions& options) : graph_(graph), options_(options) {}

  void seed(Graph::Node node) {
    if (depth_.emplace(node, 0).second) chosen_.push_back({node, 0});
  }

  void grow(std::uint32_t depth) {
    std::map<Graph::Node, std::uint32_t> found;
    for (const Drawn& drawn : chosen_) {
      if (drawn.depth + 1 != depth) continue;
      if (!graph_.passable(drawn.node)) continue;
      for (const internal::Step& step : graph_.steps(drawn.node)) {
        if (depth_.contains(step.to) || !options_.kinds.has(graph_.kind(step.to))) continue;
        std::uint32_t& weight = found[step.to];
        weight = std::max(weight, step.weight_1024);
      }
    }
    std::vector<Candidate> candidates;
    for (const auto& [node, weight] : found) candidates.push_back({node, weight});
    std::sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
      if (a.weight_1024 != b.weight_1024) return a.weight_1024 > b.weight_1024;
      return graph_.id(a.node) < graph_.id(b.node);
    });
    for (const Candidate& candidate : candidates) {
      if (chosen_.size() >= options_.limit) {
        cut_ = true;
        break;
      }
      depth_.emplace(candidate.node, depth);
      chosen_.push_back({candidate.node, depth});
    }
  }

  const std::vector<Drawn>& chosen() const { return chosen_; }
  bool has(Graph::Node node) const { return depth_.contains(node); }
  bool cut() const { return cut_; }

 private:
  Graph& graph_;
  const NeighbourhoodOptions& options_;
  std::map<Graph::Node, std::uint32_t> depth_;
  std::vector<Drawn> chosen_;
  bool cut_ = false;
};

bool says_outside(const picture::View& view, const std::vector<picture::Handle>& members) {
  for (const picture::Handle member : members) {
    const auto status = view.value(member, model::Property::custody_status);
    if (status.find("OUT") != std::string_view::npos) return true;
    const auto licence = view.value(member, model::Property::licence_status);
    if (!licence.empty() && licence != "PRE_RELEASE") return true;
  }
  return false;
}

ChartNode make_node(const picture::View& view, const IdentityOf& identity, Graph& graph,
                    const Chooser& chooser, Drawn drawn, std::vector<Id128>& evidence) {
  ChartNode out;
  out.facts = graph.facts(drawn.node);
  out.depth = drawn.depth;
  out.hub = graph.hub(drawn.node);
  if (out.hub) out.hub_words = people_words(graph.people(drawn.node));
  std::map<RecordKind, std::size_t> all;
  std::map<RecordKind, std::size_t> hidden;
  for (const internal::Step& step : graph.steps(drawn.node)) {
    ++all[graph.kind(step.to)];
    if (!chooser.has(step.to)) ++hidden[graph.kind(step.to)];
  }
  for (const auto& [kind, count] : all) out.neighbours.push_back({kind, count});
  for (const auto& [kind, count] : hidden) out.not_drawn.push_back({kind, count});
  add_evidence(out.facts, evidence);
  if (graph.kind(drawn.node) != RecordKind::person) return out;
  const auto& members = graph.members(drawn.node);
  if (const auto where = where_tonight(view, identity, members, view.now())) {
    out.custody = Custody::inside;
    out.where = where->words;
    evidence.insert(evidence.end(), where->evidence.begin(), where->evidence.end());
  } else if (says_outside(view, members)) {
    out.custody = Custody::outside;
  }
  return out;
}

void draw_edges(Graph& graph, const std::vector<Graph::Node>& order, Chart& chart,
                std::vector<Id128>& evidence) {
  std::map<Graph::Node, std::size_t> place;
  for (std::size_t i = 0; i < order.size(); ++i) place.emplace(order[i], i);
  for (std::size_t a = 0; a < order.size(); ++a) {
    for (const internal::Step& step : graph.steps(order[a])) {
      const auto at = place.find(step.to);
      if (at == place.end() || at->second <= a) continue;
      // the node with fewer rows reads them: a hub's calls are not read for each caller
      const bool turn = graph.steps(step.to).size() < graph.steps(order[a]).size();
      ChartEdge edge{a, at->second, {}, step.weight_1024};
      edge.ties = turn ? graph.ties(step.to, order[a]) : graph.ties(order[a], step.to);
      if (turn) {
        for (Tie& tie : edge.ties) turn_round(tie);
      }
      for (const Tie& tie : edge.ties) add_evidence(tie, evidence);
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
  std::vector<std::pair<ChartNode, Graph::Node>> nodes;
  for (const Drawn& drawn : chooser.chosen()) {
    nodes.emplace_back(make_node(view, identity, graph, chooser, drawn, answer.evidence),
                       drawn.node);
  }
  std::sort(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.depth, a.first.facts.title, a.first.facts.self) <
           std::tie(b.first.depth, b.first.facts.title, b.first.facts.self);
  });
  std::vector<Graph::Node> order;
  for (auto& [node, number] : nodes) {
    answer.value.nodes.push_back(std::move(node));
    order.push_back(number);
  }
  draw_edges(graph, order, answer.value, answer.evidence);
  place_nodes(answer.value);
  settle(answer.evidence);
  return answer;
}

}  // namespace sallyport::network
