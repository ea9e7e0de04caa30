// The sending half of a connection: slots, answers, event streams and pulled bodies.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <charconv>
#include <chrono>

#include "http/body_sink.hpp"
#include "http/event_stream.hpp"
#include "http/internal/connection.hpp"
#include "http/internal/response_head.hpp"
#include "http/size_class.hpp"

namespace sallyport::http {

namespace {
constexpr std::size_t kCopiedBody = 64u << 10;  // up to this, head and body leave in one write
constexpr std::size_t kWriteStep = 256u << 10;  // what must leave within the write timeout
constexpr std::int64_t kLongestNap = 50'000;    // the clock may be a test's: look again
}  // namespace

std::string_view Connection::date() {
  const Instant wall = shared_->clock.wall_now();
  if (const std::int64_t second = wall.us / 1'000'000; second != loop_->date_second) {
    loop_->date_second = second;
    loop_->date = http_date(wall);
  }
  return loop_->date;
}

Task<bool> Connection::send_bytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view step = bytes.substr(0, kWriteStep);
    std::size_t count = transport_->try_write(step);
    if (count == 0) {
      deadline_us_ = now() + shared_->options.write_timeout_us;
      count = co_await transport_->write(step);
      deadline_us_ = 0;
      if (count == 0) co_return false;
    }
    bytes.remove_prefix(count);
  }
  co_return true;
}

// Waits in the I/O thread's timer: no worker is held. Timers may fire early or the clock be
// another one than theirs, so the clock has the last word.
Task<void> Connection::wait_for_slot(std::int64_t slot_us) {
  const std::int64_t leave = leave_at_us(request_.arrived_us, now(), slot_us);
  for (std::int64_t left = leave - now(); left > 0 && !abandoned_; left = leave - now()) {
    timer_.expires_after(std::chrono::microseconds(std::min(left, kLongestNap)));
    co_await timer_.async_wait(asio::as_tuple(use_task));
  }
}

Task<bool> Connection::send(Answer answer) {
  Response& response = answer.response;
  if (answer.slot_us > 0) co_await wait_for_slot(answer.slot_us);
  if (abandoned_) co_return false;
  HeadStyle style;
  style.keep_alive = answer.keep_alive && !response.events && !ending();
  style.over_tls = peer_.over_tls;
  style.date = date();
  style.content_length = response.body.size();
  if (response.events) style.length = Length::kUntilClose;
  if (response.source) style.length = Length::kChunked;
  out_.clear();
  write_head(response, style, out_);
  const bool has_body = !answer.head_only && response.status != 204 && response.status != 304;
  const bool plain = !response.events && !response.source;
  if (has_body && plain && response.body.size() <= kCopiedBody) {
    out_ += response.body;
    response.body.clear();
  }
  bool alive = co_await send_bytes(out_);
  if (out_.capacity() > 2 * kCopiedBody) std::string().swap(out_);
  if (response.events) {
    if (alive && has_body) co_await send_events(*response.events);
    response.events->abandon();
    co_return false;
  }
  if (alive && has_body && response.source) {
    alive = co_await send_source(*response.source, answer.lane);
  } else if (alive && has_body && plain) {
    alive = co_await send_bytes(response.body);
  }
  co_return alive&& style.keep_alive;
}

Task<bool> Connection::send_refusal(Response response) {
  lingers_ = true;
  Answer answer;
  answer.response = std::move(response);
  answer.keep_alive = false;
  co_return co_await send(std::move(answer));
}

Task<bool> Connection::send_source(BodySource& source, Lane lane) {
  Bytes block(kCopiedBody);
  while (true) {
    Result<std::size_t> count = fail(ErrorCode::kBusy);
    std::function<void()> work = [&] {
      try {
        count = source.read(block);
      } catch (const std::exception& e) {
        count = fail(internal_error(e.what()));
      }
    };
    co_await on_worker(lane, std::move(work), false);
    if (!count || abandoned_) co_return false;
    if (*count == 0) co_return co_await send_bytes("0\r\n\r\n");
    char size[20];
    const auto end = std::to_chars(size, size + sizeof size, *count, 16);
    std::string chunk(size, end.ptr);
    chunk += "\r\n";
    chunk += as_text(ByteView(block).first(*count));
    chunk += "\r\n";
    if (!co_await send_bytes(chunk)) co_return false;
  }
}

Task<void> Connection::send_events(EventStream& events) {
  events.attach([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    asio::post(self->loop_->context, [weak] {
      if (const auto connection = weak.lock()) connection->mail_.notify();
    });
  });
  asio::co_spawn(loop_->context, watch_for_end(), asio::detached);
  heartbeat_us_ = now() + shared_->options.heartbeat_us;
  while (!peer_gone_ && !ending()) {
    const EventStream::Taken taken = events.take(std::exchange(heartbeat_due_, false));
    if (!co_await send_bytes(taken.bytes) || taken.ended) break;
    if (taken.bytes.empty()) co_await mail_.wait();
  }
  heartbeat_us_ = 0;
  transport_->finish();
}

// A listener says nothing more; the end of its side is the only news to wait for.
Task<void> Connection::watch_for_end() {
  const auto self = shared_from_this();
  char byte = 0;
  co_await transport_->read(std::span(&byte, 1));
  peer_gone_ = true;
  mail_.notify();
}

}  // namespace sallyport::http
