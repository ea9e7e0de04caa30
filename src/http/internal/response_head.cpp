#include "http/internal/response_head.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "http/internal/characters.hpp"

namespace sallyport::http {

namespace {

// No unsafe-inline anywhere; data: for images alone, because small icons are built into the style
// sheet. frame-ancestors 'none' stands in for X-Frame-Options.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Embedder-Policy: require-corp\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), "
    "serial=(), hid=(), bluetooth=(), payment=(), publickey-credentials-get=(self), "
    "publickey-credentials-create=(self)\r\n";
constexpr std::string_view kStrictTransport =
    "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";

// Written here and nowhere else; a handler cannot set them.
constexpr std::array<std::string_view, 15> kReserved = {"content-length",
                                                        "content-type",
                                                        "transfer-encoding",
                                                        "connection",
                                                        "date",
                                                        "content-security-policy",
                                                        "x-content-type-options",
                                                        "referrer-policy",
                                                        "cross-origin-opener-policy",
                                                        "cross-origin-resource-policy",
                                                        "cross-origin-embedder-policy",
                                                        "permissions-policy",
                                                        "strict-transport-security",
                                                        "content-encoding",
                                                        "keep-alive"};

constexpr std::array<std::pair<int, std::string_view>, 24> kReasons = {
    {{100, "Continue"},
     {200, "OK"},
     {201, "Created"},
     {202, "Accepted"},
     {204, "No Content"},
     {303, "See Other"},
     {304, "Not Modified"},
     {307, "Temporary Redirect"},
     {308, "Permanent Redirect"},
     {400, "Bad Request"},
     {401, "Unauthorized"},
     {403, "Forbidden"},
     {404, "Not Found"},
     {405, "Method Not Allowed"},
     {408, "Request Timeout"},
     {409, "Conflict"},
     {412, "Precondition Failed"},
     {413, "Content Too Large"},
     {415, "Unsupported Media Type"},
     {422, "Unprocessable Content"},
     {428, "Precondition Required"},
     {429, "Too Many Requests"},
     {500, "Internal Server Error"},
     {503, "Service Unavailable"}}};

bool is_plain_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return c == '\t' || (c >= 0x20 && c < 0x7F); });
}

bool is_reserved(std::string_view name) {
  return std::any_of(kReserved.begin(), kReserved.end(),
                     [&](std::string_view r) { return equal_ignoring_case(r, name); });
}

void write_line(std::string_view name, std::string_view value, std::string& out) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

std::string_view reason_phrase(int status) {
  for (const auto& [known, phrase] : kReasons) {
    if (known == status) return phrase;
  }
  return "Other";
}

std::string http_date(Instant t) {
  constexpr std::array<const char*, 7> kDays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date day = date_of(t);
  const CivilDate civil = to_civil(day);
  const auto second = static_cast<int>((t.us - start_of(day).us) / 1'000'000);
  const int week_day = ((day.day % 7) + 7) % 7;
  char text[40];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(week_day)], civil.day, kMonths[civil.month - 1],
                civil.year, second / 3600, second / 60 % 60, second % 60);
  return text;
}

void write_head(const Response& response, const HeadStyle& style, std::string& out) {
  out.reserve(out.size() + 1200);
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  write_line("Date", style.date, out);
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body && !response.content_type.empty() && is_plain_value(response.content_type)) {
    write_line("Content-Type", response.content_type, out);
  }
  if (style.length == Length::kChunked) {
    out += "Transfer-Encoding: chunked\r\n";
  } else if (style.length == Length::kKnown && has_body) {
    write_line("Content-Length", std::to_string(style.content_length), out);
  }
  if (!style.keep_alive) out += "Connection: close\r\n";
  if (!response.headers.find("cache-control")) out += "Cache-Control: no-store\r\n";
  for (const Header& line : response.headers.lines()) {
    if (!is_token(line.name) || !is_plain_value(line.value) || is_reserved(line.name)) continue;
    write_line(line.name, line.value, out);
  }
  out += kSecurityHeaders;
  if (style.over_tls) out += kStrictTransport;
  out += "\r\n";
}

}  // namespace sallyport::http
