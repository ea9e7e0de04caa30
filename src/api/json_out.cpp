#include "api/internal/json_out.hpp"

#include <charconv>
#include <cstring>
#include <utility>

namespace sallyport::api {
namespace {

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// Does none of these eight characters need to be escaped? (Each test sets the top bit of a byte
/// that does; a borrow can only mark a byte above one that is marked rightly.)
bool are_plain(const char* eight) {
  constexpr std::uint64_t ones = 0x0101010101010101ull;
  std::uint64_t word;
  std::memcpy(&word, eight, sizeof word);
  const std::uint64_t quotes = word ^ (ones * '"');
  const std::uint64_t slashes = word ^ (ones * '\\');
  const std::uint64_t marked =
      ((word - ones * 0x20) & ~word) | ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes);
  return (marked & (ones << 7)) == 0;
}

std::size_t plain_length(std::string_view text) {
  std::size_t at = 0;
  while (at + 8 <= text.size() && are_plain(text.data() + at)) at += 8;
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kShort = "\bb\ff\nn\rr\tt\"\"\\\\";
  out += '\\';
  for (std::size_t i = 0; i < kShort.size(); i += 2) {
    if (kShort[i] != c) continue;
    out += kShort[i + 1];
    return;
  }
  const auto code = static_cast<unsigned char>(c);
  out += "u00";
  out += kDigits[code >> 4];
  out += kDigits[code & 15];
}

template <class Number>
void append_number(std::string& out, Number value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

}  // namespace

void JsonOut::comma() {
  if (comma_) out_ += ',';
  comma_ = true;
}
void JsonOut::begin(char bracket) {
  comma();
  out_ += bracket;
  comma_ = false;
}
void JsonOut::end(char bracket) {
  out_ += bracket;
  comma_ = true;
}
void JsonOut::quote(std::string_view value) {
  out_ += '"';
  while (true) {
    const std::size_t plain = plain_length(value);
    out_.append(value.substr(0, plain));
    if (plain == value.size()) break;
    append_escaped(out_, value[plain]);
    value.remove_prefix(plain + 1);
  }
  out_ += '"';
}

void JsonOut::key(std::string_view name) {
  comma();
  quote(name);
  out_ += ':';
  comma_ = false;
}
void JsonOut::text(std::string_view value) {
  comma();
  quote(value);
}
void JsonOut::number(std::int64_t value) {
  comma();
  append_number(out_, value);
}
void JsonOut::boolean(bool value) {
  comma();
  out_ += value ? "true" : "false";
}
void JsonOut::id(Id128 value) {
  text(to_text(value));
}

void JsonOut::field(std::string_view name, std::string_view value) {
  key(name);
  text(value);
}
void JsonOut::field(std::string_view name, Id128 value) {
  key(name);
  id(value);
}
void JsonOut::count(std::string_view name, std::uint64_t value) {
  key(name);
  comma();
  append_number(out_, value);
}
void JsonOut::number(std::string_view name, std::int64_t value) {
  key(name);
  number(value);
}
void JsonOut::flag(std::string_view name, bool value) {
  key(name);
  boolean(value);
}
void JsonOut::optional(std::string_view name, std::string_view value) {
  if (!value.empty()) field(name, value);
}

std::string JsonOut::take() {
  comma_ = false;
  return std::exchange(out_, {});
}

}  // namespace sallyport::api
