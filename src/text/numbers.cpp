#include "text/numbers.hpp"

#include <fmt/format.h>

#include "text/fold.hpp"
#include "text/internal/digits.hpp"

namespace sallyport::text {
namespace {

using internal::all_digits;
using internal::fits;
using internal::not_as_expected;
using internal::upper_without_blanks;
using internal::without;

// Upper case, without blanks and these; empty when it is too long to be a number.
std::string reduced(std::string_view text, std::string_view dropped = "-.") {
  if (text.size() > kMaxNumberBytes) return {};
  return without(upper_without_blanks(text), dropped);
}

bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Result<std::string> by_pattern(std::string_view text, std::string_view pattern,
                               std::string_view expected) {
  std::string number = reduced(text);
  if (!fits(number, pattern)) return not_as_expected(text, expected);
  return number;
}

bool is_plate(std::string_view p) {
  if (fits(p, "AA99AAA") || fits(p, "999A999") || fits(p, "99AA99")) return true;
  std::size_t letters = 0;
  while (letters < p.size() && is_letter(p[letters])) ++letters;
  std::size_t digits = letters;
  while (digits < p.size() && is_digit(p[digits])) ++digits;
  const std::size_t first = letters;
  const std::size_t middle = digits - letters;
  const std::size_t last = p.size() - digits;
  for (std::size_t i = digits; i < p.size(); ++i)
    if (!is_letter(p[i])) return false;
  if (middle == 0) return false;
  if (first == 1 && last == 3) return middle <= 3;                // A123BCD
  if (first == 3 && last == 1) return middle <= 3;                // ABC123D
  if (first >= 1 && first <= 3 && last == 0) return middle <= 4;  // ABC1234: dateless, N. Ireland
  if (first == 0 && last >= 1 && last <= 3) return middle <= 4;   // 1234AB
  return false;
}

bool is_outward(std::string_view o) {
  return fits(o, "A9") || fits(o, "A99") || fits(o, "AA9") || fits(o, "AA99") || fits(o, "A9A") ||
         fits(o, "AA9A");
}

constexpr std::string_view kCheckLetters = "ZABCDEFGHJKLMNPQRTUVWXY";

char check_letter(int short_year, std::int64_t serial, std::int64_t serial_scale) {
  return kCheckLetters[static_cast<std::size_t>((short_year * serial_scale + serial) % 23)];
}

int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// digits, '/', digits and a letter: the two sides, or empty ones.
struct Slashed {
  std::string left;
  std::string right;
  char letter = 0;
};
Slashed split_slashed(const std::string& number) {
  const std::size_t slash = number.find('/');
  if (slash == std::string::npos || number.size() < slash + 3 || !is_letter(number.back()))
    return {};
  Slashed parts{number.substr(0, slash), number.substr(slash + 1, number.size() - slash - 2),
                number.back()};
  if (!all_digits(parts.left) || !all_digits(parts.right)) return {};
  return parts;
}

tl::unexpected<Error> wrong_letter(std::string_view text) {
  return not_as_expected(text, "another check letter: a digit or the letter is mistyped");
}

}  // namespace

std::string compact_number(std::string_view text) {
  std::string out = upper_without_blanks(text.substr(0, kMaxNumberBytes));
  std::erase_if(out, [](char c) { return !is_letter(c) && !is_digit(c); });
  return out;
}

Result<std::string> normalise_plate(std::string_view text) {
  std::string plate = reduced(text);
  if (!is_plate(plate)) return not_as_expected(text, "a UK number plate such as AB12 CDE");
  return plate;
}

Result<std::string> normalise_postcode(std::string_view text) {
  const std::string code = reduced(text);
  if (code == "GIR0AA") return std::string("GIR 0AA");
  if (code.size() >= 5 && code.size() <= 7) {
    const std::string outward = code.substr(0, code.size() - 3);
    const std::string inward = code.substr(code.size() - 3);
    if (is_outward(outward) && fits(inward, "9AA") &&
        inward.find_first_of("CIKMOV") == std::string::npos)
      return outward + " " + inward;
  }
  return not_as_expected(text, "a UK postcode such as SW1A 1AA");
}

Result<std::string> normalise_email(std::string_view text) {
  constexpr std::string_view kShape = "an e-mail address such as name@example.org";
  if (text.size() > kMaxNumberBytes) return not_as_expected(text, kShape);
  while (!text.empty() && (text.front() == ' ' || text.front() == '<')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '>')) text.remove_suffix(1);
  std::string address;
  for (const char c : text) address.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  if (address.starts_with("mailto:")) address.erase(0, 7);
  const std::size_t at = address.find('@');
  if (at == std::string::npos || at == 0 || at > 64 || address.size() > 254 ||
      !is_valid_utf8(address))
    return not_as_expected(text, kShape);
  for (std::size_t i = 0; i < address.size(); ++i) {
    const auto c = static_cast<unsigned char>(address[i]);
    const bool plain = (c >= 'a' && c <= 'z') || is_digit(address[i]) || c >= 0x80;
    const bool in_local = i < at && std::string_view(".!#$%&'*+/=?^_`{|}~-").find(address[i]) !=
                                        std::string_view::npos;
    const bool in_domain = i > at && (c == '.' || c == '-');
    if (!plain && !in_local && !in_domain && i != at) return not_as_expected(text, kShape);
  }
  const std::string local = address.substr(0, at);
  const std::string domain = address.substr(at + 1);
  const auto dotted_well = [](const std::string& part) {
    return !part.empty() && part.front() != '.' && part.back() != '.' &&
           part.find("..") == std::string::npos;
  };
  const std::size_t top = domain.rfind('.');
  if (!dotted_well(local) || !dotted_well(domain) || top == std::string::npos ||
      domain.size() - top < 3 || domain.front() == '-' || domain.find("-.") != std::string::npos ||
      domain.find(".-") != std::string::npos || all_digits(domain.substr(top + 1)))
    return not_as_expected(text, kShape);
  return address;
}

Result<std::string> normalise_card_ending(std::string_view text) {
  std::string number = reduced(text, "-.*#:");
  for (const std::string_view word : {"CARD", "ENDING", "ENDS", "IN", "X", "•", "…"})
    for (std::size_t at; (at = number.find(word)) != std::string::npos;)
      number.erase(at, word.size());
  const bool whole = number.size() >= 12 && number.size() <= 19;
  if (!all_digits(number) || (number.size() != 4 && !(whole && internal::luhn_holds(number))))
    return not_as_expected(text, "the last four digits of a payment card, such as 4418");
  return number.substr(number.size() - 4);
}

Result<std::string> normalise_account(std::string_view text) {
  const std::string number = reduced(text, "-./,:");
  if (!all_digits(number) || (number.size() != 14 && number.size() != 13))
    return not_as_expected(text, "a sort code and an account number, such as 60-00-01 / 31926819");
  const std::string account = (number.size() == 13 ? "0" : "") + number.substr(6);
  return fmt::format("{}-{}-{} / {}", number.substr(0, 2), number.substr(2, 2), number.substr(4, 2),
                     account);
}

Result<std::string> normalise_imei(std::string_view text) {
  std::string number = reduced(text, "-./");
  if (!all_digits(number) || number.size() < 14 || number.size() > 16)
    return not_as_expected(text, "an IMEI of 15 digits");
  if (number.size() == 15) {
    if (internal::luhn_holds(number)) return number;
    return not_as_expected(text, number.back() == '0'
                                     ? "an IMEI with its check digit: networks often write 0 in "
                                       "its place; give the first 14 digits"
                                     : "an IMEI whose check digit holds: a digit is mistyped");
  }
  number.resize(14);
  return number + internal::luhn_digit(number);
}

Result<std::string> normalise_iccid(std::string_view text) {
  std::string number = reduced(text);
  while (number.size() > 19 && number.back() == 'F') number.pop_back();  // the card's filler
  if (!all_digits(number) || (number.size() != 19 && number.size() != 20) ||
      !number.starts_with("89"))
    return not_as_expected(text, "a SIM card number (ICCID) of 19 or 20 digits that begins 89");
  if (!internal::luhn_holds(number))
    return not_as_expected(text, "an ICCID whose check digit holds: a digit is mistyped");
  return number;
}

Result<std::string> normalise_prison_number(std::string_view text) {
  return by_pattern(text, "A9999AA", "a prison number such as A1234BC");
}

Result<std::string> normalise_crn(std::string_view text) {
  return by_pattern(text, "A999999", "a probation case reference (CRN) such as X123456");
}

Result<std::string> normalise_pnc(std::string_view text, int latest_short_year) {
  constexpr std::string_view kShape = "a PNC number such as 2001/0171310W";
  std::string number = reduced(text);
  // Without its stroke: year, seven digits, letter.
  if (fits(number, "99999999999A")) number.insert(4, "/");
  if (fits(number, "999999999A")) number.insert(2, "/");
  const Slashed parts = split_slashed(number);
  if ((parts.left.size() != 4 && parts.left.size() != 2) || parts.right.empty() ||
      parts.right.size() > 7)
    return not_as_expected(text, kShape);
  int year = value_of(parts.left);
  if (parts.left.size() == 2) {
    year += latest_short_year / 100 * 100;
    if (year > latest_short_year) year -= 100;
  }
  if (year < 1900 || year > 2199) return not_as_expected(text, kShape);
  const int serial = value_of(parts.right);
  if (check_letter(year % 100, serial, 10'000'000) != parts.letter) return wrong_letter(text);
  return fmt::format("{:04}/{:07}{}", year, serial, parts.letter);
}

Result<std::string> normalise_cro(std::string_view text) {
  const Slashed parts = split_slashed(reduced(text));
  if (parts.right.size() != 2 || parts.left.empty() || parts.left.size() > 6)
    return not_as_expected(text, "a CRO number such as 265416/21G");
  const int serial = value_of(parts.left);
  if (check_letter(value_of(parts.right), serial, 1'000'000) != parts.letter)
    return wrong_letter(text);
  return fmt::format("{:06}/{}{}", serial, parts.right, parts.letter);
}

Result<std::string> normalise_ocg(std::string_view text) {
  std::string number = reduced(text);
  if (number.starts_with("OCG")) number.erase(0, 3);
  const std::size_t slash = number.find('/');
  if (slash == 3 && all_digits(number.substr(0, 3)) && all_digits(number.substr(4)) &&
      number.size() <= 11)
    return number.substr(0, 4) + std::string(11 - number.size(), '0') + number.substr(4);
  return not_as_expected(text, "a group number such as 991/0010112");
}

Result<std::string> normalise_ni_number(std::string_view text) {
  std::string number = reduced(text);
  if (!fits(number, "AA999999A"))
    return not_as_expected(text, "a National Insurance number such as QQ123456C");
  // D, F, I, Q, U and V never stand in front; Q does in examples and practice records.
  const std::string prefix = number.substr(0, 2);
  const bool example = prefix == "QQ";
  const bool issued = prefix.find_first_of("DFIQUV") == std::string::npos && prefix[1] != 'O' &&
                      prefix != "BG" && prefix != "GB" && prefix != "NK" && prefix != "KN" &&
                      prefix != "TN" && prefix != "NT" && prefix != "ZZ";
  if ((!issued && !example) || number.back() > 'D')
    return not_as_expected(text,
                           "a National Insurance number with a prefix that is issued and a "
                           "last letter A to D");
  return number;
}

std::optional<NumberKind> guess_number(std::string_view text) {
  if (text.find('@') != std::string_view::npos)
    return normalise_email(text) ? std::optional(NumberKind::kEmail) : std::nullopt;
  if (normalise_prison_number(text)) return NumberKind::kPrisonNumber;
  if (normalise_pnc(text)) return NumberKind::kPnc;
  if (normalise_cro(text)) return NumberKind::kCro;
  if (normalise_ni_number(text)) return NumberKind::kNiNumber;
  if (normalise_crn(text)) return NumberKind::kCrn;
  const std::string bare = reduced(text, "-./ ()+,:");
  const bool dated = text.find('/') != std::string_view::npos && bare.size() <= 8;
  if (!dated) {
    if (text.find('/') != std::string_view::npos && normalise_ocg(text)) return NumberKind::kOcg;
    if (normalise_phone(text)) return NumberKind::kPhone;
    if (normalise_imei(text) && bare.size() == 15) return NumberKind::kImei;
    if (normalise_iccid(text)) return NumberKind::kIccid;
    if (normalise_account(text)) return NumberKind::kAccount;
    if (bare.size() >= 12 && normalise_card_ending(text)) return NumberKind::kCardEnding;
  }
  if (normalise_postcode(text)) return NumberKind::kPostcode;
  const std::string marks = reduced(text, "-");
  // Short dateless forms (A1, 12B) are more often the beginning of something else.
  if (marks.size() >= 5 && is_plate(marks)) return NumberKind::kPlate;
  if (all_digits(marks) && marks.size() >= 3) return NumberKind::kPartialDigits;
  bool letters = false;
  bool digits = false;
  for (const char c : marks) {
    if (!is_letter(c) && !is_digit(c)) return std::nullopt;
    letters |= is_letter(c);
    digits |= is_digit(c);
  }
  if (letters && digits && marks.size() >= 3 && marks.size() <= 7) return NumberKind::kPartialPlate;
  return std::nullopt;
}

}  // namespace sallyport::text
