// What holds for every component: the order of what is given does not matter, no "different" is
// ever inside a cluster, undo restores, and judgements elsewhere change nothing here.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "resolve/cluster.hpp"

namespace sallyport::resolve {
namespace {

using model::RecordId;

struct World {
  std::vector<ClusterRecord> records;
  std::vector<Edge> same;
  std::vector<Edge> different;
};

RecordId id(std::uint64_t n) {
  return RecordId(Id128{n * 0x9E3779B97F4A7C15ULL, n});
}

Edge edge_between(std::uint64_t a, std::uint64_t b, Edge::By by, std::int32_t weight) {
  Edge out{id(a), id(b), weight, by, {}};
  if (out.b < out.a) std::swap(out.a, out.b);
  return out;
}

World any_world() {
  World out;
  const auto n = *rc::gen::inRange<std::uint64_t>(2, 12);
  const char* numbers[] = {"Z9001ZA", "Z9002ZB", "Z9003ZC"};
  for (std::uint64_t i = 0; i < n; ++i) {
    ClusterRecord record{.id = id(i), .prison_numbers = {}, .former_prison_numbers = {}};
    const int number = *rc::gen::inRange(0, 8);
    if (number < 3) record.prison_numbers.emplace_back(numbers[number]);
    if (*rc::gen::inRange(0, 8) == 0) record.former_prison_numbers.emplace_back(numbers[1]);
    out.records.push_back(record);
  }
  const auto ties = *rc::gen::inRange(0, 24);
  for (int i = 0; i < ties; ++i) {
    const auto a = *rc::gen::inRange<std::uint64_t>(0, n);
    const auto b = *rc::gen::inRange<std::uint64_t>(0, n);
    if (a == b) continue;
    const int kind = *rc::gen::inRange(0, 8);
    const auto weight = *rc::gen::inRange<std::int32_t>(20, 24) * 1000;
    if (kind == 0) {
      out.different.push_back(edge_between(a, b, Edge::By::person, 0));
    } else {
      const auto by = kind == 1   ? Edge::By::person
                      : kind == 2 ? Edge::By::identifier
                                  : Edge::By::model;
      out.same.push_back(edge_between(a, b, by, weight));
    }
  }
  return out;
}

std::map<RecordId, RecordId> by_id(const World& world) {
  const Clusters clusters = cluster(world.records, world.same, world.different);
  std::map<RecordId, RecordId> out;
  for (std::size_t i = 0; i < world.records.size(); ++i)
    out.emplace(world.records[i].id, clusters.self[i]);
  return out;
}

template <class T>
void shuffle(std::vector<T>& values) {
  for (std::size_t i = values.size(); i > 1; --i)
    std::swap(values[i - 1], values[*rc::gen::inRange<std::size_t>(0, i)]);
}

TEST(ClusterProperty, TheOrderOfWhatIsGivenDoesNotMatter) {
  EXPECT_TRUE(rc::check([] {
    World world = any_world();
    const auto before = by_id(world);
    const Clusters first = cluster(world.records, world.same, world.different);
    shuffle(world.records);
    shuffle(world.same);
    shuffle(world.different);
    for (Edge& edge : world.same)
      if (*rc::gen::arbitrary<bool>()) std::swap(edge.a, edge.b);
    RC_ASSERT(by_id(world) == before);
    const Clusters second = cluster(world.records, world.same, world.different);
    RC_ASSERT(first.held == second.held);
    RC_ASSERT(first.refused == second.refused);
  }));
}

TEST(ClusterProperty, NoDifferentIsEverInsideACluster) {
  EXPECT_TRUE(rc::check([] {
    const World world = any_world();
    const auto self = by_id(world);
    for (const Edge& edge : world.different) RC_ASSERT(self.at(edge.a) != self.at(edge.b));
    for (const auto& [member, address] : self) {
      RC_ASSERT(!(member < address));
      RC_ASSERT(self.at(address) == address);
    }
  }));
}

TEST(ClusterProperty, ATieIsRefusedForAReasonOnly) {
  EXPECT_TRUE(rc::check([] {
    World world = any_world();
    world.different.clear();
    for (ClusterRecord& record : world.records) record.prison_numbers.clear();
    RC_ASSERT(cluster(world.records, world.same, world.different).refused.empty());
  }));
}

TEST(ClusterProperty, UndoRestoresAndOtherComponentsDoNotMatter) {
  EXPECT_TRUE(rc::check([] {
    World world = any_world();
    const auto before = by_id(world);
    const World kept = world;
    // Judgements among other records, ten at a time.
    for (std::uint64_t i = 0; i < 10; ++i) {
      world.records.push_back(
          {.id = id(100 + i), .prison_numbers = {}, .former_prison_numbers = {}});
      const auto other = *rc::gen::inRange<std::uint64_t>(0, 10);
      auto& list = *rc::gen::arbitrary<bool>() ? world.same : world.different;
      list.push_back(edge_between(100 + i, 100 + other, Edge::By::person, 0));
    }
    const auto after = by_id(world);
    for (const auto& [member, address] : before) RC_ASSERT(after.at(member) == address);
    RC_ASSERT(by_id(kept) == before);
  }));
}

}  // namespace
}  // namespace sallyport::resolve
