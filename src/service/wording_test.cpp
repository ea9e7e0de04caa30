#include "service/wording.hpp"

#include <gtest/gtest.h>

namespace sallyport::service {
namespace {

using model::Property;

TEST(Wording, ACodeOfAListIsToldInItsWords) {
  EXPECT_EQ(meaning_of(Property::custody_status, "ACTIVE IN"), "In custody");
  EXPECT_EQ(code_words("non_association_restriction", "WING"), "Cell, landing and wing");
  EXPECT_EQ(code_words("gang_status", "SUS"), "Suspected");
  EXPECT_EQ(code_words("gang_status", "NOT_SEEN_BEFORE"), "not seen before");
}

TEST(Wording, WhatSaysItselfHasNoOtherWords) {
  EXPECT_EQ(meaning_of(Property::group_band, "2b"), "");
  EXPECT_EQ(meaning_of(Property::surname, "KESSELL"), "") << "a name is no code";
  EXPECT_EQ(code_words("gang_status", "open"), "open");
}

TEST(Wording, ATextThatIsACodeOfItsListIsTold) {
  EXPECT_EQ(meaning_of(Property::release_type, "CRD"), "Conditional release date");
  EXPECT_EQ(meaning_of(Property::release_type, "at the governor's word"), "");
}

TEST(Wording, AGradeIsSpelledOutInItsSchemesWords) {
  const auto grade = model::make_grade(model::GradeScheme::uk_3x5x2, '1', 'B', 'C');
  ASSERT_TRUE(grade);
  EXPECT_EQ(grade_in_sentence(grade_words(*grade)),
            " (source: reliable; information: known indirectly to the source but corroborated)");
  EXPECT_EQ(grade_in_sentence(grade_words(model::Grade{})), "");
}

TEST(Wording, AFeedIsNamedUpToItsExplanationNotWithinAList) {
  const std::pair<std::string_view, std::string_view> names[] = {
      {"Keep-aparts, as the prison has them", "Keep-aparts, as the prison has them"},
      {"Vehicle stops, one line a person in the vehicle", "Vehicle stops"},
      {"Hostile, allied and supply relations", "Hostile, allied and supply relations"},
      {"Group mapping: one line for a standing, one column a number", "Group mapping"},
      {"Intelligence report extracts as JSON lines", "Intelligence report extracts"},
      {"Incident reports with their questionnaire", "Incident reports"},
      {"Alerts, codes as in `vocabularies` 4.11", "Alerts"},
      {"Work, education and gym", "Work, education and gym"}};
  for (const auto& [title, name] : names) EXPECT_EQ(short_title(title), name);
}

TEST(Wording, DatesWithinATextAreReadAsWords) {
  EXPECT_EQ(dates_in_words("day and month exchanged (1989-04-03, 1989-03-04)"),
            "day and month exchanged (3 Apr 1989, 4 Mar 1989)");
  EXPECT_EQ(dates_in_words("NMP/2026/000102 of 1989-13-01"), "NMP/2026/000102 of 1989-13-01");
}

TEST(Wording, AnAgencyIsReadAsWords) {
  EXPECT_EQ(agency_words("northmoor-police"), "Northmoor police");
}

}  // namespace
}  // namespace sallyport::service
