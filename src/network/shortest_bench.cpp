// Paths in a network of national size: 37,000 people in 4,500 groups with their numbers, beside one
// plain breadth-first search over the same graph as the measure of what the machine can do.
#include <benchmark/benchmark.h>

#include <vector>

#include "base/random.hpp"
#include "network/internal/shortest.hpp"

namespace sallyport::network::internal {
namespace {

class National final : public Adjacency {
 public:
  static constexpr std::uint32_t kPeople = 37'000;
  static constexpr std::uint32_t kGroups = 4'500;
  static constexpr std::uint32_t kPhones = 30'000;

  National() : steps_(kPeople + kGroups + kPhones), names_(steps_.size()) {
    SeededRandom random(42);
    const auto person = [&] { return static_cast<std::uint32_t>(random.below(kPeople)); };
    for (std::uint32_t p = 0; p < kPeople; ++p) {
      join(p, kPeople + static_cast<std::uint32_t>(random.below(kGroups)), 768);
      join(p, person(), 512);
      for (int calls = 0; calls < 3; ++calls) {
        join(p, kPeople + kGroups + static_cast<std::uint32_t>(random.below(kPhones)), 1024);
      }
    }
    // fifty lines that a thousand people ring
    for (std::uint32_t hub = 0; hub < 50; ++hub) {
      for (int i = 0; i < 1000; ++i) join(person(), kPeople + kGroups + hub, 1024);
    }
  }
  std::size_t size() const { return steps_.size(); }
  const std::vector<Step>& steps(std::uint32_t node) const { return steps_[node]; }
  /// Every node has the one name, and is known.
  std::span<const Name> neighbours(Node node) override { return names_[node]; }
  Node node_of(Name name) const override { return name; }
  Node settle(Name name) override { return name; }
  void weigh(Node node, std::span<Step> asked) override {
    for (Step& step : asked) {
      for (const Step& own : steps_[node]) {
        if (own.to == step.to) step.weight_1024 = own.weight_1024;
      }
    }
  }
  bool passable(std::uint32_t node) override {
    return node < kPeople + kGroups || steps_[node].size() <= 25;
  }
  Id128 id(std::uint32_t node) const override { return {node * 0x9E3779B97F4A7C15ull, node}; }

 private:
  void join(std::uint32_t a, std::uint32_t b, std::uint32_t weight) {
    if (a == b) return;
    for (const Step& step : steps_[a]) {
      if (step.to == b) return;
    }
    steps_[a].push_back({b, weight});
    steps_[b].push_back({a, weight});
    names_[a].push_back(b);
    names_[b].push_back(a);
  }
  std::vector<std::vector<Step>> steps_;
  std::vector<std::vector<Name>> names_;
};

National& national() {
  static National graph;
  return graph;
}

void plain_breadth_first(benchmark::State& state) {
  SeededRandom random(1);
  for (auto _ : state) {
    std::vector<bool> seen(national().size());
    std::vector<std::uint32_t> queue = {static_cast<std::uint32_t>(random.below(37'000))};
    seen[queue[0]] = true;
    for (std::size_t head = 0; head < queue.size(); ++head) {
      for (const Step& step : national().steps(queue[head])) {
        if (!seen[step.to]) {
          seen[step.to] = true;
          queue.push_back(step.to);
        }
      }
    }
    benchmark::DoNotOptimize(queue.size());
  }
}
BENCHMARK(plain_breadth_first)->Unit(benchmark::kMicrosecond);

void shortest(benchmark::State& state) {
  SeededRandom random(1);
  std::uint64_t steps = 0;
  for (auto _ : state) {
    const auto from = static_cast<std::uint32_t>(random.below(37'000));
    const auto to = static_cast<std::uint32_t>(random.below(37'000));
    steps += shortest_ways(national(), from, to, {}).steps;
  }
  state.counters["steps"] =
      benchmark::Counter(static_cast<double>(steps), benchmark::Counter::kAvgIterations);
}
BENCHMARK(shortest)->Unit(benchmark::kMicrosecond);

void shortest_with_cuts(benchmark::State& state) {
  SeededRandom random(1);
  for (auto _ : state) {
    const auto from = static_cast<std::uint32_t>(random.below(37'000));
    const auto to = static_cast<std::uint32_t>(random.below(37'000));
    const Shortest found = shortest_ways(national(), from, to, {});
    if (found.steps != 0) {
      benchmark::DoNotOptimize(cut_nodes(national(), from, to, found.shared, {}).nodes.size());
    }
  }
}
BENCHMARK(shortest_with_cuts)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sallyport::network::internal

BENCHMARK_MAIN();
