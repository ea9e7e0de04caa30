// For tests and the benchmark only: raw sockets, a clock that is moved by hand, a running server.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "http/server.hpp"

namespace sallyport::http::testing_support {

/// Moved by hand, safe in every thread.
class HandClock final : public Clock {
 public:
  Instant business_now() const override { return wall_now(); }
  Instant wall_now() const override { return {1'795'305'600'000'000 + us_.load()}; }
  std::int64_t monotonic_us() const override { return us_.load(); }
  void sleep_us(std::int64_t duration_us) override { us_ += duration_us; }

 private:
  std::atomic<std::int64_t> us_{1'000'000};
};

/// A socket that sends exactly the bytes it is told.
class RawSocket {
 public:
  explicit RawSocket(std::uint16_t port) {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &in.sin_addr);
    connected_ = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&in), sizeof in) == 0;
  }
  ~RawSocket() { ::close(descriptor_); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void finish() const { ::shutdown(descriptor_, SHUT_WR); }
  /// Everything until the far side closes; closed() tells whether it did within 20 seconds.
  std::string read_all() {
    std::string out;
    while (read_some(out)) {
    }
    return out;
  }
  /// Until `out` holds `count` times `mark`.
  std::string read_until(std::string_view mark, int count = 1) {
    std::string out;
    while (occurrences(out, mark) < count && read_some(out)) {
    }
    return out;
  }
  bool closed() const { return closed_; }
  static int occurrences(std::string_view text, std::string_view mark) {
    int count = 0;
    for (std::size_t at = text.find(mark); at != std::string_view::npos;
         at = text.find(mark, at + mark.size())) {
      ++count;
    }
    return count;
  }

 private:
  bool read_some(std::string& out) {
    pollfd wait{descriptor_, POLLIN, 0};
    if (::poll(&wait, 1, 20'000) <= 0) return false;
    char block[16384];
    const ssize_t count = ::recv(descriptor_, block, sizeof block, 0);
    if (count <= 0) {
      closed_ = true;
      return false;
    }
    out.append(block, static_cast<std::size_t>(count));
    return true;
  }
  int descriptor_;
  bool connected_ = false;
  bool closed_ = false;
};

inline std::unique_ptr<Server> start(ServerOptions options, Router router, Clock& clock,
                                     StaticFiles files = {}) {
  auto server = Server::start(std::move(options), std::move(router), std::move(files), clock);
  return server ? std::move(*server) : nullptr;
}

/// Waits until `condition` holds; gives up after 20 seconds.
template <class Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 10'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

}  // namespace sallyport::http::testing_support
