#include "synth/internal/codes.hpp"

#include <charconv>

#include <fmt/format.h>

namespace sallyport::synth {
namespace {

constexpr std::string_view kLetters23 = "ZABCDEFGHJKLMNPQRTUVWXY";

std::optional<std::uint64_t> digits(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

char check_letter_23(std::uint64_t number) {
  return kLetters23[number % 23];
}

std::string pnc_number(unsigned year, std::uint32_t serial) {
  serial %= 10'000'000;
  const std::uint64_t n = static_cast<std::uint64_t>(year % 100) * 10'000'000 + serial;
  return fmt::format("{}/{:07}{}", year, serial, check_letter_23(n));
}

std::string cro_number(unsigned year, std::uint32_t serial) {
  serial %= 1'000'000;
  const std::uint64_t n = static_cast<std::uint64_t>(year % 100) * 1'000'000 + serial;
  return fmt::format("{:06}/{:02}{}", serial, year % 100, check_letter_23(n));
}

bool valid_pnc(std::string_view pnc) {
  if (pnc.size() != 13 || pnc[4] != '/') return false;
  const auto year = digits(pnc.substr(0, 4));
  const auto number = digits(pnc.substr(5, 7));
  return year && number && pnc[12] == check_letter_23(*year % 100 * 10'000'000 + *number);
}

bool valid_cro(std::string_view cro) {
  if (cro.size() != 10 || cro[6] != '/') return false;
  const auto number = digits(cro.substr(0, 6));
  const auto year = digits(cro.substr(7, 2));
  return year && number && cro[9] == check_letter_23(*year * 1'000'000 + *number);
}

std::string prison_number(std::uint32_t n) {
  if (n < kShortPrisonNumbers) {
    n = static_cast<std::uint32_t>(n * 17'389ULL % kShortPrisonNumbers);  // coprime: no order shows
    std::uint32_t block = n / 26;
    const char last = static_cast<char>('A' + n % 26);
    if (block < 999) {  // Z8000 to Z8999 without Z8877
      if (block >= 877) ++block;
      return fmt::format("Z8{:03}Z{}", block, last);
    }
    return fmt::format("Z9{:03}Z{}", block - 999 + 200, last);
  }
  const std::uint32_t m = n - kShortPrisonNumbers;
  const std::uint32_t letters = m % 625;  // the second letter is never Z
  return fmt::format("Z{}{:03}{}{}", m / 625 / 1000 % 8, m / 625 % 1000,
                     static_cast<char>('A' + letters / 25), static_cast<char>('A' + letters % 25));
}

std::string second_prison_number(std::uint32_t n) {
  return fmt::format("Z9{:03}Z{}", 900 + n / 26 % 100, static_cast<char>('A' + n % 26));
}

std::string drama_number(std::uint32_t n) {
  // Story: mobiles 900400-900499 and 900600-900799, land lines 960100-960399.
  if (n < 700) {
    const std::uint32_t line = n < 400 ? n : n < 500 ? n + 100 : n + 300;
    return fmt::format("07700 900{:03}", line);
  }
  n -= 700;
  return fmt::format("01632 960{:03}", n < 100 ? n : n + 300);
}

std::string estmere_number(std::uint64_t n) {
  std::string out = "+999 7";
  std::uint64_t rest = n * 2'654'435'761ULL % 31'381'059'609ULL;  // 9^11; the factor is coprime
  for (int i = 0; i < 11; ++i) {
    out += static_cast<char>('0' + rest % 9);
    rest /= 9;
    if (i == 1 || i == 4) out += ' ';
  }
  return out;
}

bool is_drama_number(std::string_view number) {
  return number.size() == 12 &&
         (number.substr(0, 9) == "07700 900" || number.substr(0, 9) == "01632 960") &&
         digits(number.substr(9)).has_value();
}

std::string crn(std::uint32_t n) {
  // X900000 to X900999 are the story's. 7919 is coprime with 998,999.
  const std::uint64_t at = n * 7'919ULL % 998'999 + 1;
  return fmt::format("X{:06}", at >= 900'000 ? at + 1000 : at);
}

std::string plate(Stream& stream) {
  static constexpr std::string_view kSecond = "ABCDEFGHJKLMNPRSTUVWXY";
  static constexpr std::string_view kRest = "ABCDEFGHJKLMNOPRSTUVWXYZ";
  static constexpr int kYears[] = {10, 60, 12, 62, 13, 63, 14, 64, 15, 65, 16, 66, 17, 67,
                                   18, 68, 19, 69, 20, 70, 21, 71, 22, 72, 23, 73, 24, 74};
  const char second = kSecond[stream.below(kSecond.size())];
  const int year = kYears[stream.below(std::size(kYears))];
  char tail[3];
  for (char& letter : tail) letter = kRest[stream.below(kRest.size())];
  return fmt::format("Q{}{} {}{}{}", second, year, tail[0], tail[1], tail[2]);
}

std::string card_last4(std::uint64_t key) {
  const std::uint64_t n = mix(key) % 9996;
  return fmt::format("{:04}", n >= 4417 ? n + 4 : n);
}

std::string sort_code(Stream& stream) {
  const auto bank = stream.below(100);
  const auto branch = stream.below(100);
  return fmt::format("99-{:02}-{:02}", bank, branch);
}

std::string account_number(Stream& stream) {
  const auto n = stream.below(90'000'000) + 10'000'000;
  return fmt::format("{:08}", n == 31'926'819 ? n + 1 : n);
}

}  // namespace sallyport::synth
