// Undoing an import over HTTP: what rests on it, what goes, what comes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/internal/test_world.hpp"

namespace sallyport::api::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

int code_of(const http::ClientAnswer& answer) {
  const auto body = parse_json(answer.body, 64);
  const JsonValue* code = body ? body->find("code") : nullptr;
  return code == nullptr ? 0 : static_cast<int>(code->integer);
}

constexpr std::string_view kHead =
    "OFFICIAL SENSITIVE\n"
    "na_id,first_prison_number,first_surname,first_forenames,first_date_of_birth,first_role,"
    "first_prison,second_prison_number,second_surname,second_forenames,second_date_of_birth,"
    "second_role,second_prison,reason,restriction,comment,authorised_by,created,closed,"
    "closed_reason\n";

// One row of keeping apart: two men by their numbers.
std::string keep_apart(const std::string& id, const std::string& first, const std::string& second) {
  return std::string(kHead) + id + "," + first + ",Ash,Tom,,UNKNOWN,Wexmoor," + second +
         ",Birch,Ned,,UNKNOWN,Wexmoor,VIOLENCE,WING,fought,,2026-09-01,,\n";
}

class Undoing : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.give_passphrase("pia.ollery");
    world_.give_passphrase("col.strand");
    browser_ = std::make_unique<Browser>(world_);
    browser_->sign_in("pia.ollery", "the wrong file");
    first_ = bring_in("first.csv", keep_apart("NA-0000011", "A4444AA", "A5555AA"), 1);
    bring_in("second.csv", keep_apart("NA-0000012", "A4444AA", "A6666AA"), 1);
  }
  std::string bring_in(const std::string& name, const std::string& file, std::int64_t taken) {
    const auto answer =
        browser_->post("/api/imports?name=" + name + "&feed=prison.non_associations", file);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto state = parse_json(answer.body, 64);
    EXPECT_EQ(state->find("taken")->integer, taken) << answer.body;
    return state->find("id")->text;
  }
  std::string found(const std::string& text) {
    const auto answer =
        parse_json(browser_->post("/api/search", R"({"q":")" + text + R"("})").body, 64);
    const auto& groups = answer->find("groups")->items;
    return groups.empty() ? "" : groups[0].find("hits")->items[0].find("id")->text;
  }
  http::ClientAnswer undo(bool confirm, const std::string& key = "undo") {
    const std::string body =
        confirm ? R"({"confirm":true,"reason":"wrong file"})" : R"({"confirm":false})";
    return browser_->post("/api/imports/" + first_ + "/retraction", body,
                          {{"Idempotency-Key", key}});
  }
  static std::int64_t count(const http::ClientAnswer& answer, const char* name) {
    const auto body = parse_json(answer.body, 64);
    const JsonValue* value = body ? body->find(name) : nullptr;
    return value == nullptr ? -1 : value->integer;
  }

  TestWorld world_;
  std::unique_ptr<Browser> browser_;
  std::string first_;
};

TEST_F(Undoing, FirstListsJudgementsAndReportsThatRestOnIt) {
  const std::string birch = found("A5555AA");
  ASSERT_EQ(birch.size(), 26u);
  const auto judged = browser_->post("/api/judgements",
                                     R"({"a":")" + birch + R"(","b":")" + to_text(testing::kRory) +
                                         R"(","verdict":"different","reason":"not alike"})");
  ASSERT_EQ(judged.status, 200) << judged.body;
  const auto filed = browser_->post(
      "/api/reports",
      R"({"urn":"EPS/2026/000009","date":"2026-10-15","scheme":"3x5x2","source":"2",)"
      R"("information":"C","handling":"P","conditions":[],"originator":"Wexmoor security",)"
      R"("text":"He has a phone.","asserts":[{"kind":"uses","a":")" +
          birch + R"(","b":")" + to_text(testing::kPhone) + R"("}],"idempotency_key":"r9"})");
  ASSERT_EQ(filed.status, 200) << filed.body;
  const auto preview = undo(false);
  ASSERT_EQ(preview.status, 200) << preview.body;
  EXPECT_EQ(count(preview, "records"), 0);
  EXPECT_EQ(count(preview, "stay"), 2) << "one by the second file, one by the report";
  EXPECT_EQ(count(preview, "links"), 1);
  EXPECT_THAT(preview.body, HasSubstr("different on"));
  EXPECT_THAT(preview.body, HasSubstr("report EPS/2026/000009"));
  const auto looks = world_.read_looks();
  const auto& shown = looks.back().shown;
  EXPECT_NE(std::find(shown.begin(), shown.end(), *parse_id(birch)), shown.end());
  // the report keeps its man, by his number
  ASSERT_EQ(undo(true).status, 200);
  EXPECT_EQ(found("A5555AA"), birch);
  EXPECT_EQ(found("Birch A5555AA").empty(), false);
  EXPECT_THAT(browser_->get("/api/people/" + birch).body, Not(HasSubstr("Do not place with")));
}

TEST_F(Undoing, IsOnceAndSaysWhenItWas) {
  const auto preview = undo(false);
  EXPECT_EQ(count(preview, "records"), 1);
  EXPECT_EQ(count(preview, "stay"), 1);
  const auto done = undo(true, "k1");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(count(done, "records"), 1) << "what went";
  const auto entries = world_.desk().picture().entries();
  const auto again = undo(true, "k1");
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_THAT(again.body, HasSubstr("\"done\":true"));
  const auto other = undo(true, "k2");
  EXPECT_EQ(code_of(other), 302);
  EXPECT_THAT(other.body, HasSubstr("was undone on"));
  EXPECT_THAT(other.body, HasSubstr("wrong file"));
  EXPECT_EQ(code_of(undo(false)), 302);
  EXPECT_EQ(world_.desk().picture().entries(), entries);
  EXPECT_EQ(found("A5555AA"), "");
  EXPECT_NE(found("A4444AA"), "");
}

TEST_F(Undoing, TheSameFileBringsTheSameBackOnce) {
  const std::string ash = found("A4444AA");
  ASSERT_EQ(undo(true).status, 200);
  bring_in("first.csv", keep_apart("NA-0000011", "A4444AA", "A5555AA"), 1);
  EXPECT_EQ(found("A4444AA"), ash) << "the one who stayed";
  const std::string birch = found("A5555AA");
  ASSERT_EQ(birch.size(), 26u);
  const std::string page = browser_->get("/api/people/" + ash).body;
  const auto apart = parse_json(page, 64)->find("keep_aparts")->items.size();
  EXPECT_EQ(apart, 2u) << "the second file's and, once, the first one's: " << page;
  bring_in("first.csv", keep_apart("NA-0000011", "A4444AA", "A5555AA"), 0);
}

// What a file says of somebody only when it makes his record: gone with the import, back with it.
TEST_F(Undoing, NamesThatAFileBroughtWithTheirRecordsGoAndComeBackWithIt) {
  const std::string ash = found("A4444AA");
  const auto title = [&] {
    return parse_json(browser_->get("/api/people/" + ash).body, 64)->find("title")->text;
  };
  EXPECT_EQ(title(), "Tom Ash");
  ASSERT_EQ(undo(true).status, 200);
  EXPECT_EQ(title(), "A4444AA") << "the second file still speaks of the number";
  bring_in("first.csv", keep_apart("NA-0000011", "A4444AA", "A5555AA"), 1);
  EXPECT_EQ(title(), "Tom Ash");
  EXPECT_EQ(found("Tom Ash"), ash) << "and is searched by it";
}

TEST_F(Undoing, TotalsAreToldToTheSenderAlone) {
  EXPECT_THAT(browser_->get("/api/imports").body, HasSubstr("\"taken\":1"));
  Browser other(world_);
  other.sign_in("col.strand");
  const auto list = other.get("/api/imports");
  EXPECT_THAT(list.body, HasSubstr(first_));
  EXPECT_THAT(list.body, Not(HasSubstr("\"taken\"")));
  EXPECT_THAT(other.get("/api/imports/" + first_).body,
              HasSubstr("\"brought\":{\"records\":2,\"links\":1,\"events\":0}"));
}

}  // namespace
}  // namespace sallyport::api::testing
