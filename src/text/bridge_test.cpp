// Names in two scripts share a key; names that share nothing do not; the keys are few and distinct.
#include "text/bridge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sallyport::text {
namespace {

bool meet(std::string_view a, std::string_view b) {
  const auto one = bridge_keys(a);
  const auto two = bridge_keys(b);
  return std::any_of(one.begin(), one.end(), [&](const auto& key) {
    return std::find(two.begin(), two.end(), key) != two.end();
  });
}

TEST(Bridge, AnAmbiguousLetterIsReadBothWays) {
  EXPECT_TRUE(meet("barak", "ברק"));
  EXPECT_TRUE(meet("avraham", "אברהם"));
  EXPECT_TRUE(meet("philip", "פיליפ"));
  EXPECT_TRUE(meet("peter", "بيتر"));  // no p in Arabic
  EXPECT_TRUE(meet("george", "جورج"));
  EXPECT_TRUE(meet("gamal", "جمال"));
  EXPECT_TRUE(meet("jamal", "جمال"));
  EXPECT_TRUE(meet("charles", "تشارلز"));
  EXPECT_TRUE(meet("masri", "المصري"));
  EXPECT_TRUE(meet("helfrich", "Гельфрих"));
  EXPECT_TRUE(meet("kovacic", "Ковачич"));
  EXPECT_TRUE(meet("laurent", "Лоран"));
}

TEST(Bridge, ChineseSyllables) {
  EXPECT_TRUE(meet("spiridonov", "斯皮里多诺夫"));
  EXPECT_TRUE(meet("kaushik", "考希克"));
  EXPECT_TRUE(meet("krentz", "克兰茨"));
}

TEST(Bridge, OtherNamesDoNotMeet) {
  EXPECT_FALSE(meet("peter", "جورج"));
  EXPECT_FALSE(meet("martin", "ברק"));
  EXPECT_FALSE(meet("kaushik", "斯皮里多诺夫"));
}

TEST(Bridge, KeysAreFewAndDistinct) {
  for (const std::string_view word :
       {"", "-", "a", "chchchchchchchchchchchch", "jgcxthwkhghscjgcxthwkhgh", "ברקברקברקברקברק",
        "\xFF\xFE", "斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯"}) {
    const auto keys = bridge_keys(word);
    EXPECT_LE(keys.size(), 2 * kMostBridgeKeys);
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
    for (const auto& key : keys) EXPECT_FALSE(key.empty());
  }
  EXPECT_TRUE(bridge_keys("").empty());
  EXPECT_TRUE(bridge_keys("-").empty());
}

}  // namespace
}  // namespace sallyport::text
