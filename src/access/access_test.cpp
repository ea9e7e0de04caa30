#include <gtest/gtest.h>

#include <cstdlib>

#include "access/decide.hpp"
#include "access/imports.hpp"
#include "access/reference.hpp"
#include "base/random.hpp"

namespace sallyport::access {
namespace {

using model::Label;
using Tokens = std::vector<std::string>;

// Small pools, so that random labels and grants meet often.
Tokens some_of(SeededRandom& random, const Tokens& pool, std::uint64_t at_most) {
  Tokens out;
  for (std::uint64_t n = random.below(at_most + 1); n > 0; --n)
    out.push_back(pool[random.below(pool.size())]);
  return out;
}

Label random_label(SeededRandom& r) {
  static const Tokens kAudiences = {"a/x", "a/y", "b/x", "b/y", "user:z"};
  static const Tokens kConditions = {"for:security",  "for:security|placement",
                                     "for:",          "not:wing",
                                     "not:",          "unknown",
                                     "for:|security", "for:placement|"};
  Label l;
  l.originators = {"a"};
  l.level = static_cast<model::Level>(r.below(4));
  l.compartments = some_of(r, {"STAFF", "PRESSURE"}, 1);
  for (std::uint64_t n = r.below(3); n > 0; --n)
    l.releasable_to.push_back(some_of(r, kAudiences, 3));
  l.purposes = some_of(r, {"security", "placement"}, 2);
  l.conditions = some_of(r, kConditions, 1);
  if (r.chance(1, 4)) l.expires = Instant{static_cast<std::int64_t>(r.below(4))};
  return l.normalised();
}

Grants random_grants(SeededRandom& r) {
  model::PutAccount a;
  a.clearance = static_cast<model::Level>(r.below(4));
  a.compartments = some_of(r, {"STAFF", "PRESSURE"}, 2);
  a.audiences = some_of(r, {"a/x", "a/y", "b/x", "b/y", "user:z"}, 5);
  a.functions = some_of(r, {"security", "placement", "wing"}, 3);
  a.purposes = some_of(r, {"security", "placement", "policy"}, 3);
  a.active = !r.chance(1, 20);
  return grants_of(a);
}

TEST(Decide, AgreesWithTheReferenceModelAtRandom) {
  SeededRandom random(20261015);
  const char* longer = std::getenv("SALLYPORT_LONG");
  const std::uint64_t rounds = longer != nullptr ? 100'000'000 : 1'000'000;
  std::uint64_t allowed = 0;
  for (std::uint64_t i = 0; i < rounds; ++i) {
    const Label label = random_label(random);
    const Grants grants = random_grants(random);
    const std::string purpose = random.chance(1, 2) ? "security" : "placement";
    const Instant now{static_cast<std::int64_t>(random.below(4))};
    const Decision decision = decide(label, grants, purpose, now);
    ASSERT_EQ(decision.allowed, reference_allows(label, grants, purpose, now)) << "round " << i;
    ASSERT_EQ(decision.allowed, decision.decided_by == Rule::all_hold);
    allowed += decision.allowed ? 1 : 0;
  }
  // both answers come often enough to mean something
  EXPECT_GT(allowed, rounds / 200);
  EXPECT_LT(allowed, rounds - rounds / 200);
}

TEST(Label, JoinIsSeenByWhoSeesBothAndIsASemilattice) {
  SeededRandom random(7);
  for (int i = 0; i < 60'000; ++i) {
    const Label a = random_label(random);
    const Label b = random_label(random);
    const Label c = random_label(random);
    const Label ab = model::join(a, b);
    EXPECT_EQ(ab, model::join(b, a));
    EXPECT_EQ(model::join(ab, ab), ab);
    const Grants grants = random_grants(random);
    for (const char* purpose : {"security", "placement"}) {
      const Instant now{static_cast<std::int64_t>(random.below(4))};
      auto sees = [&](const Label& l) { return decide(l, grants, purpose, now).allowed; };
      ASSERT_EQ(sees(ab), sees(a) && sees(b)) << i;
      ASSERT_EQ(sees(model::join(ab, c)), sees(model::join(a, model::join(b, c)))) << i;
    }
  }
}

TEST(Decide, UnknownIsNobodyAndTheRuleIsNamed) {
  model::PutAccount account;
  account.clearance = model::Level::top_secret;
  account.purposes = {"security"};
  account.audiences = {"a/x"};
  const Grants grants = grants_of(account);
  Label label;
  label.purposes = {"security"};
  EXPECT_EQ(decide(label, grants, "security", {}).decided_by, Rule::releasable_to);
  label.releasable_to = {{"a/x"}};
  EXPECT_TRUE(decide(label, grants, "security", {}).allowed);
  label.conditions = {"only-on-tuesdays"};
  EXPECT_EQ(decide(label, grants, "security", {}).decided_by, Rule::conditions);
  EXPECT_FALSE(decide(model::nobody(), grants, "security", {}).allowed);
}

TEST(Roles, ReadingAndAdministeringNeverMeet) {
  EXPECT_TRUE(check_roles({"search", "report"}));
  EXPECT_TRUE(check_roles({"administer"}));
  EXPECT_FALSE(check_roles({"administer", "search"}));
  EXPECT_FALSE(check_roles({"administer", "logs"}));
  EXPECT_FALSE(check_roles({"everything"}));
  EXPECT_TRUE(check_roles({"search", "export"}));
  EXPECT_FALSE(check_roles({"administer", "export"}));
}

TEST(Roles, NobodyTakesAnythingOutWithoutTheRight) {
  model::PutAccount account;
  account.roles = {"search", "judge", "report", "import", "logs"};
  EXPECT_FALSE(may(grants_of(account), Verb::take_out));
  account.roles = {"export"};
  EXPECT_TRUE(may(grants_of(account), Verb::take_out));
  account.active = false;
  EXPECT_FALSE(may(grants_of(account), Verb::take_out));
}

TEST(Grants, AreTheAccountAgainAndTheFirstPurposeIsTheUsualOne) {
  model::PutAccount account;
  account.name = "sunniva.hart";
  account.purposes = {"security", "placement", "investigation"};
  account.audiences = {"b", "a"};
  account.roles = {"search"};
  const Grants grants = grants_of(account);
  EXPECT_EQ(grants.usual_purpose, "security");
  EXPECT_EQ(grants.purposes, (std::vector<std::string>{"investigation", "placement", "security"}));
  EXPECT_EQ(grants_of(account_of(grants)), grants);
}

// Everything that must hold, and each thing alone taken away.
TEST(Imports, AreForThoseWhoBringFilesInForTheirOwnAgencyAndMayKnowOfTheFeed) {
  Label agreed;
  agreed.compartments = {"STAFF"};
  agreed.releasable_to = {{"a/x"}};
  agreed.purposes = {"security"};
  model::PutAccount account;
  account.name = "pia";
  account.agency = "a";
  account.audiences = {"a/x"};
  account.compartments = {"STAFF"};
  account.purposes = {"security", "placement"};
  account.roles = {"search", "import"};
  const FileFacts file{"a", &agreed};
  const auto asked = [&](const model::PutAccount& who, const FileFacts& what,
                         std::string_view purpose = "security") {
    return decide_import(what, grants_of(who), purpose, Instant{0});
  };
  EXPECT_TRUE(asked(account, file).allowed);
  EXPECT_EQ(asked(account, {"b", &agreed}).decided_by, Rule::own_agency);
  EXPECT_EQ(asked(account, {"", &agreed}).decided_by, Rule::own_agency);
  EXPECT_EQ(asked(account, {"a", nullptr}).decided_by, Rule::agreement);
  EXPECT_EQ(asked(account, file, "placement").decided_by, Rule::purpose_allowed);
  model::PutAccount less = account;
  less.roles = {"search"};
  EXPECT_EQ(asked(less, file).decided_by, Rule::verb_held);
  less = account;
  less.compartments = {};
  EXPECT_EQ(asked(less, file).decided_by, Rule::compartments);
  EXPECT_FALSE(decide_feed(agreed, grants_of(less), "security", Instant{0}).allowed);
  less = account;
  less.active = false;
  EXPECT_FALSE(asked(less, file).allowed);
  EXPECT_TRUE(was_told_totals(grants_of(account), "pia"));
  EXPECT_FALSE(was_told_totals(grants_of(account), "intake"));
  EXPECT_FALSE(was_told_totals(Grants{}, ""));
}

}  // namespace
}  // namespace sallyport::access
