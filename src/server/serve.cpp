#include "server/serve.hpp"

#include <arpa/inet.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>

#include "api/api.hpp"
#include "crypto/secret.hpp"
#include "http/server.hpp"
#include "ledger/files.hpp"
#include "server/drop_folder.hpp"
#include "server/installation.hpp"
#include "server/local_session.hpp"
#include "server/web_files.hpp"

namespace sallyport::server {
namespace {

// Signals are waited for, not handled: every thread made after this has them blocked.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

Status check(const ServeRequest& request) {
  if (swap_is_on() && !request.allow_swap) {
    return fail(ErrorCode::kUsage,
                "swap is on: what is in memory could reach the disk in clear. Turn it off, or say "
                "--allow-swap (encrypted swap, practice)");
  }
  if (request.tls_certificate.empty() != request.tls_key.empty())
    return fail(ErrorCode::kUsage, "--tls-cert and --tls-key go together");
  if (!is_loopback(request.address) && request.tls_certificate.empty())
    return fail(ErrorCode::kUsage, "an address others can reach needs --tls-cert and --tls-key");
  return ok();
}

std::string url_of(const ServeRequest& request, std::uint16_t port) {
  const bool tls = !request.tls_certificate.empty();
  const std::string host = is_loopback(request.address) ? "localhost" : request.address;
  return (tls ? "https://" : "http://") + host + ":" + std::to_string(port);
}

http::ServerOptions options_of(const ServeRequest& request,
                               const std::function<void(const std::string&)>& tell) {
  http::ServerOptions options;
  options.address = request.address;
  options.port = request.port;
  options.unix_path = FolderPaths::in(request.folder).socket;
  options.hosts = {"localhost", "127.0.0.1"};
  if (request.address == "::1") options.hosts.push_back("[::1]");
  if (!is_loopback(request.address)) options.hosts.push_back(request.address);
  options.hosts.insert(options.hosts.end(), request.hosts.begin(), request.hosts.end());
  if (!request.tls_certificate.empty())
    options.tls = http::TlsFiles{request.tls_certificate, request.tls_key, {}};
  options.on_internal_error = [tell](std::string_view reference, std::string_view) {
    // the reference alone: what an exception says may quote what was being read
    tell("internal error, reference " + std::string(reference));
  };
  return options;
}

Serving serving_of(Installation& installation, std::string url) {
  Serving out;
  out.url = std::move(url);
  out.practice = installation.desk().settings().practice;
  out.setup_needed = installation.desk().accounts().empty();
  out.users = installation.desk().picture().directory()->accounts.size();
  const std::string passphrases = FolderPaths::in(installation.folder()).passphrases;
  if (out.practice && ledger::file_exists(passphrases)) out.passphrases_file = passphrases;
  return out;
}

}  // namespace

bool swap_is_on() {
  std::ifstream in("/proc/swaps");
  std::string heading;
  std::string first;
  return std::getline(in, heading) && std::getline(in, first) && !first.empty();
}

Status run_server(const ServeRequest& request, Clock& clock, Random& random,
                  const std::function<void(const Serving&)>& ready,
                  const std::function<void(const std::string&)>& tell) {
  TRY(check(request));
  if (!crypto::make_undumpable())
    return fail(ErrorCode::kInternal, "the process could not be made undumpable");
  const sigset_t signals = block_signals();
  http::StaticFiles files;
  if (!request.web.empty()) {
    TRY_ASSIGN(files, read_web(request.web));
  }
  TRY_ASSIGN(const auto installation, Installation::open(request.folder, clock, random));
  // nobody else has the store now, so a socket left by a killed server is nobody's
  TRY(ledger::remove_file(FolderPaths::in(request.folder).socket));
  api::ApiOptions options;
  options.desk = &installation->desk();
  options.clock = &clock;
  options.random = &random;
  options.feeds = &installation->feeds();
  options.sandbox = &installation->sandbox();
  options.secure_cookies = !request.tls_certificate.empty();
  http::Router router = api::make_router(options);
  add_local_session(router, installation->desk(), clock);
  TRY_ASSIGN(const auto server, http::Server::start(options_of(request, tell), std::move(router),
                                                    std::move(files), clock));
  DropFolder drop(*installation, request.drop, request.drop_every_seconds * 1'000'000, tell);
  if (!request.drop.empty()) drop.start();
  ready(serving_of(*installation, url_of(request, server->port())));
  int which = 0;
  sigwait(&signals, &which);
  drop.stop();
  server->stop();
  TRY(ledger::remove_file(FolderPaths::in(request.folder).socket));
  return installation->close();
}

}  // namespace sallyport::server
