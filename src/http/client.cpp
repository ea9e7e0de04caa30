#include "http/client.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "http/internal/characters.hpp"
#include "http/internal/chunked.hpp"

namespace sallyport::http {

namespace {

constexpr std::size_t kAnswerHeadBytes = 64u << 10;

tl::unexpected<Error> no_http() {
  return fail(ErrorCode::kBadRequest, "the server's answer is not HTTP/1.1");
}

tl::unexpected<Error> socket_failed(int code) {
  if (code == EAGAIN || code == EWOULDBLOCK) {
    return fail(ErrorCode::kTimeout, "the server did not answer in time");
  }
  return fail(ErrorCode::kBusy, "the connection to the server was lost");
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// One event, without its closing empty line (WHATWG HTML 9.2.6). Comments make no event.
std::optional<ServerEvent> parse_event(std::string_view block) {
  ServerEvent event{"message", ""};
  bool has_data = false;
  while (!block.empty()) {
    const std::size_t end = std::min(block.find('\n'), block.size());
    const std::string_view line = block.substr(0, end);
    block.remove_prefix(std::min(end + 1, block.size()));
    const std::size_t colon = std::min(line.find(':'), line.size());
    std::string_view value = line.substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (line.substr(0, colon) == "event") event.name = value;
    if (line.substr(0, colon) == "data") {
      if (has_data) event.data += '\n';
      event.data += value;
      has_data = true;
    }
  }
  if (!has_data) return std::nullopt;
  return event;
}

}  // namespace

Result<Client> Client::tcp(std::string_view address, std::uint16_t port) {
  Client client;
  client.host_ = address;
  client.address_ = address == "localhost" ? "127.0.0.1" : std::string(address);
  client.port_ = port;
  TRY(client.connect());
  return client;
}

Result<Client> Client::unix_socket(const std::filesystem::path& path) {
  Client client;
  client.unix_path_ = path.string();
  TRY(client.connect());
  return client;
}

Client::~Client() {
  close();
}

Client::Client(Client&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      host_(std::move(other.host_)),
      address_(std::move(other.address_)),
      port_(other.port_),
      unix_path_(std::move(other.unix_path_)),
      timeout_ms_(other.timeout_ms_),
      in_(std::move(other.in_)),
      cookies_(std::move(other.cookies_)) {}

Client& Client::operator=(Client&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  host_.swap(other.host_);
  address_.swap(other.address_);
  std::swap(port_, other.port_);
  unix_path_.swap(other.unix_path_);
  std::swap(timeout_ms_, other.timeout_ms_);
  in_.swap(other.in_);
  cookies_.swap(other.cookies_);
  return *this;
}

void Client::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  in_.clear();
}

void Client::set_timeout_ms(int timeout_ms) {
  timeout_ms_ = timeout_ms;
  if (descriptor_ >= 0) (void)set_timeouts();
}

Status Client::set_timeouts() const {
  timeval time{};
  time.tv_sec = timeout_ms_ / 1000;
  time.tv_usec = timeout_ms_ % 1000 * 1000;
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
  return ok();
}

Status Client::connect() {
  close();
  sockaddr_storage address{};
  socklen_t length = 0;
  if (!unix_path_.empty()) {
    auto* un = reinterpret_cast<sockaddr_un*>(&address);
    if (unix_path_.size() >= sizeof un->sun_path) {
      return fail(ErrorCode::kUsage, "the path of the Unix socket is too long");
    }
    un->sun_family = AF_UNIX;
    std::memcpy(un->sun_path, unix_path_.c_str(), unix_path_.size());
    length = sizeof(sockaddr_un);
  } else if (auto* in6 = reinterpret_cast<sockaddr_in6*>(&address);
             ::inet_pton(AF_INET6, address_.c_str(), &in6->sin6_addr) == 1) {
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(port_);
    length = sizeof(sockaddr_in6);
  } else {
    address = {};
    auto* in = reinterpret_cast<sockaddr_in*>(&address);
    if (::inet_pton(AF_INET, address_.c_str(), &in->sin_addr) != 1) {
      return fail(ErrorCode::kUsage, "the server's address is not numeric");
    }
    in->sin_family = AF_INET;
    in->sin_port = htons(port_);
    length = sizeof(sockaddr_in);
  }
  descriptor_ = ::socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  TRY(set_timeouts());
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), length) != 0) {
    close();
    return fail(ErrorCode::kBusy, "no server answers there");
  }
  const int yes = 1;
  if (unix_path_.empty()) ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return ok();
}

Status Client::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return socket_failed(errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return ok();
}

Status Client::send_head(const ClientCall& call, std::uint64_t body_bytes) {
  std::string head(to_text(call.method));
  head += ' ';
  head += call.target;
  head += " HTTP/1.1\r\nHost: ";
  if (host_.find(':') != std::string::npos) {
    head += '[' + host_ + ']';
  } else {
    head += host_;
  }
  if (port_ != 0) head += ':' + std::to_string(port_);
  head += "\r\n";
  for (const Header& line : call.headers.lines()) {
    head += line.name;
    head += ": ";
    head += line.value;
    head += "\r\n";
  }
  std::string jar;
  for (const auto& [name, value] : cookies_) {
    if (!jar.empty()) jar += "; ";
    jar += name;
    jar += '=';
    jar += value;
  }
  if (!jar.empty()) head += "Cookie: " + jar + "\r\n";
  if (call.method != Method::kGet && call.method != Method::kHead) {
    head += "Content-Type: " + call.content_type + "\r\n";
    head += "Content-Length: " + std::to_string(body_bytes) + "\r\n";
  }
  return write_all(head + "\r\n");
}

Status Client::send_file(const std::filesystem::path& path, std::uint64_t bytes) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(ErrorCode::kUsage, "the file to send could not be opened");
  std::string block(256u << 10, '\0');
  Status status = ok();
  while (bytes > 0 && status) {
    const ssize_t count = ::read(
        file, block.data(), static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), bytes)));
    if (count <= 0) {
      status = fail(ErrorCode::kStorage, "the file to send became shorter while it was read");
    } else {
      status = write_all(std::string_view(block).substr(0, static_cast<std::size_t>(count)));
      bytes -= static_cast<std::uint64_t>(count);
    }
  }
  ::close(file);
  return status;
}

// A refusal may come before all of the body was taken: then the answer is read all the same.
Status Client::send_request(const ClientCall& call) {
  if (descriptor_ < 0) TRY(connect());
  std::uint64_t bytes = call.body.size();
  if (call.body_file) {
    struct stat status {};
    if (::stat(call.body_file->c_str(), &status) != 0) {
      return fail(ErrorCode::kUsage, "the file to send is not there");
    }
    bytes = static_cast<std::uint64_t>(status.st_size);
  }
  // A connection that the server closed while it was idle shows here, or at the first read.
  char probe = 0;
  if (::recv(descriptor_, &probe, 1, MSG_PEEK | MSG_DONTWAIT) == 0) TRY(connect());
  TRY(send_head(call, bytes));
  const Status sent = call.body_file ? send_file(*call.body_file, bytes) : write_all(call.body);
  if (!sent && sent.error().code != ErrorCode::kBusy) return sent;
  return ok();
}

Result<bool> Client::receive() {
  char block[16384];
  while (true) {
    const ssize_t count = ::recv(descriptor_, block, sizeof block, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return socket_failed(errno);
    in_.append(block, static_cast<std::size_t>(count));
    return count > 0;
  }
}

Result<ClientAnswer> Client::read_head() {
  while (true) {
    const std::size_t end = in_.find("\r\n\r\n");
    if (end == std::string::npos) {
      if (in_.size() > kAnswerHeadBytes) return no_http();
      TRY_ASSIGN(const bool more, receive());
      if (!more) return socket_failed(ECONNRESET);
      continue;
    }
    std::string_view text = std::string_view(in_).substr(0, end + 2);
    ClientAnswer answer;
    const auto status = text.starts_with("HTTP/1.1 ") && text.size() > 12
                            ? parse_number<int>(text.substr(9, 3))
                            : std::nullopt;
    if (!status) return no_http();
    answer.status = *status;
    text.remove_prefix(text.find("\r\n") + 2);
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find("\r\n"));
      text.remove_prefix(line.size() + 2);
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos) return no_http();
      answer.headers.add(std::string(line.substr(0, colon)),
                         std::string(trim_blanks(line.substr(colon + 1))));
    }
    in_.erase(0, end + 4);
    if (answer.status == 100) continue;
    keep_cookies(answer.headers);
    return answer;
  }
}

void Client::keep_cookies(const Headers& headers) {
  for (const Header& line : headers.lines()) {
    if (!equal_ignoring_case(line.name, "set-cookie")) continue;
    const std::string_view pair = std::string_view(line.value).substr(0, line.value.find(';'));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string name(pair.substr(0, equals));
    if (line.value.find("Max-Age=0") != std::string::npos) {
      cookies_.erase(name);
    } else {
      cookies_[name] = pair.substr(equals + 1);
    }
  }
}

Status Client::read_chunked(ClientAnswer& answer) {
  ChunkedReader reader;
  while (true) {
    const auto piece = reader.next(in_);
    answer.body += piece.data;
    in_.erase(0, piece.consumed);
    if (piece.state == ChunkedReader::State::kDone) return ok();
    if (piece.state == ChunkedReader::State::kRefused) return no_http();
    if (piece.state == ChunkedReader::State::kData) continue;
    TRY_ASSIGN(const bool more, receive());
    if (!more) return socket_failed(ECONNRESET);
  }
}

Status Client::read_body(ClientAnswer& answer, bool has_body) {
  const bool closes = answer.headers.find("connection").value_or("") == "close";
  if (has_body && answer.status != 204 && answer.status != 304) {
    const auto length = answer.headers.find("content-length");
    if (answer.headers.find("transfer-encoding")) {
      TRY(read_chunked(answer));
    } else if (length) {
      const auto bytes = parse_number<std::uint64_t>(*length);
      if (!bytes) return no_http();
      while (in_.size() < *bytes) {
        TRY_ASSIGN(const bool more, receive());
        if (!more) return socket_failed(ECONNRESET);
      }
      answer.body = in_.substr(0, static_cast<std::size_t>(*bytes));
      in_.erase(0, static_cast<std::size_t>(*bytes));
    } else {
      while (true) {
        TRY_ASSIGN(const bool more, receive());
        if (!more) break;
      }
      answer.body = std::exchange(in_, {});
    }
  }
  if (closes) close();
  return ok();
}

Result<ClientAnswer> Client::send(const ClientCall& call) {
  if (Status sent = send_request(call); !sent) {
    close();
    return fail(std::move(sent.error()));
  }
  Result<ClientAnswer> answer = read_head();
  if (answer) {
    if (Status body = read_body(*answer, call.method != Method::kHead); !body) {
      answer = fail(std::move(body.error()));
    }
  }
  if (!answer) close();
  return answer;
}

Result<ClientAnswer> Client::get(std::string target) {
  ClientCall call;
  call.target = std::move(target);
  return send(call);
}

Result<ClientAnswer> Client::post(std::string target, std::string body) {
  ClientCall call;
  call.method = Method::kPost;
  call.target = std::move(target);
  call.body = std::move(body);
  return send(call);
}

Result<ClientAnswer> Client::listen(const ClientCall& call,
                                    const std::function<bool(const ServerEvent&)>& receiver) {
  TRY(send_request(call));
  TRY_ASSIGN(ClientAnswer answer, read_head());
  const std::string_view type = answer.headers.find("content-type").value_or("");
  if (!type.starts_with("text/event-stream")) {
    TRY(read_body(answer, true));
    return answer;
  }
  bool wanted = true;
  while (wanted) {
    const std::size_t end = in_.find("\n\n");
    if (end == std::string::npos) {
      TRY_ASSIGN(const bool more, receive());
      if (!more) break;
      continue;
    }
    const auto event = parse_event(std::string_view(in_).substr(0, end));
    in_.erase(0, end + 2);
    if (event) wanted = receiver(*event);
  }
  close();
  return answer;
}

}  // namespace sallyport::http
