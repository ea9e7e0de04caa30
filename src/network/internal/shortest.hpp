// All shortest ways between two nodes of an undirected graph that is discovered while one walks,
// the best of them by weight, and the nodes without which there is none. Knows nothing of records.
// Ownership: borrows the Adjacency. Threads: one. Failure: none; a budget sets `partial`.
// Cost: two-sided breadth-first search, O(b^(d/2)) nodes for branching b and distance d; at worst
// O(V + E). Ways: O(k * d) per edge of the shortest-path graph. Cuts: one search per inner node.
// Source: I. Pohl, "Bi-directional search", 1971; k best in a layered graph by dynamic programming.
// Determinism: levels are expanded whole, so that no answer depends on the order of neighbours;
// ways rank by product of weights (exact: at most six factors of at most 1024 are below 2^60), then
// ids.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/id.hpp"

namespace sallyport::network::internal {

struct Step {
  std::uint32_t to = 0;
  std::uint32_t weight_1024 = 1024;  ///< 1..1024
};

/// Symmetric: b is a step of a with weight w exactly when a is a step of b with w. No loops, each
/// neighbour once. A span stays valid as long as the graph.
class Adjacency {
 public:
  virtual ~Adjacency() = default;
  virtual std::span<const Step> steps(std::uint32_t node) = 0;
  /// May a way lead through this node? (Shared numbers offer none.) Ends are not asked.
  virtual bool passable(std::uint32_t node) = 0;
  virtual Id128 id(std::uint32_t node) const = 0;
};

struct Way {
  std::vector<std::uint32_t> nodes;  ///< from ... to
  std::uint64_t product = 1;         ///< of the steps' weights
};

struct Shortest {
  std::uint32_t steps = 0;  ///< 0 = none found (or from == to)
  std::uint64_t count = 0;  ///< how many shortest ways there are; stops at 2^63
  std::vector<Way> ways;    ///< the best of them, best first
  bool partial = false;     ///< the node budget ended the search
};

struct SearchLimits {
  std::uint32_t max_steps = 6;
  std::size_t ways = 3;
  std::size_t nodes = 200'000;  ///< looked at in all; checked after whole levels
};

Shortest shortest_ways(Adjacency& graph, std::uint32_t from, std::uint32_t to,
                       const SearchLimits& limits,
                       std::optional<std::uint32_t> without = std::nullopt);

struct Cuts {
  std::vector<std::uint32_t> nodes;  ///< in the order of the way
  bool partial = false;              ///< for some node the budget left it open; it is not listed
};
/// Inner nodes of the way without which the ends do not meet within the limits.
Cuts cut_nodes(Adjacency& graph, const Way& way, const SearchLimits& limits);

}  // namespace sallyport::network::internal
