// The API as a browser meets it: signing in, reasons, hidden and absent, changes, uploads, and that
// every answer was written down before it left.
#include "api/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "api/internal/test_world.hpp"

namespace sallyport::api {
namespace {

using testing::Browser;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TestWorld;

// One world for tests that change nothing: accounts are slow to make.
class Api : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = std::make_unique<TestWorld>();
    world_->give_passphrase("pia.ollery");
    world_->give_passphrase("col.strand");
  }
  static void TearDownTestSuite() { world_.reset(); }
  static std::unique_ptr<TestWorld> world_;
};
std::unique_ptr<TestWorld> Api::world_;

int code_of(const http::ClientAnswer& answer) {
  const auto body = parse_json(answer.body, 64);
  const JsonValue* code = body ? body->find("code") : nullptr;
  return code == nullptr ? 0 : static_cast<int>(code->integer);
}

TEST_F(Api, SignsInWithACookieNoScriptCanRead) {
  Browser browser(*world_);
  EXPECT_THAT(browser.get("/api/session").body, HasSubstr("\"signed_in\":false"));
  const auto answer = browser.sign_in("pia.ollery");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr("\"user\":\"pia.ollery\""));
  const std::string cookie(*answer.headers.find("Set-Cookie"));
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("SameSite=Strict"));
  EXPECT_THAT(browser.get("/api/session").body, HasSubstr("\"signed_in\":true"));
  EXPECT_EQ(browser.call(http::Method::kDelete, "/api/session").status, 200);
  EXPECT_EQ(browser.get("/api/feeds").status, 401);
}

TEST_F(Api, RefusesAWrongPassphraseAndAnUnknownUserAlike) {
  Browser browser(*world_);
  const auto wrong = browser.post(
      "/api/session", R"({"user":"pia.ollery","passphrase":"not the right one at all"})");
  const auto unknown = browser.post(
      "/api/session", R"({"user":"nobody.here","passphrase":"not the right one at all"})");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.status, unknown.status);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_THAT(wrong.body, Not(HasSubstr("not the right one")));
}

TEST_F(Api, NothingWithoutASession) {
  Browser browser(*world_);
  const auto looks = world_->looks();
  const auto one = browser.get("/api/people/" + to_text(testing::kTam));
  const auto other = browser.get("/api/people/" + to_text(testing::known_id(999)));
  EXPECT_EQ(one.status, 401);
  EXPECT_EQ(one.body, other.body);
  EXPECT_EQ(browser.post("/api/search", R"({"q":"vesper"})").body, one.body);
  EXPECT_EQ(world_->looks(), looks);
}

TEST_F(Api, ChangesNeedTheTokenAndTheSameSite) {
  Browser browser(*world_);
  browser.sign_in("pia.ollery", "night duty");
  const std::string body = R"({"q":"vesper"})";
  EXPECT_EQ(browser.post("/api/search", body).status, 200);
  EXPECT_EQ(browser.post("/api/search", body, {{"X-CSRF", "guess"}}).status, 403);
  EXPECT_EQ(browser.post("/api/search", body, {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
  EXPECT_EQ(browser.post("/api/search", body, {{"Origin", "https://example.org"}}).status, 403);
  const auto sign_in = browser.post("/api/session", "{}", {{"Sec-Fetch-Site", "same-site"}});
  EXPECT_EQ(sign_in.status, 403) << "a page elsewhere must not sign anybody in";
  browser.csrf.clear();
  EXPECT_EQ(browser.post("/api/search", body).status, 403);
}

TEST_F(Api, AsksForAReasonUnlessOneCameFromWork) {
  Browser browser(*world_);
  browser.sign_in("pia.ollery");
  const std::string page = "/api/people/" + to_text(testing::kTam);
  const auto asked = browser.get(page);
  EXPECT_EQ(asked.status, 428);
  EXPECT_EQ(code_of(asked), 204);
  const std::string group = "group:" + to_text(testing::kGroup);
  EXPECT_EQ(browser.get(page, {{"X-Came-From", group}}).status, 200);
  EXPECT_EQ(world_->read_looks().back().reason, "came from group");
  EXPECT_EQ(world_->read_looks().back().came_from, group);
  // what is hidden, absent or of another kind is nothing one came from; all are answered alike
  const std::string hidden = "person:" + to_text(testing::kSealedMan);
  const std::string absent = "person:" + to_text(testing::known_id(999));
  const auto by_hidden = browser.get(page, {{"X-Came-From", hidden}});
  EXPECT_EQ(by_hidden.status, 428);
  EXPECT_EQ(by_hidden.body, browser.get(page, {{"X-Came-From", absent}}).body);
  EXPECT_EQ(browser.get(page, {{"X-Came-From", "person:" + to_text(testing::kGroup)}}).status, 428);
  EXPECT_EQ(browser.get(page, {{"X-Came-From", "search:"}}).status, 428);
}

TEST_F(Api, AReasonLastsThirtyMinutes) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  Browser browser(world);
  browser.sign_in("pia.ollery", "tonight's arrivals");
  const std::string page = "/api/people/" + to_text(testing::kTam);
  EXPECT_EQ(browser.get(page).status, 200);
  EXPECT_EQ(world.read_looks().back().reason, "tonight's arrivals");
  world.clock.advance_minutes(14);
  EXPECT_EQ(browser.get(page).status, 200);
  world.clock.advance_minutes(14);
  EXPECT_EQ(browser.get(page).status, 200);
  world.clock.advance_minutes(3);
  EXPECT_EQ(browser.get(page).status, 428);
  // a search one made is work to come from, once a reason was given
  EXPECT_EQ(browser.get(page, {{"X-Came-From", "search:"}}).status, 200);
  world.clock.advance_minutes(16);
  EXPECT_EQ(browser.get(page).status, 401) << "idle for a quarter of an hour";
}

TEST_F(Api, HiddenAndAbsentAreTheSameBytes) {
  Browser browser(*world_);
  browser.sign_in("pia.ollery", "night duty");
  const std::string hidden = to_text(testing::kSealedMan);
  const std::string absent = to_text(testing::known_id(999));
  for (const std::string& before :
       {"/api/people/", "/api/groups/", "/api/things/", "/api/reports/", "/api/places/"}) {
    const auto a = browser.get(before + hidden);
    const auto b = browser.get(before + absent);
    EXPECT_EQ(a.status, 404) << before;
    EXPECT_EQ(a.body, b.body) << before;
    EXPECT_EQ(a.headers.lines().size(), b.headers.lines().size()) << before;
    EXPECT_EQ(browser.get(before + "nonsense").body, a.body) << before;
  }
  const std::string tam = to_text(testing::kTam);
  const auto path = [&](const std::string& to) {
    return browser.post("/api/paths", R"({"from":")" + tam + R"(","to":")" + to + R"("})");
  };
  EXPECT_EQ(path(hidden).status, 404);
  EXPECT_EQ(path(hidden).body, path(absent).body);
  const auto judge = [&](const std::string& b) {
    return browser.post("/api/judgements", R"({"a":")" + tam + R"(","b":")" + b +
                                               R"(","verdict":"same","reason":"one man"})");
  };
  EXPECT_EQ(judge(hidden).status, 404);
  EXPECT_EQ(judge(hidden).body, judge(absent).body);
  Browser wider(*world_);
  wider.sign_in("col.strand", "sealed work");
  EXPECT_EQ(wider.get("/api/people/" + hidden).status, 200);
}

TEST_F(Api, UnknownFieldsAndParametersAreRefused) {
  Browser browser(*world_);
  browser.sign_in("pia.ollery", "night duty");
  const auto answer = browser.post("/api/search", R"({"q":"vesper","label":"open"})");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(code_of(answer), 103);
  EXPECT_THAT(answer.body, HasSubstr("\"field\":\"label\""));
  EXPECT_EQ(browser.get("/api/people/" + to_text(testing::kTam) + "?as=admin").status, 422);
  EXPECT_EQ(browser.get("/api/feeds?all=1").status, 422);
  EXPECT_EQ(browser.post("/api/search", "[]").status, 400);
}

TEST_F(Api, EveryLookIsWrittenDownEmptyAndRefusedOnesToo) {
  Browser browser(*world_);
  browser.sign_in("pia.ollery", "night duty");
  const auto before = world_->looks();
  std::uint64_t asked = 0;
  const std::string tam = to_text(testing::kTam);
  for (const std::string& page : std::vector<std::string>{
           "/api/people/" + tam, "/api/people/" + tam + "/identity",
           "/api/people/" + to_text(testing::kSealedMan), "/api/people/none",
           "/api/things/" + to_text(testing::kPhone), "/api/reports/none/standard"}) {
    browser.get(page);
    EXPECT_EQ(world_->looks(), before + ++asked) << page;
  }
  for (const std::string& query : {R"({"q":"vesper"})", R"({"q":"nobodyatall"})", R"({"q":7})"}) {
    browser.post("/api/search", query);
    EXPECT_EQ(world_->looks(), before + ++asked) << query;
  }
  for (const std::string& list : {"/api/feeds", "/api/imports", "/api/imports/none"}) {
    browser.get(list);
    EXPECT_EQ(world_->looks(), before + ++asked) << list;
  }
  browser.get("/api/session");
  EXPECT_EQ(world_->looks(), before + asked);
  const auto looks = world_->read_looks();
  const auto directory = world_->desk().picture().directory();
  const auto view =
      picture::View::open(world_->desk().picture(), directory->accounts.at("pia.ollery"),
                          "security", {}, looks.back().business_at);
  EXPECT_EQ(looks.back().view, view.digest()) << "the view can be opened again";
  EXPECT_EQ(looks.back().verb, "import");
  EXPECT_EQ(looks.back().purpose, "security");
  EXPECT_THAT(looks.back().request, HasSubstr("/api/imports/none"));
}

TEST_F(Api, TheTagIsOfWhatIsSeenAndNotModifiedIsWrittenDown) {
  Browser browser(*world_);
  browser.sign_in("pia.ollery", "night duty");
  const std::string page = "/api/people/" + to_text(testing::kRory);
  const auto first = browser.get(page);
  ASSERT_EQ(first.status, 200);
  const std::string tag(*first.headers.find("ETag"));
  const auto before = world_->looks();
  const auto again = browser.get(page, {{"If-None-Match", tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(world_->looks(), before + 1);
  EXPECT_EQ(browser.get(page, {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Api, SearchesFindWhatIsVisibleOnly) {
  Browser browser(*world_);
  browser.sign_in("pia.ollery", "night duty");
  EXPECT_THAT(browser.post("/api/search", R"({"q":"vesper"})").body,
              HasSubstr(to_text(testing::kTam)));
  EXPECT_THAT(browser.post("/api/search", R"({"q":"ollerton"})").body,
              Not(HasSubstr(to_text(testing::kSealedMan))));
  Browser wider(*world_);
  wider.sign_in("col.strand", "sealed work");
  EXPECT_THAT(wider.post("/api/search", R"({"q":"ollerton"})").body,
              HasSubstr(to_text(testing::kSealedMan)));
}

TEST_F(Api, TheTwinWorldAnswersTheSameBytes) {
  testing::WorldOptions options;
  options.keep = [](const model::Op& op) {
    const auto* record = std::get_if<model::PutRecord>(&op);
    const auto* link = std::get_if<model::PutLink>(&op);
    return !(record && record->label == testing::kSealed) &&
           !(link && link->label == testing::kSealed);
  };
  // worlds of its own: what came since she looked is told by her own looks, the same in both
  TestWorld full;
  full.give_passphrase("pia.ollery");
  TestWorld twin(options);
  twin.give_passphrase("pia.ollery");
  Browser here(full);
  Browser there(twin);
  here.sign_in("pia.ollery", "night duty");
  there.sign_in("pia.ollery", "night duty");
  for (const Id128 id : {testing::kTam, testing::kRory, testing::kSealedMan, testing::kPhone,
                         testing::kGroup, testing::kPrison, testing::kReport}) {
    for (const std::string& page :
         {"/api/people/", "/api/things/", "/api/groups/", "/api/places/", "/api/reports/"}) {
      EXPECT_EQ(here.get(page + to_text(id)).body, there.get(page + to_text(id)).body);
    }
    const std::string around = R"({"ids":[")" + to_text(id) + R"("],"depth":2})";
    EXPECT_EQ(here.post("/api/neighbourhoods", around).body,
              there.post("/api/neighbourhoods", around).body);
  }
  for (const std::string& query : {"ollerton", "vesper", "07700 900417", "hugh", "kettle"}) {
    const std::string body = R"({"q":")" + query + R"("})";
    EXPECT_EQ(here.post("/api/search", body).body, there.post("/api/search", body).body);
    EXPECT_EQ(here.post("/api/suggestions", body).body, there.post("/api/suggestions", body).body);
  }
}

TEST(ApiChanges, ARevokedUserLosesTheNextRequest) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  Browser browser(world);
  browser.sign_in("pia.ollery", "night duty");
  const std::string page = "/api/people/" + to_text(testing::kTam);
  EXPECT_EQ(browser.get(page).status, 200);
  model::Batch batch;
  batch.actor = "administrator";
  auto account = TestWorld::account("pia.ollery", testing::kPrisons);
  account.active = false;
  batch.ops.push_back(account);
  world.write(batch);
  const auto refused = browser.get(page);
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(browser.get("/api/session").status, 200);
  EXPECT_THAT(browser.get("/api/session").body, HasSubstr("\"signed_in\":false"));
  EXPECT_EQ(browser.sign_in("pia.ollery").status, 401);
}

TEST(ApiChanges, AJudgementIsMadeOnceAndUndone) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  Browser browser(world);
  browser.sign_in("pia.ollery", "one man or two");
  const std::string tam = to_text(testing::kTam);
  const std::string body = R"({"a":")" + tam + R"(","b":")" + to_text(testing::kRory) +
                           R"(","verdict":"same","reason":"photographs agree"})";
  const std::string identity = "/api/people/" + tam + "/identity";
  const std::string apart = browser.get(identity).body;
  const auto first = browser.post("/api/judgements", body, {{"Idempotency-Key", "k1"}});
  ASSERT_EQ(first.status, 200) << first.body;
  const std::string together = browser.get(identity).body;
  EXPECT_NE(together, apart);
  const auto again = browser.post("/api/judgements", body, {{"Idempotency-Key", "k1"}});
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(browser.get(identity).body, together);
  const std::string id = parse_json(first.body)->find("id")->text;
  const auto undone =
      browser.post("/api/judgements/" + id + "/undo", R"({"reason":"wrong photograph"})");
  EXPECT_EQ(undone.status, 200) << undone.body;
  EXPECT_EQ(browser.get(identity).body, apart);
  EXPECT_EQ(browser.post("/api/judgements/" + id + "/undo", R"({"reason":"again"})").status, 404);
}

TEST(ApiChanges, AReportIsFiledAndShowsAtOnce) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  Browser browser(world);
  browser.sign_in("pia.ollery", "a find on the wing");
  const std::string body =
      R"({"urn":"EPS/2026/000002","date":"2026-10-15","scheme":"3x5x2","source":"2",)"
      R"("information":"C","handling":"P","conditions":[],"originator":"Wexmoor security",)"
      R"("text":"Kettle hides a phone.\nIn the workshop.","asserts":[{"kind":"uses","a":")" +
      to_text(testing::kRory) + R"(","b":")" + to_text(testing::kPhone) +
      R"("}],"idempotency_key":"r1"})";
  const auto filed = browser.post("/api/reports", body);
  ASSERT_EQ(filed.status, 200) << filed.body;
  const std::string id = parse_json(filed.body)->find("id")->text;
  EXPECT_THAT(browser.get("/api/reports/" + id).body, HasSubstr("Kettle hides a phone."));
  EXPECT_EQ(browser.post("/api/reports", body).body, filed.body);
  EXPECT_EQ(browser.get("/api/reports/" + id + "/standard").status, 200);
  std::string unknown = body;
  unknown.replace(unknown.find("EPS/2026/000002"), 3, "EPX");
  unknown.insert(unknown.size() - 1, R"(,"releasable":"all")");
  EXPECT_EQ(browser.post("/api/reports", unknown).status, 422);
}

TEST(ApiChanges, TheFirstAdministratorIsMadeOnceAndReadsNothing) {
  TestWorld world;
  const auto token = world.desk().accounts().make_setup_token();
  ASSERT_TRUE(token);
  Browser browser(world);
  EXPECT_THAT(browser.get("/api/session").body, HasSubstr("\"setup_needed\":true"));
  const auto set_up = [&](const std::string& with) {
    return browser.post("/api/setup", R"({"token":")" + with +
                                          R"(","user":"ada.keene","display_name":"Ada Keene",)" +
                                          R"("passphrase":"a walk along the old canal"})");
  };
  EXPECT_EQ(set_up("WRONG").status, 401);
  const auto made = set_up(*token);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_THAT(made.body, HasSubstr("\"may\":[\"administer\"]"));
  browser.csrf = parse_json(made.body)->find("csrf")->text;
  EXPECT_EQ(set_up(*token).status, 409);
  EXPECT_EQ(browser.get("/api/people/" + to_text(testing::kTam)).status, 403);
  EXPECT_EQ(world.looks(), 0u);
}

TEST(ApiChanges, CodesArePrintedOnceAndTheClockIsTheStorys) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  Browser browser(world);
  browser.sign_in("pia.ollery");
  EXPECT_EQ(browser.post("/api/session/codes", R"({"passphrase":"some other words here"})").status,
            422);
  const auto codes = browser.post(
      "/api/session/codes", R"({"passphrase":")" + std::string(testing::kPassphrase) + R"("})");
  ASSERT_EQ(codes.status, 200);
  EXPECT_EQ(parse_json(codes.body)->find("codes")->items.size(), 10u);
  Browser other(world);
  EXPECT_EQ(other.sign_in("pia.ollery").status, 401) << "a code is needed from now on";
  const auto clock = browser.post("/api/session/clock", R"({"business_now":"2026-10-20T22:00"})");
  EXPECT_THAT(clock.body, HasSubstr("2026-10-20T21:00:00Z"));
  EXPECT_EQ(browser.post("/api/session/clock", R"({"business_now":"tomorrow"})").status, 422);
}

constexpr std::string_view kNonAssociations =
    "OFFICIAL SENSITIVE\n"
    "na_id,first_prison_number,first_surname,first_forenames,first_date_of_birth,first_role,"
    "first_prison,second_prison_number,second_surname,second_forenames,second_date_of_birth,"
    "second_role,second_prison,reason,restriction,comment,authorised_by,created,closed,"
    "closed_reason\n"
    "NA-0000001,A1111AA,Vesper,Tam,,UNKNOWN,Wexmoor,A2222AA,Kettle,Rory,,UNKNOWN,Wexmoor,"
    "VIOLENCE,WING,fought,,2026-09-01,,\n"
    "NA-0000002,A1111AA,Vesper,Tam,,UNKNOWN,Wexmoor,A2222AA,Kettle,Rory,,UNKNOWN,Wexmoor,"
    "VIOLENCE,MOON,fought,,2026-09-01,,\n";

TEST(ApiImports, AFileIsTriedBroughtInAndTakenBack) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  world.give_passphrase("col.strand");
  Browser browser(world);
  browser.sign_in("pia.ollery");
  const std::string file(kNonAssociations);
  const std::string target = "/api/imports?name=non_associations.csv";
  const auto dry = browser.post(target + "&dry_run=true", file);
  ASSERT_EQ(dry.status, 200) << dry.body;
  EXPECT_THAT(dry.body, HasSubstr("\"rejected\":1"));
  EXPECT_THAT(dry.body, HasSubstr("\"committed\":false"));
  EXPECT_TRUE(browser.get("/api/imports").body.starts_with("[]"));
  const auto real = browser.post(target, file);
  ASSERT_EQ(real.status, 200) << real.body;
  EXPECT_THAT(real.body, HasSubstr("\"committed\":true"));
  EXPECT_THAT(real.body, HasSubstr("\"taken\":1"));
  const std::string id = parse_json(real.body, 64)->find("id")->text;
  EXPECT_THAT(browser.get("/api/imports").body, HasSubstr(id));
  EXPECT_THAT(browser.get("/api/imports/" + id + "/rejected").body, HasSubstr("NA-0000002"));
  Browser other(world);
  other.sign_in("col.strand");
  EXPECT_EQ(other.get("/api/imports/" + id).status, 200);
  EXPECT_EQ(other.get("/api/imports/" + id + "/rejected").status, 404) << "the sender's own";
  const std::string back = "/api/imports/" + id + "/retraction";
  const auto preview = browser.post(back, R"({"confirm":false})");
  ASSERT_EQ(preview.status, 200) << preview.body;
  EXPECT_THAT(preview.body, HasSubstr("\"done\":false"));
  EXPECT_EQ(browser.post(back, R"({"confirm":true})").status, 422) << "a reason is needed";
  EXPECT_THAT(browser.post(back, R"({"confirm":true,"reason":"wrong file"})").body,
              HasSubstr("\"done\":true"));
  EXPECT_THAT(browser.get("/api/imports/" + id).body, HasSubstr("wrong file"));
}

TEST(ApiImports, TheSenderHearsHowItGetsOn) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  Browser browser(world);
  browser.sign_in("pia.ollery");
  Browser listener(world);
  listener.client().cookies() = browser.client().cookies();
  std::string heard;
  std::promise<void> open;
  std::atomic<bool> done = false;
  std::thread listening([&] {
    http::ClientCall call;
    call.target = "/api/imports/progress";
    open.set_value();
    (void)listener.client().listen(call, [&heard, &done](const http::ServerEvent& event) {
      heard = event.name + " " + event.data;
      done = true;
      return false;
    });
  });
  open.get_future().wait();
  // until the listener is there, what is told is told to nobody: send files until one is heard
  for (int i = 0; i < 200 && !done; ++i) {
    browser.post("/api/imports?name=non_associations.csv&dry_run=true",
                 std::string(kNonAssociations));
  }
  listening.join();
  EXPECT_THAT(heard, HasSubstr("progress {\"file\":\"non_associations.csv\""));
}

TEST(ApiImports, UploadsAreRefusedBeforeTheyAreRead) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  Browser browser(world);
  EXPECT_EQ(browser.post("/api/imports?name=a.csv", "x").status, 401);
  Browser again(world);
  again.sign_in("pia.ollery");
  EXPECT_EQ(again.post("/api/imports?name=..%2Fa.csv", "x").status, 422);
  Browser third(world);
  third.sign_in("pia.ollery");
  EXPECT_EQ(third.post("/api/imports?name=a.csv&agency=northmoor-police", "x").status, 403);
}

}  // namespace
}  // namespace sallyport::api
