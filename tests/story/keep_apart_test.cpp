// B. The keep-apart that would have been missed: tonight's van brings Dzurik to Wexmoor B1-09, and
// Renn is in B1-05. Test B1 of the story.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "whole.hpp"

namespace sallyport::story {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// "they list Dzurik with Renn, source 'prison non-association on number Z8877ZD, possible same
// person'"
void is_told_of_the_keep_apart(const std::string& user) {
  SCOPED_TRACE(user);
  Visitor& visitor = the(user);
  const Told tonight = visitor.arrivals();
  EXPECT_EQ(tonight["day"].text(), "2026-10-15");
  const Told dzurik = tonight["arrivals"].with("person.title", "Kamil Dzurik");
  ASSERT_TRUE(dzurik.there());
  EXPECT_EQ(dzurik["from.title"].text(), "Ostrey");
  EXPECT_EQ(dzurik["to.title"].text(), "Wexmoor");
  EXPECT_EQ(dzurik["time.local"].text(), "Thu 15 Oct 2026 18:30");
  EXPECT_EQ(dzurik["planned_cell"].text(), "B1-09");

  const Told apart = dzurik["conflicts"].with("kind", "keep apart");
  ASSERT_TRUE(apart.there());
  EXPECT_EQ(apart["words"].words(),
            "Keep apart from Tobias Renn (B1-05): prison non-association on number Z8877ZD, "
            "possible same person");
  // a person decides: the two records open beside each other, as a proposal and not as one man
  const std::string a = apart["possible_same.a"].text();
  const std::string b = apart["possible_same.b"].text();
  EXPECT_EQ(visitor.open("person", a).status(), 200);
  EXPECT_EQ(visitor.open("person", b).status(), 200);
  const Told why = visitor.why_one_person(dzurik["person.id"].text());
  EXPECT_TRUE(why["proposals"].with("a_title", "Camille Durik").there() ||
              why["proposals"].with("b_title", "Camille Durik").there());
  EXPECT_FALSE(why["members"].with("title", "Camille Durik").there());

  // the cost of being wrong is on both pages: what is kept apart from the other record
  const Told page = visitor.open("person", dzurik["person.id"].text());
  for (const Told& maybe : page["same_person.may_be"].all()) {
    if (maybe["person.title"].text() != "Camille Durik") continue;
    EXPECT_THAT(maybe["do_not"].words(), ::testing::HasSubstr("Do not place with Tobias Renn"));
  }
  EXPECT_TRUE(page["same_person.may_be"].with("person.title", "Camille Durik").there());
  bool born_alike = false;
  for (const Told& proposal : why["proposals"].all()) {
    if (proposal["do_not"].words().find("Do not place with Tobias Renn") == std::string::npos)
      continue;
    for (const Told& side : proposal["sides"].all())
      born_alike =
          born_alike || (side["words"].text() == "Date of birth" && side["how"].text() == "same");
  }
  EXPECT_TRUE(born_alike) << "the two births stand side by side";
}

TEST(StoryB1, DanaIsToldOfDzurikAndRenn) {
  is_told_of_the_keep_apart("dana.whitlock");
}

TEST(StoryB1, ImranIsToldOfDzurikAndRenn) {
  is_told_of_the_keep_apart("imran.sethi");
}

TEST(StoryB1, MoragIsToldOfDzurikAndRenn) {
  is_told_of_the_keep_apart("morag.leith");
}

// "Dana, Imran, Morag: both reasons": the hostility since 22 August, which police alone know
TEST(StoryB1, TheHostilityIsTheSecondReasonForThoseItIsReleasedTo) {
  for (const char* user : {"dana.whitlock", "imran.sethi", "morag.leith"}) {
    SCOPED_TRACE(user);
    Visitor& visitor = the(user);
    const Told dzurik = visitor.arrivals()["arrivals"].with("person.title", "Kamil Dzurik");
    EXPECT_THAT(dzurik["conflicts"].each("words"),
                Contains("Hostile group there, Ashlar Street: Tobias Renn (B1-05). Source: police: "
                         "Dockline and Ashlar Street are hostile since 22 Aug 2026"))
        << user;
    EXPECT_THAT(dzurik["conflicts"].each("kind"), Contains("own group")) << user;
  }
}

// "must not see: Joss and local wings: why. Nobody but Kerstin: LANTERN's and PLOVER's content"
TEST(StoryB1, NobodyElseLearnsWhy) {
  Visitor& joss = the("joss.tarbuck");
  EXPECT_EQ(joss.arrivals().status(), 403);
  for (const char* user :
       {"dana.whitlock", "imran.sethi", "morag.leith", "ruth.calder", "anselm.roe"}) {
    Visitor& visitor = the(user);
    const std::string all = visitor.arrivals().everything();
    EXPECT_EQ(all.find("LANTERN"), std::string::npos) << user;
    EXPECT_EQ(all.find("PLOVER"), std::string::npos) << user;
    EXPECT_EQ(all.find("Quist"), std::string::npos) << user;
  }
  Visitor& ruth = the("ruth.calder");
  const Told dzurik = ruth.arrivals()["arrivals"].with("person.title", "Kamil Dzurik");
  EXPECT_TRUE(dzurik.there()) << "he leaves her prison";
  EXPECT_TRUE(dzurik["conflicts"].empty()) << "she holds nothing of the reasons";
}

// What was released to the placement desk is PB-1 and no more: whose men they are, whom they are at
// war with. Neither the police's lists nor who else belongs.
TEST(StoryB1, MoragIsToldTheReasonAndNotTheListsItCameFrom) {
  Visitor& morag = the("morag.leith");
  const Told dzurik = morag.arrivals()["arrivals"].with("person.title", "Kamil Dzurik");
  const Told man = morag.open(dzurik["person"]);
  EXPECT_THAT(man["memberships"].each("group.title"), ElementsAre("Dockline"));
  const Told page = morag.open(man["memberships"][0]["group"]);
  EXPECT_EQ(page.status(), 200);
  EXPECT_THAT(page["members"].each("person.title"),
              UnorderedElementsAre("Kamil Dzurik", "Marek Toth", "Leroy Sands"));
  EXPECT_THAT(page["relations"].each("group.title"), ElementsAre("Ashlar Street"));
  EXPECT_FALSE(morag.hit("Millrace", "Millrace").there()) << "no report of it is released to her";
}

// Who reads the rows of one prison knows how old they are, and of no feed she reads nothing of.
TEST(StoryFeeds, RuthSeesTheAgeOfTheFeedsHerPrisonIsIn) {
  const Told feeds = the("ruth.calder").get("/api/feeds")["feeds"];
  for (const char* name : {"prison.roll", "prison.movements", "prison.calls"}) {
    const Told feed = feeds.with("name", name);
    ASSERT_TRUE(feed.there()) << name;
    EXPECT_NE(feed["age"].text(), "never") << name;
  }
  for (const char* name : {"prison.safer_custody", "prison.counter_corruption", "probation.cases",
                           "police.ocg_list", "regional.unit_reports"})
    EXPECT_FALSE(feeds.with("name", name).there()) << name;
}

TEST(StorySuggestions, APrisonComesBeforeItsCells) {
  for (const char* typed : {"wexm", "wexmoor", "Quayle S"}) {
    const Told found =
        the("dana.whitlock").post("/api/suggestions", std::string("{\"q\":\"") + typed + "\"}");
    const Told places = found["groups"].with("title", "Places");
    ASSERT_TRUE(places.there()) << typed;
    EXPECT_EQ(places["hits"][0]["title"].text(), typed[0] == 'Q' ? "Quayle Sands" : "Wexmoor")
        << typed;
  }
}

}  // namespace
}  // namespace sallyport::story
