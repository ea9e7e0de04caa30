// C. The debt: a man who pays for others. Test C2 of the story: Varley is never a member.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "whole.hpp"

namespace sallyport::story {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

// "group page of Millrace: Varley absent / absent / under 'people under pressure'"
TEST(StoryC2, ForImranAndDanaVarleyIsAbsentFromMillrace) {
  for (const char* user : {"imran.sethi", "dana.whitlock"}) {
    SCOPED_TRACE(user);
    Visitor& visitor = the(user);
    const Told millrace = visitor.hit("Millrace", "Millrace");
    ASSERT_EQ(millrace["kind"].text(), "group");
    const Told page = visitor.open(millrace);
    EXPECT_THAT(
        page["members"].each("person.title"),
        UnorderedElementsAre("Callum Strand", "Aron Speight", "Yusra Benali", "Bishop Larkin"));
    ASSERT_TRUE(page["under_pressure"].there());
    EXPECT_TRUE(page["under_pressure"].empty());
    EXPECT_THAT(page.everything(), Not(HasSubstr("Varley")));
    const Told varley = visitor.first("Colm Varley Z9031ZE");
    ASSERT_EQ(varley["title"].text(), "Colm Varley");
    const Told man = visitor.open(varley);
    EXPECT_TRUE(man["memberships"].empty());
    EXPECT_TRUE(man["under_pressure"].empty());
  }
}

TEST(StoryC2, ForSunnivaVarleyIsUnderPressureAndNoMember) {
  Visitor& sunniva = the("sunniva.hart");
  EXPECT_EQ(sunniva.session()["purpose"].text(), "safety") << "what she looks for unless she says";
  const Told millrace = sunniva.hit("Millrace", "Millrace");
  ASSERT_EQ(millrace["kind"].text(), "group");
  const Told page = sunniva.open(millrace);
  EXPECT_THAT(page["under_pressure"].each("person.title"), ElementsAre("Colm Varley"));
  EXPECT_THAT(page["under_pressure"].each("words"),
              ElementsAre("Colm Varley may be under pressure from Millrace"));
  // PC-1, which is released to her prison, names Larkin; the mapping of the others is not
  EXPECT_THAT(page["members"].each("person.title"), ElementsAre("Bishop Larkin"));
  const Told man = sunniva.open(page["under_pressure"][0]["person"]);
  EXPECT_TRUE(man["memberships"].empty());
  EXPECT_THAT(man["under_pressure"].each("words"),
              ElementsAre("May be under pressure from Millrace"));
}

}  // namespace
}  // namespace sallyport::story
