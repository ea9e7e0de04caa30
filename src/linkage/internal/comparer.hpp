// Two records as a pattern: the level of each field, three bits each, in one integer.
// A pair of distinct values is compared once and its level kept in a cache of fixed size; a level
// is a function of the two texts alone, so what the cache forgets changes no result.
// Ownership: borrows the data. Threads: one each. Failure: none. Cost: about 50 ns a pair of
// records whose values were met before.
#pragma once

#include <cstdint>
#include <vector>

#include "linkage/internal/dataset.hpp"
#include "linkage/internal/levels.hpp"
#include "linkage/internal/traits.hpp"

namespace sallyport::linkage {

using Pattern = std::uint64_t;
inline Level level_in(Pattern pattern, Field field) {
  return static_cast<Level>(pattern >> (3 * index_of(field)) & 7);
}

/// Two values that were compared: of cells with several, those that meet best.
struct Meeting {
  Level level = kMissing;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

class Comparer {
 public:
  Comparer(const Dataset& data, const Traits& traits);

  /// met(field, meeting) for each field that both have.
  template <class Met>
  Pattern compare(const std::uint32_t* a, const std::uint32_t* b, const Met& met) {
    Pattern pattern = 0;
    const std::size_t count = data_.fields.size();
    const Field* fields = data_.fields.data();
    Meeting names[2];
    for (std::size_t c = 0; c < count; ++c) {
      if (a[c] == 0 || b[c] == 0) continue;
      const Field field = fields[c];
      const Meeting meeting = meet(field, a[c], b[c]);
      if (field <= Field::surname) {
        names[index_of(field)] = meeting;
        continue;
      }
      pattern |= Pattern{meeting.level} << (3 * index_of(field));
      met(field, meeting);
    }
    if (names[0].level < kNameNear || names[1].level < kNameNear) look_closer(a, b, names);
    for (const Field field : {Field::given, Field::surname}) {
      const Meeting& meeting = names[index_of(field)];
      if (meeting.level == kMissing) continue;
      pattern |= Pattern{meeting.level} << (3 * index_of(field));
      met(field, meeting);
    }
    return pattern;
  }

  /// Of two different values of a field, neither of them a set.
  Level level(Field field, std::uint32_t a, std::uint32_t b) { return level_of(field, a, b); }

  /// Whether given name and surname are tried the other way round: one's given name begins as the
  /// other's surname, or there are several names.
  bool may_be_exchanged(const std::uint32_t* a, const std::uint32_t* b) const;

  /// Values really compared, and asked for.
  std::uint64_t compared() const { return compared_; }

 private:
  Meeting meet(Field field, std::uint32_t a, std::uint32_t b) {
    if (((a | b) & kSetBit) != 0) return meet_sets(field, a, b);
    if (a == b) return {same_level(field), a, b};
    return {level_of(field, a, b), a, b};
  }
  Level level_of(Field field, std::uint32_t a, std::uint32_t b);
  Level compare_values(Field field, std::uint32_t a, std::uint32_t b) const;
  Meeting meet_sets(Field field, std::uint32_t a, std::uint32_t b);
  /// Exchanged names, and a given name that stands among the other's middle names.
  void look_closer(const std::uint32_t* a, const std::uint32_t* b, Meeting* names);

  const Dataset& data_;
  const Traits& traits_;
  std::array<std::size_t, 3> name_column_ = {};
  std::array<std::vector<std::uint64_t>, kFields> cache_;  ///< two codes of 28 bits and a level
  std::uint64_t compared_ = 0;
};

}  // namespace sallyport::linkage
