#include "match/index_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace sallyport::match {
namespace {

using model::IndexClass;
using model::Property;
using model::RecordKind;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> tokens(Property property, std::string_view value) {
  std::vector<std::string> out;
  index_tokens(property, value, [&](IndexClass cls, std::string_view token) {
    EXPECT_EQ(cls, model::info(property).index);
    out.emplace_back(token);
  });
  return out;
}

std::set<std::uint64_t> deletions(std::string_view word) {
  std::set<std::uint64_t> out;
  deletion_keys(word, [&](std::uint64_t key) { EXPECT_TRUE(out.insert(key).second); });
  return out;
}

bool near(std::string_view a, std::string_view b) {
  const auto x = deletions(a);
  const auto y = deletions(b);
  return std::any_of(x.begin(), x.end(), [&](std::uint64_t key) { return y.contains(key); });
}

std::optional<std::uint64_t> key(RecordKind kind, std::vector<Fact> facts) {
  return identity_key(kind, facts);
}

TEST(IndexTokens, NamesNumbersDatesWords) {
  EXPECT_THAT(tokens(Property::surname, "Kessell"), ElementsAre("kessell"));
  EXPECT_THAT(tokens(Property::full_name, "Micah Reyes-Holt"),
              testing::IsSupersetOf({"micah", "reyes", "holt", "reyesholt"}));
  EXPECT_THAT(tokens(Property::phone_number, "+447700900417"), ElementsAre("+447700900417"));
  EXPECT_THAT(tokens(Property::plate, "qz21 kln"), ElementsAre("QZ21KLN"));
  EXPECT_THAT(tokens(Property::date_of_birth, "1989-03-04"), ElementsAre("1989-03-04"));
  EXPECT_THAT(tokens(Property::date_of_birth, "1989-03"), ElementsAre("1989-03"));
  EXPECT_THAT(tokens(Property::date_of_birth, "1988/1989"), ElementsAre("1988", "1989"));
  EXPECT_THAT(tokens(Property::date_of_birth, "no date"), IsEmpty());
  EXPECT_THAT(tokens(Property::report_text, "The van was at Saltpan Row, by the Row"),
              ElementsAre("row", "saltpan", "van"));
  EXPECT_THAT(tokens(Property::sex, "M"), IsEmpty());
}

TEST(DeletionKeys, TwoEditsMeetAndThreeDoNot) {
  EXPECT_TRUE(near("kessell", "kessel"));
  EXPECT_TRUE(near("kessell", "kesesll"));
  EXPECT_TRUE(near("martha", "narthe"));
  EXPECT_FALSE(near("martha", "nrtxq"));
  EXPECT_TRUE(near("renn", "ren"));
  EXPECT_FALSE(near("renn", "rexx"));
  EXPECT_EQ(deletions("abcdefghijkl").size(), 79U);
  EXPECT_EQ(deletions("abcdefghijklmnopq"), deletions("abcdefghijkl"));
  EXPECT_TRUE(deletions("").empty());
}

TEST(PhoneticKeys, AlikeInSound) {
  const auto keys = [](std::string_view word) {
    std::set<std::uint64_t> out;
    phonetic_keys(word, [&](std::uint64_t k) { out.insert(k); });
    return out;
  };
  const auto kamil = keys("kamil");
  const auto camille = keys("camille");
  EXPECT_TRUE(std::any_of(kamil.begin(), kamil.end(),
                          [&](std::uint64_t k) { return camille.contains(k); }));
  EXPECT_TRUE(keys("m").empty());
}

TEST(IdentityKey, OneThingFromManyRecords) {
  EXPECT_EQ(key(RecordKind::vehicle, {{Property::plate, "QZ21 KLN"}}),
            key(RecordKind::vehicle, {{Property::plate, "qz21kln"}}));
  EXPECT_NE(key(RecordKind::phone, {{Property::phone_number, "+447700900417"}}),
            key(RecordKind::phone, {{Property::phone_number, "+447700900418"}}));
  const auto card = [](std::string_view ending, std::string_view name) {
    return key(RecordKind::account,
               {{Property::card_ending, ending}, {Property::billing_name, name}});
  };
  EXPECT_EQ(card("4417", "B Larkin"), card("4417", "B LARKIN"));
  EXPECT_NE(card("4417", "B Larkin"), card("4417", "C Larkin"));
  EXPECT_FALSE(key(RecordKind::account, {{Property::card_ending, "4417"}}).has_value());
  const auto place = [](std::string_view line) {
    return key(RecordKind::place, {{Property::address, line}});
  };
  EXPECT_EQ(place("6 Saltpan Row, Harrowfield"), place("6, SALTPAN ROW, Harrowfield"));
  EXPECT_NE(place("6 Saltpan Row, Harrowfield"), place("8 Saltpan Row, Harrowfield"));
  EXPECT_FALSE(place("Saltpan Row, Harrowfield").has_value());
  EXPECT_EQ(key(RecordKind::place,
                {{Property::address, "6 Saltpan Row"}, {Property::postcode, "HF9 4QX"}}),
            place("6 Saltpan Row, HF9 4QX"));
}

TEST(IdentityKey, NeverForPeople) {
  for (RecordKind kind : {RecordKind::person, RecordKind::staff, RecordKind::report,
                          RecordKind::incident, RecordKind::note}) {
    EXPECT_FALSE(key(kind, {{Property::prison_number, "Z9012ZB"},
                            {Property::phone_number, "+447700900417"},
                            {Property::staff_number, "S1"},
                            {Property::urn, "NMP/2026/1"}})
                     .has_value());
  }
}

}  // namespace
}  // namespace sallyport::match
