#include "base/flat_map.hpp"

#include <gtest/gtest.h>

#include <map>

#include "base/random.hpp"

namespace sallyport {
namespace {

/// Everything meets: every erasure moves others back.
struct PoorHash {
  std::size_t operator()(std::uint64_t key) const { return key % 7; }
};

template <class Hash>
void compare_with_a_map(std::uint64_t seed) {
  SeededRandom random(seed);
  FlatMap<std::uint64_t, std::uint64_t, Hash> flat;
  std::map<std::uint64_t, std::uint64_t> model;
  for (int step = 0; step < 20'000; ++step) {
    const std::uint64_t key = 1 + random.below(300);
    const std::uint64_t value = random.next();
    switch (random.below(4)) {
      case 0:
        EXPECT_EQ(flat.emplace(key, value).second, model.emplace(key, value).second);
        break;
      case 1:
        flat.put(key, value);
        model[key] = value;
        break;
      case 2:
        EXPECT_EQ(flat.erase(key), model.erase(key) == 1);
        break;
      default:
        break;
    }
    const auto* found = flat.find(key);
    const auto it = model.find(key);
    ASSERT_EQ(found != nullptr, it != model.end()) << "step " << step;
    if (found != nullptr) {
      ASSERT_EQ(*found, it->second);
    }
    ASSERT_EQ(flat.size(), model.size());
  }
  for (std::uint64_t key = 1; key <= 300; ++key) EXPECT_EQ(flat.contains(key), model.contains(key));
}

TEST(FlatMap, AnswersLikeAMap) {
  compare_with_a_map<std::hash<std::uint64_t>>(1);
  compare_with_a_map<PoorHash>(2);
}

TEST(FlatMap, AnEmptyOneHasNothing) {
  FlatMap<std::uint64_t, int> map;
  EXPECT_EQ(map.find(3), nullptr);
  EXPECT_FALSE(map.erase(3));
  map.put(3, 4);
  map.clear();
  EXPECT_FALSE(map.contains(3));
  EXPECT_EQ(map.size(), 0u);
}

TEST(FlatSet, TellsWhatIsNew) {
  FlatSet<std::uint64_t> set;
  EXPECT_TRUE(set.insert(9));
  EXPECT_FALSE(set.insert(9));
  EXPECT_TRUE(set.erase(9));
  EXPECT_TRUE(set.insert(9));
}

}  // namespace
}  // namespace sallyport
