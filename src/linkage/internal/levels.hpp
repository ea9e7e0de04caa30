// How alike two values are, as a level of their field: 0 nothing to compare, 1 different, and up.
// Pure functions of the two texts, symmetric. Threads: any. Failure: none. Cost: 0.1 to 1 us; asked
// once a pair of distinct values (see Comparer).
#pragma once

#include <cstdint>
#include <string_view>

#include "linkage/internal/dataset.hpp"
#include "linkage/internal/traits.hpp"

namespace sallyport::linkage {

using Level = std::uint8_t;
inline constexpr std::size_t kLevels = 8;
inline constexpr Level kMissing = 0;
inline constexpr Level kDiffers = 1;

/// Names: 2 alike in sound or letters, 3 an initial or a part, 4 a short form, 5 one letter,
/// 6 the same, 7 given name and surname exchanged (told once, at the given name).
inline constexpr Level kNameAlike = 2, kNamePart = 3, kNickname = 4, kNameNear = 5, kNameSame = 6,
                       kNamesExchanged = 7;
/// Births: 2 the year, 3 two of day, month and year, 4 one slip, 5 day and month exchanged, 6 same,
/// 7 the same as far as either is known.
inline constexpr Level kBirthYear = 2, kBirthTwoParts = 3, kBirthSlip = 4, kBirthExchanged = 5,
                       kBirthSame = 6, kBirthPartly = 7;
/// All others: 2 alike, 3 nearly the same, 4 the same.
inline constexpr Level kAlike = 2, kNear = 3, kSame = 4;

inline Level same_level(Field field) {
  return is_name(field) || field == Field::birth ? kNameSame : kSame;
}

Level name_level(std::string_view a, std::string_view b, const NameTraits& of_a,
                 const NameTraits& of_b);
Level birth_level(std::uint32_t a, std::uint32_t b);
/// Of two different texts of a field that is neither a name nor a birth.
Level text_level(Field field, std::string_view a, std::string_view b);

std::string_view level_words(Field field, Level level);

}  // namespace sallyport::linkage
