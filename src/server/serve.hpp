// The server of one store: opens it, replays, answers on TCP and on STORE/socket until told to
// stop. The process is undumpable from the first moment; with swap on it starts only when told to
// (core.md 9), for what is in memory must not reach a disk in clear.
// Threads: run_server() blocks one. Failure: kUsage, kStoreInUse, kNotInitialised and what opening
// answers. A signal (SIGINT, SIGTERM) ends it in order: answers leave, the ledger is closed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace sallyport::server {

struct ServeRequest {
  std::string folder;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::vector<std::string> hosts;  ///< further names it is called by
  std::string web;                 ///< empty: the API alone
  std::string drop;                ///< empty: no drop folder
  std::int64_t drop_every_seconds = 60;
  std::string tls_certificate, tls_key;
  bool allow_swap = false;
};

struct Serving {
  std::string url;
  bool practice = false;
  bool setup_needed = false;
  std::string passphrases_file;  ///< practice stores made with one
  std::size_t users = 0;
};

/// `ready` is told once it answers; `tell` gets a line now and then (drop folder, internal errors).
Status run_server(const ServeRequest& request, Clock& clock, Random& random,
                  const std::function<void(const Serving&)>& ready,
                  const std::function<void(const std::string&)>& tell);

/// Is any swap in use by the system? False where the kernel does not say.
bool swap_is_on();

}  // namespace sallyport::server
