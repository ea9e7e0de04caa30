// The first page of a shift: what it holds for whom, and that one look says it all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/internal/test_world.hpp"

namespace sallyport::api::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TodayTest : public ::testing::Test {
 protected:
  TodayTest() {
    model::Batch set_up = batch();
    for (const char* user : {"ada.here", "bea.sealed", "cy.everywhere"}) {
      model::PutAccount account = TestWorld::account(user, kPrisons);
      if (user[0] == 'b') account.compartments = {"SEALED"};
      if (user[0] != 'c') account.audiences.push_back("place:wexmoor");
      set_up.ops.push_back(account);
    }
    set_up.ops.push_back(say(kPrison, model::Property::place_code, "WEXMOOR"));
    set_up.ops.push_back(say(kPrison, model::Property::place_name, "Wexmoor"));
    world_.write(set_up);
    for (const char* user : {"ada.here", "bea.sealed", "cy.everywhere"})
      world_.give_passphrase(user);
    model::Batch country = batch();
    country.ops.push_back(event(1, model::EventKind::stay, kTam, "", "2026-10-01T09:00:00Z"));
    country.ops.push_back(
        event(2, model::EventKind::movement, kRory, "planned", "2026-10-15T21:30:00Z"));
    auto hidden =
        event(3, model::EventKind::movement, kSealedMan, "planned", "2026-10-15T21:10:00Z");
    hidden.label = 1;
    country.ops.push_back(hidden);
    country.ops.push_back(
        event(4, model::EventKind::release, kTam, "planned", "2026-10-15T23:00:00Z"));
    world_.write(country);
  }

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
  static model::PutStatements say(Id128 record, model::Property property, const char* value) {
    model::Statement statement;
    statement.property = property;
    statement.value = value;
    return {model::RecordId(record), {statement}};
  }
  static model::PutEvent event(std::uint64_t n, model::EventKind kind, Id128 person,
                               const char* code, const char* when) {
    model::PutEvent out;
    out.id = model::EventId(known_id(500 + n));
    out.kind = kind;
    out.subject = model::RecordId(person);
    out.place = model::RecordId(kPrison);
    out.at = {parse_iso_instant(when)->us, TimeRange::kOpen};
    out.code = code;
    return out;
  }
  static model::PutLink apart(std::uint64_t n, Id128 a, Id128 b, model::LabelIndex label = 0) {
    model::PutLink out;
    out.id = model::LinkId(known_id(600 + n));
    out.kind = model::LinkKind::keep_apart;
    out.a = model::RecordId(a);
    out.b = model::RecordId(b);
    out.standing = "WING";
    out.status = "open";
    out.label = label;
    return out;
  }
  JsonValue see(const std::string& user) {
    Browser browser(world_);
    browser.sign_in(user);
    const auto answer = browser.get("/api/today");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return parse_json(answer.body, 64).value();
  }
  static std::vector<std::string> people(const JsonValue& page, const char* list) {
    std::vector<std::string> out;
    for (const auto& one : page.find(list)->items)
      out.push_back(one.find("person")->find("title")->text);
    return out;
  }
  static std::vector<std::string> news(const JsonValue& page) {
    std::vector<std::string> out;
    const JsonValue* told = page.find("news");
    if (told == nullptr) return {"a first shift"};
    for (const auto& line : told->find("lines")->items) {
      const JsonValue* why = line.find("why");
      out.push_back(line.find("about")->find("title")->text +
                    (why == nullptr ? "" : " (" + why->text + ")") + ":");
      for (const auto& segment : line.find("words")->items)
        out.back() += (&segment == &line.find("words")->items.front() ? " " : "") +
                      segment.find("text")->text;
    }
    return out;
  }

  TestWorld world_;
};

TEST_F(TodayTest, HoldsWhatConcernsThePlaceOneWorksAt) {
  const JsonValue page = see("ada.here");
  ASSERT_EQ(page.find("places")->items.size(), 1u);
  EXPECT_EQ(page.find("places")->items[0].find("title")->text, "Wexmoor");
  EXPECT_THAT(people(page, "arrivals"), ElementsAre("Rory Kettle"))
      << "the sealed man is not there";
  EXPECT_THAT(people(page, "releases"), ElementsAre("Tam Vesper"));
  EXPECT_TRUE(page.find("releases")->items[0].find("planned")->boolean);
  EXPECT_THAT(news(page), ElementsAre("a first shift"));
  EXPECT_THAT(people(see("bea.sealed"), "arrivals"), ElementsAre("Hugh Ollerton", "Rory Kettle"));
  EXPECT_THAT(see("cy.everywhere").find("places")->items, IsEmpty());
}

TEST_F(TodayTest, IsOneLookWithAReasonOfItsOwnThatLeadsOn) {
  const std::uint64_t before = world_.looks();
  Browser browser(world_);
  browser.sign_in("ada.here");
  EXPECT_EQ(browser.get("/api/today").status, 200);
  EXPECT_EQ(world_.looks(), before + 1);
  const auto looks = world_.read_looks();
  EXPECT_EQ(looks.back().verb, "today");
  EXPECT_EQ(looks.back().reason, "the start of a shift");
  const auto shown = looks.back().shown;
  const auto has = [&](Id128 id) {
    return std::find(shown.begin(), shown.end(), id) != shown.end();
  };
  EXPECT_TRUE(has(kRory) && has(kTam));
  EXPECT_FALSE(has(kSealedMan) || has(kReport));
  const std::string tam = "/api/people/" + to_text(kTam);
  EXPECT_EQ(browser.get(tam).status, 428) << "no reason of any kind";
  EXPECT_EQ(browser.get(tam, {{"X-Came-From", "today:" + to_text(known_id(504))}}).status, 200);
  EXPECT_EQ(world_.read_looks().back().reason, "came from today");
  EXPECT_EQ(browser.get(tam, {{"X-Came-From", "today:" + to_text(kSealedMan)}}).status, 428)
      << "a row that is hidden leads nowhere";
}

TEST_F(TodayTest, TellsWhatChangedHereSinceTheLastShiftToWhoMaySeeIt) {
  model::Batch first = batch();
  first.ops = {apart(1, kTam, kRory)};
  world_.write(first);
  for (const char* user : {"ada.here", "bea.sealed", "cy.everywhere"}) see(user);
  world_.clock.advance_minutes(3 * 60);
  for (const char* user : {"ada.here", "bea.sealed"})
    EXPECT_THAT(news(see(user)), ElementsAre("a first shift")) << "still the same shift";
  model::Batch more = batch();
  more.ops = {model::Retract{model::ItemKind::link, known_id(601), "entered wrongly"},
              apart(2, kTam, kSealedMan, 1), say(kTam, model::Property::marker, "RING")};
  world_.write(more);
  world_.clock.advance_minutes(4 * 60 + 1);  // Fri 16 Oct, 05:01 by the clock on the wall
  const char* marker = "Tam Vesper (leaves 16 Oct 2026): Safety marker: Ring";
  const char* gone = "Tam Vesper (leaves 16 Oct 2026): Taken back: keep apart from Rory Kettle";
  EXPECT_THAT(news(see("ada.here")), ElementsAre(gone, marker));
  EXPECT_THAT(
      news(see("bea.sealed")),
      ElementsAre("Tam Vesper (leaves 16 Oct 2026): Keep apart from Hugh Ollerton: Cell, landing "
                  "and wing",
                  gone, marker));
  EXPECT_THAT(news(see("ada.here")), ElementsAre(gone, marker)) << "all through the shift";
}

TEST_F(TodayTest, IsForThoseWhoMayLook) {
  model::Batch set_up = batch();
  model::PutAccount account = TestWorld::account("dee.notes", kPrisons);
  account.roles = {"note"};
  set_up.ops.push_back(account);
  world_.write(set_up);
  world_.give_passphrase("dee.notes");
  Browser browser(world_);
  browser.sign_in("dee.notes");
  EXPECT_EQ(browser.get("/api/today").status, 403);
}

}  // namespace
}  // namespace sallyport::api::testing
