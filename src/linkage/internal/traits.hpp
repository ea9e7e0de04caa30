// What is known of each distinct value before any pair is looked at: sounds and initials of names,
// dates as digits, the part of an e-mail before the @. Made once a value, not once a record.
// Ownership: values. Threads: immutable after made. Failure: none. Cost: about 0.5 us a name.
#pragma once

#include <cstdint>
#include <vector>

#include "linkage/internal/dataset.hpp"

namespace sallyport::linkage {

struct NameTraits {
  std::uint32_t sound = 0;     ///< of Double Metaphone's first key; 0 when there is none
  std::uint32_t skeleton = 0;  ///< of the consonants
  std::uint8_t initial = 0;
  std::uint8_t letters = 0;
};

struct Traits {
  std::vector<NameTraits> names;          ///< by code
  std::vector<std::uint32_t> births;      ///< by code: yyyymmdd, a digit in four bits; 0: no date
  std::vector<std::uint32_t> mail_names;  ///< by code: hash of what stands before the @
  std::vector<std::uint32_t> organisations;  ///< by code: hash of the first word's sound
};

Traits traits_of(const Dataset& data);

inline std::uint32_t year_of(std::uint32_t birth) {
  return birth >> 16;
}
inline std::uint32_t month_of(std::uint32_t birth) {
  return birth >> 8 & 0xff;
}
inline std::uint32_t day_of(std::uint32_t birth) {
  return birth & 0xff;
}

}  // namespace sallyport::linkage
