#include "network/internal/shortest.hpp"

#include <algorithm>
#include <unordered_map>

namespace sallyport::network::internal {
namespace {

constexpr std::uint64_t kCountCeiling = std::uint64_t{1} << 63;

std::uint64_t add_counts(std::uint64_t a, std::uint64_t b) {
  return a > kCountCeiling - b ? kCountCeiling : a + b;
}
std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > kCountCeiling / a ? kCountCeiling : a * b;
}

struct Seen {
  std::uint32_t level = 0;
  std::uint64_t count = 0;    ///< shortest ways from this side's end
  std::vector<Step> parents;  ///< towards that end
};

/// One half of the search: whole levels around one end.
class Side {
 public:
  explicit Side(std::uint32_t end) : frontier_{end} { seen_[end] = {0, 1, {}}; }

  void expand(Adjacency& graph, std::optional<std::uint32_t> without) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t node : frontier_) {
      if (level_ > 0 && !graph.passable(node)) continue;
      const std::uint64_t count = seen_[node].count;
      for (const Step& step : graph.steps(node)) {
        if (without == step.to) continue;
        auto [at, fresh] = seen_.try_emplace(step.to, Seen{level_ + 1, 0, {}});
        if (fresh) next.push_back(step.to);
        if (at->second.level != level_ + 1) continue;
        at->second.count = add_counts(at->second.count, count);
        at->second.parents.push_back({node, step.weight_1024});
      }
    }
    frontier_ = std::move(next);
    ++level_;
  }

  const std::vector<std::uint32_t>& frontier() const { return frontier_; }
  std::uint32_t level() const { return level_; }
  std::size_t size() const { return seen_.size(); }
  const Seen* find(std::uint32_t node) const {
    const auto it = seen_.find(node);
    return it == seen_.end() ? nullptr : &it->second;
  }
  const Seen& at(std::uint32_t node) const { return seen_.at(node); }

 private:
  std::unordered_map<std::uint32_t, Seen> seen_;  // looked up, never walked
  std::vector<std::uint32_t> frontier_;
  std::uint32_t level_ = 0;
};

/// Best ways from one end to a node, kept while the ways of its neighbours are made.
class BestWays {
 public:
  BestWays(const Adjacency& graph, const Side& side, std::size_t keep)
      : graph_(graph), side_(side), keep_(keep) {}

  /// Ways end ... node, best first, at most `keep`. Recursion is at most as deep as the levels.
  const std::vector<Way>& to(std::uint32_t node) {
    if (const auto it = made_.find(node); it != made_.end()) return it->second;
    std::vector<Way> out;
    const Seen& seen = side_.at(node);
    if (seen.level == 0) out.push_back({{node}, 1});
    for (const Step& parent : seen.parents) {
      for (const Way& way : to(parent.to)) {
        Way longer = way;
        longer.nodes.push_back(node);
        longer.product *= parent.weight_1024;
        out.push_back(std::move(longer));
      }
    }
    trim(out);
    return made_.emplace(node, std::move(out)).first->second;
  }

  void trim(std::vector<Way>& ways) const {
    std::sort(ways.begin(), ways.end(), [&](const Way& a, const Way& b) {
      if (a.product != b.product) return a.product > b.product;
      return std::lexicographical_compare(
          a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(),
          [&](std::uint32_t x, std::uint32_t y) { return graph_.id(x) < graph_.id(y); });
    });
    if (ways.size() > keep_) ways.resize(keep_);
  }

 private:
  const Adjacency& graph_;
  const Side& side_;
  std::size_t keep_;
  std::unordered_map<std::uint32_t, std::vector<Way>> made_;
};

/// Nodes on the last levels of both sides: each shortest way has exactly one of them.
std::vector<std::uint32_t> meeting_nodes(Adjacency& graph, const Side& forward,
                                         const Side& backward, std::uint32_t from,
                                         std::uint32_t to) {
  const bool walk_forward = forward.frontier().size() <= backward.frontier().size();
  const Side& walked = walk_forward ? forward : backward;
  const Side& other = walk_forward ? backward : forward;
  std::vector<std::uint32_t> out;
  for (const std::uint32_t node : walked.frontier()) {
    const Seen* seen = other.find(node);
    if (seen == nullptr || seen->level != other.level()) continue;
    if (node != from && node != to && !graph.passable(node)) continue;
    out.push_back(node);
  }
  return out;
}

std::vector<Way> join_ways(const Adjacency& graph, const Side& forward, const Side& backward,
                           const std::vector<std::uint32_t>& meetings, std::size_t keep) {
  // The best whole ways are made of the best heads and tails: whoever is beaten by `keep` halves of
  // the same length at the same node is beaten by as many whole ways. Tails are ordered as they are
  // read, from the meeting node to the end.
  BestWays heads(graph, forward, keep);
  std::unordered_map<std::uint32_t, std::vector<Way>> tails;
  auto tails_from = [&](auto&& self, std::uint32_t node) -> const std::vector<Way>& {
    if (const auto it = tails.find(node); it != tails.end()) return it->second;
    std::vector<Way> out;
    const Seen& seen = backward.at(node);
    if (seen.level == 0) out.push_back({{node}, 1});
    for (const Step& parent : seen.parents) {
      for (const Way& way : self(self, parent.to)) {
        Way longer{{node}, way.product * parent.weight_1024};
        longer.nodes.insert(longer.nodes.end(), way.nodes.begin(), way.nodes.end());
        out.push_back(std::move(longer));
      }
    }
    heads.trim(out);
    return tails.emplace(node, std::move(out)).first->second;
  };
  std::vector<Way> out;
  for (const std::uint32_t meeting : meetings) {
    for (const Way& head : heads.to(meeting)) {
      for (const Way& tail : tails_from(tails_from, meeting)) {
        Way whole{head.nodes, head.product * tail.product};
        whole.nodes.insert(whole.nodes.end(), tail.nodes.begin() + 1, tail.nodes.end());
        out.push_back(std::move(whole));
      }
    }
    heads.trim(out);
  }
  return out;
}

}  // namespace

Shortest shortest_ways(Adjacency& graph, std::uint32_t from, std::uint32_t to,
                       const SearchLimits& limits, std::optional<std::uint32_t> without) {
  Shortest out;
  if (from == to || without == from || without == to) return out;
  Side forward(from);
  Side backward(to);
  while (forward.level() + backward.level() < limits.max_steps) {
    if (forward.frontier().empty() || backward.frontier().empty()) return out;
    if (forward.size() + backward.size() > limits.nodes) {
      out.partial = true;
      return out;
    }
    const bool step_forward = forward.frontier().size() <= backward.frontier().size();
    (step_forward ? forward : backward).expand(graph, without);
    const auto meetings = meeting_nodes(graph, forward, backward, from, to);
    if (meetings.empty()) continue;
    out.steps = forward.level() + backward.level();
    for (const std::uint32_t node : meetings) {
      out.count = add_counts(out.count, times(forward.at(node).count, backward.at(node).count));
    }
    out.ways = join_ways(graph, forward, backward, meetings, limits.ways);
    return out;
  }
  return out;
}

Cuts cut_nodes(Adjacency& graph, const Way& way, const SearchLimits& limits) {
  Cuts out;
  SearchLimits one = limits;
  one.ways = 1;
  for (std::size_t i = 1; i + 1 < way.nodes.size(); ++i) {
    const Shortest round =
        shortest_ways(graph, way.nodes.front(), way.nodes.back(), one, way.nodes[i]);
    if (round.steps != 0) continue;
    if (round.partial) {
      out.partial = true;
    } else {
      out.nodes.push_back(way.nodes[i]);
    }
  }
  return out;
}

}  // namespace sallyport::network::internal
