// On whose word a page says what it says, what came since its reader looked, and how much of a
// crowd it shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "api/internal/test_world.hpp"

namespace sallyport::api::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Told : public ::testing::Test {
 protected:
  Told() {
    for (const char* user : {"pia.ollery", "col.strand"}) world_.give_passphrase(user);
  }
  /// What this user is told in a session of its own.
  JsonValue see(const std::string& user, const std::string& address) {
    Browser browser(world_);
    browser.sign_in(user, "looking");
    const auto answer = browser.get(address);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return parse_json(answer.body, 64).value();
  }
  static std::string page_of(Id128 id) { return "/api/people/" + to_text(id); }

  static model::Batch batch() {
    model::Batch out;
    out.actor = "intake";
    out.agency = kPrisons;
    model::Label open;
    open.originators = {std::string(kPrisons)};
    open.releasable_to = {{"everybody"}};
    open.purposes = {"security"};
    model::Label sealed = open;
    sealed.compartments = {"SEALED"};
    out.labels = {open, sealed};
    return out;
  }
  static model::PutStatements alias(Id128 person, const std::string& name,
                                    model::LabelIndex label) {
    model::PutStatements out;
    out.record = model::RecordId(person);
    model::Statement statement;
    statement.property = model::Property::alias;
    statement.value = name;
    statement.label = label;
    out.statements.push_back(std::move(statement));
    return out;
  }
  static std::vector<std::string> lines_of(const JsonValue& page) {
    std::vector<std::string> out;
    const JsonValue* changed = page.find("changed");
    if (changed == nullptr) return {"not looked before"};
    for (const auto& line : changed->find("lines")->items) {
      out.emplace_back();
      for (const auto& segment : line.items) out.back() += segment.find("text")->text;
    }
    return out;
  }

  TestWorld world_;
};

TEST_F(Told, WhatCameSinceAnEarlierSessionIsToldToWhoMaySeeIt) {
  const std::string tam = page_of(kTam);
  EXPECT_THAT(lines_of(see("pia.ollery", tam)), ElementsAre("not looked before"));
  EXPECT_THAT(lines_of(see("col.strand", tam)), ElementsAre("not looked before"));
  model::Batch more = batch();
  more.ops = {alias(kTam, "Tammie", 0), alias(kTam, "Two Rivers", 1)};
  world_.clock.advance_minutes(10);
  world_.write(more);
  EXPECT_THAT(lines_of(see("pia.ollery", tam)), ElementsAre("Also known as: Tammie"));
  EXPECT_THAT(lines_of(see("col.strand", tam)),
              ElementsAre("Also known as: Tammie", "Also known as: Two Rivers"));
  EXPECT_THAT(lines_of(see("pia.ollery", tam)), IsEmpty()) << "seen by now";
}

TEST_F(Told, WithinASessionTheNewsStayNews) {
  const std::string tam = page_of(kTam);
  see("pia.ollery", tam);
  model::Batch more = batch();
  more.ops = {alias(kTam, "Tammie", 0)};
  world_.write(more);
  Browser browser(world_);
  browser.sign_in("pia.ollery", "looking");
  for (int again = 0; again < 3; ++again) {
    const auto page = parse_json(browser.get(tam).body, 64).value();
    EXPECT_THAT(lines_of(page), ElementsAre("Also known as: Tammie"));
  }
}

TEST_F(Told, AHiddenChangeIsNoNews) {
  const std::string tam = page_of(kTam);
  see("pia.ollery", tam);
  model::Batch more = batch();
  more.ops = {alias(kTam, "Two Rivers", 1)};
  world_.write(more);
  EXPECT_THAT(lines_of(see("pia.ollery", tam)), IsEmpty());
}

TEST_F(Told, WhatWasTakenBackOrCorrectedIsToldFirst) {
  const std::string tam = page_of(kTam);
  model::Batch before = batch();
  before.ops = {alias(kTam, "Tammie", 0), alias(kTam, "Two Rivers", 1)};
  model::PutLink significant;
  significant.id = model::LinkId(known_id(910));
  significant.kind = model::LinkKind::keep_apart;
  significant.a = model::RecordId(kTam);
  significant.b = model::RecordId(kRory);
  significant.standing = "CELL";
  significant.status = "open";
  before.ops.push_back(significant);
  world_.write(before);
  see("pia.ollery", tam);
  see("col.strand", tam);

  world_.clock.advance_minutes(10);
  model::Batch after = batch();
  const auto over = [](const model::PutStatements& put) {
    return model::EndStatements{put.record, put.statements};
  };
  after.ops = {over(alias(kTam, "Tammie", 0)), over(alias(kTam, "Two Rivers", 1)),
               alias(kTam, "Tommie", 0)};
  model::PutLink wing = significant;
  wing.id = model::LinkId(known_id(911));
  wing.standing = "WING";
  after.ops.push_back(model::Retract{model::ItemKind::link, significant.id, "entered wrongly"});
  after.ops.push_back(wing);
  const model::LinkId membership(known_id(103));
  after.ops.push_back(model::Retract{model::ItemKind::link, membership, "another man"});
  world_.write(after);
  const char* level =
      "Corrected: must be kept apart from Rory Kettle: Cell, landing and wing, open, was Cell only,"
      " open";
  EXPECT_THAT(lines_of(see("pia.ollery", tam)),
              ElementsAre("Corrected: Also known as: Tommie, was Tammie", level,
                          "Taken back: is a member of Lock Row"));
  EXPECT_THAT(
      lines_of(see("col.strand", tam)),
      ElementsAre("Corrected: Also known as: Tommie, was Tammie", level,
                  "Taken back: Also known as: Two Rivers", "Taken back: is a member of Lock Row"));
}

TEST_F(Told, WhoIsReadAsAnotherSinceIsTold) {
  const std::string tam = page_of(kTam);
  see("pia.ollery", tam);
  world_.clock.advance_minutes(10);
  model::Batch judged = batch();
  judged.ops = {model::PutJudgement{model::JudgementId(known_id(920)), model::RecordId(kTam),
                                    model::RecordId(kRory), model::Verdict::same, "Jo Farrow",
                                    "the same scar", 0}};
  world_.write(judged);
  const JsonValue page = see("pia.ollery", tam);
  EXPECT_EQ(page.find("same_person")->find("joined")->integer, 3);
  EXPECT_THAT(lines_of(page),
              ::testing::Contains("Read as this person since: Rory Kettle, invented"));
  model::Batch undone = batch();
  undone.ops = {model::Retract{model::ItemKind::judgement, known_id(920), "another man"}};
  world_.write(undone);
  EXPECT_THAT(lines_of(see("pia.ollery", tam)),
              ::testing::Contains("No longer read as this person: Rory Kettle, invented"));
}

TEST_F(Told, ATieIsToldByTheFileThatBroughtIt) {
  model::Batch feed = batch();
  model::PutFeed put;
  put.name = "prison.non_associations";
  put.agency = kPrisons;
  put.title = "Keep-aparts, codes as in the service";
  put.label = feed.labels[0];
  feed.ops = {put};
  world_.write(feed);

  const model::ImportId import(known_id(900));
  model::Batch rows = batch();
  rows.import = model::ImportFacts{import, put.name, "keep-aparts.csv", "h"};
  model::PutLink apart;
  apart.id = model::LinkId(known_id(901));
  apart.kind = model::LinkKind::keep_apart;
  apart.a = model::RecordId(kTam);
  apart.b = model::RecordId(kRory);
  apart.standing = "WING";
  apart.role = "GANG_RELATED";
  apart.status = "open";
  rows.ops = {apart};
  ASSERT_TRUE(world_.desk().begin_import(import));
  ASSERT_TRUE(world_.desk().append_chunk(import, rows));
  model::Batch closing = batch();
  closing.import = rows.import;
  ASSERT_TRUE(world_.desk().commit_import(import, closing));

  const JsonValue page = see("pia.ollery", page_of(kTam));
  const JsonValue& kept = page.find("keep_aparts")->items.at(0);
  EXPECT_EQ(kept.find("source")->find("title")->text, "Keep-aparts");
  EXPECT_EQ(kept.find("level")->text, "Cell, landing and wing");
  EXPECT_EQ(kept.find("reason_words")->text, "Gang related");
  EXPECT_EQ(kept.find("age")->text, "today");
  const JsonValue& phone = page.find("phones")->items.at(0).find("told")->items.at(0);
  EXPECT_EQ(phone.find("source")->find("title")->text, "invented") << "by hand: its record's feed";
}

TEST_F(Told, ACrowdIsShownInPartsWithHowManyThereAre) {
  model::Batch crowd = batch();
  for (std::uint64_t n = 0; n < 60; ++n) {
    model::PutRecord person;
    person.id = model::RecordId(known_id(1000 + n));
    person.kind = model::RecordKind::person;
    person.agency = kPrisons;
    person.source_key = "crowd" + std::to_string(n);
    model::Statement name;
    name.property = model::Property::full_name;
    name.value = "Caller " + std::to_string(n);
    person.statements = {name};
    crowd.ops.push_back(person);
    model::PutLink uses;
    uses.id = model::LinkId(known_id(2000 + n));
    uses.kind = model::LinkKind::uses;
    uses.a = person.id;
    uses.b = model::RecordId(kPhone);
    crowd.ops.push_back(uses);
  }
  world_.write(crowd);
  const std::string phone = "/api/things/" + to_text(kPhone);
  std::set<std::string> seen;
  std::vector<std::size_t> parts;
  for (const std::size_t from : {0u, 50u, 100u}) {
    const JsonValue page = see("pia.ollery", phone + "?from=" + std::to_string(from));
    EXPECT_EQ(page.find("contacts_all")->integer, 62) << "the sealed one is not among them";
    const auto& contacts = page.find("contacts")->items;
    parts.push_back(contacts.size());
    for (const auto& contact : contacts) seen.insert(contact.find("item")->find("id")->text);
  }
  EXPECT_THAT(parts, ElementsAre(50, 12, 0));
  EXPECT_EQ(seen.size(), 62u) << "each once";
}

}  // namespace
}  // namespace sallyport::api::testing
