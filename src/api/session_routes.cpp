// Signing in and out, first-run set-up, the reason for looking, the story clock, one-time codes.
#include <algorithm>

#include "api/internal/site.hpp"
#include "http/cookies.hpp"
#include "network/words.hpp"

namespace sallyport::api {
namespace {

constexpr std::size_t kUserBytes = 60;
constexpr std::size_t kPassphraseBytes = 256;

std::string session_body(const Site& site, const SignedIn* in) {
  SessionFacts facts;
  facts.settings = &site.desk().settings();
  facts.setup_needed = site.desk().accounts().empty();
  facts.wall_now = site.options().clock->wall_now();
  if (in == nullptr) return render(facts);
  const auto grants = site.grants_of(*in);
  if (!grants) return render(facts);
  facts.session = &in->session;
  facts.grants = &*grants;
  facts.business_now = site.business_now(in->session);
  facts.codes_left = site.desk().accounts().codes_left(in->session.user);
  return render(facts);
}

// The session as it is now, after a change of it.
http::Reply session_again(const Site& site, const std::string& token) {
  auto session = site.desk().sessions().find(token);
  if (!session) return std::move(session.error());
  const SignedIn in{std::move(*session), token};
  return http::Response::json(session_body(site, &in));
}

http::Reply begin_session(const Site& site, const access::Grants& grants) {
  const Instant wall = site.options().clock->wall_now();
  const auto& settings = site.desk().settings();
  const Instant business = settings.practice && settings.story_clock
                               ? *settings.story_clock
                               : site.options().clock->business_now();
  const std::string token =
      site.desk().sessions().begin(grants.name, grants.usual_purpose, business.us - wall.us);
  auto session = site.desk().sessions().find(token);
  if (!session) return std::move(session.error());
  const SignedIn in{std::move(*session), token};
  http::Response response = http::Response::json(session_body(site, &in));
  const auto cookie = http::set_cookie("session", token, {.secure = site.options().secure_cookies});
  if (cookie) response.headers.add("Set-Cookie", *cookie);
  return response;
}

http::Reply show_session(const Site& site, const http::Request& request) {
  const auto cookies = request.cookies();
  const auto token = http::find_pair(
      cookies, http::cookie_name("session", {.secure = site.options().secure_cookies}));
  if (token) {
    auto session = site.desk().sessions().find(std::string(*token));
    if (session) {
      const SignedIn in{std::move(*session), std::string(*token)};
      return http::Response::json(session_body(site, &in));
    }
  }
  return http::Response::json(session_body(site, nullptr));
}

http::Reply sign_in(const Site& site, const http::Request& request) {
  auto body = json_of(request);
  if (!body) return std::move(body.error());
  const std::string user = body->text("user", kUserBytes);
  const Sensitive<std::string> passphrase(body->text("passphrase", kPassphraseBytes));
  const std::string code = body->optional_text("code", 40);
  // a passphrase never goes back in a problem: which field is wrong is all that is said
  if (auto status = body->finish(); !status) {
    for (auto& place : status.error().places) place.value.clear();
    return std::move(status.error());
  }
  const Instant now = site.options().clock->wall_now();
  if (auto status = site.desk().accounts().check(user, passphrase, code, now); !status)
    return std::move(status.error());
  const auto directory = site.desk().picture().directory();
  const auto account = directory->accounts.find(user);
  if (account == directory->accounts.end() || !account->second.active)
    return Error{ErrorCode::kSignInRefused, {}, {}};
  return begin_session(site, account->second);
}

http::Reply sign_out(const Site& site, const http::Request& request) {
  site.desk().sessions().end(signed_in(request).token);
  http::Response response = http::Response::json(session_body(site, nullptr));
  const auto gone = http::set_cookie(
      "session", "", {.secure = site.options().secure_cookies, .max_age_seconds = 0});
  if (gone) response.headers.add("Set-Cookie", *gone);
  return response;
}

bool is_sign_in_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

// The first administrator: looks after accounts and reads nothing (R-AC-07).
Status make_administrator(Site& site, const std::string& user, const std::string& display_name) {
  model::PutAccount account;
  account.id = model::UserId(site.desk().new_id("setup", user, 0));
  account.name = user;
  account.display_name = display_name;
  account.unit = "administration";
  account.clearance = model::Level::official;
  account.roles = {std::string(access::verb_name(access::Verb::administer))};
  model::Batch batch;
  batch.actor = user;
  batch.reason = "first-run set-up";
  batch.ops.push_back(std::move(account));
  TRY(site.desk().append(batch));
  return ok();
}

http::Reply set_up(Site& site, const http::Request& request) {
  auto body = json_of(request);
  if (!body) return std::move(body.error());
  const std::string token = body->text("token", 100);
  const std::string user = body->text("user", kUserBytes);
  const std::string display_name = body->text("display_name", 100);
  const Sensitive<std::string> passphrase(body->text("passphrase", kPassphraseBytes));
  if (!user.empty() && !is_sign_in_name(user))
    body->refuse("user", user, "small letters, digits, full stops and hyphens");
  if (!passphrase.unwrap_sensitive().empty() &&
      !service::Accounts::check_passphrase(passphrase.unwrap_sensitive()))
    body->refuse("passphrase", "", "15 to 256 characters");
  if (auto status = body->finish(); !status) {
    for (auto& place : status.error().places) {
      if (place.field != "user") place.value.clear();
    }
    return std::move(status.error());
  }
  auto& accounts = site.desk().accounts();
  if (auto status = accounts.spend_setup_token(token); !status) return std::move(status.error());
  if (auto status = make_administrator(site, user, display_name); !status)
    return std::move(status.error());
  if (auto status = accounts.set_passphrase(user, passphrase); !status)
    return std::move(status.error());
  const auto directory = site.desk().picture().directory();
  const auto account = directory->accounts.find(user);
  if (account == directory->accounts.end()) return Error{ErrorCode::kInternal, {}, {}};
  return begin_session(site, account->second);
}

http::Reply give_reason(const Site& site, const http::Request& request) {
  const SignedIn& in = signed_in(request);
  auto grants = site.grants_of(in);
  if (!grants) return std::move(grants.error());
  auto body = json_of(request);
  if (!body) return std::move(body.error());
  const std::vector<std::string_view> held(grants->purposes.begin(), grants->purposes.end());
  const std::string purpose = body->choice("purpose", held);
  const std::string reason = body->text("reason", limits::kReasonBytes);
  if (auto status = body->finish(); !status) return std::move(status.error());
  site.desk().sessions().give_reason(in.session.hash, purpose, reason);
  return session_again(site, in.token);
}

// "2026-10-15T22:00" on the clock of the wall; in the hour that comes twice, the first.
std::optional<Instant> local_instant(const std::string& text) {
  if (text.size() != 16) return std::nullopt;
  const auto as_utc = parse_iso_instant(text + ":00Z");
  if (!as_utc) return std::nullopt;
  const std::int64_t guess = as_utc->us - network::london_offset_us(*as_utc);
  return Instant{as_utc->us - network::london_offset_us(Instant{guess})};
}

http::Reply set_clock(const Site& site, const http::Request& request) {
  if (!site.desk().settings().practice)
    return Error{ErrorCode::kNotAllowed, "the clock is set on practice stores only", {}};
  auto body = json_of(request);
  if (!body) return std::move(body.error());
  const std::string text = body->text("business_now", 40);
  const auto instant = local_instant(text);
  if (!text.empty() && !instant)
    body->refuse("business_now", text, "a date and time as 2026-10-15T22:00");
  if (auto status = body->finish(); !status) return std::move(status.error());
  const SignedIn& in = signed_in(request);
  site.desk().sessions().set_clock(in.session.hash,
                                   instant->us - site.options().clock->wall_now().us);
  return session_again(site, in.token);
}

http::Reply print_codes(const Site& site, const http::Request& request) {
  auto body = json_of(request);
  if (!body) return std::move(body.error());
  const Sensitive<std::string> passphrase(body->text("passphrase", kPassphraseBytes));
  if (auto status = body->finish(); !status) {
    for (auto& place : status.error().places) place.value.clear();
    return std::move(status.error());
  }
  const std::string& user = signed_in(request).session.user;
  auto& accounts = site.desk().accounts();
  // not kSignInRefused: a wrong passphrase here does not end the session
  if (auto status = accounts.confirm(user, passphrase, site.options().clock->wall_now()); !status) {
    if (status.error().code != ErrorCode::kSignInRefused) return std::move(status.error());
    Error error{ErrorCode::kBadValue, "passphrase: expected your own passphrase", {}};
    error.places.push_back({"", 0, "passphrase", "", "your own passphrase"});
    return error;
  }
  auto codes = accounts.print_codes(user);
  if (!codes) return std::move(codes.error());
  return http::Response::json(render_codes(*codes));
}

}  // namespace

void add_session_routes(Site& site) {
  using http::Method;
  const http::RouteOptions command{.lane = http::Lane::kCommand};
  const auto on = [&site](auto function) {
    return [&site, function](const http::Request& request) { return function(site, request); };
  };
  site.add({Method::kGet, "/api/session", "Who is signed in", "", "Session", "", {}, false},
           on(show_session));
  site.add({Method::kPost, "/api/session", "Sign in", "SignInRequest", "Session", "", {}, false},
           on(sign_in), command);
  site.add({Method::kDelete, "/api/session", "Sign out", "", "Session"}, on(sign_out), command);
  site.add({Method::kPost,
            "/api/setup",
            "Make the first administrator with the set-up token",
            "SetupRequest",
            "Session",
            "",
            {},
            false},
           on(set_up), command);
  site.add({Method::kPost, "/api/session/reason", "Say for what and why one looks", "ReasonRequest",
            "Session"},
           on(give_reason), command);
  site.add({Method::kPost, "/api/session/clock", "Set the story clock of a practice store",
            "ClockRequest", "Session"},
           on(set_clock), command);
  site.add({Method::kPost, "/api/session/codes", "Print ten new one-time codes", "CodesRequest",
            "Codes"},
           on(print_codes), command);
}

}  // namespace sallyport::api
