// Numbers of the country, with check letters and digits where a scheme has them.
// Pure functions. Story ranges (docs/design/story-visibility.md) are never produced here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "synth/internal/stream.hpp"

namespace sallyport::synth {

/// The modulus-23 letter of PNC and CRO numbers: "ZABCDEFGHJKLMNPQRTUVWXY"[n mod 23].
char check_letter_23(std::uint64_t number);
std::string pnc_number(unsigned year, std::uint32_t serial);  ///< "2003/0412345K"
std::string cro_number(unsigned year, std::uint32_t serial);  ///< "041234/03K"
bool valid_pnc(std::string_view pnc);
bool valid_cro(std::string_view cro);

/// Prison number of the n-th person: Z8dddZx and Z9dddZx without the story's blocks (Z9000 to
/// Z9199, Z8877, Z9900 to Z9999 for second numbers), then Z0dddxx to Z7dddxx, which only the
/// national scale reaches.
std::string prison_number(std::uint32_t n);
/// The n-th second (older) number of a man who has two: Z9900Zx to Z9999Zx.
std::string second_prison_number(std::uint32_t n);
inline constexpr std::uint32_t kShortPrisonNumbers = (999 + 700) * 26;

/// How many people can have a number of their own within the drama ranges.
inline constexpr std::uint32_t kOwnNumbers = 1400;
/// 07700 900xxx and 01632 960xxx without the story's: the n-th, n < kOwnNumbers.
std::string drama_number(std::uint32_t n);
/// Beyond them: "+999 7dd ddd dddd" in a country code that nobody has, digits 0 to 8 only, so that
/// no story number can occur inside.
std::string estmere_number(std::uint64_t n);
bool is_drama_number(std::string_view number);

std::string crn(std::uint32_t n);
std::string plate(Stream& stream);          ///< never "QZ.."
std::string card_last4(std::uint64_t key);  ///< never 4417 to 4420
std::string sort_code(Stream& stream);      ///< 99-dd-dd: no bank has it
std::string account_number(Stream& stream);

/// Serial numbers of files skip 4000 to 4399, where the story's rows have theirs.
inline std::uint64_t serial(std::uint64_t n) {
  return n < 3999 ? n + 1 : n + 401;
}
inline constexpr std::uint64_t kStorySerial = 4000;

}  // namespace sallyport::synth
