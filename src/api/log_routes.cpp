// The log of looks, for auditors: a question with a body, because it may name a record.
#include "api/internal/site.hpp"
#include "http/problem.hpp"

namespace sallyport::api {
namespace {

constexpr std::size_t kNameBytes = 64;

// What fits may lie far back, so on a thread of its own; its entry is written by the verb.
http::Reply read_log(Site& site, const http::Request& request) {
  auto caller = site.caller_of(request, "");
  if (!caller) return std::move(caller.error());
  auto body = json_of(request);
  if (!body) return std::move(body.error());
  service::LogRequest wanted;
  wanted.user = body->optional_text("user", kNameBytes);
  wanted.record = body->optional_text("record", kNameBytes);
  if (const auto limit =
          body->optional_integer("limit", 1, static_cast<std::int64_t>(service::kMostLooks)))
    wanted.limit = static_cast<std::size_t>(*limit);
  wanted.before = body->optional_text("before", kNameBytes);
  if (auto status = body->finish(); !status) return std::move(status.error());
  auto [promise, deferred] = http::make_deferred();
  auto work = [&site, caller = std::move(*caller), wanted, promise = promise] {
    auto answer = service::read_log(site.desk(), caller, wanted, render_log);
    promise.complete(answer ? http::Response::json(std::move(*answer))
                            : http::problem(answer.error()));
  };
  if (!site.importers().post(std::move(work))) return Error{ErrorCode::kBusy, {}, {}};
  return deferred;
}

}  // namespace

void add_log_routes(Site& site) {
  site.add({http::Method::kPost, "/api/looks", "Who looked at what, for auditors", "LogRequest",
            "LogOfLooks"},
           [&site](const http::Request& request) { return read_log(site, request); });
}

}  // namespace sallyport::api
