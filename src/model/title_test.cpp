#include "model/title.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace sallyport::model {
namespace {

using Facts = std::vector<TitleFact>;

TEST(Title, WholeNameBeatsAnInitialAndNamesAreNeverMixed) {
  Facts facts = {{Property::surname, "Kessell", 1}, {Property::given_name, "M", 1},
                 {Property::surname, "Kessell", 2}, {Property::given_name, "Martha", 2},
                 {Property::surname, "Kessel", 3},  {Property::given_name, "Marta", 3},
                 {Property::surname, "Kessel", 4},  {Property::given_name, "Marta", 4}};
  EXPECT_EQ(best_title(RecordKind::person, facts), "Marta Kessel");
  facts.resize(6);
  EXPECT_EQ(best_title(RecordKind::person, facts), "Martha Kessell") << "the longer of equals";
  std::reverse(facts.begin(), facts.end());
  EXPECT_EQ(best_title(RecordKind::person, facts), "Martha Kessell");
  facts = {{Property::surname, "Kessell", 1}, {Property::given_name, "M", 1}};
  EXPECT_EQ(best_title(RecordKind::person, facts), "M Kessell");
  facts = {{Property::full_name, "Bishop Larkin", 1}, {Property::alias, "Bish", 1}};
  EXPECT_EQ(best_title(RecordKind::person, facts), "Bishop Larkin");
  facts = {{Property::alias, "Bish", 1}};
  EXPECT_EQ(best_title(RecordKind::person, facts), "Bish");
}

TEST(Title, NumbersAsPeopleWriteThem) {
  EXPECT_EQ(best_title(RecordKind::phone, Facts{{Property::phone_number, "+447700900417"}}),
            "07700 900417");
  EXPECT_EQ(best_title(RecordKind::vehicle, Facts{{Property::plate, "QZ21KLN"}}), "QZ21 KLN");
  EXPECT_EQ(best_title(RecordKind::account, Facts{{Property::card_ending, "4417"},
                                                  {Property::billing_name, "B Larkin"}}),
            "card ending 4417 (B Larkin)");
  EXPECT_EQ(phone_for_reading("+4917612345678"), "+4917612345678");
  EXPECT_EQ(plate_for_reading("A1"), "A1");
  EXPECT_EQ(value_for_reading(Property::date_of_birth, "1989-03-04"), "4 Mar 1989");
  EXPECT_EQ(value_for_reading(Property::date_of_birth, "1989"), "1989");
  EXPECT_EQ(value_for_reading(Property::plate, "QZ21KLN"), "QZ21 KLN");
}

TEST(Title, IsNeverEmpty) {
  EXPECT_EQ(best_title(RecordKind::phone, {}), "Phone number");
  EXPECT_EQ(best_title(RecordKind::unknown, {}), "Not known");
}

}  // namespace
}  // namespace sallyport::model
