// A record between two that contradict each other is no more likely one's than the other's.
#include "linkage/internal/rivals.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sallyport::linkage {
namespace {

std::vector<std::int32_t> weighed(std::vector<ScoredPair> pairs, std::int32_t between_partners,
                                  const RivalRequest& request = {4, false, nullptr}) {
  weigh_rivals(request, pairs, [&](std::uint32_t, std::uint32_t) { return between_partners; });
  std::vector<std::int32_t> out;
  for (const ScoredPair& pair : pairs) out.push_back(pair.millibits);
  return out;
}

TEST(Rivals, OfTwoEqualNeitherIsLikely) {
  const auto scores = weighed({{0, 1, 7000}, {0, 2, 7000}}, -9000);
  EXPECT_LE(scores[0], 0);
  EXPECT_EQ(scores[0], scores[1]);
}

TEST(Rivals, TheLikelierKeepsWhatItIsAhead) {
  const auto scores = weighed({{0, 1, 12000}, {0, 2, 7000}}, -9000);
  EXPECT_NEAR(scores[0], 5000, 20);
  EXPECT_LE(scores[1], -4000);
}

TEST(Rivals, PartnersThatMayBeOneAreNoRivals) {
  EXPECT_EQ(weighed({{0, 1, 7000}, {0, 2, 7000}}, 0), (std::vector<std::int32_t>{7000, 7000}));
}

TEST(Rivals, WhatIsCertainNeedsNoDefence) {
  EXPECT_EQ(weighed({{0, 1, 25000}, {0, 2, 24000}}, -9000),
            (std::vector<std::int32_t>{25000, 24000}));
}

TEST(Rivals, ASourceThatHasAPersonOnceContradictsItself) {
  const std::vector<std::uint16_t> sources = {0, 1, 1, 2};
  const RivalRequest request{4, true, &sources};
  EXPECT_LE(weighed({{0, 1, 7000}, {0, 2, 7000}}, 5000, request)[0], 0);
  EXPECT_EQ(weighed({{0, 1, 7000}, {0, 3, 7000}}, 5000, request)[0], 7000);
}

TEST(Rivals, TheOrderOfPairsChangesNothing) {
  std::vector<ScoredPair> pairs = {{0, 1, 9000}, {0, 2, 7000}, {1, 3, 8000}, {2, 3, 7500}};
  const auto sorted = [&] {
    auto copy = pairs;
    weigh_rivals({4, false, nullptr}, copy, [](std::uint32_t, std::uint32_t) { return -8000; });
    std::sort(copy.begin(), copy.end(), [](const ScoredPair& x, const ScoredPair& y) {
      return x.a != y.a ? x.a < y.a : x.b < y.b;
    });
    std::vector<std::int32_t> out;
    for (const ScoredPair& pair : copy) out.push_back(pair.millibits);
    return out;
  };
  const auto before = sorted();
  std::reverse(pairs.begin(), pairs.end());
  EXPECT_EQ(sorted(), before);
}

}  // namespace
}  // namespace sallyport::linkage
