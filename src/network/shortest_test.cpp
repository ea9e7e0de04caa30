#include "network/internal/shortest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>

#include "base/random.hpp"

namespace sallyport::network::internal {
namespace {

/// A plain graph; ids can be given apart from numbers. Every node has three names, and a neighbour
/// is told by one or more of them.
class Plain final : public Adjacency {
 public:
  explicit Plain(std::size_t n) : steps_(n), names_(n), ids_(n), blocked_(n), settled_(n) {
    for (std::size_t i = 0; i < n; ++i) ids_[i] = {0, i};
  }
  void join(std::uint32_t a, std::uint32_t b, std::uint32_t weight = 1024) {
    for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
      steps_[from].push_back({to, weight});
      names_[from].push_back(to * 3 + (from + to) % 3);
      if ((from * 7 + to) % 4 == 0) names_[from].push_back(to * 3 + (from + to + 1) % 3);
    }
  }
  bool joined(std::uint32_t a, std::uint32_t b) const {
    return std::any_of(steps_[a].begin(), steps_[a].end(),
                       [b](const Step& step) { return step.to == b; });
  }
  void block(std::uint32_t node) { blocked_[node] = true; }
  void set_id(std::uint32_t node, Id128 id) { ids_[node] = id; }
  bool may_pass(std::uint32_t node) const { return !blocked_[node]; }
  std::size_t size() const { return steps_.size(); }
  const std::vector<Step>& steps(std::uint32_t node) const { return steps_[node]; }
  /// Both ends of a search are known before it begins.
  Shortest search(Node from, Node to, const SearchLimits& limits) {
    settled_.assign(size(), false);
    settled_[from] = settled_[to] = true;
    return shortest_ways(*this, from, to, limits);
  }
  std::size_t asked() const {
    return static_cast<std::size_t>(std::count(settled_.begin(), settled_.end(), true));
  }

  std::span<const Name> neighbours(Node node) override { return names_[node]; }
  bool passable(Node node) override { return !blocked_[node]; }
  Node node_of(Name name) const override { return settled_[name / 3] ? name / 3 : kUnsettled; }
  Node settle(Name name) override {
    settled_[name / 3] = true;
    return name / 3;
  }
  void weigh(Node node, std::span<Step> asked) override {
    for (Step& step : asked) {
      for (const Step& own : steps_[node]) {
        if (own.to == step.to) step.weight_1024 = own.weight_1024;
      }
    }
  }
  Id128 id(Node node) const override { return ids_[node]; }

 private:
  std::vector<std::vector<Step>> steps_;
  std::vector<std::vector<Name>> names_;
  std::vector<Id128> ids_;
  std::vector<bool> blocked_;
  std::vector<bool> settled_;
};

/// The oracle: distances by Floyd and Warshall over the passable graph, ways by trying them all.
struct Oracle {
  std::uint32_t steps = 0;
  std::vector<Way> ways;
};

Oracle ask_oracle(const Plain& graph, std::uint32_t from, std::uint32_t to,
                  std::uint32_t max_steps) {
  const auto n = static_cast<std::uint32_t>(graph.size());
  constexpr std::uint32_t kFar = 1000;
  const auto inner = [&](std::uint32_t v) { return v == from || v == to || graph.may_pass(v); };
  std::vector<std::vector<std::uint32_t>> d(n, std::vector<std::uint32_t>(n, kFar));
  for (std::uint32_t v = 0; v < n; ++v) {
    d[v][v] = 0;
    for (const Step& step : graph.steps(v)) {
      if (inner(v) && inner(step.to)) d[v][step.to] = 1;
    }
  }
  for (std::uint32_t k = 0; k < n; ++k) {
    for (std::uint32_t i = 0; i < n; ++i) {
      for (std::uint32_t j = 0; j < n; ++j) d[i][j] = std::min(d[i][j], d[i][k] + d[k][j]);
    }
  }
  Oracle out;
  if (d[from][to] > max_steps) return out;
  out.steps = d[from][to];
  std::function<void(Way)> walk = [&](Way way) {
    const std::uint32_t at = way.nodes.back();
    if (at == to) {
      out.ways.push_back(std::move(way));
      return;
    }
    for (const Step& step : graph.steps(at)) {
      if (!inner(step.to) || way.nodes.size() + d[step.to][to] != out.steps) continue;
      Way longer = way;
      longer.nodes.push_back(step.to);
      longer.product *= step.weight_1024;
      walk(std::move(longer));
    }
  };
  walk(Way{{from}, 1});
  std::sort(out.ways.begin(), out.ways.end(), [&](const Way& a, const Way& b) {
    if (a.product != b.product) return a.product > b.product;
    return std::lexicographical_compare(a.nodes.begin(), a.nodes.end(), b.nodes.begin(),
                                        b.nodes.end(),
                                        [&](auto x, auto y) { return graph.id(x) < graph.id(y); });
  });
  return out;
}

Plain random_graph(SeededRandom& random, std::uint32_t n, std::uint64_t joins) {
  Plain graph(n);
  // few weights, so that equal products are common
  constexpr std::uint32_t kWeights[] = {1024, 1024, 512, 256, 1};
  for (std::uint64_t i = 0; i < joins; ++i) {
    const auto a = static_cast<std::uint32_t>(random.below(n));
    const auto b = static_cast<std::uint32_t>(random.below(n));
    if (a == b || graph.joined(a, b)) continue;
    graph.join(a, b, kWeights[random.below(5)]);
  }
  for (std::uint32_t v = 0; v < n; ++v) {
    graph.set_id(v, {random.next(), v});
    if (random.chance(1, 8)) graph.block(v);
  }
  return graph;
}

TEST(ShortestWays, AgreesWithTryingEverything) {
  SeededRandom random(7);
  std::size_t met = 0;
  std::size_t several = 0;
  for (int round = 0; round < 3000; ++round) {
    const auto n = static_cast<std::uint32_t>(2 + random.below(14));
    Plain graph = random_graph(random, n, n + random.below(2 * n));
    const auto from = static_cast<std::uint32_t>(random.below(n));
    const auto to = static_cast<std::uint32_t>(random.below(n));
    if (from == to) continue;
    const SearchLimits limits{static_cast<std::uint32_t>(1 + random.below(6)), 1 + random.below(4),
                              1000};
    const Oracle oracle = ask_oracle(graph, from, to, limits.max_steps);
    const Shortest found = graph.search(from, to, limits);
    ASSERT_EQ(found.steps, oracle.steps) << "round " << round;
    ASSERT_EQ(found.count, oracle.ways.size()) << "round " << round;
    ASSERT_EQ(found.ways.size(), std::min(limits.ways, oracle.ways.size()));
    for (std::size_t i = 0; i < found.ways.size(); ++i) {
      ASSERT_EQ(found.ways[i].nodes, oracle.ways[i].nodes) << "round " << round << " way " << i;
      ASSERT_EQ(found.ways[i].product, oracle.ways[i].product);
    }
    ASSERT_FALSE(found.partial);
    met += found.steps != 0;
    several += found.count > 1;
  }
  EXPECT_GT(met, 500u);
  EXPECT_GT(several, 100u);
}

TEST(ShortestWays, TheOrderOfNeighboursAndNumbersChangesNothing) {
  SeededRandom random(11);
  for (int round = 0; round < 300; ++round) {
    constexpr std::uint32_t kNodes = 12;
    Plain graph = random_graph(random, kNodes, 26);
    std::vector<std::uint32_t> renamed(kNodes);
    std::iota(renamed.begin(), renamed.end(), 0u);
    for (std::uint32_t i = kNodes; i > 1; --i) std::swap(renamed[i - 1], renamed[random.below(i)]);
    Plain other(kNodes);
    for (std::uint32_t v = kNodes; v-- > 0;) {
      other.set_id(renamed[v], graph.id(v));
      if (!graph.passable(v)) other.block(renamed[v]);
      for (const Step& step : graph.steps(v)) {
        if (v < step.to) other.join(renamed[v], renamed[step.to], step.weight_1024);
      }
    }
    const Shortest a = graph.search(0, 1, {});
    const Shortest b = other.search(renamed[0], renamed[1], {});
    ASSERT_EQ(a.count, b.count);
    ASSERT_EQ(a.ways.size(), b.ways.size());
    for (std::size_t i = 0; i < a.ways.size(); ++i) {
      std::vector<std::uint32_t> expected;
      for (const auto node : a.ways[i].nodes) expected.push_back(renamed[node]);
      ASSERT_EQ(b.ways[i].nodes, expected);
    }
  }
}

TEST(CutNodes, AreThoseWithoutWhichTheEndsDoNotMeet) {
  SeededRandom random(13);
  std::size_t cuts_seen = 0;
  for (int round = 0; round < 1000; ++round) {
    const auto n = static_cast<std::uint32_t>(4 + random.below(9));
    Plain graph = random_graph(random, n, n + random.below(n));
    const SearchLimits limits{6, 1, 1000};
    const Shortest found = graph.search(0, 1, limits);
    if (found.steps == 0) continue;
    const Cuts cuts = cut_nodes(graph, 0, 1, found.shared, limits);
    for (std::uint32_t v = 2; v < n; ++v) {
      Plain without(n);
      for (std::uint32_t a = 0; a < n; ++a) {
        if (!graph.passable(a)) without.block(a);
        for (const Step& step : graph.steps(a)) {
          if (a < step.to && a != v && step.to != v) without.join(a, step.to);
        }
      }
      const bool is_cut = ask_oracle(without, 0, 1, 6).steps == 0;
      const bool listed = std::find(cuts.nodes.begin(), cuts.nodes.end(), v) != cuts.nodes.end();
      ASSERT_EQ(listed, is_cut) << "round " << round << " node " << v;
      cuts_seen += is_cut;
    }
  }
  EXPECT_GT(cuts_seen, 200u);
}

TEST(ShortestWays, BudgetIsSaidAndCountsDoNotOverflow) {
  Plain line(20);
  for (std::uint32_t i = 0; i + 1 < 20; ++i) line.join(i, i + 1);
  const Shortest stopped = line.search(0, 6, {6, 3, 3});
  EXPECT_TRUE(stopped.partial);
  EXPECT_EQ(stopped.steps, 0u);
  EXPECT_EQ(stopped.looked_at, 5u) << "0, 1 and 6, 5, 7: not the level that was too much";
  EXPECT_EQ(line.search(0, 6, {}).steps, 6u);
  EXPECT_EQ(line.search(0, 7, {}).steps, 0u) << "seven steps are too many";
  // five layers of 60, each node joined to the whole next layer: 60^5 ways
  constexpr std::uint32_t kWide = 60;
  Plain layers(2 + 5 * kWide);
  for (std::uint32_t i = 0; i < kWide; ++i) {
    layers.join(0, 2 + i);
    layers.join(1, 2 + 4 * kWide + i);
    for (std::uint32_t layer = 0; layer < 4; ++layer) {
      for (std::uint32_t j = 0; j < kWide; ++j) {
        layers.join(2 + layer * kWide + i, 2 + (layer + 1) * kWide + j);
      }
    }
  }
  EXPECT_EQ(layers.search(0, 1, {}).count, 777'600'000u);
}

TEST(ShortestWays, TheWidestLevelIsNeverSettled) {
  // two stars with a hundred rays each, one of them common
  Plain stars(202);
  for (std::uint32_t i = 2; i < 102; ++i) stars.join(0, i);
  for (std::uint32_t i = 101; i < 202; ++i) stars.join(1, i);
  EXPECT_EQ(stars.search(0, 1, {}).steps, 2u);
  EXPECT_EQ(stars.asked(), 102u) << "both ends and the rays of one";
}

TEST(ShortestWays, WeightsAreAskedOfShortestWaysOnly) {
  // of 60^5 ways only the best three are gone along
  struct Counting final : Adjacency {
    explicit Counting(Plain& plain) : plain(plain) {}
    std::span<const Name> neighbours(Node node) override { return plain.neighbours(node); }
    bool passable(Node node) override { return plain.passable(node); }
    Node node_of(Name name) const override { return plain.node_of(name); }
    Node settle(Name name) override { return plain.settle(name); }
    void weigh(Node node, std::span<Step> steps) override {
      ++weighed;
      plain.weigh(node, steps);
    }
    Id128 id(Node node) const override { return plain.id(node); }
    Plain& plain;
    std::size_t weighed = 0;
  };
  constexpr std::uint32_t kWide = 60;
  Plain layers(2 + 5 * kWide);
  for (std::uint32_t i = 0; i < kWide; ++i) {
    layers.join(0, 2 + i);
    layers.join(1, 2 + 4 * kWide + i);
    for (std::uint32_t layer = 0; layer < 4; ++layer) {
      for (std::uint32_t j = 0; j < kWide; ++j)
        layers.join(2 + layer * kWide + i, 2 + (layer + 1) * kWide + j);
    }
  }
  Counting counting(layers);
  counting.settle(0);
  counting.settle(3);
  const Shortest found = shortest_ways(counting, 0, 1, {});
  EXPECT_EQ(found.ways.size(), 3u);
  EXPECT_EQ(found.ways.front().nodes, (std::vector<Node>{0, 2, 62, 122, 182, 242, 1}));
  EXPECT_LE(counting.weighed, 12u);
}

}  // namespace
}  // namespace sallyport::network::internal
