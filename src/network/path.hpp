// How connected: the shortest ways between two identities, step by step with the records they rest
// on; who holds them together; and what each way would fall without.
// Ways have at most limits::kPathSteps steps; they rank by fewest steps, then by the product of the
// steps' grade weights (1/1024 each, exact), then by ids. The number of shortest ways is exact.
// A hub is no way through unless asked for; neither are stays, wings, regimes and places as such.
// Ownership: values out. Threads: one per View. Failure: kBadValue when a limit is out of range.
// Cost: two-sided breadth-first search over the bare visible network, see internal/shortest.hpp;
// ties, grades, dates and sentences are made for the ways that are shown alone. Visible neighbours
// read are budgeted, and `partial` says when the budget ended the search.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/answer.hpp"
#include "network/graph.hpp"

namespace sallyport::network {

struct PathOptions {
  std::uint32_t max_steps = limits::kPathSteps;
  std::size_t alternatives = 3;             ///< of the shortest ways, the best
  GraphOptions graph = {};                  ///< which kinds; through hubs or not
  std::uint64_t neighbour_budget = 20'000;  ///< visible neighbours read; the most seen is 900
  internal::Work* work = nullptr;           ///< filled when asked for, for benchmarks
};

struct PathStep {
  std::size_t from = 0;  ///< into Path::nodes
  std::size_t to = 0;
  std::vector<Tie> ties;  ///< the first is the one to read out: best grade, then kind
  std::uint32_t weight_1024 = 0;
  std::vector<model::RecordId> records;  ///< to open; sorted
  std::vector<std::string> agencies;     ///< sorted
  std::vector<Telling> told;             ///< the records with feed, grade and age
  std::string sentence;
};

struct Path {
  std::vector<NodeFacts> nodes;
  std::vector<PathStep> steps;
  std::uint64_t weight = 0;               ///< product of weights, of 1024^steps
  std::vector<model::RecordId> rests_on;  ///< records without which this way falls; sorted
  std::vector<std::string> agencies;      ///< of all steps; sorted
};

struct Cut {
  NodeFacts node;
  std::string sentence;  ///< "Without Martha Kessell these two do not meet."
};

struct Paths {
  NodeFacts from;
  NodeFacts to;
  bool met = false;
  bool same = false;  ///< both are one identity already
  std::uint32_t steps = 0;
  std::uint64_t shortest_count = 0;  ///< how many ways have that many steps
  std::vector<Path> ways;            ///< best first
  std::vector<Cut> cuts;             ///< in the order of the best way
  std::uint64_t looked_at = 0;       ///< of a search that stopped early: people and things
  std::string sentence;
};

Result<model::Answer<Paths>> connect(const picture::View& view, const IdentityOf& identity,
                                     picture::Handle from, picture::Handle to,
                                     const PathOptions& options = {});

}  // namespace sallyport::network
