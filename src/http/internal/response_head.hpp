// Writes the head of an answer: status line, framing, Date and the headers that every answer
// carries. A route may replace Cache-Control and Content-Disposition; the rest is not negotiable.
// Pure; linear in the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "http/message.hpp"

namespace sallyport::http {

enum class Length : std::uint8_t { kKnown, kChunked, kUntilClose };

struct HeadStyle {
  Length length = Length::kKnown;
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool over_tls = false;  ///< adds Strict-Transport-Security
  std::string_view date;  ///< an IMF-fixdate
};

/// Appends to `out`. Header lines whose name is no token or whose value holds a control character
/// or a byte outside ASCII are left out: no answer can be split by data (CWE-113).
void write_head(const Response& response, const HeadStyle& style, std::string& out);

/// "Sun, 22 Nov 2026 09:30:00 GMT" (RFC 9110 5.6.7).
std::string http_date(Instant t);

std::string_view reason_phrase(int status);

}  // namespace sallyport::http
