#include "match/score.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "match/blocking.hpp"

namespace sallyport::match {
namespace {

using model::Property;
using testing::Contains;
using testing::HasSubstr;

Features person(std::initializer_list<Fact> facts) {
  return features_of(std::span(facts.begin(), facts.size()));
}

std::int32_t score_of(const Features& a, const Features& b) {
  return score(a, b, published_model());
}

bool compared(const Features& a, const Features& b) {
  std::set<std::uint64_t> keys;
  blocking_keys(a, published_model(), [&](std::uint64_t k) { keys.insert(k); });
  bool met = false;
  blocking_keys(b, published_model(), [&](std::uint64_t k) { met |= keys.contains(k); });
  return met;
}

void expect_proposed(const Features& a, const Features& b) {
  EXPECT_TRUE(compared(a, b));
  EXPECT_GE(score_of(a, b), kFractureMillibits);
  EXPECT_LT(score_of(a, b), kJoinMillibits);
}

Features kessell_police() {
  return person({{Property::surname, "Kessell"},
                 {Property::given_name, "Martha"},
                 {Property::full_name, "Martha Kessell"},
                 {Property::date_of_birth, "1989-03-04"},
                 {Property::address, "6 Saltpan Row"}});
}
Features kessell_visitor() {
  return person({{Property::surname, "Kessel"},
                 {Property::given_name, "Marta"},
                 {Property::date_of_birth, "1989-04-03"},
                 {Property::address, "11 Cooperage Lane"}});
}

TEST(Features, AreMadeOfComparedPropertiesAlone) {
  const char* const values[] = {"M", "1989-03-04", "Saltpan Row 6, Northmoor", "Z9031ZE"};
  const Fact name{Property::full_name, "Martha Kessell"};
  const std::size_t bare = person({name}).bytes();
  for (const auto& info : model::properties()) {
    bool seen = false;
    for (const char* value : values) {
      const Features with = person({name, {info.property, value}});
      const Features other = person({name, {Property::sex, "F"}, {info.property, value}});
      const Features plain = person({name, {Property::sex, "F"}});
      seen = seen || with.bytes() != bare ||
             score_of(with, plain) != score_of(person({name}), plain) ||
             score_of(with, other) != score_of(person({name}), plain);
    }
    EXPECT_EQ(seen, is_compared(info.property)) << info.words;
  }
}

TEST(Story, PoliceAndProbationKessellAreJoined) {
  const Features probation = person({{Property::surname, "Kessell"},
                                     {Property::given_name, "M"},
                                     {Property::date_of_birth, "1989-03-04"},
                                     {Property::address, "6 Saltpan Row"}});
  EXPECT_TRUE(compared(kessell_police(), probation));
  EXPECT_GE(score_of(kessell_police(), probation), kJoinMillibits);
}

TEST(Story, TheVisitorKesselIsProposedWithItsReason) {
  expect_proposed(kessell_police(), kessell_visitor());
  const auto detail = score_in_detail(kessell_police(), kessell_visitor(), published_model());
  const auto words = explain(detail, kessell_police(), kessell_visitor());
  EXPECT_THAT(words, Contains("surname differs by one letter (kessell, kessel)"));
  EXPECT_THAT(words, Contains(HasSubstr("day and month exchanged")));
  EXPECT_THAT(words, Contains("no official number in either record"));
}

TEST(Story, TheVisitorIsProposedAsTheFilesHaveHer) {
  const Features police = person({{Property::surname, "Kessell"},
                                  {Property::given_name, "Martha"},
                                  {Property::date_of_birth, "1989-03-04"},
                                  {Property::address, "6 Saltpan Row, Harrowfield"}});
  const Features visitor = person({{Property::surname, "Kessel"},
                                   {Property::given_name, "Marta"},
                                   {Property::date_of_birth, "1989-04-03"},
                                   {Property::address, "11 Cooperage Lane, Harrowfield"}});
  expect_proposed(police, visitor);
}

TEST(Story, DzurikUnderHisOldNumberIsProposed) {
  const Features now = person({{Property::surname, "Dzurik"},
                               {Property::given_name, "Kamil"},
                               {Property::date_of_birth, "1985-06-21"},
                               {Property::prison_number, "Z9021ZC"}});
  const Features old = person({{Property::surname, "Durik"},
                               {Property::given_name, "Camille"},
                               {Property::date_of_birth, "1985-06-21"},
                               {Property::prison_number, "Z8877ZD"}});
  expect_proposed(now, old);
  const Features known = person({{Property::surname, "Dzurik"},
                                 {Property::given_name, "Kamil"},
                                 {Property::alias, "Camille"},
                                 {Property::date_of_birth, "1985-06-21"},
                                 {Property::prison_number, "Z9021ZC"}});
  expect_proposed(known, old);
  const Features merged = person({{Property::surname, "Dzurik"},
                                  {Property::given_name, "Kamil"},
                                  {Property::date_of_birth, "1985-06-21"},
                                  {Property::prison_number, "Z9021ZC"},
                                  {Property::former_prison_number, "Z8877ZD"}});
  EXPECT_GE(score_of(merged, old), kJoinMillibits);
}

TEST(Story, TolleyAndTollyAreFarApart) {
  const Features one = person({{Property::surname, "Tolley"},
                               {Property::given_name, "Ryan"},
                               {Property::date_of_birth, "1996-02-19"}});
  const Features other = person({{Property::surname, "Tolly"},
                                 {Property::given_name, "Ryan"},
                                 {Property::date_of_birth, "1986-07-02"}});
  EXPECT_LT(score_of(one, other), 0);
  const Features same_day = person({{Property::surname, "Tolly"},
                                    {Property::given_name, "Ryan"},
                                    {Property::date_of_birth, "1986-02-19"}});
  EXPECT_LT(score_of(one, same_day), kFractureMillibits);
}

TEST(Story, TwinsStayTwo) {
  const Features jonah = person({{Property::surname, "Reyes-Holt"},
                                 {Property::given_name, "Jonah"},
                                 {Property::date_of_birth, "1993-08-30"},
                                 {Property::phone_number, "+447700900123"},
                                 {Property::address, "3 Tidewater Steps, Harrowfield"}});
  const Features micah = person({{Property::surname, "Reyes-Holt"},
                                 {Property::given_name, "Micah"},
                                 {Property::date_of_birth, "1993-08-30"},
                                 {Property::phone_number, "+447700900123"},
                                 {Property::address, "3 Tidewater Steps, Harrowfield"}});
  EXPECT_EQ(score_of(jonah, micah), kTwinsMillibits);
  EXPECT_GE(score_of(jonah, jonah), kJoinMillibits);
}

TEST(Story, TwinsWithNamesALetterApartGoToAPerson) {
  const auto twin = [](std::string_view given) {
    return person({{Property::surname, "Oakhallow"},
                   {Property::given_name, given},
                   {Property::date_of_birth, "1990-01-17"},
                   {Property::address, "4 Quay Street, Harrowfield"}});
  };
  expect_proposed(twin("Ryan"), twin("Bryan"));
}

TEST(Story, TheTwoIdentitiesOfTheMappingExtractAreProposed) {
  const Features prison = person({{Property::surname, "Renn"},
                                  {Property::given_name, "Tobias"},
                                  {Property::date_of_birth, "1984-05-17"}});
  const Features police = person({{Property::surname, "Renn"},
                                  {Property::given_name, "Tobias"},
                                  {Property::alias, "Toby"},
                                  {Property::alias, "T"},
                                  {Property::date_of_birth, "1984-05-11"}});
  expect_proposed(prison, police);
}

TEST(Score, ACommonNameAndABirthdayAreNotEnough) {
  const auto smith = [](std::string_view sex) {
    return person({{Property::surname, "Smith"},
                   {Property::given_name, "James"},
                   {Property::sex, sex},
                   {Property::date_of_birth, "1990-09-09"}});
  };
  EXPECT_LT(score_of(smith("M"), smith("M")), kFractureMillibits);
  EXPECT_LT(score_of(smith("M"), smith("F")), score_of(smith("M"), smith("M")));
}

TEST(Score, ANumberJoinsAndAContradictionTakesItBack) {
  const Features bare = person({{Property::prison_number, "Z9012ZB"}});
  const Features owen = person({{Property::surname, "Prill"},
                                {Property::given_name, "Owen"},
                                {Property::date_of_birth, "1991-02-11"},
                                {Property::prison_number, "Z9012ZB"}});
  const Features other = person({{Property::surname, "Marchbank"},
                                 {Property::given_name, "Desmond"},
                                 {Property::date_of_birth, "1970-10-30"},
                                 {Property::prison_number, "Z9012ZB"}});
  EXPECT_GE(score_of(bare, owen), kJoinMillibits);
  EXPECT_LT(score_of(owen, other), kFractureMillibits);
  EXPECT_TRUE(compared(bare, owen));
}

TEST(Score, ASharedHubWeighsNothing) {
  const auto caller = [](std::string_view name, std::string_view phone) {
    return person({{Property::surname, name}, {Property::phone_number, phone}});
  };
  const std::string_view hostel = "+441632960144";
  EXPECT_EQ(score_of(caller("Prill", hostel), caller("Renn", hostel)),
            score_of(caller("Prill", "+447700900001"), caller("Renn", "+447700900002")));
  EXPECT_FALSE(compared(caller("Prill", hostel), caller("Renn", hostel)));
  EXPECT_GT(score_of(caller("Prill", "+447700900001"), caller("Renn", "+447700900001")),
            score_of(caller("Prill", hostel), caller("Renn", hostel)));
}

TEST(Score, PlaceholdersWeighNothing) {
  const auto with_birth = [](std::string_view date) {
    return person({{Property::surname, "Renn"}, {Property::date_of_birth, date}});
  };
  EXPECT_EQ(score_of(with_birth("1970-01-01"), with_birth("1970-01-01")),
            score_of(with_birth(""), with_birth("")));
  EXPECT_GT(score_of(with_birth("1970-01-02"), with_birth("1970-01-02")),
            score_of(with_birth("1970-01-01"), with_birth("1970-01-01")));
}

TEST(Score, NamesInAnotherScriptAndOrderAreFound) {
  const Features latin = person({{Property::surname, "Zhuravlyov"},
                                 {Property::given_name, "Dmitry"},
                                 {Property::date_of_birth, "1981-12-05"}});
  const Features native = person(
      {{Property::native_name, "Дмитрий Журавлёв"}, {Property::date_of_birth, "1981-12-05"}});
  EXPECT_TRUE(compared(latin, native));
  EXPECT_GE(score_of(latin, native), kFractureMillibits);
  const Features swapped = person({{Property::surname, "Dmitry"},
                                   {Property::given_name, "Zhuravlyov"},
                                   {Property::date_of_birth, "1981-12-05"}});
  EXPECT_TRUE(compared(latin, swapped));
  const auto detail = score_in_detail(latin, swapped, published_model());
  EXPECT_THAT(explain(detail, latin, swapped), Contains(HasSubstr("in the other order")));
}

TEST(Score, ExchangedNamesAreToldAlikeFromBothSides) {
  const Features one = person({{Property::surname, "Martha"}, {Property::given_name, "Kessell"}});
  const Features other = person({{Property::surname, "Kessell"}, {Property::given_name, "Marta"}});
  const Model& model = published_model();
  EXPECT_EQ(score_in_detail(one, other, model), score_in_detail(other, one, model));
}

TEST(Score, EmptyRecordsScoreThePriorAlone) {
  const Features nothing = person({});
  EXPECT_TRUE(nothing.empty());
  EXPECT_EQ(score_of(nothing, nothing), score_of(nothing, kessell_police()));
  EXPECT_LT(score_of(nothing, nothing), -20'000);
  Features moved = kessell_police();
  const Features taken = std::move(moved);
  EXPECT_TRUE(moved.empty());  // NOLINT(bugprone-use-after-move): that is the promise tested
  EXPECT_EQ(score_of(moved, taken), score_of(nothing, nothing));
}

TEST(Model, AMissingWeightIsNamed) {
  const auto bad = load_model("version = \"x\"\n[weights]\nprior = -1\n");
  ASSERT_FALSE(bad.has_value());
  EXPECT_THAT(bad.error().detail, HasSubstr("weights.surname_floor"));
  const auto torn = load_model("version = \"x\"\n[weights\n");
  ASSERT_FALSE(torn.has_value());
  EXPECT_THAT(torn.error().detail, HasSubstr("line 2"));
  EXPECT_FALSE(published_model().version().empty());
}

}  // namespace
}  // namespace sallyport::match
