#include "server/local_session.hpp"

#include <unistd.h>

#include <algorithm>

#include "api/json.hpp"
#include "api/render.hpp"
#include "http/cookies.hpp"
#include "server/caller.hpp"

namespace sallyport::server {
namespace {

constexpr std::size_t kUserBytes = 64;

http::Reply sign_in(service::Desk& desk, Clock& clock, const http::Request& request) {
  if (!request.peer.over_unix || request.peer.uid != geteuid() || !desk.settings().practice)
    return Error{ErrorCode::kNotFound, {}, {}};
  auto body = api::read_body(request.body);
  if (!body) return std::move(body.error());
  const std::string user = body->text("user", kUserBytes);
  if (auto status = body->finish(); !status) return std::move(status.error());
  auto grants = grants_of(desk, user);
  if (!grants) return std::move(grants.error());
  const Instant wall = clock.wall_now();
  const Instant business = business_now(desk);
  auto& sessions = desk.sessions();
  const std::string token = sessions.begin(user, grants->usual_purpose, business.us - wall.us);
  auto session = sessions.find(token);
  if (!session) return std::move(session.error());
  api::SessionFacts facts;
  facts.settings = &desk.settings();
  facts.session = &*session;
  facts.grants = &*grants;
  facts.business_now = business;
  facts.wall_now = wall;
  facts.codes_left = desk.accounts().codes_left(user);
  http::Response response = http::Response::json(api::render(facts));
  // both names: which one the rest of the server reads depends on whether it speaks TLS
  for (const bool secure : {true, false}) {
    const auto cookie = http::set_cookie("session", token, {.secure = secure});
    if (cookie) response.headers.add("Set-Cookie", *cookie);
  }
  return response;
}

}  // namespace

void add_local_session(http::Router& router, service::Desk& desk, Clock& clock) {
  router.post(
      "/api/session/local",
      [&desk, &clock](const http::Request& request) { return sign_in(desk, clock, request); },
      {.needs_session = false, .lane = http::Lane::kCommand});
}

}  // namespace sallyport::server
