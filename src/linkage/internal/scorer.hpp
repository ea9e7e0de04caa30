// The score of a pair of records: the weights of its levels for each kind of pair, corrected for
// how common the very values are that agree, then the odds of "one person" against all else.
// Ownership: borrows data and traits. Threads: one each. Failure: none. Cost: about 0.1 us.
#pragma once

#include <cstdint>
#include <vector>

#include "linkage/internal/bits.hpp"
#include "linkage/internal/comparer.hpp"
#include "linkage/linkage.hpp"

namespace sallyport::linkage {

class Scorer {
 public:
  Scorer(const Dataset& data, const Traits& traits, const LinkModel& model, Scope scope);

  std::int32_t score(std::uint32_t a, std::uint32_t b);
  /// False when score(a, b) is below the floor: most pairs are settled by which values are equal,
  /// whatever the unequal texts look like; of the others, texts are compared one by one until the
  /// pair is settled or may reach the floor.
  bool could_reach(std::uint32_t a, std::uint32_t b, std::int32_t floor);
  std::uint64_t compared_values() const { return comparer_.compared(); }

 private:
  using Gains = std::array<std::int32_t, 2>;  ///< together and moved, against strangers
  void bound_gains();
  void count_whole_names();
  std::int32_t near_correction(Field field, std::uint32_t a, std::uint32_t b) const;
  void count_values(const LinkModel& model, Field field);

  const Dataset& data_;
  const Traits& traits_;
  Comparer comparer_;
  Adder add_;
  Weights prior_ = {};
  std::array<std::array<Weights, kLevels>, kFields> levels_ = {};
  std::array<std::array<Gains, kLevels>, kFields> gains_ = {};  ///< of each level
  std::array<Gains, kFields> unequal_ = {};  ///< the most that unequal values can bring
  std::array<Gains, kFields> any_ = {};      ///< ... and cells of several values
  /// By field and code: how much rarer the value is than values that agree by chance are, in
  /// millibits; and how rare it is at all.
  std::array<std::vector<std::int16_t>, kFields> rarer_;
  std::array<std::vector<std::uint16_t>, kFields> rare_;
  /// By record: how much commoner its given name and surname are together than each by itself makes
  /// believe, in millibits. Names come from traditions: half of the Tomaszes are of few surnames.
  std::vector<std::uint16_t> together_;
};

/// Pairs that could be made of these records.
double pairs_in_scope(const Dataset& data, Scope scope);

/// The table of a field that a kind of pair uses.
enum class Table : std::uint8_t { of_one, of_strangers, of_kin, of_moved };
Table table_of(Field field, PairKind kind);
inline bool is_place(Field field) {
  return field >= Field::house && field <= Field::region;
}
/// Issued to one person or household: a value is shared by chance only where it serves many.
inline bool is_issued(Field field) {
  return field == Field::phone || field == Field::email || is_number(field);
}

}  // namespace sallyport::linkage
