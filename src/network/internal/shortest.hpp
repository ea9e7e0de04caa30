// All shortest ways between two nodes of an undirected graph that is discovered while one walks,
// the best of them by weight, and the nodes without which there is none. Knows nothing of records.
// A node has one or many *names*. Which node a name belongs to is dear to ask,
// so neighbours come as names and are settled only when the walk must go on from them: the last and
// widest level, where the two sides meet, never is. Weights are asked only of nodes on shortest
// ways, and of those only as far as the best ways need them.
// Ownership: borrows the Adjacency. Threads: one. Failure: none; a budget sets `partial`.
// Cost: two-sided breadth-first search, O(b^(d/2)) nodes for branching b and distance d; at worst
// O(V + E). Ways: O(E' + k * V' * log) over the graph of shortest ways alone. Cuts: one search for
// all nodes that every shortest way has, one more for each of them when that finds none.
// Source: I. Pohl, "Bi-directional search", 1971; best ways: A* with the bound that every further
// step has full weight, each node left at most k times (Eppstein, "Finding the k shortest paths",
// 1998, section 1.1, for layered graphs).
// Determinism: levels are expanded whole or not at all, so that no answer depends on the order of
// neighbours or on which names happen to be settled; ways rank by product of weights (exact: at
// most six factors of at most 1024 are below 2^63), then ids.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/id.hpp"

namespace sallyport::network::internal {

using Node = std::uint32_t;
using Name = std::uint32_t;

inline constexpr Node kUnsettled = 0xFFFFFFFFu;
inline constexpr std::uint32_t kMostSteps = 6;

struct Step {
  Node to = 0;
  std::uint32_t weight_1024 = 1024;  ///< 1..1024
};

/// Symmetric: when a name of b is a neighbour of a, some name of a is one of b.
class Adjacency {
 public:
  virtual ~Adjacency() = default;
  /// Each name once, none of the node's own. Holds until the next call of any member.
  virtual std::span<const Name> neighbours(Node node) = 0;
  /// May a way lead through this node? (Shared numbers offer none.) Ends are not asked.
  virtual bool passable(Node node) = 0;
  /// kUnsettled until some name of the node was settled; then all its names are.
  virtual Node node_of(Name name) const = 0;
  virtual Node settle(Name name) = 0;
  /// Fills the weights of these steps, which lead to neighbours.
  virtual void weigh(Node node, std::span<Step> steps) = 0;
  virtual Id128 id(Node node) const = 0;
};

struct Way {
  std::vector<Node> nodes;    ///< from ... to
  std::uint64_t product = 1;  ///< of the steps' weights
};

struct Shortest {
  std::uint32_t steps = 0;      ///< 0 = none found (or from == to)
  std::uint64_t count = 0;      ///< how many shortest ways there are; stops at 2^63
  std::vector<Way> ways;        ///< the best of them, best first
  std::vector<Node> shared;     ///< inner nodes that every shortest way has, in their order
  bool partial = false;         ///< the budget ended the search
  std::uint64_t looked_at = 0;  ///< of a partial search: nodes within its whole levels
};

struct SearchLimits {
  std::uint32_t max_steps = kMostSteps;
  std::size_t ways = 3;
  std::uint64_t neighbours = 200'000;  ///< read in all; a level that would need more is not begun
};

Shortest shortest_ways(Adjacency& graph, Node from, Node to, const SearchLimits& limits);

struct Cuts {
  std::vector<Node> nodes;  ///< in the order of the ways
  bool partial = false;     ///< for some node the budget left it open; it is not listed
};
/// Which of the nodes that all shortest ways share are such that without them the ends do not meet
/// within the limits. One budget for all of them together.
Cuts cut_nodes(Adjacency& graph, Node from, Node to, std::span<const Node> shared,
               const SearchLimits& limits);

}  // namespace sallyport::network::internal
