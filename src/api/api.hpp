// The HTTP API: JSON <-> service. make_router() gives every address of web/src/lib/api/types.ts and
// the description of them all at /api/openapi.json.
// Every authenticated request about people, things or reports goes through one wrapper
// (internal/site.hpp, Site::look): session -> rights of this moment -> reason -> View -> verb ->
// body -> consultation durable -> answer. Nothing of an answer leaves before, and nothing at all
// when the look could not be written down.
// Ownership: the router owns the api's threads; it borrows what ApiOptions point to, which outlives
// the server that the router is given to. Threads: handlers run in any worker.
// Failure: problems of the house's error table (http/problem.hpp).
#pragma once

#include "http/router.hpp"
#include "intake/sandbox.hpp"
#include "service/desk.hpp"
#include "service/importing.hpp"

namespace sallyport::api {

struct ApiOptions {
  service::Desk* desk = nullptr;
  Clock* clock = nullptr;
  Random* random = nullptr;            ///< safe in any thread: SystemRandom; tests see Site::fresh
  service::FeedBook* feeds = nullptr;  ///< null: this server takes no files
  intake::Sandbox* sandbox = nullptr;  ///< null: this server takes no files
  bool secure_cookies = true;          ///< false only for plain http on a loopback address
  /// How long verbs that filter take at least (core.md 16); 0 in tests of anything else.
  std::int64_t search_slot_us = 5000;
  std::int64_t page_slot_us = 8000;
};

http::Router make_router(const ApiOptions& options);

}  // namespace sallyport::api
