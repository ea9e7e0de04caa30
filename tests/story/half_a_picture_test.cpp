// A. Half a picture each: who speaks for Ashlar Street? Police know whose number it is, probation
// knows whom she lives with, the prison knows who rings it. Tests A1 to A3 of the story.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "whole.hpp"

namespace sallyport::story {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Agencies kPolice = {"northmoor-police", "southwater-police"};
const Agencies kPrison = {"estmere-prisons"};
const Agencies kProbation = {"estmere-probation"};

Agencies both(Agencies a, const Agencies& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// Ransome and Prill in a country of these files alone: found by the agencies that hold them, and
// connected by nobody.
void dana_finds_no_connection(const Agencies& agencies, bool ransome_is_held, bool prill_is_held) {
  SCOPED_TRACE(agencies.front() + " to " + agencies.back());
  Country country(seed(), agencies);
  Visitor dana(country, "dana.whitlock");
  const Told ransome = dana.hit("Victor Ransome", "Victor Ransome");
  const Told prill = dana.hit("Owen Prill Z9012ZB", "Owen Prill");
  EXPECT_EQ(ransome.there(), ransome_is_held);
  EXPECT_EQ(prill.there(), prill_is_held);
  if (!ransome.there() || !prill.there()) return;  // there is nobody to ask about
  const Told answer = dana.connect(ransome["id"].text(), prill["id"].text());
  EXPECT_EQ(answer.status(), 200);
  ASSERT_TRUE(answer["paths"].there());
  EXPECT_TRUE(answer["paths"].empty()) << answer["paths"][0]["steps"].everything();
}

TEST(StoryA1, PoliceFilesAloneConnectNobody) {
  dana_finds_no_connection(kPolice, true, false);
}

TEST(StoryA1, PrisonFilesAloneConnectNobody) {
  dana_finds_no_connection(kPrison, false, true);
}

TEST(StoryA1, ProbationFilesAloneConnectNobody) {
  dana_finds_no_connection(kProbation, true, false);
}

TEST(StoryA1, PoliceAndPrisonFilesConnectNobody) {
  dana_finds_no_connection(both(kPolice, kPrison), true, true);
}

TEST(StoryA1, PoliceAndProbationFilesConnectNobody) {
  dana_finds_no_connection(both(kPolice, kProbation), true, false);
}

TEST(StoryA1, PrisonAndProbationFilesConnectNobody) {
  dana_finds_no_connection(both(kPrison, kProbation), true, true);
}

// "full path: Ransome - Kessell - 07700 900417 - Prill, three records of three agencies"
void sees_the_full_path(const std::string& user) {
  SCOPED_TRACE(user);
  Visitor& visitor = the(user);
  const Told ransome = visitor.first("Victor Ransome");
  const Told prill = visitor.first("Owen Prill Z9012ZB");
  ASSERT_EQ(ransome["title"].text(), "Victor Ransome");
  ASSERT_EQ(prill["title"].text(), "Owen Prill");

  const Told answer = visitor.connect(ransome["id"].text(), prill["id"].text());
  ASSERT_EQ(answer["paths"].size(), 1u) << "exactly one shortest path";
  const Told steps = answer["paths"][0]["steps"];
  EXPECT_THAT(
      steps.each("words"),
      ElementsAre("Victor Ransome gave as emergency contact Martha Kessell (partner)",
                  "Martha Kessell uses 07700 900417",
                  "Owen Prill called 07700 900417 23 times between 15 Sep and 13 Oct 2026"));
  EXPECT_THAT(steps.each("tag"), ElementsAre("PRO", "POL", "PRI"));
  EXPECT_EQ(steps[1]["grade"].text(), "1 A P");
  EXPECT_THAT(answer["without"].words(),
              HasSubstr("Without Martha Kessell these two do not meet."));

  std::set<std::string> agencies;
  for (const Told& step : steps.all()) {
    ASSERT_FALSE(step["told"].empty());
    for (const Told& telling : step["told"].all()) {
      const Told record = telling["source"];
      agencies.insert(record["agency"].text());
      const Told page = visitor.open(record["kind"].text(), record["record"].text());
      EXPECT_EQ(page.status(), 200) << record["title"].text() << " opens";
    }
  }
  EXPECT_EQ(agencies,
            (std::set<std::string>{"northmoor-police", "estmere-prisons", "estmere-probation"}));
}

TEST(StoryA2, DanaSeesOnePathOfThreeStepsOverThreeAgencies) {
  sees_the_full_path("dana.whitlock");
}

TEST(StoryA2, ImranSeesIt) {
  sees_the_full_path("imran.sethi");
}

TEST(StoryA2, KerstinSeesIt) {
  sees_the_full_path("kerstin.vale");
}

TEST(StoryA2, WhoLacksAFileSeesHisPartAndNoPath) {
  for (const char* user :
       {"edda.moran", "morag.leith", "femi.cole", "sunniva.hart", "ruth.calder", "lorne.haddow"}) {
    Visitor& visitor = the(user);
    const Told ransome = visitor.hit("Victor Ransome", "Victor Ransome");
    const Told prill = visitor.hit("Owen Prill Z9012ZB", "Owen Prill");
    EXPECT_FALSE(ransome.there() && prill.there()) << user << " holds one of the two at most";
  }
  for (const char* user : {"joss.tarbuck", "pia.lund", "hal.merriden"}) {
    Visitor& visitor = the(user);
    EXPECT_EQ(visitor.search("Victor Ransome").status(), 403) << user << " searches nothing";
  }
}

// "Femi: Ransome - Kessell - number (PA-1 is released to probation; prison calls are not)"
TEST(StoryA2, FemiSeesRansomeKessellAndTheNumber) {
  Visitor& femi = the("femi.cole");
  const Told ransome = femi.first("Victor Ransome");
  const Told number = femi.first("07700 900417");
  ASSERT_EQ(number["title"].text(), "07700 900417");
  const Told answer = femi.connect(ransome["id"].text(), number["id"].text());
  ASSERT_EQ(answer["paths"].size(), 1u);
  EXPECT_THAT(answer["paths"][0]["steps"].each("tag"), ElementsAre("PRO", "POL"));
  const Told page = femi.open(number);
  EXPECT_EQ(page.everything().find("Prill"), std::string::npos);
  EXPECT_EQ(page.everything().find("called"), std::string::npos);
  EXPECT_THAT(page["timeline"].each("words"),
              ElementsAre("Report NMP/2026/0003102 speaks of 07700 900417"));
}

TEST(StoryA3, ANumbersEndFindsTheNumberAndItsUser) {
  Visitor& dana = the("dana.whitlock");
  const Told number = dana.first("900417");
  EXPECT_EQ(number["kind"].text(), "phone");
  EXPECT_EQ(number["title"].text(), "07700 900417");
  EXPECT_THAT(number["users"].each("title"), ElementsAre("Martha Kessell"));
}

TEST(StoryA3, AMisspeltNameTheWrongWayRoundFindsKessell) {
  Visitor& dana = the("dana.whitlock");
  const Told kessell = dana.first("kessel marta");
  EXPECT_EQ(kessell["kind"].text(), "person");
  EXPECT_THAT(kessell["title"].text(), HasSubstr("Kessel"));
}

TEST(StoryA3, ANameAndABirthdayFindKessell) {
  Visitor& dana = the("dana.whitlock");
  const Told kessell = dana.first("kessel 4/3/89");
  EXPECT_EQ(kessell["kind"].text(), "person");
  EXPECT_EQ(kessell["title"].text(), "Martha Kessell");
  EXPECT_THAT(kessell["subtitle"].text(), HasSubstr("born 4 Mar 1989"));
}

TEST(StoryA3, APlatesBeginningFindsTheVehicle) {
  Visitor& dana = the("dana.whitlock");
  const Told vehicle = dana.first("QZ21");
  EXPECT_EQ(vehicle["kind"].text(), "vehicle");
  EXPECT_EQ(vehicle["title"].text(), "QZ21 KLN");
}

}  // namespace
}  // namespace sallyport::story
