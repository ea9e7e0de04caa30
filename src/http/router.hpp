// Which handler answers which address. Patterns are literal segments and {names}:
// "/api/people/{id}/links". No regular expressions; at each step a literal goes before a name, so
// that the order of adding never matters. An address that is not there is a kNotFound problem, one
// that does not take the method a kMethodNotAllowed problem with Allow, both from one place.
// Ownership: values; filled before the server starts, const afterwards, then safe in any thread.
// Failure: adding a pattern twice, or one that is malformed, is a programmer's error (assertion).
// Complexity: look-up O(segments x log(routes at that step)).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "http/body_sink.hpp"
#include "http/deferred.hpp"
#include "http/message.hpp"

namespace sallyport::http {

/// Which queue of the worker pool: earlier lanes are served first (core.md 10).
enum class Lane : std::uint8_t { kRead, kCommand, kImport };

using Handler = std::function<Reply(const Request&)>;
/// Called with the head alone, before any of the body is read: the place to refuse an upload.
using OpenSink = std::function<Result<std::unique_ptr<BodySink>>(const Request&)>;

struct RouteOptions {
  std::size_t max_body_bytes = limits::kRequestBodyBytes;
  OpenSink stream_to = nullptr;  ///< when set, the body goes there and Request::body stays empty
  bool needs_session = true;     ///< for the guard; the server itself knows no sessions
  std::int64_t slot_us = 0;      ///< above 0: answers leave at multiples of it (core.md 16)
  bool pads_json = false;        ///< JSON answers, refusals included, leave in size classes
  bool runs_inline = false;      ///< in the I/O thread: only for handlers that never wait (< 50 us)
  Lane lane = Lane::kRead;
};

/// Asked before every handler and before a sink is opened, in a worker (in the I/O thread for
/// runs_inline). What it returns becomes Request::context; its error is the answer.
using Guard =
    std::function<Result<std::shared_ptr<const void>>(const Request&, const RouteOptions&)>;

struct Route {
  Method method = Method::kGet;
  std::string pattern;
  std::vector<std::string> names;  ///< of the {names}, in order
  Handler handler;
  RouteOptions options;
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  void add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
  void get(std::string_view pattern, Handler handler, RouteOptions options = {});
  void post(std::string_view pattern, Handler handler, RouteOptions options = {});
  void guard(Guard guard);

  struct Match {
    const Route* route = nullptr;  ///< null: `refusal` is the answer
    Pairs params;
    std::optional<Response> refusal;
    bool address_known = false;
  };
  /// A HEAD request finds the GET route.
  Match match(Method method, const std::vector<std::string>& segments) const;
  const Guard& guard() const { return guard_; }

  /// All routes, sorted by pattern, then by method: for tests and for the API description.
  std::vector<const Route*> routes() const;

 private:
  struct Node;
  const Node* find(const Node& node, const std::vector<std::string>& segments, std::size_t depth,
                   std::vector<std::string>& values) const;
  std::unique_ptr<Node> root_;
  Guard guard_;
};

}  // namespace sallyport::http
