// The server: TCP and, beside it, a Unix socket; HTTP/1.1, kept alive, pipelined requests answered
// in order. Handlers are plain functions run on a bounded pool of workers; a full queue answers 503
// with Retry-After and runs nothing. Every answer carries the security headers
// (internal/response_head.hpp). Ownership: owns its threads, sockets, router and files; borrows the
// clock, which outlives it. Threads: start, stop and the destructor from one thread; handlers run
// in any worker, several at once. Failure: start returns kStoreInUse for a taken address and kUsage
// for a bad one; a handler that throws is answered with kInternal and told to on_internal_error.
// Cost: see server_bench.cpp. Source: RFC 9110, 9112; OWASP ASVS 5.0 V3, V4.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "http/router.hpp"
#include "http/static_files.hpp"

namespace sallyport::http {

struct TlsFiles {
  std::string certificate_chain;   ///< PEM
  std::string private_key;         ///< PEM
  std::string client_authorities;  ///< PEM; not empty: clients must show a certificate (mTLS)
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< numeric; empty: no TCP
  std::uint16_t port = 0;             ///< 0: any free one, see Server::port()
  std::string unix_path;              ///< empty: none; the socket is the owner's only (0600)
  int io_threads = 1;
  int workers = 4;
  std::size_t queue_per_lane = limits::kWorkQueue;
  std::size_t max_connections = limits::kConnections;
  std::size_t max_head_bytes = limits::kRequestHeaderBytes;
  /// Host names taken over TCP, without port; empty takes all. A server on a loopback address
  /// should name them: it keeps a page elsewhere from reaching it under a name of its own (DNS
  /// rebinding).
  std::vector<std::string> hosts;
  std::int64_t head_timeout_us = limits::kRequestHeadSeconds * 1'000'000LL;
  std::int64_t body_timeout_us = limits::kRequestBodySeconds * 1'000'000LL;
  std::int64_t idle_timeout_us = limits::kIdleSeconds * 1'000'000LL;
  std::int64_t write_timeout_us = limits::kWriteSeconds * 1'000'000LL;
  std::int64_t heartbeat_us = limits::kHeartbeatSeconds * 1'000'000LL;
  std::int64_t stop_grace_us = 5'000'000;  ///< how long stop() lets answers finish
  std::optional<TlsFiles> tls;             ///< TLS 1.3 on the TCP socket
  /// Told the reference that the sender gets and what the exception said; from any thread.
  std::function<void(std::string_view reference, std::string_view what)> on_internal_error;
};

class Server {
 public:
  static Result<std::unique_ptr<Server>> start(ServerOptions options, Router router,
                                               StaticFiles files, Clock& clock);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// The TCP port in use; 0 without TCP.
  std::uint16_t port() const;
  /// Takes no more connections, lets answers under way leave, closes event streams, joins all
  /// threads. A second call does nothing.
  void stop();

  struct Counters {
    std::uint64_t requests = 0;
    std::uint64_t refused_heads = 0;
    std::uint64_t busy = 0;  ///< 503 for a full queue
    std::uint64_t timed_out = 0;
    std::size_t connections = 0;  ///< open now
  };
  Counters counters() const;

 private:
  struct Core;
  explicit Server(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace sallyport::http
