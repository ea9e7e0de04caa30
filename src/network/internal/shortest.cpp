#include "network/internal/shortest.hpp"

#include <algorithm>
#include <optional>
#include <queue>

#include "base/assert.hpp"

namespace sallyport::network::internal {
namespace {

constexpr std::uint64_t kCountCeiling = std::uint64_t{1} << 63;
constexpr std::uint8_t kNever = 0xFF;
// What a node that offers no way costs: it is looked at until that is known.
constexpr std::uint64_t kClosedNode = 32;

std::uint64_t add_counts(std::uint64_t a, std::uint64_t b) {
  return a > kCountCeiling - b ? kCountCeiling : a + b;
}

template <class T>
T& grown(std::vector<T>& values, std::size_t at, T fresh) {
  if (at >= values.size()) values.resize(std::max<std::size_t>(at + 1, 2 * values.size()), fresh);
  return values[at];
}
template <class T>
T told(const std::vector<T>& values, std::size_t at, T unknown) {
  return at < values.size() ? values[at] : unknown;
}

/// Levels around one end: settled nodes, and the names of the newest level nobody has settled yet.
struct Side {
  std::vector<std::vector<Node>> layers;  ///< by level
  std::vector<Name> unsettled;            ///< of the newest level
  std::vector<std::uint8_t> level;        ///< by node

  explicit Side(Node end) : layers{{end}} { grown(level, end, kNever) = 0; }
  std::uint32_t depth() const { return static_cast<std::uint32_t>(layers.size()) - 1; }
  std::uint8_t level_of(Node node) const { return told(level, node, kNever); }
  bool reach(Node node) {
    std::uint8_t& at = grown(level, node, kNever);
    if (at != kNever) return false;
    at = static_cast<std::uint8_t>(depth());
    layers.back().push_back(node);
    return true;
  }
};

class Search {
 public:
  Search(Adjacency& graph, Node from, Node to, std::span<const Node> without, std::uint64_t budget)
      : graph_(graph), sides_{Side(from), Side(to)}, budget_(budget) {
    for (const Node node : without) {
      // never a frontier's, so never gone on from
      for (Side& side : sides_) grown(side.level, node, kNever) = kNever - 1;
    }
  }

  /// Did the two sides meet within so many steps?
  bool run(std::uint32_t max_steps) {
    while (depth() < max_steps) {
      for (Side& side : sides_) settle(side);
      const std::size_t forward = sides_[0].layers.back().size();
      const std::size_t backward = sides_[1].layers.back().size();
      if (forward == 0 || backward == 0) return false;
      const bool level = forward == backward && sides_[0].depth() <= sides_[1].depth();
      const std::size_t growing = forward < backward || level ? 0 : 1;
      if (!expand(sides_[growing])) {
        partial_ = true;
        return false;
      }
      find_meetings(sides_[growing], sides_[1 - growing]);
      if (!meetings_.empty()) return true;
    }
    return false;
  }

  std::uint32_t depth() const { return sides_[0].depth() + sides_[1].depth(); }
  bool partial() const { return partial_; }
  std::uint64_t spent() const { return spent_; }
  const std::vector<Node>& meetings() const { return meetings_; }
  const Side& side(std::size_t which) const { return sides_[which]; }
  /// After a level that was not begun: then all others are settled.
  std::uint64_t looked_at() const {
    std::uint64_t out = 0;
    for (const Side& side : sides_) {
      for (const auto& layer : side.layers) out += layer.size();
    }
    return out;
  }

 private:
  void settle(Side& side) {
    for (const Name name : side.unsettled) side.reach(graph_.settle(name));
    side.unsettled.clear();
  }

  /// The next level of a side, whole; false when the budget does not reach so far. The other side
  /// is settled, so that whoever stands on both is known here.
  bool expand(Side& side) {
    ++turn_;
    const std::uint32_t last = side.depth();
    const bool from_end = last == 0;
    side.layers.emplace_back();
    for (const Node node : side.layers[last]) {
      if (!from_end && !graph_.passable(node)) {
        spent_ += kClosedNode;
      } else {
        const auto names = graph_.neighbours(node);
        spent_ += names.size();
        if (spent_ <= budget_) take(side, names);
      }
      if (spent_ > budget_) {
        side.layers.pop_back();
        return false;
      }
    }
    return true;
  }

  void take(Side& side, std::span<const Name> names) {
    for (const Name name : names) {
      const Node node = graph_.node_of(name);
      if (node != kUnsettled) {
        side.reach(node);
        continue;
      }
      std::uint32_t& taken = grown(taken_, name, 0u);
      if (taken == turn_) continue;
      taken = turn_;
      side.unsettled.push_back(name);
    }
  }

  /// Nodes on the last levels of both sides: each shortest way has exactly one of them.
  void find_meetings(const Side& grown_side, const Side& other) {
    for (const Node node : grown_side.layers.back()) {
      if (other.level_of(node) != other.depth()) continue;
      if (other.depth() != 0 && !graph_.passable(node)) continue;
      meetings_.push_back(node);
    }
  }

  Adjacency& graph_;
  std::array<Side, 2> sides_;
  std::uint64_t budget_;
  std::uint64_t spent_ = 0;
  std::uint32_t turn_ = 0;
  std::vector<std::uint32_t> taken_;  // by name: the turn it was taken in
  std::vector<Node> meetings_;
  bool partial_ = false;
};

/// The graph of all shortest ways, in layers from end to end.
class Ways {
 public:
  Ways(Adjacency& graph, const Search& search, Node from, Node to)
      : graph_(graph), from_(from), to_(to), steps_(search.depth()), layers_(steps_ + 1) {
    const std::uint32_t middle = search.side(0).depth();
    for (const Node node : search.meetings()) put(node, middle);
    for (std::uint32_t at = middle; at-- > 0;) take_layer(search.side(0).layers[at], at, at + 1);
    for (std::uint32_t at = middle + 1; at <= steps_; ++at)
      take_layer(search.side(1).layers[steps_ - at], at, at - 1);
    count();
  }

  std::uint64_t number() const { return nodes_[place_[to_]].ways; }

  std::vector<Node> shared() const {
    std::vector<Node> out;
    for (std::uint32_t at = 1; at < steps_; ++at) {
      if (layers_[at].size() == 1) out.push_back(nodes_[layers_[at].front()].node);
    }
    return out;
  }

  std::vector<Way> best(std::size_t keep) {
    std::vector<Way> out;
    const auto worse = [this](const Begun& a, const Begun& b) { return before(b, a); };
    std::priority_queue<Begun, std::vector<Begun>, decltype(worse)> begun(worse);
    Begun first;
    first.nodes[0] = from_;
    begun.push(first);
    while (!begun.empty() && out.size() < keep) {
      const Begun way = begun.top();
      begun.pop();
      const Node last = way.nodes[way.steps];
      InLayer& at = nodes_[place_[last]];
      // whoever is beaten by `keep` ways to the same node is beaten by as many whole ways
      if (at.left++ >= keep) continue;
      if (way.steps == steps_) {
        out.push_back({{way.nodes.begin(), way.nodes.begin() + steps_ + 1}, way.product});
        continue;
      }
      if (at.left == 1) graph_.weigh(last, at.next);
      for (const Step& step : at.next) {
        Begun longer = way;
        longer.nodes[++longer.steps] = step.to;
        longer.product *= step.weight_1024;
        begun.push(longer);
      }
    }
    return out;
  }

 private:
  struct InLayer {
    Node node = 0;
    std::vector<Step> next;  ///< towards the end
    std::uint64_t ways = 0;  ///< from the beginning
    std::size_t left = 0;    ///< how often best() went on from here
  };
  struct Begun {
    std::array<Node, kMostSteps + 1> nodes{};
    std::uint32_t steps = 0;
    std::uint64_t product = 1;
  };
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFFu;

  std::uint32_t layer_of(Node node) const { return told(layer_, node, kNowhere); }
  void put(Node node, std::uint32_t layer) {
    if (layer_of(node) != kNowhere) return;
    grown(layer_, node, kNowhere) = layer;
    grown(place_, node, kNowhere) = static_cast<std::uint32_t>(nodes_.size());
    layers_[layer].push_back(static_cast<std::uint32_t>(nodes_.size()));
    nodes_.push_back({node, {}, 0, 0});
  }

  /// Those of a level that have a neighbour in the layer beside them. Their neighbours were read
  /// when the search went on from them.
  void take_layer(const std::vector<Node>& level, std::uint32_t layer, std::uint32_t beside) {
    std::vector<Node> found;
    std::vector<Node> joined_to(nodes_.size(), kUnsettled);  // by place: the last joined to it
    for (const Node node : level) {
      if (node != from_ && node != to_ && !graph_.passable(node)) continue;
      found.clear();
      for (const Name name : graph_.neighbours(node)) {
        const Node other = graph_.node_of(name);
        if (other == kUnsettled || layer_of(other) != beside) continue;
        Node& last = joined_to[place_[other]];
        if (last != node) found.push_back(other);
        last = node;
      }
      if (found.empty()) continue;
      put(node, layer);
      for (const Node other : found) {
        const bool forward = layer < beside;
        nodes_[place_[forward ? node : other]].next.push_back({forward ? other : node});
      }
    }
  }

  void count() {
    nodes_[place_[from_]].ways = 1;
    for (const auto& layer : layers_) {
      for (const std::uint32_t place : layer) {
        for (const Step& step : nodes_[place].next) {
          std::uint64_t& ways = nodes_[place_[step.to]].ways;
          ways = add_counts(ways, nodes_[place].ways);
        }
      }
    }
  }

  /// Is a to be gone on from before b? By what the ways begun with them can still be worth, then by
  /// ids; of two alike the shorter one, which is where the other came from.
  bool before(const Begun& a, const Begun& b) const {
    const auto bound = [this](const Begun& way) {
      return way.product << (10 * (steps_ - way.steps));
    };
    if (bound(a) != bound(b)) return bound(a) > bound(b);
    return std::lexicographical_compare(
        a.nodes.begin(), a.nodes.begin() + a.steps + 1, b.nodes.begin(),
        b.nodes.begin() + b.steps + 1,
        [this](Node x, Node y) { return graph_.id(x) < graph_.id(y); });
  }

  Adjacency& graph_;
  Node from_;
  Node to_;
  std::uint32_t steps_;
  std::vector<std::vector<std::uint32_t>> layers_;  // places in nodes_
  std::vector<InLayer> nodes_;
  std::vector<std::uint32_t> layer_;  // by node
  std::vector<std::uint32_t> place_;  // by node
};

}  // namespace

Shortest shortest_ways(Adjacency& graph, Node from, Node to, const SearchLimits& limits) {
  SALLYPORT_ASSERT(limits.max_steps <= kMostSteps);
  Shortest out;
  if (from == to) return out;
  Search search(graph, from, to, {}, limits.neighbours);
  const bool met = search.run(limits.max_steps);
  out.partial = search.partial();
  if (out.partial) out.looked_at = search.looked_at();
  if (!met) return out;
  Ways ways(graph, search, from, to);
  out.steps = search.depth();
  out.count = ways.number();
  out.shared = ways.shared();
  out.ways = ways.best(limits.ways);
  return out;
}

Cuts cut_nodes(Adjacency& graph, Node from, Node to, std::span<const Node> shared,
               const SearchLimits& limits) {
  Cuts out;
  std::uint64_t left = limits.neighbours;
  // nullopt when the budget left it open
  const auto meet_without = [&](std::span<const Node> nodes) -> std::optional<bool> {
    Search search(graph, from, to, nodes, left);
    const bool met = search.run(limits.max_steps);
    left -= std::min(left, search.spent());
    if (search.partial()) return std::nullopt;
    return met;
  };
  // mostly there is a way round them all
  if (shared.size() > 1 && meet_without(shared) == true) return out;
  for (const Node& node : shared) {
    const auto met = meet_without({&node, 1});
    if (!met) {
      out.partial = true;
    } else if (!*met) {
      out.nodes.push_back(node);
    }
  }
  return out;
}

}  // namespace sallyport::network::internal
