#include "http/internal/connection.hpp"

#include <algorithm>
#include <exception>

#include "base/bytes.hpp"
#include "http/event_stream.hpp"
#include "http/internal/target.hpp"
#include "http/problem.hpp"
#include "http/size_class.hpp"

namespace sallyport::http {

namespace {
constexpr std::size_t kReadBytes = 4096;  // a head with its cookies
constexpr std::size_t kBodyReadBytes = 64u << 10;
constexpr std::size_t kSinkBytes = 256u << 10;  // one trip to a worker

bool is_json(std::string_view type) {
  return type.starts_with("application/json") || type.starts_with("application/problem+json");
}

bool names_host(const std::vector<std::string>& hosts, std::string_view host) {
  if (hosts.empty()) return true;
  if (const std::size_t colon = host.rfind(':');
      colon != std::string_view::npos && host.back() != ']') {
    host = host.substr(0, colon);
  }
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& known) { return equal_ignoring_case(known, host); });
}
}  // namespace

Task<void> Mail::wait() {
  if (!there_) {
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this](auto handler) { waiting_.emplace(std::move(handler)); }, use_task);
  }
  there_ = false;
}

void Mail::notify() {
  there_ = true;
  if (!waiting_) return;
  Resume resume = std::move(*waiting_);
  waiting_.reset();
  std::move(resume)();
}

struct Connection::BodyCursor {
  Framing framing;
  std::uint64_t left;
  std::size_t max_bytes;
  std::uint64_t taken = 0;
  ChunkedReader chunked = {};
};

Connection::Connection(std::shared_ptr<Shared> shared, std::shared_ptr<Loop> loop,
                       std::unique_ptr<Transport> transport, Peer peer)
    : loop_(std::move(loop)),
      shared_(std::move(shared)),
      transport_(std::move(transport)),
      timer_(loop_->context),
      place_(loop_->connections.insert(loop_->connections.end(), this)),
      peer_(std::move(peer)) {}

Connection::~Connection() {
  --shared_->connections;
}

Task<void> Connection::run() {
  const auto self = shared_from_this();
  deadline_us_ = now() + shared_->options.head_timeout_us;
  if (co_await transport_->open()) {
    while (!ending() && co_await serve_one()) {
    }
    if (lingers_ && !abandoned_) co_await linger();
  }
  transport_->close();
  loop_->connections.erase(place_);
}

void Connection::tick(std::int64_t now_us) {
  if (deadline_us_ != 0 && now_us >= deadline_us_) {
    deadline_us_ = 0;
    timed_out_ = true;
    transport_->cancel();
  }
  if (heartbeat_us_ != 0 && now_us >= heartbeat_us_) {
    heartbeat_us_ = now_us + shared_->options.heartbeat_us;
    heartbeat_due_ = true;
    mail_.notify();
  }
}

void Connection::begin_stop() {
  if (idle_) transport_->cancel();
  if (heartbeat_us_ != 0) mail_.notify();
}

void Connection::abandon() {
  abandoned_ = true;
  timer_.cancel();
  transport_->close();
  mail_.notify();
}

Task<std::size_t> Connection::receive(std::size_t most) {
  const std::span<char> room = in_.room(most);
  const std::size_t count = co_await transport_->read(room.first(most));
  in_.commit(count);
  co_return timed_out_ ? 0 : count;
}

// After a refusal the sender may still be sending. Closing at once would reset the connection and
// could take the answer back; so what comes is thrown away for a moment.
Task<void> Connection::linger() {
  transport_->finish();
  timed_out_ = false;
  deadline_us_ = now() + 2'000'000;
  std::size_t left = 1u << 20;
  while (left > 0) {
    in_.consume(in_.view().size());
    const std::size_t count = co_await receive(kBodyReadBytes);
    if (count == 0) break;
    left -= std::min(left, count);
  }
}

Task<bool> Connection::read_head() {
  reader_.reset();
  in_.shrink(kBodyReadBytes);
  timed_out_ = false;
  while (true) {
    if (!in_.empty()) {
      const auto state = reader_.read(in_.view());
      const bool too_long = in_.view().size() > shared_->options.max_head_bytes &&
                            (state == HeadReader::State::kMore ||
                             reader_.head_bytes() > shared_->options.max_head_bytes);
      if (state == HeadReader::State::kRefused || too_long) {
        ++shared_->refused_heads;
        deadline_us_ = 0;
        Response refusal = problem(ErrorCode::kTooLarge, "the head of the request is too long");
        if (!too_long) refusal = problem(ErrorCode::kBadRequest, std::string(reader_.refusal()));
        co_return co_await send_refusal(std::move(refusal));
      }
      if (state == HeadReader::State::kDone) break;
    }
    const bool waits_for_first = in_.empty();
    if (waits_for_first) {
      deadline_us_ = now() + shared_->options.idle_timeout_us;
    } else if (idle_ || deadline_us_ == 0) {
      deadline_us_ = now() + shared_->options.head_timeout_us;
    }
    idle_ = waits_for_first;
    if (idle_ && ending()) co_return false;
    if (co_await receive(kReadBytes) == 0) {
      deadline_us_ = 0;
      if (timed_out_) ++shared_->timed_out;
      if (timed_out_ && !in_.empty()) {
        Response refusal = problem(ErrorCode::kTimeout);
        co_await send_refusal(std::move(refusal));
      }
      co_return false;
    }
  }
  idle_ = false;
  deadline_us_ = 0;
  co_return true;
}

// Copies what the head says; the buffer moves when the body is read.
std::optional<Response> Connection::make_request(const Head& head, Router::Match& match) {
  request_ = Request();
  request_.method = head.method;
  request_.target = head.target;
  request_.peer = peer_;
  request_.headers.reserve(head.lines.size());
  for (const HeadLine& line : head.lines) {
    request_.headers.add(std::string(line.name), std::string(line.value));
  }
  if (!peer_.over_unix && !names_host(shared_->options.hosts, head.host)) {
    return problem(ErrorCode::kBadRequest, "this server does not go by that host name");
  }
  TargetReading reading = parse_target(head.target);
  if (!reading.target) return problem(ErrorCode::kBadRequest, std::string(reading.refusal));
  request_.path = std::move(reading.target->path);
  request_.query = std::move(reading.target->query);
  match = shared_->router.match(head.method, reading.target->segments);
  if (match.route != nullptr) {
    request_.params = std::move(match.params);
    request_.route = match.route->pattern;
  }
  return std::nullopt;
}

// false: the connection ends.
Task<bool> Connection::serve_one() {
  if (!co_await read_head()) co_return false;
  ++shared_->requests;
  ++turn_;
  Head head = reader_.head();
  Router::Match match;
  std::optional<Response> refusal = make_request(head, match);
  in_.consume(reader_.head_bytes());
  if (refusal) co_return co_await send_refusal(std::move(*refusal));
  if (match.route != nullptr) co_return co_await answer_route(head, match);

  Answer answer;
  answer.head_only = head.method == Method::kHead;
  answer.keep_alive = head.keep_alive && head.framing == Framing::kNone;
  lingers_ = head.framing != Framing::kNone;
  std::optional<Response> file;
  if (!match.address_known) file = shared_->files.answer(head.method, request_.path);
  answer.response = file ? std::move(*file) : std::move(*match.refusal);
  co_return co_await send(std::move(answer));
}

Task<bool> Connection::answer_route(const Head& head, const Router::Match& match) {
  const Route& route = *match.route;
  const bool keep_alive = head.keep_alive;
  const bool head_only = head.method == Method::kHead;
  std::optional<Response> refusal = co_await read_body(head, route);
  if (refusal) {
    if (route.options.pads_json) pad_json(refusal->body);
    co_return co_await send_refusal(std::move(*refusal));
  }
  if (peer_gone_) co_return false;
  request_.arrived_us = now();
  std::optional<Response> response = co_await ask(route);
  request_.sink.reset();
  request_.context.reset();
  if (!response) co_return false;
  if (route.options.pads_json && is_json(response->content_type)) pad_json(response->body);
  Answer answer;
  answer.response = std::move(*response);
  answer.slot_us = route.options.slot_us;
  answer.lane = route.options.lane;
  answer.keep_alive = keep_alive;
  answer.head_only = head_only;
  co_return co_await send(std::move(answer));
}

// Nothing: the body is whole (or peer_gone_ is set).
Task<std::optional<Response>> Connection::read_body(const Head& head, const Route& route) {
  const std::size_t most = route.options.max_body_bytes;
  BodyCursor cursor{head.framing, head.content_length, most};
  if (head.framing == Framing::kLength && head.content_length > most) {
    co_return problem(ErrorCode::kTooLarge,
                      "the body is longer than " + std::to_string(most) + " bytes");
  }
  const bool streams = static_cast<bool>(route.options.stream_to);
  const bool continues = head.expects_continue && head.framing != Framing::kNone;
  std::optional<Response> refusal;
  if (streams && !co_await open_sink(route, refusal)) co_return refusal;
  if (continues && in_.empty()) {
    if (!co_await send_bytes("HTTP/1.1 100 Continue\r\n\r\n")) peer_gone_ = true;
  }
  deadline_us_ = now() + shared_->options.body_timeout_us;
  if (streams) {
    refusal = co_await stream_body(cursor, route);
  } else {
    std::string_view data;
    BodyStep step;
    while ((step = co_await next_body(cursor, data)) == BodyStep::kData) request_.body += data;
    if (step != BodyStep::kDone) refusal = body_refusal(step);
  }
  deadline_us_ = 0;
  co_return refusal;
}

Response Connection::body_refusal(BodyStep step) {
  if (step == BodyStep::kBad) {
    return problem(ErrorCode::kBadRequest, "the body is not chunked as it says");
  }
  if (step == BodyStep::kTooLong) return problem(ErrorCode::kTooLarge, "the body is too long");
  if (timed_out_) {
    ++shared_->timed_out;
    return problem(ErrorCode::kTimeout);
  }
  peer_gone_ = true;
  return problem(ErrorCode::kBadRequest, "the body ended before its length");
}

Task<Connection::BodyStep> Connection::next_body(BodyCursor& cursor, std::string_view& data) {
  if (!data.empty()) data = {};
  while (true) {
    if (cursor.framing == Framing::kNone) co_return BodyStep::kDone;
    if (cursor.framing == Framing::kLength) {
      if (cursor.left == 0) co_return BodyStep::kDone;
      data = in_.view().substr(
          0, static_cast<std::size_t>(std::min<std::uint64_t>(cursor.left, in_.view().size())));
      in_.consume(data.size());
      cursor.left -= data.size();
    } else {
      const auto piece = cursor.chunked.next(in_.view());
      in_.consume(piece.consumed);
      if (piece.state == ChunkedReader::State::kDone) co_return BodyStep::kDone;
      if (piece.state == ChunkedReader::State::kRefused) co_return BodyStep::kBad;
      data = piece.data;
    }
    if (!data.empty()) {
      const std::uint64_t before = cursor.taken;
      cursor.taken += data.size();
      // A streamed body earns more time with every step it brings; others are short.
      if (before / limits::kUploadStepBytes != cursor.taken / limits::kUploadStepBytes) {
        deadline_us_ = now() + shared_->options.body_timeout_us;
      }
      if (cursor.taken > cursor.max_bytes) co_return BodyStep::kTooLong;
      co_return BodyStep::kData;
    }
    const bool large = cursor.framing == Framing::kChunked || cursor.left > kReadBytes;
    if (co_await receive(large ? kBodyReadBytes : kReadBytes) == 0) co_return BodyStep::kGone;
  }
}

Task<bool> Connection::open_sink(const Route& route, std::optional<Response>& refusal) {
  Result<std::unique_ptr<BodySink>> sink = fail(ErrorCode::kBusy);
  std::function<void()> work = [&] {
    try {
      auto context = pass_guard(route);
      if (!context) {
        sink = fail(std::move(context.error()));
        return;
      }
      request_.context = std::move(*context);
      sink = route.options.stream_to(request_);
    } catch (const std::exception& e) {
      sink = fail(internal_error(e.what()));
    }
  };
  const bool ran = co_await on_worker(route.options.lane, std::move(work), true);
  if (!ran) ++shared_->busy;
  if (!sink) {
    refusal = problem(sink.error());
    co_return false;
  }
  request_.sink = std::move(*sink);
  co_return true;
}

Task<std::optional<Response>> Connection::stream_body(BodyCursor& cursor, const Route& route) {
  std::string block;
  block.reserve(kSinkBytes);
  std::string_view data;
  while (true) {
    const BodyStep step = co_await next_body(cursor, data);
    const bool more = step == BodyStep::kData;
    if (!more && step != BodyStep::kDone) co_return body_refusal(step);
    if (more) block += data;
    if (more && block.size() + kBodyReadBytes <= kSinkBytes) continue;
    Status status = fail(ErrorCode::kBusy);
    const std::int64_t time_left = deadline_us_ - now();
    deadline_us_ = 0;  // a slow disk is not the sender's fault
    std::function<void()> work = [&] {
      try {
        status = request_.sink->write(as_bytes(block));
        if (status && !more) status = request_.sink->finish();
      } catch (const std::exception& e) {
        status = fail(internal_error(e.what()));
      }
    };
    co_await on_worker(route.options.lane, std::move(work), false);
    if (!status) co_return problem(status.error());
    if (!more) co_return std::nullopt;
    deadline_us_ = now() + time_left;
    block.clear();
  }
}

// Runs `work` in a worker and waits for it. false: it was not taken.
Task<bool> Connection::on_worker(Lane lane, std::function<void()> work, bool bounded) {
  worker_done_ = false;
  auto task = [self = shared_from_this(), work = std::move(work)]() {
    work();
    Connection* const connection = self.get();
    asio::post(connection->loop_->context, [self] {
      self->worker_done_ = true;
      self->mail_.notify();
    });
  };
  const bool taken = bounded ? shared_->workers.submit(lane, std::move(task))
                             : shared_->workers.resume(lane, std::move(task));
  if (!taken) co_return false;
  while (!worker_done_) co_await mail_.wait();
  co_return true;
}

Error Connection::internal_error(std::string_view what) {
  const std::uint64_t number = ++shared_->references;
  const std::uint64_t mixed = mix64(number, static_cast<std::uint64_t>(now()));
  Bytes bytes;
  for (int shift = 0; shift < 64; shift += 8) {
    bytes.push_back(static_cast<std::uint8_t>(mixed >> shift));
  }
  const std::string reference = to_hex(bytes);
  if (shared_->options.on_internal_error) shared_->options.on_internal_error(reference, what);
  return Error{ErrorCode::kInternal, "reference " + reference, {}};
}

Result<std::shared_ptr<const void>> Connection::pass_guard(const Route& route) {
  if (!shared_->router.guard()) return std::shared_ptr<const void>();
  return shared_->router.guard()(request_, route.options);
}

// In a worker, or in the I/O thread for runs_inline.
Reply Connection::invoke(const Route& route) {
  try {
    if (!route.options.stream_to) {
      auto context = pass_guard(route);
      if (!context) return std::move(context.error());
      request_.context = std::move(*context);
    }
    return route.handler(request_);
  } catch (const std::exception& e) {
    return internal_error(e.what());
  } catch (...) {
    return internal_error("not a standard exception");
  }
}

// Nothing: the server ends before the answer came.
Task<std::optional<Response>> Connection::ask(const Route& route) {
  std::optional<Reply> reply;
  if (route.options.runs_inline) {
    reply = invoke(route);
  } else {
    // An upload that is whole is not turned away for a full queue.
    const bool bounded = !route.options.stream_to;
    std::function<void()> work = [&] { reply = invoke(route); };
    if (!co_await on_worker(route.options.lane, std::move(work), bounded)) {
      ++shared_->busy;
      co_return problem(ErrorCode::kBusy);
    }
  }
  if (Response* ready = reply->ready()) co_return std::move(*ready);
  landed_.reset();
  reply->deferred().when_complete([weak = weak_from_this(), turn = turn_](Response response) {
    const auto self = weak.lock();
    if (!self) return;
    asio::post(self->loop_->context, [weak, turn, response = std::move(response)]() mutable {
      const auto connection = weak.lock();
      if (!connection || connection->turn_ != turn) return;
      connection->landed_ = std::move(response);
      connection->mail_.notify();
    });
  });
  while (!landed_ && !abandoned_) co_await mail_.wait();
  co_return std::exchange(landed_, std::nullopt);
}

}  // namespace sallyport::http
