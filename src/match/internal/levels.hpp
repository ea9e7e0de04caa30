// The levels of each field, best first, and the comparison itself. Internal to match: outside,
// a level is a number that explain() turns into words.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "match/internal/layout.hpp"
#include "match/internal/tables.hpp"
#include "match/score.hpp"

namespace sallyport::match::internal {

enum class Likeness : std::uint8_t {
  missing = 0,
  same,
  letter,
  sound,
  nickname,
  other,
  part,
  initial,
  near,
  differs
};
enum class Middle : std::uint8_t { missing = 0, same, initial, differs };
enum class Form : std::uint8_t { recorded = 0, alias, native, exchanged };
enum class Birth : std::uint8_t {
  missing = 0,
  same,
  exchanged,
  digit,
  month_known,
  year_known,
  overlap,
  month,
  day_month,
  same_year,
  next_year,
  differs
};
enum class Place : std::uint8_t { missing = 0, house, near_house, postcode, street, town, differs };
enum class Agreement : std::uint8_t { missing = 0, same, again, close, differs };
enum class Twins : std::uint8_t { none = 0, suspected, near_names };

/// Every comparison of a pair, on the stack; at most one for each field.
class Tally {
 public:
  void add(Field field, std::uint8_t level, std::int32_t millibits) {
    items_[count_++] = {static_cast<std::uint8_t>(field), level, millibits};
    total_ += millibits;
  }
  std::int32_t total() const { return total_; }
  std::span<const Comparison> items() const { return {items_.data(), count_}; }

 private:
  std::array<Comparison, 24> items_{};
  std::size_t count_ = 0;
  std::int32_t total_ = 0;
};

struct NameResult {
  Likeness surname = Likeness::missing;
  Likeness given = Likeness::missing;
  Middle middle = Middle::missing;
  Form form = Form::recorded;
  std::int32_t surname_bits = 0, given_bits = 0, middle_bits = 0, form_bits = 0;
  bool both_listed = false;  ///< the two given names are different names of the artefact's list
  std::int32_t total() const { return surname_bits + given_bits + middle_bits + form_bits; }
};

/// The best of all pairs of names.
NameResult compare_names(const Layout& a, const Layout& b, const Tables& tables);

struct BirthResult {
  Birth level = Birth::missing;
  std::int32_t bits = 0;
};
BirthResult compare_births(const Layout& a, const Layout& b, const Tables& tables);
Birth birth_level(const BirthDate& a, const BirthDate& b);

struct PlaceResult {
  Place level = Place::missing;
  std::int32_t bits = 0;
};
PlaceResult compare_places(const Layout& a, const Layout& b, const Tables& tables);

void compare(const Layout& a, const Layout& b, const Tables& tables, Tally& tally);

}  // namespace sallyport::match::internal
