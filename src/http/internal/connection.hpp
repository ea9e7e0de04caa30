// One connection: reads a request, has it answered, writes the answer, and again. All of it runs in
// the one I/O thread of its loop but what it hands to the workers; while a worker has something of
// it, the coroutine waits, so nothing needs a lock. Includes Asio.
// Ownership: its coroutine holds it; deferred answers hold it weakly, so that one which comes after
// the connection is gone falls on nothing.
#pragma once

#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "http/internal/chunked.hpp"
#include "http/internal/head.hpp"
#include "http/internal/in_buffer.hpp"
#include "http/internal/transport.hpp"
#include "http/internal/workers.hpp"

namespace sallyport::http {

/// What all connections share: constant but for the counters.
struct Shared {
  Shared(ServerOptions o, Router r, StaticFiles f, Clock& c)
      : options(std::move(o)),
        router(std::move(r)),
        files(std::move(f)),
        clock(c),
        workers(options.workers, options.queue_per_lane) {}
  const ServerOptions options;
  const Router router;
  const StaticFiles files;
  Clock& clock;
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> refused_heads{0};
  std::atomic<std::uint64_t> busy{0};
  std::atomic<std::uint64_t> timed_out{0};
  std::atomic<std::uint64_t> references{0};
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> stopping{false};
  Workers workers;  // last: its threads end before the rest goes
};

class Connection;

/// One I/O thread with its connections.
struct Loop {
  asio::io_context context{1};
  Timer pulse{context};                // looks at all deadlines
  std::list<Connection*> connections;  // in this thread only
  std::string date;                    // the Date header of this second
  std::int64_t date_second = -1;
  std::thread thread;
};

/// Lets the coroutine sleep until something happened; in the I/O thread only.
class Mail {
 public:
  Task<void> wait();
  void notify();

 private:
  using Resume = asio::async_result<asio::use_awaitable_t<Executor>, void()>::handler_type;
  bool there_ = false;
  std::optional<Resume> waiting_;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Shared> shared, std::shared_ptr<Loop> loop,
             std::unique_ptr<Transport> transport, Peer peer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// The whole life of the connection.
  Task<void> run();

  // From the loop's own thread:
  void tick(std::int64_t now_us);  ///< looks at the deadline and the heartbeat
  void begin_stop();               ///< no further request; an idle one ends now
  void abandon();                  ///< ends whatever it waits for

 private:
  struct BodyCursor;
  enum class BodyStep : std::uint8_t { kData, kDone, kGone, kBad, kTooLong };
  struct Answer {
    Response response;
    std::int64_t slot_us = 0;
    Lane lane = Lane::kRead;
    bool keep_alive = true;
    bool head_only = false;
  };

  Task<bool> serve_one();
  Task<bool> read_head();
  std::optional<Response> make_request(const Head& head, Router::Match& match);
  Task<bool> answer_route(const Head& head, const Router::Match& match);
  Task<std::optional<Response>> read_body(const Head& head, const Route& route);
  Task<std::optional<Response>> stream_body(BodyCursor& cursor, const Route& route);
  Task<BodyStep> next_body(BodyCursor& cursor, std::string_view& data);
  Response body_refusal(BodyStep step);
  Task<bool> open_sink(const Route& route, std::optional<Response>& refusal);
  Task<std::optional<Response>> ask(const Route& route);
  Reply invoke(const Route& route);
  Result<std::shared_ptr<const void>> pass_guard(const Route& route);
  Error internal_error(std::string_view what);
  Task<bool> on_worker(Lane lane, std::function<void()> work, bool bounded);
  Task<void> wait_for_slot(std::int64_t slot_us);

  Task<bool> send(Answer answer);
  Task<bool> send_refusal(Response response);
  Task<bool> send_bytes(std::string_view bytes);
  Task<bool> send_source(BodySource& source, Lane lane);
  Task<void> send_events(EventStream& events);
  Task<void> watch_for_end();
  Task<std::size_t> receive(std::size_t most);
  Task<void> linger();
  std::string_view date();
  std::int64_t now() const { return shared_->clock.monotonic_us(); }
  bool ending() const { return abandoned_ || shared_->stopping.load(std::memory_order_relaxed); }

  std::shared_ptr<Loop> loop_;  // first: the socket and the timer live in its context
  std::shared_ptr<Shared> shared_;
  std::unique_ptr<Transport> transport_;
  Timer timer_;
  std::list<Connection*>::iterator place_;
  InBuffer in_;
  HeadReader reader_;
  std::string out_;
  Request request_;
  Peer peer_;
  Mail mail_;
  std::optional<Response> landed_;
  std::uint64_t turn_ = 0;         // which request a deferred answer belongs to
  std::int64_t deadline_us_ = 0;   // 0: none
  std::int64_t heartbeat_us_ = 0;  // 0: no events are being sent
  bool worker_done_ = false;
  bool timed_out_ = false;
  bool idle_ = false;
  bool heartbeat_due_ = false;
  bool peer_gone_ = false;
  bool abandoned_ = false;
  bool lingers_ = false;
};

}  // namespace sallyport::http
