// A small blocking client for the command line and for tests: TCP to a numeric address (or
// "localhost"), or a Unix socket. No TLS, no redirects, no proxies: it speaks to a server of the
// same machine. Keeps the connection and the cookies it was given; sends both again.
// Ownership: owns its socket; move-only. Threads: one at a time. Failure: kBusy when nobody answers
// there, kTimeout, kBadRequest for an answer that is not HTTP; an HTTP status is never a failure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/message.hpp"

namespace sallyport::http {

struct ClientCall {
  Method method = Method::kGet;
  std::string target = "/";
  Headers headers;
  std::string content_type = "application/json";  ///< sent when there is a body
  std::string body;
  std::optional<std::filesystem::path> body_file;  ///< instead of `body`, read as it is sent
};

struct ClientAnswer {
  int status = 0;
  Headers headers;
  std::string body;
};

struct ServerEvent {
  std::string name;
  std::string data;
};

class Client {
 public:
  static Result<Client> tcp(std::string_view address, std::uint16_t port);
  static Result<Client> unix_socket(const std::filesystem::path& path);
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;

  void set_timeout_ms(int timeout_ms);
  Result<ClientAnswer> send(const ClientCall& call);
  Result<ClientAnswer> get(std::string target);
  Result<ClientAnswer> post(std::string target, std::string body);
  /// Hands each event to `receiver` until it returns false or the stream ends. The answer is the
  /// head, with the body when it was no event stream. The connection is not used again.
  Result<ClientAnswer> listen(const ClientCall& call,
                              const std::function<bool(const ServerEvent&)>& receiver);

  std::map<std::string, std::string>& cookies() { return cookies_; }

 private:
  Client() = default;
  Status connect();
  void close();
  Status set_timeouts() const;
  Status write_all(std::string_view bytes);
  Status send_head(const ClientCall& call, std::uint64_t body_bytes);
  Status send_file(const std::filesystem::path& path, std::uint64_t bytes);
  Status send_request(const ClientCall& call);
  Result<bool> receive();  ///< false at the end
  Result<ClientAnswer> read_head();
  Status read_body(ClientAnswer& answer, bool has_body);
  Status read_chunked(ClientAnswer& answer);
  void keep_cookies(const Headers& headers);

  int descriptor_ = -1;
  std::string host_ = "localhost";  // as it is called in the Host header
  std::string address_;
  std::uint16_t port_ = 0;
  std::string unix_path_;
  int timeout_ms_ = 30'000;
  std::string in_;
  std::map<std::string, std::string> cookies_;
};

}  // namespace sallyport::http
