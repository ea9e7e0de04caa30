#include "load.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string_view>

namespace sallyport::bench {
namespace {

constexpr std::size_t kReadBytes = 256u << 10;

double wall_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::micro>(now).count();
}

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

struct Usage {
  double cpu_us = 0;
  double switches = 0;

  static Usage of(int who) {
    rusage usage{};
    ::getrusage(who, &usage);
    const auto us = [](const timeval& t) { return double(t.tv_sec) * 1e6 + double(t.tv_usec); };
    return {us(usage.ru_utime) + us(usage.ru_stime), double(usage.ru_nvcsw)};
  }
  /// Everything of this process but the thread that asks.
  static Usage of_server() {
    const Usage all = of(RUSAGE_SELF);
    const Usage own = of(RUSAGE_THREAD);
    return {all.cpu_us - own.cpu_us, all.switches - own.switches};
  }
};

int dial(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(port);
  ::inet_pton(AF_INET, "127.0.0.1", &in.sin_addr);
  if (::connect(descriptor, reinterpret_cast<sockaddr*>(&in), sizeof in) != 0)
    give_up("the server does not answer");
  return descriptor;
}

// One connection: what it asked, when, and what has come of the answer.
struct Line {
  int descriptor = -1;
  double asked_us = 0;
  std::string head;
  std::size_t body_left = 0;
  bool in_body = false;
};

class Generator {
 public:
  Generator(const LoadPlan& plan, const std::vector<std::string>& requests)
      : plan_(plan), requests_(requests), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    lines_.resize(static_cast<std::size_t>(plan.connections));
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      lines_[i].descriptor = dial(plan.port);
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, lines_[i].descriptor, &event);
    }
  }
  ~Generator() {
    for (const Line& line : lines_) ::close(line.descriptor);
    ::close(poll_);
  }
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;

  Load run() {
    for (Line& line : lines_) ask(line);
    turn_until(wall_us() + plan_.warm_seconds * 1e6);
    load_ = {};
    bytes_ = 0;
    const Usage before = Usage::of_server();
    const double start = wall_us();
    turn_until(start + plan_.seconds * 1e6);
    const double took = wall_us() - start;
    const Usage after = Usage::of_server();
    const double count = double(std::max<std::uint64_t>(load_.requests, 1));
    load_.per_second = count / took * 1e6;
    load_.server_cpu_us = (after.cpu_us - before.cpu_us) / count;
    load_.switches = (after.switches - before.switches) / count;
    load_.answer_bytes = double(bytes_) / count;
    load_.times.sort();
    return std::move(load_);
  }

 private:
  void ask(Line& line) {
    const std::string& request = requests_[next_++ % requests_.size()];
    line.asked_us = wall_us();
    line.head.clear();
    line.in_body = false;
    if (::write(line.descriptor, request.data(), request.size()) !=
        static_cast<ssize_t>(request.size()))
      give_up("a request could not be sent whole");
  }

  void turn_until(double end_us) {
    std::vector<epoll_event> events(lines_.size());
    while (wall_us() < end_us) {
      const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 50);
      for (int i = 0; i < count; ++i) receive(lines_[events[static_cast<std::size_t>(i)].data.u64]);
    }
  }

  void receive(Line& line) {
    const ssize_t count = ::read(line.descriptor, block_.data(), block_.size());
    if (count <= 0) give_up("a connection ended");
    bytes_ += static_cast<std::uint64_t>(count);
    std::string_view data(block_.data(), static_cast<std::size_t>(count));
    if (!line.in_body) {
      const std::size_t before = line.head.size();
      line.head += data;
      const std::size_t end = line.head.find("\r\n\r\n");
      if (end == std::string::npos) return;
      data.remove_prefix(end + 4 - before);
      read_head(line, std::string_view(line.head).substr(0, end + 2));
    }
    if (data.size() > line.body_left) give_up("more came than was announced");
    line.body_left -= data.size();
    if (line.body_left > 0) return;
    const double now = wall_us();
    ++load_.requests;
    load_.times.add(now - line.asked_us);
    ask(line);
  }

  static void read_head(Line& line, std::string_view head) {
    if (!head.starts_with("HTTP/1.1 200 "))
      give_up("not a 200: " + line.head.substr(0, line.head.find('\r')));
    constexpr std::string_view kLength = "\r\nContent-Length: ";
    const std::size_t at = head.find(kLength);
    if (at == std::string_view::npos) give_up("an answer without a length");
    line.body_left = std::strtoull(head.data() + at + kLength.size(), nullptr, 10);
    line.in_body = true;
  }

  const LoadPlan& plan_;
  const std::vector<std::string>& requests_;
  const int poll_;
  std::vector<Line> lines_;
  std::string block_ = std::string(kReadBytes, '\0');
  std::size_t next_ = 0;
  std::uint64_t bytes_ = 0;
  Load load_;
};

}  // namespace

void Times::sort() {
  std::sort(us_.begin(), us_.end());
}

double Times::at(double share) const {
  if (us_.empty()) return 0;
  const auto row = static_cast<std::size_t>(std::floor(share * double(us_.size())));
  return us_[std::min(row, us_.size() - 1)];
}

double Times::mean() const {
  return us_.empty() ? 0 : std::accumulate(us_.begin(), us_.end(), 0.0) / double(us_.size());
}

Load measure(const LoadPlan& plan, const std::vector<std::string>& requests) {
  return Generator(plan, requests).run();
}

Times measure_disk(const std::string& folder, Writes writes, double seconds) {
  const std::string path = folder + "/raw-disk-rate";
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) give_up("no file can be made in " + folder);
  constexpr off_t kPlaces = 256;
  const std::string block(4096, 'x');
  for (off_t i = 0; writes == Writes::in_place && i < kPlaces; ++i)
    if (::write(file, block.data(), block.size()) < 0) give_up("the disk does not take a write");
  ::fsync(file);
  off_t next = 0;
  Times times;
  const double end = wall_us() + seconds * 1e6;
  for (double now = wall_us(); now < end;) {
    const off_t at = writes == Writes::in_place ? next % kPlaces : next;
    ++next;
    if (::pwrite(file, block.data(), block.size(), at * off_t(block.size())) < 0 ||
        ::fdatasync(file) != 0)
      give_up("the disk does not take a write");
    const double then = wall_us();
    times.add(then - now);
    now = then;
  }
  ::close(file);
  ::unlink(path.c_str());
  times.sort();
  return times;
}

}  // namespace sallyport::bench
