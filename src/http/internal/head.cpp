#include "http/internal/head.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "http/internal/characters.hpp"

namespace sallyport::http {

namespace {

constexpr std::size_t kHeaderLines = 100;  // browsers send about 20

// Headers that say one thing: a second line would let two readers choose differently.
constexpr std::array<std::string_view, 10> kOnlyOnce = {
    "host",   "content-length", "transfer-encoding", "content-type",   "authorization", "cookie",
    "origin", "expect",         "if-match",          "idempotency-key"};

bool is_plain_host(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  std::string_view name = host;
  if (colon != std::string_view::npos && host.back() != ']') {
    const std::string_view port = host.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) {
      return false;
    }
    name = host.substr(0, colon);
  }
  if (name.size() > 2 && name.front() == '[' && name.back() == ']') {
    name = name.substr(1, name.size() - 2);
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
  }
  return !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), [](char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_';
  });
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

enum class Options : std::uint8_t { kStays, kCloses, kMalformed };

// The Connection header: a list of names (RFC 9110 7.6.1).
Options read_connection(std::string_view list) {
  Options out = Options::kStays;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view name = trim_blanks(list.substr(0, end));
    if (!name.empty() && !is_token(name)) return Options::kMalformed;
    if (equal_ignoring_case(name, "close")) out = Options::kCloses;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

}  // namespace

void HeadReader::reset() {
  *this = HeadReader();
}

HeadReader::State HeadReader::refuse(std::string_view reason) {
  refusal_ = reason;
  return State::kRefused;
}

// Looks at each byte once. true: the head is whole and head_bytes_ set, or refusal_ is.
bool HeadReader::scan(std::string_view buffer) {
  for (; scanned_ < buffer.size(); ++scanned_) {
    const auto u = static_cast<unsigned char>(buffer[scanned_]);
    if (u >= 0x20 && u < 0x7F) continue;
    const bool at_line_start = scanned_ == line_start_;
    if (u == '\r') {
      if (scanned_ + 1 == buffer.size()) return false;
      if (buffer[scanned_ + 1] != '\n') {
        refusal_ = "a carriage return stands alone";
        return true;
      }
      ++scanned_;
      if (at_line_start) {
        if (line_start_ == 0) {
          refusal_ = "the request starts with an empty line";
        } else {
          head_bytes_ = ++scanned_;
        }
        return true;
      }
      line_start_ = scanned_ + 1;
    } else if (u == '\n') {
      refusal_ = "a line ends without a carriage return";
      return true;
    } else if (u != '\t' || line_start_ == 0) {
      refusal_ =
          u >= 0x80 ? "the head holds a byte outside ASCII" : "the head holds a control character";
      return true;
    }
  }
  return false;
}

HeadReader::State HeadReader::read(std::string_view buffer) {
  if (!scan(buffer)) return State::kMore;
  if (!refusal_.empty()) return State::kRefused;
  return parse(buffer.substr(0, head_bytes_ - 2));
}

HeadReader::State HeadReader::parse(std::string_view text) {
  head_ = Head();
  head_.lines.reserve(16);
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 2);
    const std::string_view fault = first ? read_request_line(line) : read_line(line);
    if (!fault.empty()) return refuse(fault);
    first = false;
  }
  if (const std::string_view fault = settle(); !fault.empty()) return refuse(fault);
  return State::kDone;
}

std::string_view HeadReader::read_request_line(std::string_view line) {
  constexpr std::string_view kVersion = " HTTP/1.1";
  if (line.size() < kVersion.size() || !line.ends_with(kVersion)) {
    return "the request line does not end in HTTP/1.1";
  }
  line.remove_suffix(kVersion.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return "the request line has no target";
  const std::string_view method = line.substr(0, space);
  head_.target = line.substr(space + 1);
  if (!is_token(method)) return "the method is not a token";
  if (head_.target.empty() || head_.target.front() != '/') {
    return "the target does not start with a slash";
  }
  if (head_.target.find(' ') != std::string_view::npos) return "the target holds a space";
  head_.method = parse_method(method);
  return {};
}

std::string_view HeadReader::read_line(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') return "a header line is folded";
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return "a header line has no colon";
  const std::string_view name = line.substr(0, colon);
  if (!is_token(name)) return "a header name is not a token";
  if (head_.lines.size() == kHeaderLines) return "there are more than 100 header lines";
  head_.lines.push_back({name, trim_blanks(line.substr(colon + 1))});
  return {};
}

// What the lines mean together for framing.
std::string_view HeadReader::settle() {
  std::array<bool, kOnlyOnce.size()> seen{};
  bool has_length = false;
  bool has_coding = false;
  for (const HeadLine& line : head_.lines) {
    for (std::size_t i = 0; i < kOnlyOnce.size(); ++i) {
      if (!equal_ignoring_case(line.name, kOnlyOnce[i])) continue;
      if (seen[i]) return "a header that may come once comes twice";
      seen[i] = true;
    }
    if (equal_ignoring_case(line.name, "host")) {
      head_.host = line.value;
    } else if (equal_ignoring_case(line.name, "content-length")) {
      const auto length = parse_length(line.value);
      if (!length) return "the Content-Length is not a number";
      head_.content_length = *length;
      has_length = true;
    } else if (equal_ignoring_case(line.name, "transfer-encoding")) {
      if (!equal_ignoring_case(line.value, "chunked")) return "the transfer coding is not chunked";
      has_coding = true;
    } else if (equal_ignoring_case(line.name, "connection")) {
      const Options options = read_connection(line.value);
      if (options == Options::kMalformed) return "the Connection header is not a list of names";
      if (options == Options::kCloses) head_.keep_alive = false;
    } else if (equal_ignoring_case(line.name, "expect")) {
      if (!equal_ignoring_case(line.value, "100-continue")) return "the expectation is not known";
      head_.expects_continue = true;
    }
  }
  if (!seen[0]) return "there is no Host header";
  if (!is_plain_host(head_.host)) return "the Host header is not a host name";
  if (has_length && has_coding) return "Content-Length and Transfer-Encoding come together";
  if (has_coding) head_.framing = Framing::kChunked;
  if (has_length && head_.content_length > 0) head_.framing = Framing::kLength;
  const bool takes_body = head_.method != Method::kGet && head_.method != Method::kHead;
  if (!takes_body && head_.framing != Framing::kNone) return "this method takes no body";
  return {};
}

}  // namespace sallyport::http
