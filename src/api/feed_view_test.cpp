// What a feed's rows are compared with, and what its sender is told of it.
#include <gtest/gtest.h>

#include "access/reference.hpp"
#include "api/internal/test_world.hpp"
#include "service/feed_view.hpp"

namespace sallyport::api::testing {
namespace {

using intake::RowIdentity;

// Whatever the two labels are: when the one may stand for the other, access says so too.
TEST(FeedView, NobodyWhoReadsTheRowIsKeptFromTheGroupAtRandom) {
  SeededRandom r(20261122);
  using Tokens = std::vector<std::string>;
  const auto some_of = [&r](const Tokens& pool, std::uint64_t at_most) {
    Tokens out;
    for (std::uint64_t n = r.below(at_most + 1); n > 0; --n)
      out.push_back(pool[r.below(pool.size())]);
    return out;
  };
  const auto label = [&] {
    model::Label l;
    l.level = static_cast<model::Level>(r.below(2));
    l.compartments = some_of({"STAFF"}, 1);
    for (std::uint64_t n = 1 + r.below(2); n > 0; --n)
      l.releasable_to.push_back(some_of({"x", "y", "z"}, 3));
    l.purposes = some_of({"security", "placement"}, 2);
    l.conditions = some_of({"for:a", "for:a|b", "for:b|a", "for:", "for:|a", "not:c", "odd"}, 1);
    if (r.chance(1, 4)) l.expires = Instant{static_cast<std::int64_t>(r.below(3))};
    return l.normalised();
  };
  int stood = 0;
  for (int i = 0; i < 40'000; ++i) {
    const model::Label record = label();
    const model::Label row = label();
    if (!intake::may_stand_for(model::RecordKind::group, record, row)) continue;
    for (int k = 0; k < 40; ++k) {
      model::PutAccount account;
      account.clearance = static_cast<model::Level>(r.below(2));
      account.compartments = some_of({"STAFF"}, 1);
      account.audiences = some_of({"x", "y", "z"}, 3);
      account.functions = some_of({"a", "b", "c"}, 2);
      account.purposes = {"placement", "security"};
      const auto grants = access::grants_of(account);
      const Instant now{static_cast<std::int64_t>(r.below(3))};
      if (!access::reference_allows(row, grants, "security", now)) continue;
      ++stood;
      ASSERT_TRUE(access::reference_allows(record, grants, "security", now)) << "round " << i;
    }
  }
  EXPECT_GT(stood, 500);
}

// A world with one row that came: it made a record, under a label of its own.
struct CameBefore {
  static constexpr std::uint64_t kRowKey = 0x1234567;

  CameBefore(const std::vector<std::string>& purposes, std::vector<std::string> compartments,
             bool removed = false) {
    model::Batch batch;
    batch.actor = "intake";
    batch.agency = kPrisons;
    batch.import = model::ImportFacts{model::ImportId(known_id(900)), "prison.non_associations",
                                      "before.csv", "digest"};
    model::Label label;
    label.originators = {std::string(kPrisons)};
    label.releasable_to = {{"everybody"}};
    label.purposes = purposes;
    label.compartments = std::move(compartments);
    batch.labels = {label};
    model::PutRecord man;
    man.id = model::RecordId(known_id(901));
    man.kind = model::RecordKind::person;
    man.agency = kPrisons;
    man.source_key = "A9999AA";
    batch.rows = {{kRowKey, 5, {{model::ItemKind::record, man.id}}}};
    if (!removed) batch.ops.push_back(man);
    world.write(batch);
  }
  std::optional<intake::ExistingRow> again(const intake::FeedAgreement& agreement) {
    service::FeedView view(world.desk(), {agreement}, agreement, std::string(kPrisons));
    return view.existing({kPrisons, agreement.feed, "NA-1", kRowKey, 6});
  }
  TestWorld world;
};

// The agreement is for security first; the row's label allows only the other of its purposes.
TEST(FeedView, OpensEveryPurposeOfItsAgreement) {
  CameBefore before({"placement"}, {});
  intake::FeedAgreement agreement = TestWorld::agreement();
  EXPECT_FALSE(before.again(agreement)) << "not for security";
  agreement.purposes = {"security", "placement"};
  const auto row = before.again(agreement);
  ASSERT_TRUE(row);
  ASSERT_EQ(row->records.size(), 1u);
  EXPECT_EQ(row->records[0].source_key, "A9999AA");
  service::FeedView view(before.world.desk(), {agreement}, agreement, std::string(kPrisons));
  intake::ThingQuery query;
  query.agency = kPrisons;
  query.identity = "A9999AA";
  EXPECT_TRUE(view.known_thing(query)) << "things are known for every purpose too";
}

// The trace of the row is in the ledger of both worlds; only the view decides what is known of it.
TEST(FeedView, KnowsNothingOfARowAllOfWhichIsHiddenAsInTheWorldWithoutIt) {
  const intake::FeedAgreement agreement = TestWorld::agreement();
  EXPECT_TRUE(CameBefore({"security"}, {}).again(agreement));
  EXPECT_TRUE(CameBefore({"security"}, {"SEALED"}).again(agreement)) << "the agency's own";
  EXPECT_FALSE(CameBefore({"security"}, {"ELSEWHERE"}).again(agreement));
  EXPECT_FALSE(CameBefore({"security"}, {"ELSEWHERE"}, true).again(agreement));
}

// Rows about violence are sealed when they come; whoever cannot see that brings one of them in.
std::string told(bool came_before, const std::string& sender, const std::string& reason_in_row,
                 bool dry_run) {
  WorldOptions options;
  intake::LabelRule rule;
  rule.column = "reason";
  rule.equals = "violence";
  rule.add_compartments = {"SEALED"};
  options.rules = {rule};
  TestWorld world(options);
  const auto file = [](const std::string& comment) {
    return "OFFICIAL SENSITIVE\n"
           "na_id,first_prison_number,first_surname,first_forenames,"
           "first_date_of_birth,first_role,first_prison,second_prison_number,second_surname,"
           "second_forenames,second_date_of_birth,second_role,second_prison,reason,restriction,"
           "comment,authorised_by,created,closed,closed_reason\n"
           "NA-0000077,A4444AA,Ash,Tom,,UNKNOWN,Wexmoor,A5555AA,Birch,Ned,,UNKNOWN,Wexmoor,"
           "VIOLENCE,WING," +
           comment + ",,2026-09-01,,\n";
  };
  const std::string target = "/api/imports?feed=prison.non_associations&name=";
  for (const char* user : {"col.strand", "pia.ollery"}) world.give_passphrase(user);
  if (came_before) {
    Browser col(world);
    col.sign_in("col.strand", "bringing files in");
    const auto answer = col.post(target + "first.csv", file("fought"));
    EXPECT_NE(answer.body.find("\"taken\":1"), std::string::npos) << answer.body;
  }
  Browser browser(world);
  browser.sign_in(sender, "bringing files in");
  const auto answer =
      browser.post(target + "again.csv" + (dry_run ? "&dry_run=true" : ""), file(reason_in_row));
  EXPECT_EQ(answer.status, 200);
  // all but the id of the import, which is random to its reader
  const auto id = answer.body.find("\"id\"");
  return answer.body.substr(0, id) + answer.body.substr(answer.body.find(',', id));
}

TEST(FeedView, CountsTellASenderNothingOfRowsThatAreHiddenFromHim) {
  for (const bool dry_run : {true, false}) {
    for (const char* comment : {"fought", "fought again"}) {
      SCOPED_TRACE(comment);
      EXPECT_EQ(told(true, "pia.ollery", comment, dry_run),
                told(false, "pia.ollery", comment, dry_run));
    }
  }
  EXPECT_NE(told(true, "col.strand", "fought", true).find("\"unchanged\":1"), std::string::npos)
      << "who sees the row is told that it is there";
}

}  // namespace
}  // namespace sallyport::api::testing
