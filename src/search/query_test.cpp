#include "search/internal/query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.hpp"
#include "search/internal/quality.hpp"

namespace sallyport::search::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

std::vector<PartKind> kinds(std::string_view text) {
  std::vector<PartKind> out;
  for (const Part& part : parse_query(text).parts) out.push_back(part.kind);
  return out;
}

TEST(Query, ReadsPartsByWhatTheyAre) {
  EXPECT_THAT(kinds("smyth 1987 leeds"),
              ElementsAre(PartKind::name, PartKind::date, PartKind::name));
  EXPECT_THAT(kinds("kessel 4/3/89"), ElementsAre(PartKind::name, PartKind::date));
  EXPECT_THAT(kinds("4 Mar 1989 kessel"), ElementsAre(PartKind::date, PartKind::name));
  EXPECT_THAT(kinds("07700 900417"), ElementsAre(PartKind::number));
  EXPECT_THAT(kinds("QZ21 KLN marta"), ElementsAre(PartKind::number, PartKind::name));
  EXPECT_THAT(kinds("M Kessell"), ElementsAre(PartKind::initial, PartKind::name));
  EXPECT_THAT(kinds("someone@example.org"), ElementsAre(PartKind::number));
  EXPECT_TRUE(parse_query("  , ; ").parts.empty());
}

TEST(Query, DatesInBothReadings) {
  const auto query = parse_query("4/3/89");
  ASSERT_EQ(query.parts.size(), 1u);
  const auto& dates = query.parts[0].dates;
  ASSERT_EQ(dates.size(), 2u);
  EXPECT_EQ(dates[0].prefix, "1989-03-04");
  EXPECT_FALSE(dates[0].exchanged);
  EXPECT_EQ(dates[1].prefix, "1989-04-03");
  EXPECT_TRUE(dates[1].exchanged);
  EXPECT_EQ(parse_query("March 1989").parts[0].dates.at(0).prefix, "1989-03");
  EXPECT_EQ(parse_query("1989").parts[0].dates.at(0).prefix, "1989");
  EXPECT_THAT(parse_query("1989").parts[0].numbers, Contains("1989")) << "or a card's ending";
}

TEST(Query, TotalOnAnyBytes) {
  SeededRandom random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const auto length = random.below(60);
    for (std::uint64_t i = 0; i < length; ++i) {
      text.push_back(random.chance(1, 2) ? static_cast<char>(random.below(256))
                                         : "0/ -@k9."[random.below(8)]);
    }
    EXPECT_LE(parse_query(text).parts.size(), kMaxParts);
  }
}

TEST(Quality, ExactBeforeTypingErrorBeforeSound) {
  EXPECT_EQ(fit_typing("kessel", "kessel").quality, 1000);
  const Fit one = fit_typing("kessel", "kessell");
  const Fit two = fit_typing("kessel", "kesselle");
  EXPECT_EQ(one.edits, 1);
  EXPECT_EQ(two.edits, 2);
  EXPECT_GT(one.quality, two.quality);
  const Fit sound = fit_sound("kessel", "cassell");
  EXPECT_GT(sound.quality, 0);
  EXPECT_GT(two.quality, sound.quality);
  EXPECT_EQ(fit_typing("ab", "ac").quality, 0) << "two letters must be right";
  EXPECT_EQ(fit_typing("bill", "will").edits, 1);
  EXPECT_EQ(fit_typing("bill", "wall").quality, 0);
  EXPECT_GT(fit_number_end("900417", "+447700900417").quality,
            fit_number_end("0417", "+447700900417").quality);
}

TEST(Quality, TypingIsSymmetricInWhatItAllows) {
  SeededRandom random(9);
  for (int round = 0; round < 2000; ++round) {
    std::string a;
    std::string b;
    for (std::uint64_t i = 2 + random.below(7); i > 0; --i) a.push_back("abc"[random.below(3)]);
    for (std::uint64_t i = 2 + random.below(7); i > 0; --i) b.push_back("abc"[random.below(3)]);
    EXPECT_EQ(fit_typing(a, b).quality, fit_typing(b, a).quality);
    const Fit fit = fit_typing(a, b);
    if (fit.quality > 0 && a != b) {
      EXPECT_GE(fit.quality, 500);
      EXPECT_LT(fit.quality, 900);
    }
  }
}

}  // namespace
}  // namespace sallyport::search::internal
