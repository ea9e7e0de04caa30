// A running server as its users meet it.
#include "http/server.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/client.hpp"
#include "http/cookies.hpp"
#include "http/event_stream.hpp"
#include "http/internal/test_support.hpp"

namespace sallyport::http {
namespace {

using testing_support::eventually;
using testing_support::HandClock;
using testing_support::RawSocket;
using testing_support::start;

std::string request(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

Client client_of(const Server& server) {
  auto client = Client::tcp("localhost", server.port());
  EXPECT_TRUE(client);
  return std::move(*client);
}

std::filesystem::path scratch(const std::string& name) {
  return std::filesystem::temp_directory_path() /
         ("sallyport-http-" + std::to_string(::getpid()) + "-" + name);
}

TEST(Server, CarriesARequestToItsHandlerAndBack) {
  Router router;
  Request seen;
  router.add(Method::kPut, "/api/people/{id}/notes", [&](const Request& r) {
    seen = r;
    Response out = Response::json("{\"ok\":true}", 201);
    out.headers.add("Set-Cookie", *set_cookie("session", "s1", {.secure = false}));
    return out;
  });
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  Client client = client_of(*server);
  client.cookies()["other"] = "o";
  ClientCall call;
  call.method = Method::kPut;
  call.target = "/api/people/a%20b/notes?draft=yes";
  call.headers.add("If-Match", "\"x\"");
  call.body = "{\"text\":\"seen\"}";
  const auto answer = client.send(call);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "{\"ok\":true}");
  EXPECT_EQ(seen.param("id"), "a b");
  EXPECT_EQ(seen.query_value("draft"), "yes");
  EXPECT_EQ(seen.header("IF-MATCH"), "\"x\"");
  EXPECT_EQ(seen.body, call.body);
  EXPECT_EQ(seen.cookies(), (Pairs{{"other", "o"}}));
  EXPECT_EQ(seen.peer.address, "127.0.0.1");
  EXPECT_EQ(seen.route, "/api/people/{id}/notes");
  EXPECT_EQ(client.cookies().at("session"), "s1");
}

TEST(Server, PutsTheSecurityHeadersOnEveryAnswer) {
  Router router;
  router.get("/api/good", [](const Request&) { return Response::json("1"); });
  router.get("/api/bad", [](const Request&) { return Reply(Error{ErrorCode::kBadValue, "", {}}); });
  StaticFiles files;
  files.add("/index.html", std::string("<!doctype html>"));
  files.add("/assets/app-12345678.css", std::string("a{}"));
  HandClock clock;
  const auto server = start({}, std::move(router), clock, std::move(files));
  const std::vector<std::string> requests = {request("/api/good"),
                                             request("/api/bad"),
                                             request("/api/none"),
                                             request("/"),
                                             request("/people/x"),
                                             request("/assets/app-12345678.css"),
                                             request("/no.thing"),
                                             request("/%2e%2e"),
                                             "nonsense\r\n\r\n",
                                             "DELETE /api/good HTTP/1.1\r\nHost: a\r\n\r\n",
                                             "HEAD /api/good HTTP/1.1\r\nHost: a\r\n\r\n"};
  for (const std::string& bytes : requests) {
    SCOPED_TRACE(bytes);
    RawSocket socket(server->port());
    socket.send(bytes);
    socket.finish();
    const std::string answer = socket.read_all();
    for (const std::string_view line :
         {"\r\nContent-Security-Policy: default-src 'none'; script-src 'self'",
          "frame-ancestors 'none'\r\n", "\r\nX-Content-Type-Options: nosniff\r\n",
          "\r\nReferrer-Policy: no-referrer\r\n", "\r\nCross-Origin-Opener-Policy: same-origin\r\n",
          "\r\nCross-Origin-Resource-Policy: same-origin\r\n", "\r\nPermissions-Policy: camera=()",
          "\r\nDate: Sun, 22 Nov 2026 "}) {
      EXPECT_EQ(RawSocket::occurrences(answer, line), 1) << line << "\n" << answer;
    }
    EXPECT_EQ(RawSocket::occurrences(answer, "\r\nCache-Control: "), 1);
    const bool kept = bytes.find("/assets/") != std::string::npos;
    EXPECT_EQ(answer.find("\r\nCache-Control: no-store\r\n") != std::string::npos, !kept);
    EXPECT_EQ(answer.find("Content-Encoding"), std::string::npos);
    EXPECT_EQ(answer.find("\r\nServer:"), std::string::npos);
  }
}

TEST(Server, AnswersHeadWithoutABody) {
  Router router;
  router.get("/api/good", [](const Request&) { return Response::json("12345"); });
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  RawSocket socket(server->port());
  socket.send("HEAD /api/good HTTP/1.1\r\nHost: a\r\n\r\n" + request("/api/good"));
  socket.finish();
  const std::string answer = socket.read_all();
  EXPECT_EQ(RawSocket::occurrences(answer, "Content-Length: 5\r\n"), 2);
  EXPECT_EQ(RawSocket::occurrences(answer, "12345"), 1);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  Router router;
  std::vector<Promise> promises;
  std::mutex mutex;
  router.get("/late/{n}", [&](const Request& r) -> Reply {
    auto [promise, deferred] = make_deferred();
    std::thread([promise = promise, n = std::string(r.param("n"))] {
      promise.complete(Response::text("<late " + n + ">"));
    }).detach();
    return deferred;
  });
  router.get("/now/{n}", [&](const Request& r) {
    return Response::text("<now " + std::string(r.param("n")) + ">");
  });
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  RawSocket socket(server->port());
  std::string all;
  std::string expected;
  for (int i = 0; i < 50; ++i) {
    const std::string kind = i % 2 == 0 ? "late" : "now";
    all += request("/" + kind + "/" + std::to_string(i));
    expected += "<" + kind + " " + std::to_string(i) + ">";
  }
  socket.send(all);
  socket.finish();
  const std::string answer = socket.read_all();
  std::string bodies;
  for (std::size_t at = answer.find('<'); at != std::string::npos; at = answer.find('<', at + 1)) {
    bodies += answer.substr(at, answer.find('>', at) - at + 1);
  }
  EXPECT_EQ(bodies, expected);
}

// One worker, many connections, one completing thread: what a group commit looks like.
TEST(Server, DeferredAnswersHoldNoWorker) {
  constexpr int kConnections = 64;
  std::mutex mutex;
  std::vector<Promise> waiting;
  Router router;
  router.post("/commit", [&](const Request&) -> Reply {
    auto [promise, deferred] = make_deferred();
    const std::lock_guard lock(mutex);
    waiting.push_back(promise);
    return deferred;
  });
  ServerOptions options;
  options.workers = 1;
  HandClock clock;
  const auto server = start(std::move(options), std::move(router), clock);
  std::vector<std::unique_ptr<RawSocket>> sockets;
  for (int i = 0; i < kConnections; ++i) {
    sockets.push_back(std::make_unique<RawSocket>(server->port()));
    sockets.back()->send("POST /commit HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  }
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard lock(mutex);
    return waiting.size() == kConnections;
  }));
  for (const Promise& promise : waiting) promise.complete(Response::text("durable"));
  for (const auto& socket : sockets) {
    EXPECT_NE(socket->read_until("durable").find("200 OK"), std::string::npos);
  }
}

TEST(Server, AFullQueueAnswers503AtOnce) {
  std::mutex gate;
  std::atomic<int> inside{0};
  Router router;
  router.get("/slow", [&](const Request&) {
    ++inside;
    const std::lock_guard wait(gate);
    return Response::text("done");
  });
  ServerOptions options;
  options.workers = 1;
  options.queue_per_lane = 1;
  HandClock clock;
  gate.lock();
  const auto server = start(std::move(options), std::move(router), clock);
  RawSocket running(server->port());
  running.send(request("/slow"));
  ASSERT_TRUE(eventually([&] { return inside == 1; }));
  RawSocket queued(server->port());
  queued.send(request("/slow"));
  ASSERT_TRUE(eventually([&] { return server->counters().requests == 2; }));
  RawSocket refused(server->port());
  refused.send(request("/slow"));
  const std::string answer = refused.read_until("\"advice\"");
  EXPECT_NE(answer.find("HTTP/1.1 503 "), std::string::npos);
  EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_NE(answer.find("/problems/busy"), std::string::npos);
  gate.unlock();
  EXPECT_NE(running.read_until("done").find("200 OK"), std::string::npos);
  EXPECT_NE(queued.read_until("done").find("200 OK"), std::string::npos);
  EXPECT_EQ(server->counters().busy, 1u);
}

TEST(Server, SlottedAnswersWaitForTheSlotAndHoldNoWorker) {
  constexpr std::int64_t kSlot = 1'000'000'000;  // far beyond what the test lasts
  HandClock clock;
  Router router;
  router.get("/slot", [](const Request&) { return Response::text("slotted"); }, {.slot_us = kSlot});
  router.get("/plain", [](const Request&) { return Response::text("plain"); });
  ServerOptions options;
  options.workers = 1;
  const auto server = start(std::move(options), std::move(router), clock);
  const std::int64_t sent_at = clock.monotonic_us();
  RawSocket slotted(server->port());
  slotted.send(request("/slot"));
  ASSERT_TRUE(eventually([&] { return server->counters().requests == 1; }));
  RawSocket plain(server->port());
  plain.send(request("/plain"));
  EXPECT_NE(plain.read_until("\r\n\r\nplain").find("200 OK"), std::string::npos);
  std::atomic<bool> answered{false};
  std::atomic<std::int64_t> answered_at{0};
  std::thread reader([&] {
    EXPECT_NE(slotted.read_until("slotted").find("200 OK"), std::string::npos);
    answered_at = clock.monotonic_us();
    answered = true;
  });
  clock.sleep_us(kSlot - 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  EXPECT_FALSE(answered);
  clock.sleep_us(1);
  reader.join();
  EXPECT_GE(answered_at - sent_at, kSlot);
}

TEST(Server, PadsJsonInClasses) {
  Router router;
  router.get("/found", [](const Request&) { return Response::json(std::string(700, '1')); },
             {.pads_json = true});
  router.get("/absent",
             [](const Request&) {
               return Reply(Error{ErrorCode::kNotFound, "", {}});
             },
             {.pads_json = true});
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  Client client = client_of(*server);
  EXPECT_EQ(client.get("/found")->body.size(), 1024u);
  EXPECT_EQ(client.get("/absent")->body.size(), 1024u);
}

TEST(Server, TheGuardStandsBeforeEveryHandler) {
  std::atomic<int> handled{0};
  Router router;
  router.get("/open", [](const Request&) { return Response::json("1"); }, {.needs_session = false});
  router.get("/closed", [&](const Request& r) {
    ++handled;
    return Response::text(*static_cast<const std::string*>(r.context.get()));
  });
  router.guard([](const Request& r, const RouteOptions& o) -> Result<std::shared_ptr<const void>> {
    if (!o.needs_session) return std::shared_ptr<const void>();
    if (find_pair(r.cookies(), "session") != "good") return fail(ErrorCode::kSignInNeeded);
    return std::make_shared<const std::string>("officer");
  });
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  Client client = client_of(*server);
  EXPECT_EQ(client.get("/open")->status, 200);
  EXPECT_EQ(client.get("/closed")->status, 401);
  EXPECT_EQ(handled, 0);
  client.cookies()["session"] = "good";
  EXPECT_EQ(client.get("/closed")->body, "officer");
}

TEST(Server, PushesEventsUntilTheCheckSaysNo) {
  std::atomic<bool> allowed{true};
  std::shared_ptr<EventStream> stream;
  std::mutex mutex;
  Router router;
  router.get("/events", [&](const Request&) {
    const std::lock_guard lock(mutex);
    stream = std::make_shared<EventStream>([&] { return allowed.load(); });
    stream->send("hello", "1");
    return Response::event_stream(stream);
  });
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  Client client = client_of(*server);
  std::vector<std::string> seen;
  ClientCall call;
  call.target = "/events";
  const auto answer = client.listen(call, [&](const ServerEvent& event) {
    seen.push_back(event.name + "=" + event.data);
    if (seen.size() == 1) stream->send("change", "2\n3");
    if (seen.size() == 2) {
      allowed = false;
      stream->send("change", "secret");
    }
    return true;
  });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->headers.find("content-type"), "text/event-stream");
  EXPECT_EQ(seen, (std::vector<std::string>{"hello=1", "change=2\n3"}));
  EXPECT_TRUE(stream->closed());
}

TEST(Server, HeartbeatsAndNoticesAListenerThatLeft) {
  std::shared_ptr<EventStream> stream = std::make_shared<EventStream>([] { return true; });
  Router router;
  router.get("/events", [&](const Request&) { return Response::event_stream(stream); });
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  {
    RawSocket socket(server->port());
    socket.send(request("/events"));
    std::atomic<bool> heard{false};
    std::thread reader(
        [&] { heard = socket.read_until("\r\n\r\n:\n\n").find(":\n\n") != std::string::npos; });
    EXPECT_TRUE(eventually([&] {
      clock.sleep_us(1'000'000);
      return heard.load();
    }));
    reader.join();
  }
  EXPECT_TRUE(eventually([&] { return server->counters().connections == 0; }));
  EXPECT_TRUE(stream->closed());
}

// Counts what it is given; remembers the largest piece, which bounds what the server holds.
class CountingSink final : public BodySink {
 public:
  Status write(ByteView chunk) override {
    bytes += chunk.size();
    largest = std::max(largest, chunk.size());
    return ok();
  }
  Status finish() override {
    finished = true;
    return ok();
  }
  std::uint64_t bytes = 0;
  std::size_t largest = 0;
  bool finished = false;
};

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(Server, UploadsStreamInBoundedMemory) {
  constexpr std::uint64_t kBytes = 50u << 20;
  const auto path = scratch("upload");
  {
    std::ofstream file(path, std::ios::binary);
    const std::string block(1u << 20, 'u');
    for (int i = 0; i < 50; ++i) file << block;
  }
  std::atomic<std::size_t> most{0};
  Router router;
  router.post("/import",
              [&](const Request& r) {
                const auto& sink = static_cast<const CountingSink&>(*r.sink);
                most = resident_bytes();
                return Response::text(std::to_string(sink.bytes) + " " +
                                      std::to_string(sink.largest) +
                                      (sink.finished ? " finished" : "") + r.body);
              },
              {.max_body_bytes = kBytes,
               .stream_to = [](const Request&) -> Result<std::unique_ptr<BodySink>> {
                 return std::make_unique<CountingSink>();
               },
               .lane = Lane::kImport});
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  Client client = client_of(*server);
  ClientCall call;
  call.method = Method::kPost;
  call.target = "/import";
  call.body_file = path;
  const std::size_t before = resident_bytes();
  const auto answer = client.send(call);
  ASSERT_TRUE(answer);
  std::filesystem::remove(path);
  std::istringstream told(answer->body);
  std::uint64_t bytes = 0;
  std::size_t largest = 0;
  std::string rest;
  told >> bytes >> largest >> rest;
  EXPECT_EQ(bytes, kBytes);
  EXPECT_LE(largest, 512u << 10);
  EXPECT_EQ(rest, "finished");
  EXPECT_LT(most.load(), before + (16u << 20));
}

TEST(Server, AnUploadIsRefusedBeforeItsBodyIsRead) {
  Router router;
  std::atomic<int> handled{0};
  router.post("/import",
              [&](const Request&) {
                ++handled;
                return Response::empty();
              },
              {.stream_to = [](const Request&) -> Result<std::unique_ptr<BodySink>> {
                return fail(ErrorCode::kNotAllowed);
              }});
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  RawSocket socket(server->port());
  socket.send(
      "POST /import HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
  const std::string answer = socket.read_all();
  EXPECT_EQ(answer.rfind("HTTP/1.1 403 ", 0), 0u) << answer;
  EXPECT_EQ(handled, 0);
}

TEST(Server, FilesKeepWhatIsWholeAndDropWhatIsNot) {
  const auto path = scratch("kept");
  {
    auto sink = FileSink::at(path);
    ASSERT_TRUE(sink);
    EXPECT_TRUE((*sink)->write(as_bytes("half")));
    EXPECT_FALSE(FileSink::at(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  {
    auto sink = FileSink::at(path);
    ASSERT_TRUE(sink);
    EXPECT_TRUE((*sink)->write(as_bytes("whole")));
    EXPECT_TRUE((*sink)->finish());
  }
  EXPECT_EQ(std::filesystem::file_size(path), 5u);
  std::filesystem::remove(path);
  auto memory = FileSink::in_memory();
  ASSERT_TRUE(memory);
  EXPECT_TRUE((*memory)->write(as_bytes("abc")));
  EXPECT_TRUE((*memory)->finish());
  char text[3];
  EXPECT_EQ(::read((*memory)->descriptor(), text, 3), 3);
}

class Numbers final : public BodySource {
 public:
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    const std::size_t count = std::min<std::size_t>(out.size(), left_);
    std::fill_n(out.begin(), count, std::uint8_t{'7'});
    left_ -= count;
    if (count == 0 && fails) return fail(ErrorCode::kStorage);
    return count;
  }
  bool fails = false;

 private:
  std::size_t left_ = 1'000'000;
};

TEST(Server, PullsExportsAndCutsThemWhenTheyFail) {
  Router router;
  router.get("/export/{how}", [](const Request& r) {
    Response out;
    auto source = std::make_shared<Numbers>();
    source->fails = r.param("how") == "bad";
    out.source = source;
    return out;
  });
  HandClock clock;
  const auto server = start({}, std::move(router), clock);
  Client client = client_of(*server);
  EXPECT_EQ(client.get("/export/good")->body, std::string(1'000'000, '7'));
  EXPECT_EQ(client.get("/export/good")->body.size(), 1'000'000u);
  EXPECT_FALSE(client.get("/export/bad"));
}

TEST(Server, SpeaksOverAUnixSocketAndKnowsWhoIsThere) {
  const auto path = scratch("socket");
  Router router;
  router.get("/who", [](const Request& r) {
    return Response::text(r.peer.over_unix ? std::to_string(r.peer.uid) : "nobody");
  });
  ServerOptions options;
  options.address.clear();
  options.unix_path = path.string();
  HandClock clock;
  auto server = start(options, std::move(router), clock);
  ASSERT_TRUE(server);
  EXPECT_EQ(server->port(), 0);
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  auto client = Client::unix_socket(path);
  ASSERT_TRUE(client);
  EXPECT_EQ(client->get("/who")->body, std::to_string(::getuid()));
  EXPECT_FALSE(Server::start(options, Router(), {}, clock)) << "a socket in use was taken over";
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Server, StopLetsAnswersLeaveAndClosesTheRest) {
  std::mutex gate;
  std::atomic<int> inside{0};
  Promise never;
  auto stream = std::make_shared<EventStream>([] { return true; });
  Router router;
  router.get("/slow", [&](const Request&) {
    ++inside;
    const std::lock_guard wait(gate);
    return Response::text("finished");
  });
  router.get("/events", [&](const Request&) {
    stream->send("e", "here");
    return Response::event_stream(stream);
  });
  HandClock clock;
  auto server = start({}, std::move(router), clock);
  RawSocket idle(server->port());
  RawSocket listener(server->port());
  listener.send(request("/events"));
  listener.read_until("here");
  gate.lock();
  RawSocket slow(server->port());
  slow.send(request("/slow"));
  ASSERT_TRUE(eventually([&] { return inside == 1; }));
  std::thread stopper([&] { server->stop(); });
  EXPECT_TRUE(listener.read_all().empty());
  EXPECT_TRUE(listener.closed());
  idle.read_all();
  EXPECT_TRUE(idle.closed());
  gate.unlock();
  const std::string answer = slow.read_all();
  stopper.join();
  EXPECT_NE(answer.find("finished"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(stream->closed());
}

TEST(Server, OutlivesNoDeferredAnswer) {
  auto [promise, deferred] = make_deferred();
  std::atomic<bool> asked{false};
  Router router;
  router.get("/never", [&, deferred = deferred](const Request&) -> Reply {
    asked = true;
    return deferred;
  });
  ServerOptions options;
  options.stop_grace_us = 10'000;
  HandClock clock;
  auto server = start(std::move(options), std::move(router), clock);
  RawSocket socket(server->port());
  socket.send(request("/never"));
  ASSERT_TRUE(eventually([&] { return asked.load(); }));
  server.reset();
  EXPECT_TRUE(socket.read_all().empty());
  EXPECT_TRUE(socket.closed());
  promise.complete(Response::text("too late"));
}

TEST(Server, SaysWhatIsWrongWithItsAddress) {
  HandClock clock;
  auto first = start({}, Router(), clock);
  ServerOptions same;
  same.port = first->port();
  const auto second = Server::start(same, Router(), {}, clock);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kStoreInUse);
  ServerOptions named;
  named.address = "example.org";
  EXPECT_EQ(Server::start(named, Router(), {}, clock).error().code, ErrorCode::kUsage);
  ServerOptions bad_tls;
  bad_tls.tls = TlsFiles{"/nowhere/cert.pem", "/nowhere/key.pem", ""};
  EXPECT_EQ(Server::start(bad_tls, Router(), {}, clock).error().code, ErrorCode::kUsage);
}

}  // namespace
}  // namespace sallyport::http
