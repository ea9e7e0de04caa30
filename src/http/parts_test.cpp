// The parts that need no socket: targets, cookies, problems, routes, files, sizes, events.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "http/cookies.hpp"
#include "http/event_stream.hpp"
#include "http/internal/response_head.hpp"
#include "http/internal/target.hpp"
#include "http/internal/workers.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "http/size_class.hpp"
#include "http/static_files.hpp"

namespace sallyport::http {
namespace {

TEST(Target, IsDecodedOnce) {
  const auto reading = parse_target("/api/a%20b/%E2%82%AC%2541?q=a+b%26&empty&x=%3D");
  ASSERT_TRUE(reading.target);
  EXPECT_EQ(reading.target->segments, (std::vector<std::string>{"api", "a b", "\xE2\x82\xAC%41"}));
  EXPECT_EQ(reading.target->path, "/api/a b/\xE2\x82\xAC%41");
  EXPECT_EQ(reading.target->query, (Pairs{{"q", "a b&"}, {"empty", ""}, {"x", "="}}));
}

TEST(Target, RefusesEveryWayOut) {
  for (const std::string_view bad :
       {"",        "api",       "http://a/", "//a/..",         "/..",     "/a/../b",    "/%2e%2e/x",
        "/.%2E/x", "/./a",      "/%2f",      "/a%5cb",         "/a\\b",   "/a%00",      "/a%0a",
        "/%",      "/%4",       "/%zz",      "/%c0%ae%c0%ae/", "/%ff",    "/%ed%a0%80", "/a#b",
        "/a b",    "/\xC3\xA9", "/?q=%",     "/?q=%ff",        "/?q=%00", "/a<b"}) {
    const auto reading = parse_target(bad);
    EXPECT_FALSE(reading.target) << bad;
    EXPECT_FALSE(reading.refusal.empty()) << bad;
  }
  EXPECT_FALSE(parse_target("/" + std::string(40, '/')).target);
}

TEST(Target, EncodingRoundTrips) {
  std::string text;
  for (int c = 1; c < 128; ++c) text += static_cast<char>(c);
  text += "\xE2\x82\xAC";
  const auto query = parse_query("k=" + percent_encode(text));
  ASSERT_TRUE(query);
  EXPECT_EQ(query->front().second, text);
}

TEST(Cookies, AreParsedAndWritten) {
  EXPECT_EQ(parse_cookies("a=1; __Host-session=x_y;bad name=1; q=\"z\"; no; e=; =v; c=\x01"),
            (Pairs{{"a", "1"}, {"__Host-session", "x_y"}, {"q", "z"}, {"e", ""}}));
  EXPECT_EQ(set_cookie("session", "abc", {}),
            "__Host-session=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(set_cookie("session", "abc", {.secure = false, .max_age_seconds = 0}),
            "session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
  EXPECT_FALSE(set_cookie("session", "a; Domain=x", {}));
  EXPECT_FALSE(set_cookie("ses sion", "a", {}));
  EXPECT_FALSE(set_cookie("session", "a\r\nX: y", {}));
}

TEST(Problem, SaysWhatTheTableSays) {
  const Response response = problem(Error{
      ErrorCode::kBadValue, "row 7", {{"people.csv", 7, "dob", "31.02.1989 \"\xFF\"", "a date"}}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            R"({"type":"/problems/bad-value","title":"A value is not what was expected",)"
            R"("status":422,"code":102,"detail":"row 7","places":[{"file":"people.csv","row":7,)"
            R"("field":"dob","value":"31.02.1989 \"?\"","expected":"a date"}],)"
            R"("advice":"Correct the field named in the detail and send it again."})");
}

TEST(Problem, HiddenAndAbsentAreTheSameBytes) {
  const Response hidden =
      problem(Error{ErrorCode::kNotFound, "person X is sealed", {{"f", 1, "g", "h", "i"}}});
  EXPECT_EQ(hidden.body, problem(ErrorCode::kNotFound).body);
  EXPECT_EQ(hidden.body.find("sealed"), std::string::npos);
}

TEST(Problem, EveryErrorHasANameOfItsOwn) {
  std::set<std::string> names;
  for (const ErrorInfo& info : error_table()) {
    const Response response = problem(info.code, "d");
    EXPECT_EQ(response.status, info.http_status);
    EXPECT_NE(reason_phrase(response.status), "Other") << response.status;
    EXPECT_TRUE(names.insert(problem_name(info.code)).second);
  }
  EXPECT_EQ(problem_name(ErrorCode::kMethodNotAllowed), "method-not-allowed");
  EXPECT_TRUE(problem(ErrorCode::kBusy).headers.find("retry-after"));
}

Router example_router() {
  const auto handler = [](const Request& r) { return Response::text(std::string(r.route)); };
  Router router;
  router.get("/api/people/{id}", handler);
  router.add(Method::kPatch, "/api/people/{id}", handler);
  router.get("/api/people/recent", handler);
  router.get("/api/{kind}/recent/links", handler);
  router.post("/api/people", handler);
  return router;
}

TEST(Router, PutsLiteralsBeforeNamesAndComesBack) {
  const Router router = example_router();
  const auto pattern = [&](std::vector<std::string> segments) {
    const auto match = router.match(Method::kGet, segments);
    return match.route == nullptr ? std::string("none") : match.route->pattern;
  };
  EXPECT_EQ(pattern({"api", "people", "recent"}), "/api/people/recent");
  EXPECT_EQ(pattern({"api", "people", "x"}), "/api/people/{id}");
  EXPECT_EQ(pattern({"api", "people", "recent", "links"}), "/api/{kind}/recent/links");
  EXPECT_EQ(pattern({"api", "people", ""}), "none");
  EXPECT_EQ(pattern({"api", "people", "x", "y"}), "none");
  EXPECT_EQ(router.match(Method::kGet, {"api", "people", "x"}).params, (Pairs{{"id", "x"}}));
  EXPECT_EQ(router.match(Method::kHead, {"api", "people", "x"}).route->method, Method::kGet);
}

TEST(Router, AnswersUnknownAddressesAndMethodsAlike) {
  const Router router = example_router();
  const auto absent = router.match(Method::kGet, {"nowhere"});
  EXPECT_EQ(absent.refusal->status, 404);
  EXPECT_EQ(absent.refusal->body, problem(ErrorCode::kNotFound).body);
  const auto wrong = router.match(Method::kOther, {"api", "people", "x"});
  EXPECT_EQ(wrong.refusal->status, 405);
  EXPECT_EQ(wrong.refusal->headers.find("allow"), "GET, HEAD, PATCH");
  std::vector<std::string> patterns;
  for (const Route* route : router.routes()) patterns.push_back(route->pattern);
  EXPECT_EQ(patterns,
            (std::vector<std::string>{"/api/people", "/api/people/recent", "/api/people/{id}",
                                      "/api/people/{id}", "/api/{kind}/recent/links"}));
}

TEST(RouterDeathTest, TwiceTheSameIsAProgrammersError) {
  Router router = example_router();
  EXPECT_DEATH(router.get("/api/people/{other}", [](const Request&) { return Response(); }), "");
}

TEST(StaticFiles, KeepsHashedNamesAndFallsBackToTheWorkbench) {
  StaticFiles files;
  files.add("/index.html", std::string("<!doctype html>"));
  files.add("/assets/index-4f3a_b1-.js", std::string("1"));
  files.add("/favicon.svg", std::string("<svg/>"));
  const auto script = files.answer(Method::kGet, "/assets/index-4f3a_b1-.js");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script->headers.find("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_FALSE(files.answer(Method::kGet, "/favicon.svg")->headers.find("cache-control"));
  EXPECT_EQ(files.answer(Method::kGet, "/people/x")->body, "<!doctype html>");
  EXPECT_EQ(files.answer(Method::kGet, "/")->body, "<!doctype html>");
  EXPECT_FALSE(files.answer(Method::kPost, "/"));
  EXPECT_FALSE(files.answer(Method::kGet, "/api/nowhere"));
  EXPECT_FALSE(files.answer(Method::kGet, "/api"));
  EXPECT_TRUE(files.answer(Method::kGet, "/apiary"));
  EXPECT_FALSE(files.answer(Method::kGet, "/assets/gone-12345678.js"));
}

TEST(SizeClass, GrowsInSteps) {
  EXPECT_EQ(size_class(0), 1024u);
  EXPECT_EQ(size_class(1024), 1024u);
  EXPECT_EQ(size_class(1025), 2048u);
  EXPECT_EQ(size_class(1u << 20), 1u << 20);
  EXPECT_EQ(size_class((1u << 20) + 1), 2u << 20);
  for (std::size_t n = 1; n < 5'000'000; n = n * 9 / 8 + 1) {
    EXPECT_GE(size_class(n), n);
    EXPECT_EQ(size_class(size_class(n)), size_class(n));
  }
  std::string body = "{}";
  pad_json(body);
  EXPECT_EQ(body, "{}" + std::string(1022, ' '));
  std::string none;
  pad_json(none);
  EXPECT_TRUE(none.empty());
}

TEST(Slot, IsTheNextMultipleAfterArrival) {
  EXPECT_EQ(leave_at_us(100, 100, 8000), 8100);
  EXPECT_EQ(leave_at_us(100, 8100, 8000), 8100);
  EXPECT_EQ(leave_at_us(100, 8101, 8000), 16100);
  EXPECT_EQ(leave_at_us(100, 50, 8000), 8100);
}

TEST(EventStream, FramesDataLineByLine) {
  EventStream stream([] { return true; });
  EXPECT_TRUE(stream.send("change", "a\nb\r\nc"));
  EXPECT_FALSE(stream.send("bad\nname", "x"));
  EXPECT_EQ(stream.take(false).bytes, "event: change\ndata: a\ndata: b\ndata: c\n\n");
  EXPECT_TRUE(stream.take(false).bytes.empty());
  EXPECT_EQ(stream.take(true).bytes, ":\n\n");
  stream.send("last", "");
  stream.close();
  EXPECT_FALSE(stream.send("after", ""));
  const auto taken = stream.take(false);
  EXPECT_EQ(taken.bytes, "event: last\ndata: \n\n");
  EXPECT_TRUE(taken.ended);
}

TEST(EventStream, ShowsNothingOnceTheCheckSaysNo) {
  bool allowed = true;
  EventStream stream([&] { return allowed; });
  stream.send("change", "secret");
  allowed = false;
  const auto taken = stream.take(false);
  EXPECT_TRUE(taken.bytes.empty());
  EXPECT_TRUE(taken.ended);
  EXPECT_FALSE(stream.send("change", "x"));
}

TEST(EventStream, CutsOffAReaderThatDoesNotRead) {
  EventStream stream([] { return true; });
  const std::string large(limits::kStreamBufferBytes / 4, 'x');
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(stream.send("e", large));
  EXPECT_FALSE(stream.send("e", large));
  EXPECT_TRUE(stream.closed());
  EXPECT_TRUE(stream.take(false).bytes.empty());
}

TEST(Deferred, AnswersOnceInEitherOrderAndNeverNot) {
  std::vector<int> seen;
  const auto receiver = [&](Response r) { seen.push_back(r.status); };
  auto [early, first] = make_deferred();
  EXPECT_TRUE(early.complete(Response::empty(201)));
  EXPECT_FALSE(early.complete(Response::empty(202)));
  first.when_complete(receiver);
  auto [late, second] = make_deferred();
  second.when_complete(receiver);
  EXPECT_TRUE(late.complete(Response::empty(204)));
  {
    auto [lost, third] = make_deferred();
    third.when_complete(receiver);
  }
  EXPECT_EQ(seen, (std::vector<int>{201, 204, 500}));
}

TEST(Workers, ServeEarlierLanesFirstAndRefuseWhenFull) {
  std::mutex gate;
  std::vector<int> order;
  gate.lock();
  {
    Workers workers(1, 2);
    std::atomic<bool> busy{false};
    ASSERT_TRUE(workers.submit(Lane::kRead, [&] {
      busy = true;
      const std::lock_guard wait(gate);
    }));
    while (!busy) std::this_thread::yield();
    EXPECT_TRUE(workers.submit(Lane::kImport, [&] { order.push_back(3); }));
    EXPECT_TRUE(workers.submit(Lane::kCommand, [&] { order.push_back(2); }));
    EXPECT_TRUE(workers.submit(Lane::kRead, [&] { order.push_back(1); }));
    EXPECT_TRUE(workers.submit(Lane::kRead, [&] { order.push_back(1); }));
    EXPECT_FALSE(workers.submit(Lane::kRead, [&] { order.push_back(9); }));
    EXPECT_TRUE(workers.resume(Lane::kRead, [&] { order.push_back(1); }));
    gate.unlock();
  }
  EXPECT_EQ(order, (std::vector<int>{1, 1, 1, 2, 3}));
}

TEST(ResponseHead, CannotBeSplitOrWeakened) {
  Response response = Response::json("{}");
  response.headers.add("X-Good", "1");
  response.headers.add("X-Bad", "a\r\nSet-Cookie: b=c");
  response.headers.add("X\r\nY", "1");
  response.headers.add("Content-Security-Policy", "default-src *");
  response.headers.add("Content-Length", "7");
  HeadStyle style;
  style.content_length = 2;
  style.date = "D";
  std::string out;
  write_head(response, style, out);
  EXPECT_NE(out.find("X-Good: 1\r\n"), std::string::npos);
  EXPECT_EQ(out.find("Set-Cookie"), std::string::npos);
  EXPECT_EQ(out.find("X\r\nY"), std::string::npos);
  EXPECT_EQ(out.find("default-src *"), std::string::npos);
  EXPECT_EQ(out.find("Content-Length: 7"), std::string::npos);
  EXPECT_EQ(out.find("unsafe-inline"), std::string::npos);
  EXPECT_EQ(http_date({1'795'305'600'000'000}), "Sun, 22 Nov 2026 00:00:00 GMT");
  EXPECT_EQ(http_date({784'111'777'000'000}), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace sallyport::http
