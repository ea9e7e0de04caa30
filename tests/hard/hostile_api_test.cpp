// The whole router of the API, with somebody signed in, against requests that are oversized, slow,
// smuggled or malformed: each is refused with a problem document and the right status, the
// connection ends where its end can no longer be agreed on, nothing smuggled runs, and nothing is
// ever a 500.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "api/internal/test_world.hpp"
#include "base/limits.hpp"
#include "http/internal/test_support.hpp"
#include "job.hpp"

namespace sallyport::hard {
namespace {

namespace fs = std::filesystem;
using api::testing::Browser;
using api::testing::TestWorld;
using http::testing_support::eventually;
using http::testing_support::RawSocket;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kUser = "pia.ollery";

class HostileApi : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = std::make_unique<TestWorld>();
    world_->give_passphrase(kUser);
  }
  static void TearDownTestSuite() { world_.reset(); }

  void SetUp() override {
    http::ServerOptions options;
    options.hosts = {"localhost", "a"};
    options.on_internal_error = [this](std::string_view, std::string_view what) {
      ADD_FAILURE() << "a handler threw: " << what;
    };
    auto started = http::Server::start(std::move(options), api::make_router(world_->api_options()),
                                       {}, clock_);
    ASSERT_TRUE(started);
    server_ = std::move(*started);
    browser_ = std::make_unique<Browser>(server_->port());
    ASSERT_EQ(browser_->sign_in(kUser, "night duty").status, 200);
    for (const auto& [name, value] : browser_->client().cookies())
      cookies_ += (cookies_.empty() ? "" : "; ") + name + "=" + value;
  }
  void TearDown() override {
    if (server_) server_->stop();
  }

  /// A head with the session's cookie and token.
  std::string head(const std::string& first_line, const std::string& more = {}) const {
    return first_line + " HTTP/1.1\r\nHost: a\r\nCookie: " + cookies_ +
           "\r\nX-CSRF: " + browser_->csrf + "\r\n" + more;
  }
  std::string post(const std::string& target, const std::string& body) const {
    return head("POST " + target, "Content-Type: application/json\r\nContent-Length: " +
                                      std::to_string(body.size()) + "\r\n\r\n") +
           body;
  }
  /// What must never run: it would sign the user out.
  std::string smuggled() const { return head("DELETE /api/session") + "\r\n"; }
  bool still_signed_in() const {
    return browser_->get("/api/session").body.find("\"signed_in\":true") != std::string::npos;
  }

  std::string answer_to(const std::string& bytes, bool must_close = true) const {
    RawSocket socket(server_->port());
    socket.send(bytes);
    if (!must_close) socket.finish();
    std::string out = socket.read_all();
    EXPECT_TRUE(socket.closed());
    return out;
  }

  // One refusal, as RFC 9457 has it, with nothing of the session in it.
  void expect_problem(const std::string& answer, const std::vector<int>& statuses,
                      bool closes) const {
    ASSERT_GE(answer.size(), 12u) << "no answer at all";
    const int status = std::atoi(answer.substr(9, 3).c_str());
    EXPECT_THAT(statuses, ::testing::Contains(status)) << answer.substr(0, 400);
    EXPECT_EQ(RawSocket::occurrences(answer, "HTTP/1.1 "), 1) << answer.substr(0, 400);
    EXPECT_THAT(answer, HasSubstr("application/problem+json"));
    if (closes) {
      EXPECT_THAT(answer, HasSubstr("Connection: close"));
    }
    EXPECT_THAT(answer, Not(HasSubstr(cookies_)));
    expect_problem_body(answer.substr(answer.find("\r\n\r\n") + 4), status);
  }
  static void expect_problem_body(const std::string& body, int status) {
    const auto problem = api::parse_json(body, 16);
    ASSERT_TRUE(problem) << body.substr(0, 400);
    ASSERT_NE(problem->find("status"), nullptr);
    EXPECT_EQ(problem->find("status")->integer, status);
    EXPECT_TRUE(problem->find("type")->text.starts_with("/problems/"));
    EXPECT_FALSE(problem->find("title")->text.empty());
    EXPECT_LT(body.size(), 64u << 10) << "an answer larger than it needs to be";
  }

  static std::unique_ptr<TestWorld> world_;
  http::testing_support::HandClock clock_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<Browser> browser_;
  std::string cookies_;
};
std::unique_ptr<TestWorld> HostileApi::world_;

TEST_F(HostileApi, OversizedRequests) {
  const std::string big(limits::kRequestHeaderBytes, 'x');
  std::string many;
  for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  const std::string over = std::to_string(limits::kRequestBodyBytes + 1);
  const std::string huge = std::to_string(600ull << 20);
  const std::vector<std::pair<std::string, std::vector<int>>> table = {
      {head("GET /api/session", "X: " + big + "\r\n\r\n"), {413}},
      {head("GET /api/session", "X: " + big), {413}},
      {head("GET /api/people/" + big) + "\r\n", {413}},
      {head("GET /api/session?q=" + big) + "\r\n", {413}},
      {head("GET /api/session", many + "\r\n"), {400, 413}},
      {head("POST /api/search",
            "Content-Type: application/json\r\nContent-Length: " + over + "\r\n\r\n"),
       {413}},
      {head("POST /api/search",
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n") +
           std::string(0x100001, ' ') + "\r\n0\r\n\r\n",
       {413}},
      {head("POST /api/search",
            "Content-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n"),
       {400, 413}},
      {head("POST /api/imports?name=a.csv", "Content-Length: " + huge + "\r\n\r\n"), {413}},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    SCOPED_TRACE(i);
    expect_problem(answer_to(table[i].first), table[i].second, true);
  }
  EXPECT_TRUE(still_signed_in());
}

TEST_F(HostileApi, SmuggledRequests) {
  const std::string json = "Content-Type: application/json\r\n";
  const std::string search = "POST /api/search";
  const std::vector<std::string> table = {
      head(search, json + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
      head(search, json + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  "),
      head(search, json + "Content-Length: 2, 2\r\n\r\n{}"),
      head(search, json + "Content-Length: +2\r\n\r\n{}"),
      head(search, json + "Content-Length: -2\r\n\r\n{}"),
      head(search, json + "Content-Length: 0x2\r\n\r\n{}"),
      head(search, json + "Content-Length: 2 2\r\n\r\n{}"),
      head(search, json + "Content-Length:\r\n\r\n{}"),
      head(search, json + "Content-Length : 2\r\n\r\n{}"),
      head(search, json + " Content-Length: 2\r\n\r\n{}"),
      head(search, json + "Transfer-Encoding: identity\r\n\r\n"),
      head(search, json + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
      head(search, json + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
      head(search, json + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n"),
      head(search, json + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
      head(search, json + "Transfer-Encoding:\vchunked\r\n\r\n0\r\n\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\n\r\n0;a=b\r\n\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n"),
      head(search, json + "Transfer-Encoding: chunked\r\n\r\n0\r\nX-CSRF: z\r\n\r\n"),
      head(search, json + "X: a\r\n folded: b\r\n\r\n"),
      head(search, json + "X: a\rContent-Length: 9\r\n\r\n"),
      head(search, json + "X: a\nContent-Length: 9\r\n\r\n"),
      head(search, json + std::string("X: a\0b\r\n\r\n", 10)),
      head(search, json + ": nameless\r\n\r\n"),
      head(search, json + "no colon\r\n\r\n"),
      head("GET http://elsewhere.example.org/api/session") + "\r\n",
      head("CONNECT elsewhere.example.org:443") + "\r\n",
      head("GET /api/session", "Host: b\r\n\r\n"),
      "GET /api/session HTTP/1.1\r\nCookie: " + cookies_ + "\r\n\r\n",
      "GET /api/session HTTP/1.1\nHost: a\nCookie: " + cookies_ + "\n\n",
      "GET  /api/session HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /api/session HTTP/1.1 \r\nHost: a\r\n\r\n",
      "GET /api/session HTTP/9.9\r\nHost: a\r\n\r\n",
      "GET /api/session\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  };
  for (const std::string& request : table) {
    SCOPED_TRACE(request);
    expect_problem(answer_to(request + smuggled()), {400}, true);
  }
  EXPECT_TRUE(still_signed_in()) << "a smuggled request ran";
}

TEST_F(HostileApi, AddressesAndMethodsOutOfTheTable) {
  const std::vector<std::pair<std::string, std::vector<int>>> table = {
      {head("GET /api/people/%2e%2e%2f%2e%2e%2fetc%2fpasswd") + "\r\n", {400, 404}},
      {head("GET /api/people/%00") + "\r\n", {400}},
      {head("GET /api/people/%c0%ae") + "\r\n", {400}},
      {head("GET /api/people/%ff%fe") + "\r\n", {400}},
      {head("GET /api/people/\xC3\xA9") + "\r\n", {400}},
      {head("GET /api/people/%") + "\r\n", {400}},
      {head("GET /api/people/..") + "\r\n", {400}},
      {head("GET /api/people/'%20OR%201=1--") + "\r\n", {404}},
      {head("GET /api/people/" + std::string(2000, 'A')) + "\r\n", {404}},
      {head("GET /api/imports?unknown=1") + "\r\n", {422}},
      {head("GET /api/no-such-thing") + "\r\n", {404}},
      {head("GET //elsewhere.example.org/api/session") + "\r\n", {404}},
      {head("PATCH /api/session") + "\r\n", {405}},
      {head("TRACE /api/session") + "\r\n", {400, 405}},
      {head("BREW /api/session") + "\r\n", {400, 405}},
      {head("PUT /api/search", "Content-Length: 2\r\n\r\n{}"), {405}},
  };
  for (const auto& [request, statuses] : table) {
    SCOPED_TRACE(request);
    expect_problem(answer_to(request, false), statuses, false);
  }
}

// Bodies that no command may take, to every address that takes a body.
std::vector<std::pair<std::string, std::string>> bad_bodies() {
  std::string deep_lists(100'000, '[');
  std::string deep_objects;
  for (int i = 0; i < 50'000; ++i) deep_objects += "{\"a\":";
  std::string many = "{\"q\":\"a\"";
  for (int i = 0; i < 60'000; ++i) many += ",\"k" + std::to_string(i) + "\":1";
  many += "}";
  return {
      {"not JSON", "q=vesper"},
      {"a list", "[]"},
      {"a text", "\"q\""},
      {"a number", "1"},
      {"null", "null"},
      {"cut off", "{\"q\":\"a"},
      {"more behind it", "{} {}"},
      {"a comma too many", "{\"q\":\"a\",}"},
      {"single quotes", "{'q':'a'}"},
      {"a comment", "{/*a*/}"},
      {"not a number", "{\"q\":NaN}"},
      {"no UTF-8", "{\"q\":\"\xC3\x28\"}"},
      {"overlong UTF-8", "{\"q\":\"\xC0\xAE\"}"},
      {"half a surrogate", "{\"q\":\"\\ud800\"}"},
      {"a bare control character", std::string("{\"q\":\"a\x01\"}")},
      {"a zero byte", std::string("{\"q\":\"a\0\"}", 9)},
      {"UTF-16", std::string("{\0\"\0q\0\"\0:\0001\0}\0", 14)},
      {"deep lists", deep_lists},
      {"deep lists, closed", deep_lists + std::string(100'000, ']')},
      {"deep objects", deep_objects},
      {"nine levels", "{\"q\":[[[[[[[[[1]]]]]]]]]}"},
      {"a field twice", R"({"zz":"a","zz":"b"})"},
      {"a number of a million digits", "{\"q\":" + std::string(900'000, '9') + "}"},
      {"a number beyond any", "{\"q\":1e999}"},
      {"sixty thousand fields", many},
      {"an unknown field", R"({"is_administrator":true})"},
      {"the language's own fields", R"({"__proto__":{"a":1},"constructor":1})"},
  };
}

TEST_F(HostileApi, MalformedBodiesToEveryCommand) {
  const http::Router router = api::make_router(world_->api_options());
  const std::string id = to_text(api::testing::kTam);
  std::size_t commands = 0;
  for (const auto* route : router.routes()) {
    const bool upload = route->pattern == "/api/imports";
    if (route->method == http::Method::kGet || upload || route->pattern == "/api/session") continue;
    if (route->method == http::Method::kHead) continue;
    std::string target = route->pattern;
    if (const auto at = target.find("{id}"); at != std::string::npos) target.replace(at, 4, id);
    ++commands;
    for (const auto& [what, body] : bad_bodies()) {
      SCOPED_TRACE(target + ", " + what);
      const auto answer = browser_->call(route->method, target, body);
      // 404: the id names nothing of that kind, which is told before the body is looked at
      EXPECT_THAT(answer.status, AnyOf(400, 403, 404, 413, 422)) << answer.body.substr(0, 300);
      expect_problem_body(answer.body, answer.status);
    }
    http::ClientCall plain;
    plain.method = route->method;
    plain.target = target;
    plain.headers.set("X-CSRF", browser_->csrf);
    plain.content_type = "text/plain";
    plain.body = "{\"q\":\"a\"}";
    const auto refused = browser_->client().send(plain);
    ASSERT_TRUE(refused);
    EXPECT_THAT(refused->status, AnyOf(403, 404, 415)) << target << refused->body;
  }
  EXPECT_GT(commands, 8u);
  EXPECT_TRUE(still_signed_in());
}

// Before anybody has signed in, too: these come from anywhere.
TEST_F(HostileApi, MalformedBodiesWithoutASession) {
  for (const auto& [what, body] : bad_bodies()) {
    SCOPED_TRACE(what);
    Browser stranger(server_->port());
    const auto answer = stranger.post("/api/session", body);
    EXPECT_THAT(answer.status, AnyOf(400, 422)) << answer.body.substr(0, 300);
    expect_problem_body(answer.body, answer.status);
    const auto search = stranger.post("/api/search", body);
    EXPECT_EQ(search.status, 401);
    expect_problem_body(search.body, 401);
  }
}

TEST_F(HostileApi, WrongTypesInKnownFields) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"/api/search", R"({"q":1})"},
      {"/api/search", R"({"q":["a"]})"},
      {"/api/search", R"({"q":{"$ne":null}})"},
      {"/api/search", R"({"q":null})"},
      {"/api/search", R"({"q":true})"},
      {"/api/search", R"({"q":""})"},
      {"/api/search", "{\"q\":\"" + std::string(100'000, 'a') + "\"}"},
      {"/api/search", R"({"q":"a","q":"b"})"},
      {"/api/session/reason", R"({"purpose":1,"reason":"x"})"},
      {"/api/session/reason", R"({"purpose":"everything","reason":"x"})"},
      {"/api/session/reason", R"({"purpose":"security","reason":"\u0000"})"},
      {"/api/reports", R"({"urn":17})"},
      {"/api/reports", R"({"conditions":"all"})"},
      {"/api/reports", R"({"asserts":[1,2]})"},
      {"/api/judgements", R"({"a":"x","b":["y"],"verdict":1e400})"},
  };
  for (const auto& [target, body] : table) {
    SCOPED_TRACE(target + " " + body.substr(0, 80));
    const auto answer = browser_->post(target, body);
    EXPECT_THAT(answer.status, AnyOf(400, 413, 422)) << answer.body.substr(0, 300);
    expect_problem_body(answer.body, answer.status);
  }
}

TEST_F(HostileApi, TheSharedSetOfBadJson) {
  if (shared_data().empty()) GTEST_SKIP() << "the shared data is not there";
  std::size_t files = 0;
  for (const char* folder : {"json/test_parsing", "gen/json", "gen/stix", "gen/ftm"}) {
    for (const auto& entry : fs::directory_iterator(shared_data() + "/badinput/" + folder)) {
      SCOPED_TRACE(entry.path());
      const std::string body = text_of_file(entry.path());
      if (body.size() > limits::kRequestBodyBytes) continue;
      ++files;
      const auto answer = browser_->post("/api/search", body);
      EXPECT_THAT(answer.status, AnyOf(400, 422)) << answer.body.substr(0, 200);
      expect_problem_body(answer.body, answer.status);
      const bool blank = body.find_first_not_of(" \t\r\n") == std::string::npos;
      if (entry.path().filename().string().starts_with("n_") && !blank) {
        EXPECT_EQ(answer.status, 400);
      }
    }
  }
  EXPECT_GT(files, 250u);
}

// The server's clock is moved by hand: nothing here depends on how fast the machine is.
TEST_F(HostileApi, SlowSendersAreLetGo) {
  const auto let_go = [&](const std::string& begin, const std::string& drip) {
    RawSocket socket(server_->port());
    socket.send(begin);
    const auto before = server_->counters().timed_out;
    EXPECT_TRUE(eventually([&] {
      clock_.sleep_us(500'000);
      socket.send(drip);
      return server_->counters().timed_out > before;
    }));
    expect_problem(socket.read_all(), {408}, true);
  };
  let_go("POST /api/se", "");
  let_go(head("GET /api/session"), "X: y\r\n");
  const std::string json = "Content-Type: application/json\r\n";
  let_go(head("POST /api/search", json + "Content-Length: 900000\r\n\r\n"), " ");
  let_go(head("POST /api/search", json + "Transfer-Encoding: chunked\r\n\r\n"), "1\r\n \r\n");
  let_go(head("POST /api/imports?name=a.csv", "Content-Length: 900000\r\n\r\nOFFICIAL"), "a");
  // the hand moved the session's own clock nowhere: it is the world's
  EXPECT_TRUE(still_signed_in());
  const auto imports = api::parse_json(browser_->get("/api/imports").body, 16);
  ASSERT_TRUE(imports);
  EXPECT_TRUE(imports->items.empty()) << "a file cut off was brought in";
}

}  // namespace
}  // namespace sallyport::hard
