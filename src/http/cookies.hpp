// Cookies, read and written. A session cookie carries the `__Host-` prefix (RFC 6265bis 4.1.3.2):
// Secure, Path=/ and no Domain. Browsers refuse the prefix on plain http, so a workbench on
// http://localhost uses the bare name: CookieOptions.secure says which.
// Pure functions of their input; linear; never fail: what is malformed is left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace sallyport::http {

/// `a=1; b="2"`: pairs whose name is a token and whose value holds only cookie octets. Quotes are
/// taken off. When a name comes twice, both stay: find_pair takes the first.
Pairs parse_cookies(std::string_view header);

struct CookieOptions {
  bool secure = true;  ///< adds the __Host- prefix and Secure; false only on http://localhost
  std::optional<std::int64_t> max_age_seconds =
      std::nullopt;  ///< none: ends with the browser; 0: delete now
};

/// "session" -> "__Host-session", or "session" where the prefix cannot be used.
std::string cookie_name(std::string_view name, const CookieOptions& options);

/// The value of Set-Cookie: always HttpOnly, SameSite=Strict, Path=/, no Domain. Nothing when name
/// or value hold what a cookie may not.
std::optional<std::string> set_cookie(std::string_view name, std::string_view value,
                                      const CookieOptions& options);

}  // namespace sallyport::http
