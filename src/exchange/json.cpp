#include "exchange/json.hpp"

#include <array>

namespace sallyport::exchange {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool continues(unsigned char c) {
  return (c & 0xC0u) == 0x80u;
}

// Length of the well-formed UTF-8 sequence at the front, 0 when there is none (RFC 3629).
std::size_t sequence(std::string_view s) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char c = at(0);
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return s.size() > 1 && continues(at(1)) ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEF) {
    if (s.size() < 3 || !continues(at(1)) || !continues(at(2))) return 0;
    if ((c == 0xE0 && at(1) < 0xA0) || (c == 0xED && at(1) > 0x9F)) return 0;
    return 3;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    if (s.size() < 4 || !continues(at(1)) || !continues(at(2)) || !continues(at(3))) return 0;
    if ((c == 0xF0 && at(1) < 0x90) || (c == 0xF4 && at(1) > 0x8F)) return 0;
    return 4;
  }
  return 0;
}

void put_escaped(std::string& out, unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[c >> 4u];
      out += kHex[c & 15u];
  }
}

void put_text(std::string& out, std::string_view s) {
  out += '"';
  while (!s.empty()) {
    const auto c = static_cast<unsigned char>(s[0]);
    const std::size_t length = sequence(s);
    if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F) {
      put_escaped(out, c);
    } else if (length == 0) {
      out += kReplacement;
    } else {
      out += s.substr(0, length);
    }
    s.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

}  // namespace

void Json::before_value() {
  if (!first_ && !after_key_) out_ += ',';
  first_ = false;
  after_key_ = false;
}

Json& Json::open() {
  before_value();
  out_ += '{';
  first_ = true;
  return *this;
}
Json& Json::close() {
  out_ += '}';
  first_ = false;
  return *this;
}
Json& Json::open_list() {
  before_value();
  out_ += '[';
  first_ = true;
  return *this;
}
Json& Json::close_list() {
  out_ += ']';
  first_ = false;
  return *this;
}
Json& Json::key(std::string_view name) {
  before_value();
  put_text(out_, name);
  out_ += ':';
  after_key_ = true;
  return *this;
}
Json& Json::text(std::string_view value) {
  before_value();
  put_text(out_, value);
  return *this;
}
Json& Json::number(std::int64_t value) {
  before_value();
  out_ += std::to_string(value);
  return *this;
}
Json& Json::flag(bool value) {
  before_value();
  out_ += value ? "true" : "false";
  return *this;
}
Json& Json::field(std::string_view name, std::string_view value) {
  return key(name).text(value);
}
Json& Json::count(std::string_view name, std::uint64_t value) {
  return key(name).number(static_cast<std::int64_t>(value));
}
Json& Json::optional(std::string_view name, std::string_view value) {
  return value.empty() ? *this : field(name, value);
}

}  // namespace sallyport::exchange
