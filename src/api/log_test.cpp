// The log of looks, for auditors, a page at a time from its end.
#include <gtest/gtest.h>

#include <future>

#include "api/internal/test_world.hpp"
#include "service/log.hpp"

namespace sallyport::api::testing {
namespace {

class Log : public ::testing::Test {
 protected:
  static constexpr int kLooks = 900;

  Log() {
    model::Batch batch;
    batch.actor = "set-up";
    model::PutAccount auditor = TestWorld::account("ann.moss", kPolice);
    auditor.audiences.clear();
    auditor.purposes = {"oversight"};
    auditor.roles = {"logs"};
    batch.ops.push_back(auditor);
    world_.write(batch);
    world_.give_passphrase("ann.moss");
    for (int i = 0; i < kLooks; ++i) {
      model::Consultation look;
      look.user = model::UserId(Id128{hash64(i % 3 == 0 ? "col.strand" : "pia.ollery"), 1});
      look.verb = "search";
      look.request = "number " + std::to_string(i);
      look.at = world_.clock.wall_now();
      look.access_epoch = world_.desk().picture().directory()->access_epoch;
      std::promise<Status> done;
      world_.desk().consult(look, [&done](Status status) { done.set_value(std::move(status)); });
      EXPECT_TRUE(done.get_future().get());
    }
    browser_.sign_in("ann.moss");
    EXPECT_EQ(
        browser_
            .post("/api/session/reason", R"({"purpose":"oversight","reason":"the yearly audit"})")
            .status,
        200);
  }

  // Pages from the end, put together as one list of requests, oldest first.
  std::vector<std::string> paged(const std::string& filter, int limit, int& pages) {
    std::vector<std::string> out;
    std::string before;
    for (pages = 0; pages < 1000; ++pages) {
      std::string body = "{" + filter + "\"limit\":" + std::to_string(limit);
      if (!before.empty()) body += ",\"before\":\"" + before + "\"";
      const auto answer = browser_.post("/api/looks", body + "}");
      EXPECT_EQ(answer.status, 200) << answer.body;
      const auto page = parse_json(answer.body);
      std::vector<std::string> requests;
      for (const auto& look : page->find("looks")->items) {
        if (look.find("verb")->text == "search") requests.push_back(look.find("request")->text);
      }
      EXPECT_LE(requests.size(), static_cast<std::size_t>(limit));
      out.insert(out.begin(), requests.begin(), requests.end());
      EXPECT_EQ(page->find("partial")->boolean, page->find("older") != nullptr);
      if (page->find("older") == nullptr) break;
      before = page->find("older")->text;
    }
    return out;
  }

  TestWorld world_;
  Browser browser_{world_};
};

TEST_F(Log, PagesFromTheEndAreTheWholeLogOnce) {
  std::vector<std::string> all;
  std::vector<std::string> cols;
  for (int i = 0; i < kLooks; ++i) {
    all.push_back("number " + std::to_string(i));
    if (i % 3 == 0) cols.push_back(all.back());
  }
  int pages = 0;
  EXPECT_EQ(paged("", 70, pages), all);
  EXPECT_GE(pages, kLooks / 70);
  EXPECT_EQ(paged("\"user\":\"col.strand\",", 70, pages), cols);
  EXPECT_EQ(paged("\"user\":\"col.strand\",", 300, pages), cols);
  EXPECT_EQ(pages, 0) << "just as many as there are: one page, and nothing older";
}

TEST_F(Log, ThePageIsTheNewestAndACursorThatIsNoneIsRefused) {
  const auto page =
      parse_json(browser_.post("/api/looks", R"({"user":"pia.ollery","limit":2})").body);
  ASSERT_EQ(page->find("looks")->items.size(), 2u);
  EXPECT_EQ(page->find("looks")->items[0].find("request")->text, "number 898");
  EXPECT_EQ(page->find("looks")->items[1].find("request")->text, "number 899");
  for (const char* cursor : {"x", "-1", "1x", "99999999"})
    EXPECT_EQ(browser_.post("/api/looks", std::string(R"({"before":")") + cursor + "\"}").status,
              422)
        << cursor;
}

// Reads the log, and may see what everybody may.
TEST_F(Log, WhatALookWasAtIsToldToWhoMaySeeItNow) {
  model::Batch batch;
  batch.actor = "set-up";
  model::PutAccount reader = TestWorld::account("bo.reade", kPrisons);
  reader.roles = {"logs"};
  batch.ops.push_back(reader);
  world_.write(batch);
  world_.give_passphrase("bo.reade");
  world_.give_passphrase("col.strand");
  Browser col(world_);
  col.sign_in("col.strand", "the morning's work");
  const std::string tam = to_text(kTam);
  const std::string sealed = to_text(kSealedMan);
  const std::string absent = to_text(known_id(999));
  for (const std::string& id : {tam, sealed, absent}) col.get("/api/people/" + id);
  std::string many = "{\"ids\":[";
  for (std::uint64_t n = 1; n <= 7; ++n)
    many += (n == 1 ? "\"" : ",\"") + to_text(known_id(n)) + "\"";
  EXPECT_EQ(col.post("/api/neighbourhoods", many + "]}").status, 200);

  const auto about = [&](Browser& reader_of_it) {
    const auto page = parse_json(reader_of_it.post("/api/looks", R"({"user":"col.strand"})").body);
    std::vector<std::string> out;
    for (const auto& look : page->find("looks")->items) {
      for (const auto& one : look.find("about")->items)
        out.push_back(one.find("words")->text + (one.find("kind") == nullptr ? "" : " opens"));
      if (look.find("about_more")->integer != 0)
        out.push_back("and " + std::to_string(look.find("about_more")->integer));
    }
    return out;
  };
  Browser bo(world_);
  bo.sign_in("bo.reade", "the yearly audit");
  const std::string hidden(service::kRecordHidden);
  EXPECT_EQ(about(bo),
            (std::vector<std::string>{"Tam Vesper opens", hidden, hidden, "Tam Vesper opens",
                                      "Tam Vesper opens", "Rory Kettle opens", hidden,
                                      "07700 900417 opens", "and 2"}));
  const auto looks = world_.read_looks();
  EXPECT_EQ(looks.back().verb, "log");
  EXPECT_EQ(looks.back().shown, (std::vector<Id128>{kTam, kTamPolice, kRory, kPhone}))
      << "what he was told in words, and nothing hidden";
  EXPECT_EQ(about(browser_), (std::vector<std::string>{hidden, hidden, hidden, hidden, hidden,
                                                       hidden, hidden, hidden, "and 2"}))
      << "who may see nothing is told nothing";
}

}  // namespace
}  // namespace sallyport::api::testing
