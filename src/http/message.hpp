// A request and an answer as plain values. A request reaches a handler only after the head was
// read strictly (internal/head.hpp), its target decoded (internal/target.hpp) and its body is
// whole. Ownership: values that own their bytes. Threads: none shared. Cost: one allocation a long
// field. Source: RFC 9110, RFC 9112.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sallyport::http {

class BodySink;
class BodySource;
class EventStream;

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOther };

/// "GET"; "other" for kOther.
std::string_view to_text(Method method);
/// Case-sensitive, as RFC 9110 9.1 has it; everything unknown is kOther.
Method parse_method(std::string_view text);

/// ASCII only: header names and tokens have no other letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);

struct Header {
  std::string name;
  std::string value;
};

/// Header lines in the order sent. Look-up ignores case and is linear: there are at most 100.
class Headers {
 public:
  void add(std::string name, std::string value);
  /// Replaces every line of that name.
  void set(std::string_view name, std::string value);
  /// The first value of that name, or nothing.
  std::optional<std::string_view> find(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  const std::vector<Header>& lines() const { return lines_; }
  void reserve(std::size_t lines) { lines_.reserve(lines); }

 private:
  std::vector<Header> lines_;
};

/// Decoded name and value pairs in the order sent (query, cookies, path parameters).
using Pairs = std::vector<std::pair<std::string, std::string>>;
/// The first value of a name, or nothing.
std::optional<std::string_view> find_pair(const Pairs& pairs, std::string_view name);

/// Who is at the other end.
struct Peer {
  std::string address;  ///< numeric; empty on a Unix socket
  std::uint16_t port = 0;
  bool over_unix = false;  ///< then uid, gid and pid are the kernel's word (SO_PEERCRED)
  bool over_tls = false;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::int32_t pid = 0;
};

struct Request {
  Method method = Method::kGet;
  std::string target;      ///< as sent
  std::string path;        ///< decoded, no query
  Pairs query;             ///< decoded
  Pairs params;            ///< values of the route's {names}
  std::string_view route;  ///< the route's pattern; lives as long as the server
  Headers headers;
  std::string body;                     ///< empty where the route streams its body
  std::shared_ptr<BodySink> sink;       ///< finished, where the route streams its body
  std::shared_ptr<const void> context;  ///< what the guard returned (a session)
  Peer peer;
  std::int64_t arrived_us = 0;  ///< monotonic: when the last byte of the request was here

  std::optional<std::string_view> header(std::string_view name) const { return headers.find(name); }
  std::optional<std::string_view> query_value(std::string_view name) const {
    return find_pair(query, name);
  }
  /// A path parameter; empty when the route has none of that name.
  std::string_view param(std::string_view name) const;
  /// Parsed on each call: keep the result.
  Pairs cookies() const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  Headers headers;
  /// Instead of a body: pushed events, until either end closes.
  std::shared_ptr<EventStream> events;
  /// Instead of a body: bytes pulled as the receiver takes them, for exports.
  std::shared_ptr<BodySource> source;

  static Response json(std::string body, int status = 200);
  static Response text(std::string body, int status = 200);
  static Response empty(int status = 204);
  static Response event_stream(std::shared_ptr<EventStream> events);
};

}  // namespace sallyport::http
