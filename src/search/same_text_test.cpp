#include "search/same_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "picture/testing/world.hpp"

namespace sallyport::search {
namespace {

using model::Property;
using model::RecordId;
using model::RecordKind;
using picture::testing::kSealed;
using picture::testing::World;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kText =
    "A caller reported that Aron SPEIGHT bought fishing line and batteries in Harrowfield market. "
    "The same was said in the summer by another.";

class SameText : public ::testing::Test {
 protected:
  RecordId report(const std::string& number, const std::string& text,
                  model::LabelIndex label = picture::testing::kOpen) {
    return world.add(RecordKind::report, "northmoor-police",
                     {{Property::urn, number}, {Property::report_text, text}}, label);
  }
  std::vector<AlikeReport> ask(const AlikeQuery& query, bool cleared = false) {
    const auto picture = world.fold();
    const auto view = World::open(*picture, cleared);
    auto answer = alike_reports(view, query);
    EXPECT_EQ(answer.evidence.size(), answer.value.size());
    for (auto& found : answer.value) found.handle = {};
    return std::move(answer.value);
  }
  static AlikeReport found(RecordId id, Likeness likeness) { return {id, {}, likeness}; }

  World world;
};

TEST_F(SameText, CaseSpacePunctuationAndMarkingLinesAreNothing) {
  const RecordId there = report("NMP/2026/1", kText);
  report("NMP/2026/2", "Aron Speight was seen in Harrowfield market, and bought nothing at all.");
  EXPECT_THAT(ask({.text = kText}), ElementsAre(found(there, Likeness::text)));
  std::string other =
      "OFFICIAL - SENSITIVE\r\n\r\na caller reported that aron speight bought fishing-line, and\n"
      "batteries in  Harrowfield market:   the same was said in the summer by another\nOfficial";
  EXPECT_THAT(ask({.text = other}), ElementsAre(found(there, Likeness::text)));
}

TEST_F(SameText, AWordMoreIsNearlyTheSameAndAnotherStoryIsNot) {
  const RecordId there = report("NMP/2026/1", kText);
  EXPECT_THAT(ask({.text = kText + " Not confirmed."}),
              ElementsAre(found(there, Likeness::nearly)));
  EXPECT_THAT(ask({.text = "A caller reported that Liam Foss bought fishing line and batteries in "
                           "Wexmoor market. It was said in the spring by the same."}),
              IsEmpty());
}

TEST_F(SameText, TheNumberIsKnownAgainAndComesFirst) {
  const RecordId text = report("NMP/2026/1", kText);
  const RecordId number = report("NMP/2026/2", "Something else altogether was said here today.");
  EXPECT_THAT(ask({.text = kText, .number = "nmp/2026/2"}),
              ElementsAre(found(number, Likeness::number), found(text, Likeness::text)));
  EXPECT_THAT(ask({.text = kText, .number = "NMP/2026/1", .except = text}), IsEmpty());
}

TEST_F(SameText, AFewWordsSayNothing) {
  report("NMP/2026/1", "He collects.");
  EXPECT_THAT(ask({.text = "He collects."}), IsEmpty());
}

TEST_F(SameText, WhatIsHiddenIsNeverOfferedNorChangesWhatIs) {
  const RecordId seen = report("NMP/2026/1", kText + " Not confirmed.");
  const auto before = ask({.text = kText});
  const RecordId sealed = report("SF/1", kText, kSealed);
  // and enough sealed ones that every word would be common, were they counted
  for (int i = 0; i < 2100; ++i) report("SF/2" + std::to_string(i), kText, kSealed);
  EXPECT_EQ(ask({.text = kText}), before);
  EXPECT_THAT(before, ElementsAre(found(seen, Likeness::nearly)));
  EXPECT_THAT(ask({.text = kText, .number = "SF/1"}), ElementsAre(found(seen, Likeness::nearly)));
  EXPECT_THAT(ask({.text = "x", .number = "SF/1"}, true),
              ElementsAre(found(sealed, Likeness::number)));
}

TEST(SharedShingles, AreCounted) {
  const auto words = [](const char* text) { return compared_words(text); };
  EXPECT_EQ(shared_permille(words("a b c d e"), words("A, b; c D e.")), 1000u);
  EXPECT_EQ(shared_permille(words("a b c d e"), words("a b c d f")), 500u);  // 2 of 4
  EXPECT_EQ(shared_permille(words("a b"), words("a b")), 0u);
}

}  // namespace
}  // namespace sallyport::search
