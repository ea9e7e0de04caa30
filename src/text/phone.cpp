#include "text/internal/digits.hpp"
#include "text/numbers.hpp"

namespace sallyport::text {
namespace {

using internal::not_as_expected;

constexpr std::string_view kShape =
    "a telephone number with its area code, such as 07700 900417 or +44 7700 900417";

// A UK number without its leading 0. Lengths after Ofcom's National Telephone Numbering Plan.
bool is_uk_national(std::string_view n) {
  switch (n.empty() ? '0' : n[0]) {
    case '1':
      return n.size() == 10 || n.size() == 9;
    case '8':
      return n.size() == 10 || n.size() == 9 || n == "8001111" || n == "8454647";
    case '5':
      return n.size() == 10 || (n.size() == 9 && n.starts_with("500"));
    case '2':
    case '3':
    case '7':
    case '9':
      return n.size() == 10;
    default:
      return false;
  }
}

Result<std::string> international(std::string_view sent, std::string digits) {
  if (digits.starts_with("44")) {
    std::string national = digits.substr(2);
    if (national.starts_with("0")) national.erase(0, 1);  // +44 (0)7700
    if (!is_uk_national(national))
      return not_as_expected(sent,
                             "a UK number of the right length behind +44: ten digits, nine "
                             "for some landlines");
    return "+44" + national;
  }
  if (digits.size() < 8 || digits.size() > 15 || digits[0] == '0')
    return not_as_expected(sent, "a country code and 8 to 15 digits in all behind the +");
  return "+" + digits;
}

}  // namespace

Result<std::string> normalise_phone(std::string_view text, std::string_view country) {
  if (text.size() > kMaxNumberBytes) return not_as_expected(text, kShape);
  std::string digits = internal::upper_without_blanks(text);
  if (digits.starts_with("TEL:")) digits.erase(0, 4);
  if (digits.find("E+") != std::string::npos)
    return not_as_expected(text,
                           "all digits: a spreadsheet has rounded this number. Format the "
                           "column as text and export it again");
  const std::size_t extension = digits.find_first_of("X#");
  if (extension != std::string::npos || digits.find("EXT") != std::string::npos)
    return not_as_expected(text, "the number without its extension");
  // The trunk zero in brackets is for callers inside the country.
  const bool plus = digits.starts_with("+") || digits.starts_with("(+");
  if (plus || digits.starts_with("00"))
    if (const std::size_t trunk = digits.find("(0)"); trunk != std::string::npos)
      digits.erase(trunk, 3);
  digits = internal::without(std::move(digits), "()-./+'");
  if (!internal::all_digits(digits)) return not_as_expected(text, kShape);
  if (plus) return international(text, std::move(digits));
  if (digits.starts_with("00")) return international(text, digits.substr(2));
  if (country == "44") {
    if (digits.starts_with("0") && is_uk_national(std::string_view(digits).substr(1)))
      return "+44" + digits.substr(1);
    if (digits.size() == 12 && digits.starts_with("44")) return international(text, digits);
    // Spreadsheets take the leading 0 off; no other whole UK number looks like this.
    if (digits.size() == 10 && digits[0] == '7') return "+44" + digits;
    return not_as_expected(text, kShape);
  }
  if (digits.starts_with("0")) digits.erase(0, 1);
  return international(text, std::string(country) + digits);
}

}  // namespace sallyport::text
