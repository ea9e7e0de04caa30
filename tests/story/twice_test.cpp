// G. The whole: importing everything twice changes nothing (test G2 of the story). G3 is all these
// scenarios under SALLYPORT_SEED 1 to 5, as .ci/run does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "whole.hpp"

namespace sallyport::story {
namespace {

// A page without what it says of its reader's own looks, none of which is news the second time,
// and without the blanks behind it that hide its length.
std::string without_news(std::string page) {
  page.erase(page.find_last_not_of(' ') + 1);
  const auto begin = page.find("\"changed\":{");
  if (begin == std::string::npos) return page;
  const auto end = page.find("\"more\":", begin);
  EXPECT_THAT(page.substr(begin, end - begin), ::testing::HasSubstr("\"lines\":[]"));
  return page.substr(0, begin) + page.substr(page.find("},", end) + 2);
}

// What the users of the story look at, as bytes.
std::vector<std::string> looks(Country& country) {
  std::vector<std::string> out;
  for (const char* user : {"dana.whitlock", "imran.sethi", "femi.cole", "sunniva.hart"}) {
    Visitor visitor(country, user);
    const auto keep = [&](const Told& answer) {
      EXPECT_EQ(answer.status(), 200) << user;
      out.push_back(without_news(visitor.bytes()));
    };
    keep(visitor.arrivals());
    for (const char* text :
         {"Victor Ransome", "Tobias Renn", "Owen Prill", "Kamil Dzurik", "Colm Varley",
          "Aron Speight", "Millrace", "900417", "QZ21", "01632 960144"}) {
      const Told answer = visitor.search(text);
      keep(answer);
      const Told first = answer["groups"][0]["hits"][0];
      if (first.there()) keep(visitor.open(first));
    }
  }
  return out;
}

TEST(StoryG2, ImportingEverythingTwiceChangesNothing) {
  Country country(seed());
  const auto before = looks(country);
  const auto held = country.desk().picture().footprint();
  std::uint64_t refused = 0;
  std::uint64_t rows = 0;
  for (const auto& file : country.bring_everything_in()) {
    ASSERT_TRUE(file.result);
    const auto& outcome = file.result->outcome;
    EXPECT_EQ(outcome.taken, 0u) << file.file.shown;
    EXPECT_EQ(outcome.changed, 0u) << file.file.shown;
    EXPECT_EQ(outcome.new_records, 0u) << file.file.shown;
    EXPECT_EQ(outcome.rejected, 0u) << file.file.shown;
    EXPECT_EQ(outcome.unchanged + outcome.refused, outcome.rows) << file.file.shown;
    rows += outcome.rows;
    refused += outcome.refused;
  }
  EXPECT_GT(rows, 200'000u);
  EXPECT_EQ(refused, 17u);
  const auto now = country.desk().picture().footprint();
  EXPECT_EQ(now.records, held.records);
  EXPECT_EQ(now.statements, held.statements);
  EXPECT_EQ(now.links, held.links);
  EXPECT_EQ(now.events, held.events);
  const auto after = looks(country);
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t n = 0; n < after.size(); ++n) EXPECT_EQ(after[n], before[n]);
}

}  // namespace
}  // namespace sallyport::story
