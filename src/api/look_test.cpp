// The wrapper around every look, where rights or the log fail while an answer is made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/internal/site.hpp"
#include "api/internal/test_world.hpp"

namespace sallyport::api {
namespace {

using testing::Browser;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TestWorld;

class LookWrapper : public ::testing::Test {
 protected:
  // A server with one route of its own beside signing in.
  void serve(LookOptions options, LookVerb verb) {
    site_ = std::make_shared<Site>(world_.api_options());
    add_session_routes(*site_);
    site_->add_look({http::Method::kPost, "/api/probe", "A probe", "", "Receipt"},
                    std::move(options), std::move(verb));
    http::Router router = site_->take_router();
    router.guard([site = site_](const http::Request& request, const http::RouteOptions& route) {
      return site->guard(request, route);
    });
    server_ = world_.serve(std::move(router));
    world_.give_passphrase("pia.ollery");
    browser_ = std::make_unique<Browser>(server_->port());
    browser_->sign_in("pia.ollery", "night duty");
  }
  http::ClientAnswer probe() { return browser_->post("/api/probe", "{}"); }

  TestWorld world_;
  std::shared_ptr<Site> site_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<Browser> browser_;
};

TEST_F(LookWrapper, AnAnswerMadeWithRightsThatWereIsMadeAgain) {
  std::atomic<int> calls = 0;
  serve({.verb = "probe"}, [&](const Asked&) -> Result<Answered> {
    if (++calls == 1) world_.change_rights();
    return Answered{"{\"call\":" + std::to_string(calls) + "}"};
  });
  const auto answer = probe();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("{\"call\":2}"));
  EXPECT_EQ(world_.looks(), 1u) << "only what was shown is written down";
}

TEST_F(LookWrapper, AfterThreeTriesItSaysSoAndShowsNothing) {
  std::atomic<int> calls = 0;
  serve({.verb = "probe"}, [&](const Asked&) -> Result<Answered> {
    ++calls;
    world_.change_rights();
    return Answered{"{\"secret\":1}"};
  });
  const auto answer = probe();
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(world_.looks(), 0u);
}

TEST_F(LookWrapper, AChangeIsNotMadeTwice) {
  std::atomic<int> calls = 0;
  serve({.verb = "probe", .writes = true}, [&](const Asked&) -> Result<Answered> {
    if (++calls == 1) world_.change_rights();
    return Answered{"{}"};
  });
  EXPECT_EQ(probe().status, 200);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(world_.looks(), 1u);
}

TEST_F(LookWrapper, WhatCannotBeWrittenDownIsNotShown) {
  serve({.verb = "probe"},
        [](const Asked&) -> Result<Answered> { return Answered{"{\"secret\":1}"}; });
  EXPECT_EQ(probe().status, 200);
  world_.close_the_log();
  const auto answer = probe();
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, HasSubstr("\"code\":506"));
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
}

TEST_F(LookWrapper, AVerbThatThrowsIsAnErrorAndIsWrittenDown) {
  serve({.verb = "probe"},
        [](const Asked&) -> Result<Answered> { throw std::runtime_error("secret"); });
  const auto answer = probe();
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  EXPECT_EQ(world_.looks(), 1u);
}

}  // namespace
}  // namespace sallyport::api
