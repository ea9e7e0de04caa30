#include "resolve/cluster.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sallyport::resolve {
namespace {

using By = Edge::By;
using model::RecordId;

RecordId id(std::uint64_t n) {
  return RecordId(Id128{n, n});
}
ClusterRecord record(std::uint64_t n, std::vector<std::string> numbers = {},
                     std::vector<std::string> former = {}) {
  return {.id = id(n),
          .prison_numbers = std::move(numbers),
          .former_prison_numbers = std::move(former)};
}
Edge edge(std::uint64_t a, std::uint64_t b, std::int32_t millibits, By by = By::model) {
  return {id(a), id(b), millibits, by, {}};
}

TEST(Cluster, TheModelJoinsAndTheSmallestIdAddresses) {
  const auto out = cluster({record(3), record(1), record(2)}, {edge(3, 1, 25'000)}, {});
  EXPECT_EQ(out.self, (std::vector{id(1), id(1), id(2)}));
  EXPECT_EQ(out.held, (std::vector{edge(1, 3, 25'000)}));
}

TEST(Cluster, ADifferentSplitsAtTheWeakestTieOfTheChain) {
  const std::vector<ClusterRecord> records{record(1), record(2), record(3)};
  const std::vector<Edge> ties{edge(1, 2, 22'000), edge(2, 3, 30'000)};
  EXPECT_EQ(cluster(records, ties, {}).self, (std::vector{id(1), id(1), id(1)}));
  const auto split = cluster(records, ties, {edge(1, 3, 0, By::person)});
  EXPECT_EQ(split.self, (std::vector{id(1), id(2), id(2)}));
  EXPECT_EQ(split.refused, (std::vector{edge(1, 2, 22'000)}));
}

TEST(Cluster, AWordOfAPersonOutranksTheModel) {
  const std::vector<ClusterRecord> records{record(1), record(2), record(3)};
  // 2 was joined with 1 by a person; the model would rather have 3.
  const auto out = cluster(records, {edge(1, 2, 15'000, By::person), edge(2, 3, 60'000)},
                           {edge(1, 3, 0, By::person)});
  EXPECT_EQ(out.self, (std::vector{id(1), id(1), id(3)}));
}

TEST(Cluster, TwoPrisonNumbersAreJoinedByAPersonOnly) {
  const std::vector<ClusterRecord> records{record(1, {"Z9021ZC"}), record(2, {"Z8877ZD"})};
  EXPECT_EQ(cluster(records, {edge(1, 2, 40'000)}, {}).refused.size(), 1U);
  EXPECT_EQ(cluster(records, {edge(1, 2, 16'000, By::person)}, {}).held.size(), 1U);
  const std::vector<ClusterRecord> told{record(1, {"Z9021ZC"}, {"Z8877ZD"}),
                                        record(2, {"Z8877ZD"})};
  EXPECT_EQ(cluster(told, {edge(1, 2, 40'000)}, {}).held.size(), 1U);
}

TEST(Cluster, AWordAboutOneRecordKeepsItInTheThingItWasSeenIn) {
  // 1 and 2 are one by the model; 2 has no number; somebody says that 2 is 3, who has another.
  const std::vector<ClusterRecord> records{record(1, {"Z9021ZC"}), record(2),
                                           record(3, {"Z8877ZD"}), record(4, {"Z7777ZZ"})};
  const std::vector<Edge> model{edge(1, 2, 30'000), edge(3, 4, 30'000)};
  EXPECT_EQ(cluster(records, model, {}).self, (std::vector{id(1), id(1), id(3), id(4)}));
  auto ties = model;
  ties.push_back(edge(2, 3, 15'000, By::person));
  EXPECT_EQ(cluster(records, ties, {}).self, (std::vector{id(1), id(1), id(1), id(4)}));
  // but not against somebody's word that 1 is not 3
  const auto apart = cluster(records, ties, {edge(1, 3, 0, By::person)});
  EXPECT_EQ(apart.self, (std::vector{id(1), id(2), id(2), id(4)}));
}

TEST(Cluster, TheWeakestTieIsTheLeastOfTheStrongestTree) {
  const std::vector<RecordId> members{id(1), id(2), id(3)};
  const std::vector<Edge> held{edge(1, 2, 30'000), edge(1, 3, 21'000), edge(2, 3, 24'000)};
  ASSERT_NE(weakest_of(members, held), nullptr);
  EXPECT_EQ(*weakest_of(members, held), edge(2, 3, 24'000));
  EXPECT_EQ(weakest_of({id(1)}, {}), nullptr);
}

}  // namespace
}  // namespace sallyport::resolve
