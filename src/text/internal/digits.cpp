#include "text/internal/digits.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "text/fold.hpp"
#include "text/internal/utf8.hpp"

namespace sallyport::text::internal {

std::string upper_without_blanks(std::string_view text) {
  std::string out;
  const std::string folded = fold(text);
  out.reserve(folded.size());
  for (std::size_t i = 0; i < folded.size();) {
    const auto byte = static_cast<unsigned char>(folded[i]);
    const CodePoint c = byte < 0x80 ? CodePoint{byte, 1, true} : read_code_point(folded, i);
    i += c.bytes;
    if (c.value == ' ') continue;
    if (c.value < 0x80) {
      const char ascii = static_cast<char>(c.value);
      out.push_back(ascii >= 'a' && ascii <= 'z' ? static_cast<char>(ascii - 32) : ascii);
    } else if (const int digit = u_charDigitValue(static_cast<UChar32>(c.value)); digit >= 0) {
      out.push_back(static_cast<char>('0' + digit));
    } else {
      append_code_point(out, c.value);
    }
  }
  return out;
}

std::string without(std::string text, std::string_view characters) {
  std::erase_if(text, [&](char c) { return characters.find(c) != std::string_view::npos; });
  return text;
}

bool fits(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool good = pattern[i] == 'A'   ? c >= 'A' && c <= 'Z'
                      : pattern[i] == '9' ? c >= '0' && c <= '9'
                                          : c == pattern[i];
    if (!good) return false;
  }
  return true;
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

namespace {
// Doubling every second digit, beginning with the last when `double_last`.
int luhn_sum(std::string_view digits, bool double_last) {
  int sum = 0;
  bool twice = double_last;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int digit = (digits[i] - '0') * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum;
}
}  // namespace

bool luhn_holds(std::string_view digits) {
  return luhn_sum(digits, false) % 10 == 0;
}
char luhn_digit(std::string_view digits) {
  return static_cast<char>('0' + (10 - luhn_sum(digits, true) % 10) % 10);
}

tl::unexpected<Error> not_as_expected(std::string_view sent, std::string_view expected) {
  return fail(ErrorCode::kBadValue,
              "'" + sanitise_utf8(sent.substr(0, 80)) + "': expected " + std::string(expected));
}

}  // namespace sallyport::text::internal
