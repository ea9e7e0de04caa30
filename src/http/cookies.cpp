#include "http/cookies.hpp"

#include <algorithm>

#include "http/internal/characters.hpp"

namespace sallyport::http {

namespace {

// RFC 6265 4.1.1: no controls, space, double quote, comma, semicolon, backslash.
bool is_cookie_octet(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u > 0x20 && u < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

bool is_cookie_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(), is_cookie_octet);
}

}  // namespace

Pairs parse_cookies(std::string_view header) {
  Pairs out;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    const std::string_view item = trim_blanks(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = item.substr(0, equals);
    std::string_view value = item.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (is_token(name) && is_cookie_value(value)) out.emplace_back(name, value);
  }
  return out;
}

std::string cookie_name(std::string_view name, const CookieOptions& options) {
  return options.secure ? "__Host-" + std::string(name) : std::string(name);
}

std::optional<std::string> set_cookie(std::string_view name, std::string_view value,
                                      const CookieOptions& options) {
  if (!is_token(name) || !is_cookie_value(value)) return std::nullopt;
  std::string out = cookie_name(name, options);
  out += '=';
  out += value;
  out += "; Path=/; HttpOnly; SameSite=Strict";
  if (options.secure) out += "; Secure";
  if (options.max_age_seconds) out += "; Max-Age=" + std::to_string(*options.max_age_seconds);
  return out;
}

}  // namespace sallyport::http
