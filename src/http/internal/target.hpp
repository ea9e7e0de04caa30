// Decodes the target of a request: "/api/people/01H%20X?from=1989&q=a+b". Strict, because two
// readers that decode differently are how one gets past the other (ASVS V1, CWE-22, CWE-444).
// Pure; linear; the failure is a reason in words that never repeats the input.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace sallyport::http {

struct Target {
  std::string path;                   ///< decoded
  std::vector<std::string> segments;  ///< decoded, "/a/b" -> a, b; "/" -> one empty segment
  Pairs query;
};

struct TargetReading {
  std::optional<Target> target;
  std::string_view refusal;  ///< set when there is no target
};

/// Refused: anything but origin-form, bad escapes, an escaped slash, a backslash, "." and ".."
/// segments, control characters and bytes that are not UTF-8, escaped or not.
TargetReading parse_target(std::string_view text);

/// application/x-www-form-urlencoded: '+' is a space. Nothing when an escape is bad or the bytes
/// are no UTF-8 or hold a NUL.
std::optional<Pairs> parse_query(std::string_view text);

/// Escapes all but RFC 3986's unreserved characters: for building targets.
std::string percent_encode(std::string_view text);

/// Well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates.
bool is_utf8(std::string_view text);

}  // namespace sallyport::http
