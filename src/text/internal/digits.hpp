// What the number readers share: reducing text to a pattern's letters and digits, matching it, and
// check digits. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace sallyport::text::internal {

/// Folded, digits of any script as 0-9, upper case, without blanks.
std::string upper_without_blanks(std::string_view text);
/// Without any of these characters.
std::string without(std::string text, std::string_view characters);
/// 'A' a letter, '9' a digit, anything else itself; the whole text.
bool fits(std::string_view text, std::string_view pattern);
bool all_digits(std::string_view text);
/// The Luhn sum of all digits is a multiple of ten.
bool luhn_holds(std::string_view digits);
/// The digit that makes digits + it hold.
char luhn_digit(std::string_view digits);

/// kBadValue: "'as sent': expected …"
tl::unexpected<Error> not_as_expected(std::string_view sent, std::string_view expected);

}  // namespace sallyport::text::internal
