// What the API's handlers share: who is signed in, the one wrapper around every look, the table of
// routes beside their handlers.
// Ownership: one Site, held by the handlers of its router. Threads: any, as marked.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/api.hpp"
#include "api/internal/runner.hpp"
#include "api/json.hpp"
#include "api/render.hpp"
#include "service/look.hpp"

namespace sallyport::api {

/// One line of the description: what a route takes and gives, and what a tester fills in.
struct RouteDoc {
  http::Method method = http::Method::kGet;
  std::string_view pattern;
  std::string_view summary;
  std::string_view takes;  ///< a shape, "file", or "" for no body
  std::string_view gives;  ///< a shape, "Shape[]", "text", "file", "events"
  std::string_view id_is =
      "";  ///< what {id} names: person group place thing report judgement import
  std::vector<std::string_view> query = {};
  bool session = true;
  bool looks = false;  ///< about people, things or reports: written down before it is answered
};

/// Who is signed in: Request::context behind the guard.
struct SignedIn {
  service::Session session;
  std::string token;
};
const SignedIn& signed_in(const http::Request& request);

struct Answered {
  std::string body;
  std::string content_type = "application/json";
};

/// What a verb is given.
struct Asked {
  const http::Request& request;
  service::Desk& desk;
  service::Look& look;
  const std::string& key;  ///< of a command: the same when it is sent again; else empty
};
using LookVerb = std::function<Result<Answered>(const Asked&)>;

struct LookOptions {
  std::string verb;                   ///< as the log names it
  bool writes = false;                ///< a change: not made a second time when rights changed
  std::string reason_otherwise = {};  ///< for work that is its own reason, as one's own imports
  std::int64_t slot_us = -1;          ///< below 0: the slot of a page
};

class Site {
 public:
  explicit Site(const ApiOptions& options);
  ~Site();

  // -- filling the router; one thread, before the server starts
  void add(const RouteDoc& doc, http::Handler handler, http::RouteOptions options = {});
  /// A route about people, things or reports.
  void add_look(const RouteDoc& doc, LookOptions options, LookVerb verb);
  http::Router take_router() { return std::move(router_); }
  const std::vector<RouteDoc>& docs() const { return docs_; }

  // -- any thread
  /// Session and forgery check of one request: Router's guard.
  Result<std::shared_ptr<const void>> guard(const http::Request& request,
                                            const http::RouteOptions& options) const;
  /// The account as it is now, borrowed. kSignInNeeded when it is gone or inactive.
  Result<std::shared_ptr<const access::Grants>> account_of(const SignedIn& in) const;
  /// Rights of this moment, the same way.
  Result<access::Grants> grants_of(const SignedIn& in) const;
  Instant business_now(const service::Session& session) const;
  /// Who asks, with the reason given lately, else `otherwise`.
  Result<service::Caller> caller_of(const http::Request& request,
                                    const std::string& otherwise) const;
  /// A look with a reason: from the work one came from, else given lately, else `otherwise`.
  Result<std::unique_ptr<service::Look>> open_look(const http::Request& request,
                                                   const std::string& verb,
                                                   const std::string& otherwise) const;
  /// 26 fresh characters.
  std::string fresh();

  service::Desk& desk() const { return *options_.desk; }
  const ApiOptions& options() const { return options_; }
  Runner& importers() { return *importers_; }

  std::string openapi;  ///< filled once all routes are there

 private:
  struct LookRoute;
  struct Job;
  std::string key_of(const http::Request& request, const std::string& verb);
  void attempt(const std::shared_ptr<Job>& job);
  void run_verb(Job& job, service::Look& look);

  ApiOptions options_;
  http::Router router_;
  std::vector<RouteDoc> docs_;
  std::deque<LookRoute> looks_;
  std::mutex random_mutex_;
  std::shared_ptr<Runner> again_;
  std::unique_ptr<Runner> importers_;
};

/// The body as an object. kUnsupportedMediaType for anything but application/json.
Result<JsonObject> json_of(const http::Request& request);
/// kUnknownField for a query parameter the route does not have.
Status check_query(const http::Request& request, const std::vector<std::string_view>& known);
Marked marked(const service::Look& look);

// The routes, by subject. Each adds its own.
void add_session_routes(Site& site);
void add_page_routes(Site& site);
void add_question_routes(Site& site);
void add_change_routes(Site& site);
void add_import_routes(Site& site);
void add_log_routes(Site& site);
void add_plain_routes(Site& site);

}  // namespace sallyport::api
