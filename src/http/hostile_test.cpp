// A running server against senders that mean ill or are broken: raw bytes over loopback.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "http/client.hpp"
#include "http/internal/test_support.hpp"
#include "http/server.hpp"

namespace sallyport::http {
namespace {

using testing_support::eventually;
using testing_support::HandClock;
using testing_support::RawSocket;
using testing_support::start;

class Hostile : public ::testing::Test {
 protected:
  void SetUp() override {
    Router router;
    router.get("/api/ping", [](const Request&) { return Response::json("\"pong\""); });
    router.get("/admin", [this](const Request&) {
      ++admin_;
      return Response::json("\"admin\"");
    });
    router.post("/api/echo", [](const Request& r) { return Response::text(r.body); },
                {.max_body_bytes = 1000});
    ServerOptions options;
    options.hosts = {"a", "localhost"};
    server_ = start(std::move(options), std::move(router), clock_);
    ASSERT_TRUE(server_);
  }

  std::string answer_to(const std::string& bytes) {
    RawSocket socket(server_->port());
    socket.send(bytes);
    std::string out = socket.read_all();
    EXPECT_TRUE(socket.closed()) << "the connection stayed open after: " << bytes;
    return out;
  }

  HandClock clock_;
  std::atomic<int> admin_{0};
  std::unique_ptr<Server> server_;
};

void expect_refused(const std::string& answer, std::string_view status) {
  EXPECT_EQ(answer.rfind("HTTP/1.1 " + std::string(status), 0), 0u) << answer;
  EXPECT_EQ(RawSocket::occurrences(answer, "HTTP/1.1 "), 1) << answer;
  EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(Hostile, MalformedRequestsGetOneRefusalAndTheEnd) {
  const std::string tail = "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::vector<std::string> bad = {
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
      "chunked\r\n\r\n"
      "0\r\n\r\n",
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n",
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n",
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n",
      "GET / HTTP/1.1\nHost: a\n\n",
      "GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
      "GET /\xC3\xA9 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /a/../admin HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /%c0%ae HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /?q=%zz HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /api/ping HTTP/1.1\r\nHost: elsewhere.example.org\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n",
      std::string("\x16\x03\x01\x00\x2a\x01", 6),
  };
  for (const std::string& request : bad) {
    SCOPED_TRACE(request);
    expect_refused(answer_to(request + tail), "400 ");
  }
  EXPECT_EQ(admin_, 0);
}

// The file's first sample holds a second request: it must never be taken for one.
TEST_F(Hostile, SmugglingSamplesOfTheSharedData) {
  const char* named = std::getenv("SALLYPORT_SHARED_DATA");
  const std::filesystem::path folder =
      named != nullptr ? named : SALLYPORT_SOURCE_DIR "/../shared/data";
  std::ifstream file(folder / "badinput/gen/misc/http_smuggling_samples.txt", std::ios::binary);
  if (!file) GTEST_SKIP() << "the shared data is not there";
  std::stringstream all;
  all << file.rdbuf();
  std::string text = all.str();
  int refused = 0;
  int samples = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find("---", at);
    if (end == std::string::npos) end = text.size();
    std::string sample = text.substr(at, end - at);
    at = text.find('\n', end);
    at = at == std::string::npos ? text.size() : at + 1;
    if (sample.find("HTTP/") == std::string::npos) continue;
    ++samples;
    RawSocket socket(server_->port());
    socket.send(sample);
    socket.finish();
    refused += socket.read_all().rfind("HTTP/1.1 400 ", 0) == 0 ? 1 : 0;
  }
  EXPECT_GE(samples, 5);
  EXPECT_EQ(refused, samples);
  EXPECT_EQ(admin_, 0);
}

TEST_F(Hostile, OnlyNamesOfItsOwnReachIt) {
  EXPECT_EQ(Client::tcp("localhost", server_->port())->get("/api/ping")->status, 200);
  EXPECT_EQ(Client::tcp("127.0.0.1", server_->port())->get("/api/ping")->status, 400);
}

TEST_F(Hostile, LimitsAnswer413) {
  const std::string start = "GET /api/ping HTTP/1.1\r\nHost: a\r\nX: ";
  expect_refused(answer_to(start + std::string(limits::kRequestHeaderBytes, 'x')), "413 ");
  expect_refused(answer_to(start + std::string(limits::kRequestHeaderBytes, 'x') + "\r\n\r\n"),
                 "413 ");
  expect_refused(answer_to("POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n"),
                 "413 ");
  expect_refused(
      answer_to("POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                std::string(1001, 'x') + "\r\n0\r\n\r\n"),
      "413 ");
  const std::string largest = answer_to(
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n" +
      std::string(1000, 'x'));
  EXPECT_EQ(largest.rfind("HTTP/1.1 200 ", 0), 0u);
}

// The server's own clock is moved by hand, so nothing here depends on how fast the machine is.
TEST_F(Hostile, SlowHeadsAreLetGo) {
  RawSocket socket(server_->port());
  socket.send("GET /api/ping HT");
  ASSERT_TRUE(eventually([&] { return server_->counters().connections == 1; }));
  EXPECT_EQ(server_->counters().timed_out, 0u);
  // The deadline is set when the bytes are read: move on until it has passed.
  ASSERT_TRUE(eventually([&] {
    clock_.sleep_us(1'000'000);
    return server_->counters().timed_out == 1;
  }));
  expect_refused(socket.read_all(), "408 ");
}

TEST_F(Hostile, DrippingDoesNotBuyTime) {
  RawSocket socket(server_->port());
  socket.send("GET /api/ping HTTP/1.1\r\nHost: a\r\n");
  ASSERT_TRUE(eventually([&] {
    clock_.sleep_us(500'000);
    socket.send("X: y\r\n");
    return server_->counters().timed_out == 1;
  }));
  expect_refused(socket.read_all(), "408 ");
}

TEST_F(Hostile, SlowBodiesAndIdleConnectionsAreLetGo) {
  RawSocket body(server_->port());
  body.send("POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  RawSocket idle(server_->port());
  idle.send("GET /api/ping HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(idle.read_until("pong").find("200 OK"), std::string::npos);
  ASSERT_TRUE(eventually([&] {
    clock_.sleep_us(1'000'000);
    return server_->counters().timed_out == 2;
  }));
  expect_refused(body.read_all(), "408 ");
  EXPECT_TRUE(idle.read_all().empty());
  EXPECT_TRUE(idle.closed());
}

TEST_F(Hostile, AReceiverThatTakesNothingIsLetGo) {
  server_->stop();
  Router router;
  router.get("/large", [](const Request&) { return Response::text(std::string(64u << 20, 'x')); });
  server_ = start({}, std::move(router), clock_);
  RawSocket socket(server_->port());
  socket.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return server_->counters().requests == 1; }));
  ASSERT_TRUE(eventually([&] {
    clock_.sleep_us(1'000'000);
    return server_->counters().connections == 0;
  }));
}

TEST_F(Hostile, ConnectionsAboveTheLimitAreClosed) {
  server_->stop();
  Router router;
  router.get("/", [](const Request&) { return Response::json("1"); });
  ServerOptions options;
  options.max_connections = 2;
  server_ = start(std::move(options), std::move(router), clock_);
  RawSocket one(server_->port());
  RawSocket two(server_->port());
  ASSERT_TRUE(eventually([&] { return server_->counters().connections == 2; }));
  RawSocket three(server_->port());
  EXPECT_TRUE(three.read_all().empty());
  EXPECT_TRUE(three.closed());
  one.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(one.read_until("\r\n\r\n1").find("200 OK"), std::string::npos);
}

TEST_F(Hostile, AThrowingHandlerTellsTheOperatorAndNotTheSender) {
  server_->stop();
  Router router;
  router.get("/throws", [](const Request&) -> Reply { throw std::runtime_error("canary-7"); });
  ServerOptions options;
  std::string told;
  std::string reference;
  options.on_internal_error = [&](std::string_view r, std::string_view what) {
    reference = r;
    told = what;
  };
  server_ = start(std::move(options), std::move(router), clock_);
  const std::string answer =
      answer_to("GET /throws HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(answer.find("500 Internal"), std::string::npos);
  EXPECT_EQ(answer.find("canary"), std::string::npos);
  EXPECT_EQ(told, "canary-7");
  EXPECT_NE(answer.find("reference " + reference), std::string::npos);
}

}  // namespace
}  // namespace sallyport::http
