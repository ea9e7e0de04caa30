#include "linkage/internal/levels.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include "text/nicknames.hpp"
#include "text/similarity.hpp"

namespace sallyport::linkage {
namespace {

constexpr int kAlikeName = 880;  // Jaro-Winkler, thousandths
constexpr int kAlikeText = 900;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto blank = text.find(' ');
    if (blank != 0) out.push_back(text.substr(0, blank));
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
  }
  return out;
}

std::string joined(std::string_view text) {
  std::string out(text);
  std::erase(out, ' ');
  return out;
}

bool share_a_word(std::string_view a, std::string_view b) {
  const auto others = words_of(b);
  for (const std::string_view word : words_of(a))
    if (word.size() >= 3 && std::find(others.begin(), others.end(), word) != others.end())
      return true;
  return false;
}

/// At least half of the words of the shorter one, and as many as all but one.
bool share_words(std::string_view a, std::string_view b) {
  auto of_a = words_of(a);
  auto of_b = words_of(b);
  const std::size_t fewer = std::min(of_a.size(), of_b.size());
  if (fewer == 0 || of_a.size() + of_b.size() < 3) return false;
  std::size_t shared = 0;
  for (const std::string_view word : of_a)
    shared += std::find(of_b.begin(), of_b.end(), word) != of_b.end() ? 1 : 0;
  return shared * 2 >= fewer && shared > 0;
}

/// The part of a postcode that names a district: all but the last three of a British one, the
/// first two or three digits of another.
std::string_view district(std::string_view code) {
  if (code.size() >= 5 && code[0] >= 'a') return code.substr(0, code.size() - 3);
  return code.substr(0, code.size() >= 5 ? 3 : 2);
}

Level mark_level(Field field, std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  switch (field) {
    case Field::sex:
    case Field::region:
      return field == Field::region && shorter >= 5 && text::damerau_osa(a, b, 1) == 1 ? kNear
                                                                                       : kDiffers;
    case Field::house:
      if (share_a_word(a, b) || a.starts_with(b) || b.starts_with(a)) return kNear;
      return std::max(a.size(), b.size()) >= 2 && text::damerau_osa(a, b, 1) == 1 ? kNear
                                                                                  : kDiffers;
    case Field::postcode:
      if (shorter >= 4 && text::damerau_osa(a, b, 1) == 1) return kNear;
      return shorter >= 4 && district(a) == district(b) ? kAlike : kDiffers;
    case Field::phone:
      if (shorter >= 6 && a.substr(a.size() - 6) == b.substr(b.size() - 6)) return kNear;
      return shorter >= 6 && text::damerau_osa(a, b, 1) == 1 ? kNear : kDiffers;
    case Field::email: {
      const auto name_a = a.substr(0, a.find('@'));
      const auto name_b = b.substr(0, b.find('@'));
      if (text::damerau_osa(a, b, 2) <= 2) return kNear;
      return name_a.size() >= 4 && name_a == name_b ? kAlike : kDiffers;
    }
    default:
      return shorter >= 5 && text::damerau_osa(a, b, 1) == 1 ? kNear : kDiffers;
  }
}

}  // namespace

Level name_level(std::string_view a, std::string_view b, const NameTraits& of_a,
                 const NameTraits& of_b) {
  if (a == b) return kNameSame;
  if (a.size() == 1 || b.size() == 1) return of_a.initial == of_b.initial ? kNamePart : kDiffers;
  const bool several =
      a.find(' ') != std::string_view::npos || b.find(' ') != std::string_view::npos;
  if (several && joined(a) == joined(b)) return kNameNear;
  const std::size_t shorter = std::min(a.size(), b.size());
  const int edits = text::damerau_osa(a, b, 2);
  if (edits == 1 && shorter >= 4) return kNameNear;
  if (text::are_nicknames(a, b)) return kNickname;
  if (several && share_a_word(a, b)) return kNamePart;
  if (shorter >= 3 && (a.starts_with(b) || b.starts_with(a))) return kNamePart;
  if (edits == 1 && shorter >= 3) return kNameAlike;
  if (edits == 2 && shorter >= 6) return kNameAlike;
  if (of_a.sound != 0 && of_a.sound == of_b.sound) return kNameAlike;
  if (of_a.skeleton != 0 && of_a.skeleton == of_b.skeleton && shorter >= 4) return kNameAlike;
  return text::jaro_winkler(a, b) >= kAlikeName ? kNameAlike : kDiffers;
}

Level birth_level(std::uint32_t a, std::uint32_t b) {
  if (a == 0 || b == 0) return kMissing;
  const bool same_year = year_of(a) == year_of(b);
  if (day_of(a) == 0 || day_of(b) == 0) {
    const bool month_known = month_of(a) != 0 && month_of(b) != 0;
    if (!same_year) return kDiffers;
    return !month_known || month_of(a) == month_of(b) ? kBirthPartly : kBirthYear;
  }
  const std::uint32_t unequal = a ^ b;
  if (unequal == 0) return kBirthSame;
  const bool same_month = month_of(a) == month_of(b);
  const bool same_day = day_of(a) == day_of(b);
  if (same_year && month_of(a) == day_of(b) && day_of(a) == month_of(b)) return kBirthExchanged;
  std::uint32_t digits = 0;  // which of the eight differ, a bit each
  for (unsigned i = 0; i < 8; ++i) digits |= ((unequal >> (4 * i) & 0xf) != 0 ? 1U : 0U) << i;
  if (std::popcount(digits) == 1) return kBirthSlip;
  if (std::popcount(digits) == 2) {
    const auto at = static_cast<unsigned>(std::countr_zero(digits));
    const bool neighbours = digits == 3U << at;
    const auto digit = [](std::uint32_t of, unsigned i) { return of >> (4 * i) & 0xf; };
    if (neighbours && digit(a, at) == digit(b, at + 1) && digit(a, at + 1) == digit(b, at))
      return kBirthSlip;
  }
  if (same_year + same_month + same_day >= 2) return kBirthTwoParts;
  return same_year ? kBirthYear : kDiffers;
}

Level text_level(Field field, std::string_view a, std::string_view b) {
  switch (field) {
    case Field::street:
    case Field::locality:
    case Field::town:
    case Field::birthplace:
    case Field::occupation:
    case Field::organisation:
      break;
    default:
      return mark_level(field, a, b);
  }
  const std::size_t shorter = std::min(a.size(), b.size());
  const int edits = text::damerau_osa(a, b, 2);
  if ((edits == 1 && shorter >= 4) || (edits == 2 && shorter >= 8)) return kNear;
  if (joined(a) == joined(b)) return kNear;
  if (share_words(a, b) && field != Field::organisation) return kAlike;
  if (field == Field::organisation && share_a_word(a, b)) return kAlike;
  if (shorter >= 4 && (a.starts_with(b) || b.starts_with(a))) return kAlike;
  return text::jaro_winkler(a, b) >= kAlikeText ? kAlike : kDiffers;
}

std::string_view level_words(Field field, Level level) {
  static constexpr std::array<std::string_view, kLevels> kOfNames = {
      "missing",    "differs",    "alike", "part or initial",
      "short form", "one letter", "same",  "exchanged"};
  static constexpr std::array<std::string_view, kLevels> kOfBirths = {
      "missing",  "differs",
      "year",     "two of three parts",
      "one slip", "day and month exchanged",
      "same",     "partly known, same"};
  static constexpr std::array<std::string_view, kLevels> kOfOthers = {
      "missing", "differs", "alike", "nearly the same", "same", "", "", ""};
  if (is_name(field)) return kOfNames[level];
  return field == Field::birth ? kOfBirths[level] : kOfOthers[level];
}

}  // namespace sallyport::linkage
