#include "http/internal/target.hpp"

#include <algorithm>
#include <cstdint>

#include "http/internal/characters.hpp"

namespace sallyport::http {

namespace {

constexpr std::size_t kSegments = 32;     // the deepest address has 7
constexpr std::size_t kQueryPairs = 256;  // a form, not a data set: those are bodies

enum class Plus { kStays, kIsSpace };

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' && plus == Plus::kIsSpace ? ' ' : text[i];
    }
  }
  return out;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u < 0x20 || u == 0x7F;
  });
}

// What may stand in a target as sent. '#' never reaches a server; the others are no URI characters.
bool is_target_character(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u > 0x20 && u < 0x7F && c != '"' && c != '<' && c != '>' && c != '#' && c != '\\';
}

TargetReading refuse(std::string_view reason) {
  return {std::nullopt, reason};
}

std::string_view add_segments(std::string_view raw, Target& target) {
  raw.remove_prefix(1);
  while (true) {
    const std::size_t end = std::min(raw.find('/'), raw.size());
    auto segment = percent_decode(raw.substr(0, end), Plus::kStays);
    if (!segment) return "a percent escape in the path is not two hexadecimal digits";
    if (segment->find_first_of("/\\") != std::string::npos) return "the path holds a hidden slash";
    if (*segment == "." || *segment == "..") return "the path holds a dot segment";
    if (has_control(*segment)) return "the path holds a control character";
    if (!is_utf8(*segment)) return "the path is not UTF-8";
    if (target.segments.size() == kSegments) return "the path has too many segments";
    target.path += '/';
    target.path += *segment;
    target.segments.push_back(std::move(*segment));
    if (end == raw.size()) return {};
    raw.remove_prefix(end + 1);
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const std::uint8_t lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    std::size_t length = 0;
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      length = 3;
      if (lead == 0xE0) low = 0xA0;
      if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      length = 4;
      if (lead == 0xF0) low = 0x90;
      if (lead == 0xF4) high = 0x8F;
    }
    if (length == 0 || i + length > text.size()) return false;
    if (byte(i + 1) < low || byte(i + 1) > high) return false;
    for (std::size_t k = 2; k < length; ++k) {
      if (byte(i + k) < 0x80 || byte(i + k) > 0xBF) return false;
    }
    i += length;
  }
  return true;
}

std::optional<Pairs> parse_query(std::string_view text) {
  Pairs out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view item = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (item.empty()) continue;
    const std::size_t equals = std::min(item.find('='), item.size());
    auto name = percent_decode(item.substr(0, equals), Plus::kIsSpace);
    auto value = percent_decode(item.substr(std::min(equals + 1, item.size())), Plus::kIsSpace);
    if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return std::nullopt;
    if (name->find('\0') != std::string::npos || value->find('\0') != std::string::npos) {
      return std::nullopt;
    }
    if (out.size() == kQueryPairs) return std::nullopt;
    out.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

TargetReading parse_target(std::string_view text) {
  if (text.empty() || text.front() != '/') return refuse("the target does not start with a slash");
  if (!std::all_of(text.begin(), text.end(), is_target_character)) {
    return refuse("the target holds a character that must be escaped");
  }
  const std::size_t question = std::min(text.find('?'), text.size());
  Target target;
  if (const auto refusal = add_segments(text.substr(0, question), target); !refusal.empty()) {
    return refuse(refusal);
  }
  if (question < text.size()) {
    auto query = parse_query(text.substr(question + 1));
    if (!query) return refuse("the query is not readable form data");
    target.query = std::move(*query);
  }
  return {std::move(target), {}};
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto u = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[u >> 4];
      out += kHex[u & 15];
    }
  }
  return out;
}

}  // namespace sallyport::http
