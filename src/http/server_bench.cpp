// Requests a second and CPU a request of an empty handler, at 1, 16 and 64 kept-alive connections
// over loopback, with a load generator of its own (one thread, epoll). Beside it, in the same run,
// the raw limit: the same exchange of the same number of bytes by a bare epoll loop, no HTTP.
//   ninja -C build/bench sallyport_http_server_bench && build/bench/bin/sallyport_http_server_bench
// CPU a request is the server's threads only (getrusage less the generator's RUSAGE_THREAD).
#include <sys/epoll.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <vector>

#include "base/clock.hpp"
#include "http/internal/test_support.hpp"
#include "http/server.hpp"

namespace {

using namespace sallyport;        // NOLINT: a program, not a header
using namespace sallyport::http;  // NOLINT
using testing_support::RawSocket;

constexpr double kSeconds = 2.0;

const std::string kRequest =
    "GET /api/empty HTTP/1.1\r\nHost: localhost:8080\r\nAccept: application/json\r\n"
    "User-Agent: sallyport-bench\r\nCookie: session=0123456789abcdef0123456789abcdef\r\n\r\n";

double seconds(const timeval& t) {
  return double(t.tv_sec) + double(t.tv_usec) * 1e-6;
}
double cpu_of(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}
double wall() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int dial(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(port);
  ::inet_pton(AF_INET, "127.0.0.1", &in.sin_addr);
  if (::connect(descriptor, reinterpret_cast<sockaddr*>(&in), sizeof in) != 0) std::abort();
  return descriptor;
}

struct Load {
  double per_second = 0;
  double server_cpu_us = 0;
};

// Each connection has one request under way; `answer_bytes` is the size of one answer.
Load measure(std::uint16_t port, int connections, std::size_t answer_bytes) {
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  std::map<int, std::size_t> received;
  for (int i = 0; i < connections; ++i) {
    const int descriptor = dial(port);
    received[descriptor] = 0;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event);
    (void)!::write(descriptor, kRequest.data(), kRequest.size());
  }
  const double all_before = cpu_of(RUSAGE_SELF);
  const double own_before = cpu_of(RUSAGE_THREAD);
  const double start = wall();
  std::uint64_t answers = 0;
  std::vector<epoll_event> events(128);
  char block[16384];
  while (wall() - start < kSeconds) {
    const int count = ::epoll_wait(poll, events.data(), int(events.size()), 100);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[std::size_t(i)].data.fd;
      const ssize_t bytes = ::read(descriptor, block, sizeof block);
      if (bytes <= 0) std::abort();
      std::size_t& sum = received[descriptor];
      sum += std::size_t(bytes);
      if (sum < answer_bytes) continue;
      sum -= answer_bytes;
      ++answers;
      (void)!::write(descriptor, kRequest.data(), kRequest.size());
    }
  }
  const double elapsed = wall() - start;
  const double server = (cpu_of(RUSAGE_SELF) - all_before) - (cpu_of(RUSAGE_THREAD) - own_before);
  for (const auto& [descriptor, sum] : received) ::close(descriptor);
  ::close(poll);
  return {double(answers) / elapsed, server / double(answers) * 1e6};
}

// The floor: read what comes, write as many bytes as an answer has, one epoll loop.
void bare_loop(int listener, std::size_t answer_bytes, const std::atomic<bool>& stop) {
  const std::string answer(answer_bytes, 'x');
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = listener;
  ::epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  std::vector<epoll_event> events(128);
  char block[16384];
  while (!stop) {
    const int count = ::epoll_wait(poll, events.data(), int(events.size()), 50);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[std::size_t(i)].data.fd;
      if (descriptor == listener) {
        event.data.fd = ::accept(listener, nullptr, nullptr);
        ::epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
      } else if (::read(descriptor, block, sizeof block) <= 0) {
        ::close(descriptor);
      } else {
        (void)!::send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL);
      }
    }
  }
  ::close(poll);
}

Load measure_bare(int connections, std::size_t answer_bytes) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in in{};
  in.sin_family = AF_INET;
  ::inet_pton(AF_INET, "127.0.0.1", &in.sin_addr);
  socklen_t size = sizeof in;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&in), size) != 0) std::abort();
  ::listen(listener, 128);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&in), &size);
  std::atomic<bool> stop{false};
  std::thread thread([&] { bare_loop(listener, answer_bytes, stop); });
  const Load load = measure(ntohs(in.sin_port), connections, answer_bytes);
  stop = true;
  thread.join();
  ::close(listener);
  return load;
}

void report(const char* name, int connections, const Load& load) {
  std::printf("%-22s %3d connections %9.0f requests/s %7.2f us CPU a request\n", name, connections,
              load.per_second, load.server_cpu_us);
}

RouteOptions inline_options() {
  RouteOptions options;
  options.runs_inline = true;
  return options;
}

}  // namespace

// With an argument: serves on that port until killed, for wrk and the like.
int main(int argc, char** argv) {
  SystemClock clock;
  Router router;
  const auto empty = [](const Request&) { return Response::json("{}"); };
  router.get("/api/empty", empty);
  router.get("/api/inline", empty, inline_options());
  ServerOptions options;
  if (argc > 1) options.port = std::uint16_t(std::atoi(argv[1]));
  options.workers = 2;
  const auto server = testing_support::start(std::move(options), std::move(router), clock);
  if (!server) return 1;
  if (argc > 1) {
    std::printf("http://127.0.0.1:%d/api/empty and /api/inline\n", server->port());
    std::this_thread::sleep_for(std::chrono::minutes(2));
    return 0;
  }
  RawSocket probe(server->port());
  probe.send(kRequest);
  const std::size_t answer_bytes = probe.read_until("{}").size();
  std::printf("one answer: %zu bytes\n", answer_bytes);

  Router inline_router;
  inline_router.get("/api/empty", empty, inline_options());
  const auto inline_server = testing_support::start({}, std::move(inline_router), clock);
  for (const int connections : {1, 16, 64}) {
    report("bare epoll loop", connections, measure_bare(connections, answer_bytes));
    report("inline handler", connections,
           measure(inline_server->port(), connections, answer_bytes));
    report("handler in a worker", connections, measure(server->port(), connections, answer_bytes));
  }
  return 0;
}
