#include "http/server.hpp"
#include "base/thread_name.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <cstring>
#include <future>

#include "http/internal/connection.hpp"

namespace sallyport::http {

namespace {

using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol, Executor>;

Peer peer_of(int descriptor) {
  Peer peer;
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0) return peer;
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(&address);
    ::inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
    peer.port = ntohs(in->sin_port);
  } else if (address.ss_family == AF_INET6) {
    const auto* in = reinterpret_cast<const sockaddr_in6*>(&address);
    ::inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text);
    peer.port = ntohs(in->sin6_port);
  } else if (address.ss_family == AF_UNIX) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    peer.over_unix = ::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0;
    peer.uid = credentials.uid;
    peer.gid = credentials.gid;
    peer.pid = credentials.pid;
  }
  peer.address = text;
  return peer;
}

// An own descriptor, listening; closed again when anything fails.
class Listener {
 public:
  explicit Listener(int family) : family_(family) {
    descriptor_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  }
  ~Listener() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  bool bind(const sockaddr* address, socklen_t length) const {
    return ::bind(descriptor_, address, length) == 0;
  }
  bool listen() const { return ::listen(descriptor_, 512) == 0; }
  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }
  int family() const { return family_; }

 private:
  int family_;
  int descriptor_;
};

tl::unexpected<Error> taken(std::string what) {
  return fail(ErrorCode::kStoreInUse, "the address " + std::move(what) + " is taken");
}

Result<int> listen_tcp(const ServerOptions& options, std::uint16_t& port) {
  sockaddr_in in{};
  sockaddr_in6 in6{};
  const bool v6 = ::inet_pton(AF_INET6, options.address.c_str(), &in6.sin6_addr) == 1;
  if (!v6 && ::inet_pton(AF_INET, options.address.c_str(), &in.sin_addr) != 1) {
    return fail(ErrorCode::kUsage, "the address to listen on is not numeric");
  }
  in.sin_family = AF_INET;
  in.sin_port = htons(options.port);
  in6.sin6_family = AF_INET6;
  in6.sin6_port = htons(options.port);
  Listener listener(v6 ? AF_INET6 : AF_INET);
  const int yes = 1;
  ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const auto* address =
      v6 ? reinterpret_cast<const sockaddr*>(&in6) : reinterpret_cast<const sockaddr*>(&in);
  const socklen_t length = v6 ? sizeof in6 : sizeof in;
  if (!listener.bind(address, length) || !listener.listen()) {
    return taken(options.address + ":" + std::to_string(options.port));
  }
  sockaddr_in6 bound{};
  socklen_t size = sizeof bound;
  ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&bound), &size);
  port = ntohs(bound.sin6_port);  // sin_port and sin6_port stand at the same place
  return listener.release();
}

// A socket file that nobody listens to is a leftover and is replaced; one in use is not.
Result<int> listen_unix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return fail(ErrorCode::kUsage, "the path of the Unix socket is too long");
  }
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) {
    if (!S_ISSOCK(status.st_mode)) return taken(path);
    const Listener probe(AF_UNIX);
    if (::connect(probe.get(), generic, sizeof address) == 0) return taken(path);
    ::unlink(path.c_str());
  }
  Listener listener(AF_UNIX);
  // Between bind and listen nobody can connect, so the mode is right before anyone does.
  if (!listener.bind(generic, sizeof address) || ::chmod(path.c_str(), 0600) != 0 ||
      !listener.listen()) {
    return fail(ErrorCode::kUsage, "the Unix socket could not be made");
  }
  return listener.release();
}

}  // namespace

struct Server::Core {
  using WorkGuard = asio::executor_work_guard<Executor>;

  std::shared_ptr<Shared> shared;
  std::shared_ptr<TlsIdentity> tls;
  std::vector<std::shared_ptr<Loop>> loops;
  std::vector<WorkGuard> guards;
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  std::uint16_t port = 0;
  std::size_t next_loop = 0;  // in the first loop's thread only
  bool stopped = false;

  void listen(int descriptor, int family);
  Task<void> accept(Acceptor& acceptor, bool is_tcp);
  Task<void> tick(std::shared_ptr<Loop> loop);
  void run_loops();
  void stop();
  /// Runs `work` in the loop's thread and waits for it.
  static void in_loop(Loop& loop, std::function<void()> work);
};

void Server::Core::listen(int descriptor, int family) {
  auto acceptor = std::make_unique<Acceptor>(loops.front()->context);
  acceptor->assign(asio::generic::stream_protocol(family, 0), descriptor);
  asio::co_spawn(loops.front()->context, accept(*acceptor, family != AF_UNIX), asio::detached);
  acceptors.push_back(std::move(acceptor));
}

Task<void> Server::Core::accept(Acceptor& acceptor, bool is_tcp) {
  Timer pause(loops.front()->context);
  while (!shared->stopping) {
    Socket socket(loops.front()->context);
    const auto [error] = co_await acceptor.async_accept(socket, asio::as_tuple(use_task));
    if (shared->stopping) break;
    if (error) {  // out of descriptors, most likely: give connections time to end
      pause.expires_after(std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::as_tuple(use_task));
      continue;
    }
    if (shared->connections >= shared->options.max_connections) continue;  // closes it
    boost::system::error_code ignored;
    const int descriptor = socket.release(ignored);
    if (ignored) continue;
    ++shared->connections;
    const auto& loop = loops[next_loop++ % loops.size()];
    asio::post(loop->context, [this, descriptor, is_tcp, loop] {
      Peer peer = peer_of(descriptor);
      peer.over_tls = is_tcp && tls != nullptr;
      Socket own(loop->context);
      boost::system::error_code failed;
      own.assign(asio::generic::stream_protocol(is_tcp ? AF_INET : AF_UNIX, 0), descriptor, failed);
      if (is_tcp) {
        const int yes = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      }
      auto transport =
          peer.over_tls ? tls_transport(std::move(own), tls) : plain_transport(std::move(own));
      const auto connection =
          std::make_shared<Connection>(shared, loop, std::move(transport), std::move(peer));
      asio::co_spawn(loop->context, connection->run(), asio::detached);
    });
  }
}

// One look at all deadlines, instead of a timer for each: a request sets a number and no more.
Task<void> Server::Core::tick(std::shared_ptr<Loop> loop) {
  const ServerOptions& options = shared->options;
  const std::int64_t shortest =
      std::min({options.head_timeout_us, options.body_timeout_us, options.idle_timeout_us,
                options.write_timeout_us, options.heartbeat_us});
  const auto pause =
      std::chrono::microseconds(std::clamp<std::int64_t>(shortest / 8, 5'000, 250'000));
  while (!shared->stopping) {
    loop->pulse.expires_after(pause);
    co_await loop->pulse.async_wait(asio::as_tuple(use_task));
    const std::int64_t now = shared->clock.monotonic_us();
    for (auto it = loop->connections.begin(); it != loop->connections.end();) {
      Connection* const connection = *it++;  // a tick may end it
      connection->tick(now);
    }
  }
}

void Server::Core::run_loops() {
  for (const auto& loop : loops) {
    asio::co_spawn(loop->context, tick(loop), asio::detached);
    loop->thread = std::thread([this, loop] {
      name_this_thread("http");
      while (true) {
        try {
          loop->context.run();
          return;
        } catch (const std::exception& e) {  // out of memory: that one connection is lost
          if (shared->options.on_internal_error) shared->options.on_internal_error("", e.what());
        }
      }
    });
  }
}

void Server::Core::in_loop(Loop& loop, std::function<void()> work) {
  std::promise<void> done;
  asio::post(loop.context, [&] {
    work();
    done.set_value();
  });
  done.get_future().wait();
}

void Server::Core::stop() {
  if (std::exchange(stopped, true)) return;
  shared->stopping = true;
  in_loop(*loops.front(), [this] {
    boost::system::error_code ignored;
    for (auto& acceptor : acceptors) acceptor->close(ignored);
  });
  for (const auto& loop : loops) in_loop(*loop, [&] { loop->pulse.cancel(); });
  const auto each = [this](void (Connection::*act)()) {
    for (const auto& loop : loops) {
      in_loop(*loop, [&] {
        // Acting on one may end it or another; those still listed are looked up one by one.
        std::vector<std::shared_ptr<Connection>> open;
        for (Connection* connection : loop->connections) {
          if (auto shared_one = connection->weak_from_this().lock()) open.push_back(shared_one);
        }
        for (const auto& connection : open) ((*connection).*act)();
      });
    }
  };
  each(&Connection::begin_stop);
  // Grace is real time whatever the clock is: threads are waited for here, not events.
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::microseconds(shared->options.stop_grace_us);
  while (shared->connections > 0 && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  shared->workers.stop();
  each(&Connection::abandon);
  guards.clear();
  for (const auto& loop : loops) loop->thread.join();
  if (!shared->options.unix_path.empty()) ::unlink(shared->options.unix_path.c_str());
}

Server::Server(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Server::~Server() {
  stop();
}
void Server::stop() {
  core_->stop();
}
std::uint16_t Server::port() const {
  return core_->port;
}

Server::Counters Server::counters() const {
  const Shared& shared = *core_->shared;
  return {shared.requests, shared.refused_heads, shared.busy, shared.timed_out, shared.connections};
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Router router,
                                              StaticFiles files, Clock& clock) {
  if (options.workers < 1 || options.io_threads < 1) {
    return fail(ErrorCode::kUsage, "a server needs a worker and an I/O thread");
  }
  auto core = std::make_unique<Core>();
  if (options.tls) {
    TRY_ASSIGN(core->tls, load_tls(*options.tls));
  }
  int tcp = -1;
  if (!options.address.empty()) {
    TRY_ASSIGN(tcp, listen_tcp(options, core->port));
  }
  int unix_socket = -1;
  if (!options.unix_path.empty()) {
    auto listening = listen_unix(options.unix_path);
    if (!listening) {
      if (tcp >= 0) ::close(tcp);
      return fail(std::move(listening.error()));
    }
    unix_socket = *listening;
  }
  const int io_threads = options.io_threads;
  core->shared =
      std::make_shared<Shared>(std::move(options), std::move(router), std::move(files), clock);
  for (int i = 0; i < io_threads; ++i) {
    core->loops.push_back(std::make_shared<Loop>());
    core->guards.emplace_back(core->loops.back()->context.get_executor());
  }
  if (tcp >= 0) core->listen(tcp, AF_INET);
  if (unix_socket >= 0) core->listen(unix_socket, AF_UNIX);
  core->run_loops();
  return std::unique_ptr<Server>(new Server(std::move(core)));
}

}  // namespace sallyport::http
