#include "api/internal/site.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"
#include "crypto/hash.hpp"
#include "http/cookies.hpp"
#include "http/problem.hpp"
#include "service/feeds.hpp"

namespace sallyport::api {
namespace {

constexpr std::size_t kAgainQueue = 256;
constexpr std::size_t kImportQueue = 16;

bool changes(http::Method method) {
  return method != http::Method::kGet && method != http::Method::kHead;
}

// Sec-Fetch-Site where the browser sends it, else Origin: a form or a script of another site stops
// here, before the session is looked at.
Status check_same_site(const http::Request& request) {
  if (const auto site = request.header("Sec-Fetch-Site"))
    return *site == "same-origin" || *site == "none" ? ok() : fail(ErrorCode::kForgeryCheck);
  const auto origin = request.header("Origin");
  if (!origin) return ok();
  const auto host = request.header("Host");
  const auto scheme_end = origin->find("://");
  if (!host || scheme_end == std::string_view::npos ||
      !http::equal_ignoring_case(origin->substr(scheme_end + 3), *host))
    return fail(ErrorCode::kForgeryCheck);
  return ok();
}

std::string token_of(const http::Request& request, bool secure) {
  const http::CookieOptions options{.secure = secure};
  const auto cookies = request.cookies();
  const auto value = http::find_pair(cookies, http::cookie_name("session", options));
  return value ? std::string(*value) : std::string();
}

struct CameFrom {
  std::string kind;
  std::string id;
};

std::optional<CameFrom> came_from(const http::Request& request) {
  const auto header = request.header("X-Came-From");
  if (!header || header->size() > 60) return std::nullopt;
  const auto colon = header->find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  constexpr std::array<std::string_view, 11> kKinds = {"arrival", "person",   "group", "place",
                                                       "report",  "thing",    "path",  "search",
                                                       "import",  "timeline", "today"};
  const std::string_view kind = header->substr(0, colon);
  if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) return std::nullopt;
  return CameFrom{std::string(kind), std::string(header->substr(colon + 1))};
}

bool is_of_kind(std::string_view kind, model::RecordKind record) {
  if (kind == "person") return record == model::RecordKind::person;
  if (kind == "group") return record == model::RecordKind::group;
  if (kind == "place") return record == model::RecordKind::place;
  if (kind == "report") return record == model::RecordKind::report;
  return kind == "thing";
}

// Is the work one says one came from there to be seen? Asked of the look's own view, so that the
// answer says nothing about what is hidden.
bool is_there(const service::Look& look, const CameFrom& from, const service::FeedBook* book) {
  if (from.kind == "search" || from.kind == "path" || from.kind == "timeline") return true;
  const auto id = parse_id(from.id);
  if (!id) return false;
  if (from.kind == "arrival") return look.view().event(model::EventId(*id)).has_value();
  if (from.kind == "today") return look.find(from.id) || look.view().event(model::EventId(*id));
  if (from.kind == "import") return service::import_of(look, book, from.id).has_value();
  const auto handle = look.find(from.id);
  return handle && is_of_kind(from.kind, look.view().record(*handle).kind);
}

http::Response respond(Result<Answered> result) {
  if (!result) return http::problem(result.error());
  http::Response out;
  out.body = std::move(result->body);
  out.content_type = std::move(result->content_type);
  return out;
}

std::string request_text(const http::Request& request) {
  std::string out = request.target;
  if (!request.body.empty()) out += " " + request.body;
  return out;
}

// The tag of what this viewer sees: a hash of the answer's bytes (core.md 13).
void tag(const http::Request& request, const crypto::Hash256& hash, http::Response& response) {
  if (changes(request.method) || response.status != 200) return;
  const std::string etag = "\"" + to_hex(ByteView(hash).first(16)) + "\"";
  const auto known = request.header("If-None-Match");
  if (known && *known == etag) response = http::Response::empty(304);
  response.headers.set("ETag", etag);
}

}  // namespace

struct Site::LookRoute {
  RouteDoc doc;
  LookOptions options;
  LookVerb verb;
};

struct Site::Job {
  Job(const LookRoute& its_route, const http::Request& its_request, http::Promise its_promise)
      : route(its_route), request(its_request), promise(std::move(its_promise)) {}
  const LookRoute& route;
  const http::Request request;
  const http::Promise promise;
  std::string key;
  http::Response response;
  bool changed = false;  // a change was made: its receipt stands
  int attempts = 0;
};

const SignedIn& signed_in(const http::Request& request) {
  SALLYPORT_ASSERT(request.context != nullptr);
  return *static_cast<const SignedIn*>(request.context.get());
}

Result<JsonObject> json_of(const http::Request& request) {
  const auto type = request.header("Content-Type");
  if (!request.body.empty() && (!type || !type->starts_with("application/json")))
    return fail(ErrorCode::kUnsupportedMediaType);
  return read_body(request.body);
}

Status check_query(const http::Request& request, const std::vector<std::string_view>& known) {
  for (const auto& [name, value] : request.query) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    Error error{ErrorCode::kUnknownField, "the address has a parameter not known here", {}};
    error.places.push_back({"", 0, name.substr(0, 80), "", "no such parameter"});
    return fail(std::move(error));
  }
  return ok();
}

Marked marked(const service::Look& look) {
  return {look.marking(), look.partial()};
}

Site::Site(const ApiOptions& options)
    : options_(options),
      again_(std::make_shared<Runner>(1, kAgainQueue)),
      importers_(std::make_unique<Runner>(limits::kWorkersAtOnce, kImportQueue)) {
  SALLYPORT_ASSERT(options.desk && options.clock && options.random);
}

Site::~Site() {
  again_->stop();
  importers_->stop();
}

std::string Site::fresh() {
  const std::lock_guard lock(random_mutex_);
  return to_text(options_.random->next_id());
}

void Site::add(const RouteDoc& doc, http::Handler handler, http::RouteOptions options) {
  options.needs_session = doc.session;
  docs_.push_back(doc);
  auto checked = [known = doc.query, handler = std::move(handler)](const http::Request& request) {
    if (auto status = check_query(request, known); !status)
      return http::Reply(std::move(status.error()));
    return handler(request);
  };
  router_.add(doc.method, doc.pattern, std::move(checked), std::move(options));
}

void Site::add_look(const RouteDoc& doc, LookOptions options, LookVerb verb) {
  http::RouteOptions route;
  route.slot_us = options.slot_us < 0 ? options_.page_slot_us : options.slot_us;
  route.pads_json = true;
  route.lane = options.writes ? http::Lane::kCommand : http::Lane::kRead;
  docs_.push_back(doc);
  docs_.back().query.push_back("known_then");
  docs_.back().looks = true;
  looks_.push_back({docs_.back(), std::move(options), std::move(verb)});
  const LookRoute& look = looks_.back();
  auto handler = [this, &look](const http::Request& request) -> http::Reply {
    auto [promise, deferred] = http::make_deferred();
    auto job = std::make_shared<Job>(look, request, std::move(promise));
    if (look.options.writes) job->key = key_of(request, look.options.verb);
    attempt(job);
    return deferred;
  };
  router_.add(doc.method, doc.pattern, std::move(handler), std::move(route));
}

// A key used again for another change is another command, never a dropped one.
std::string Site::key_of(const http::Request& request, const std::string& verb) {
  const auto given = request.header("Idempotency-Key");
  const std::string whole =
      (given ? std::string(*given) : fresh()) + "\n" + request.target + "\n" + request.body;
  const auto digest = crypto::sha256(as_bytes(whole));
  return verb + " " + to_hex(ByteView(digest).first(16));
}

Result<std::shared_ptr<const void>> Site::guard(const http::Request& request,
                                                const http::RouteOptions& options) const {
  if (changes(request.method)) TRY(check_same_site(request));
  if (!options.needs_session) return std::shared_ptr<const void>();
  auto in = std::make_shared<SignedIn>();
  in->token = token_of(request, options_.secure_cookies);
  TRY_ASSIGN(in->session, desk().sessions().find(in->token));
  TRY(account_of(*in));
  if (changes(request.method)) {
    const auto csrf = request.header("X-CSRF");
    if (!csrf || !crypto::equal_constant_time(as_bytes(*csrf), as_bytes(in->session.csrf)))
      return fail(ErrorCode::kForgeryCheck);
  }
  return std::shared_ptr<const void>(std::move(in));
}

Result<std::shared_ptr<const access::Grants>> Site::account_of(const SignedIn& in) const {
  auto directory = desk().picture().directory();
  const auto account = directory->accounts.find(in.session.user);
  if (account == directory->accounts.end() || !account->second.active)
    return fail(ErrorCode::kSignInNeeded);
  return std::shared_ptr<const access::Grants>(std::move(directory), &account->second);
}

Result<access::Grants> Site::grants_of(const SignedIn& in) const {
  TRY_ASSIGN(const auto account, account_of(in));
  return *account;
}

Instant Site::business_now(const service::Session& session) const {
  return Instant{options_.clock->wall_now().us + session.business_offset_us};
}

Result<service::Caller> Site::caller_of(const http::Request& request,
                                        const std::string& otherwise) const {
  const SignedIn& in = signed_in(request);
  service::Caller caller;
  TRY_ASSIGN(caller.grants, grants_of(in));
  caller.session = in.session.hash;
  caller.purpose = in.session.purpose;
  caller.business_now = business_now(in.session);
  const Instant now = options_.clock->wall_now();
  const bool lately = !in.session.reason.empty() &&
                      now.us - in.session.reason_given.us <= service::Sessions::kReasonGoodUs;
  caller.reason = lately ? in.session.reason : otherwise;
  caller.came_from = "free search";
  return caller;
}

Result<std::unique_ptr<service::Look>> Site::open_look(const http::Request& request,
                                                       const std::string& verb,
                                                       const std::string& otherwise) const {
  TRY_ASSIGN(service::Caller caller, caller_of(request, otherwise));
  std::optional<Date> known_then;
  if (const auto text = request.query_value("known_then")) {
    known_then = parse_iso_date(*text);
    if (!known_then) return fail(ErrorCode::kBadValue, "known_then: expected a date as 2026-10-15");
  }
  const bool gave_a_reason = !signed_in(request).session.reason.empty();
  const auto from = came_from(request);
  const bool may_follow =
      from && (gave_a_reason ||
               (from->kind != "search" && from->kind != "path" && from->kind != "timeline"));
  if (may_follow) {
    service::Caller follower = caller;
    follower.reason = "came from " + from->kind;
    follower.came_from = from->kind + ":" + from->id;
    TRY_ASSIGN(auto look,
               service::Look::begin(desk(), follower, verb, request_text(request), known_then));
    if (is_there(*look, *from, options_.feeds)) return look;
  }
  return service::Look::begin(desk(), std::move(caller), verb, request_text(request), known_then);
}

void Site::run_verb(Job& job, service::Look& look) {
  if (auto status = check_query(job.request, job.route.doc.query); !status) {
    job.response = http::problem(status.error());
    return;
  }
  try {
    Result<Answered> result = job.route.verb(Asked{job.request, desk(), look, job.key});
    job.changed = job.route.options.writes && result.has_value();
    job.response = respond(std::move(result));
  } catch (const std::exception&) {
    job.response = http::problem(ErrorCode::kInternal);
  }
}

void Site::attempt(const std::shared_ptr<Job>& job) {
  constexpr int kMostAttempts = 3;
  ++job->attempts;
  auto look = open_look(job->request, job->route.options.verb, job->route.options.reason_otherwise);
  if (!look) {
    job->promise.complete(http::problem(look.error()));
    return;
  }
  if (!job->changed) run_verb(*job, **look);
  const auto hash = crypto::sha256(as_bytes(job->response.body));
  (*look)->conclude(hash, [this, job, hash, again = again_](const Status& written) {
    if (written) {
      tag(job->request, hash, job->response);
      job->promise.complete(std::move(job->response));
      return;
    }
    const ErrorCode code = written.error().code;
    // not here: this may be the ledger's own thread
    if (code == ErrorCode::kStaleRights && job->attempts < kMostAttempts &&
        again->post([this, job] { attempt(job); }))
      return;
    const bool says_why = code == ErrorCode::kBusy || code == ErrorCode::kStaleRights;
    job->promise.complete(http::problem(says_why ? code : ErrorCode::kNotLogged));
  });
}

http::Router make_router(const ApiOptions& options) {
  const auto site = std::make_shared<Site>(options);
  add_session_routes(*site);
  add_page_routes(*site);
  add_question_routes(*site);
  add_change_routes(*site);
  add_import_routes(*site);
  add_log_routes(*site);
  add_plain_routes(*site);
  http::Router router = site->take_router();
  // the guard holds the site for as long as there is a router; handlers borrow it
  router.guard([site](const http::Request& request, const http::RouteOptions& route) {
    return site->guard(request, route);
  });
  return router;
}

}  // namespace sallyport::api
