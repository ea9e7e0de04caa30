// Dates of birth and addresses.
#include <cstdlib>
#include <string>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "match/internal/levels.hpp"
#include "text/similarity.hpp"

namespace sallyport::match::internal {
namespace {

constexpr int kNearStreet = 900;  // Jaro-Winkler in thousandths

// Several pairs to choose from are several chances to agree: log2 of their number is taken off.
constexpr std::int32_t kChances[] = {0,    0,    1000, 1585, 2000, 2322, 2585, 2807, 3000,
                                     3170, 3322, 3459, 3585, 3700, 3807, 3907, 4000};

std::array<std::uint8_t, 8> digits(const BirthDate& d) {
  const auto year = static_cast<unsigned>(d.year);
  const auto at = [](unsigned value) { return static_cast<std::uint8_t>(value % 10); };
  return {at(year / 1000),   at(year / 100), at(year / 10),   at(year),
          at(d.month / 10U), at(d.month),    at(d.day / 10U), at(d.day)};
}

// One digit miswritten, or two neighbours exchanged.
bool one_slip(const BirthDate& a, const BirthDate& b) {
  const auto x = digits(a);
  const auto y = digits(b);
  int wrong = 0;
  std::size_t first = 8;
  for (std::size_t i = 0; i < 8; ++i) {
    if (x[i] == y[i]) continue;
    if (wrong++ == 0) first = i;
  }
  if (wrong == 1) return true;
  return wrong == 2 && first < 7 && x[first] == y[first + 1] && x[first + 1] == y[first];
}

Birth partial_level(const BirthDate& a, const BirthDate& b) {
  if (a.year == 0 || b.year == 0) {
    const std::int32_t gap = std::max(a.first, b.first) - std::min(a.last, b.last);
    if (gap <= 0) return Birth::overlap;
    return gap <= 366 ? Birth::next_year : Birth::differs;
  }
  const int years = std::abs(a.year - b.year);
  if (years > 1) return Birth::differs;
  if (years == 1) return Birth::next_year;
  if (a.month == 0 || b.month == 0) return Birth::year_known;
  return a.month == b.month ? Birth::month_known : Birth::same_year;
}

}  // namespace

Birth birth_level(const BirthDate& a, const BirthDate& b) {
  if (!a.exact() || !b.exact()) return partial_level(a, b);
  if (a.first == b.first) return Birth::same;
  if (a.year == b.year && a.month == b.day && a.day == b.month) return Birth::exchanged;
  if (one_slip(a, b)) return Birth::digit;
  const int years = std::abs(a.year - b.year);
  if (years == 0) return a.month == b.month ? Birth::month : Birth::same_year;
  if (a.month == b.month && a.day == b.day && years <= 10) return Birth::day_month;
  return years == 1 ? Birth::next_year : Birth::differs;
}

BirthResult compare_births(const Layout& a, const Layout& b, const Tables& tables) {
  const Weights& w = tables.weights;
  const auto bits = [&](Birth level) -> std::int32_t {
    switch (level) {
      case Birth::missing:
        return 0;
      case Birth::same:
        return w.birth_same;
      case Birth::exchanged:
        return w.birth_exchanged;
      case Birth::digit:
        return w.birth_digit;
      case Birth::month_known:
        return w.birth_month_known;
      case Birth::year_known:
        return w.birth_year_known;
      case Birth::overlap:
        return w.birth_overlap;
      case Birth::month:
        return w.birth_month;
      case Birth::day_month:
        return w.birth_day_month;
      case Birth::same_year:
        return w.birth_same_year;
      case Birth::next_year:
        return w.birth_next_year;
      case Birth::differs:
        return w.birth_differs;
    }
    return 0;
  };
  BirthResult best;
  std::size_t pairs = 0;
  const auto placeholder = [&](const BirthDate& d) {
    return d.exact() && tables.stop_dates.has(static_cast<std::uint32_t>(d.first) + 1ULL);
  };
  for (const BirthDate& x : a.dates) {
    if (placeholder(x)) continue;
    for (const BirthDate& y : b.dates) {
      if (placeholder(y)) continue;
      const Birth level = birth_level(x, y);
      const std::int32_t value = bits(level);
      const bool first = pairs++ == 0;
      if (first || value > best.bits || (value == best.bits && level < best.level)) {
        best = {level, value};
      }
    }
  }
  if (best.bits > 0)
    best.bits = std::max(best.bits - kChances[std::min<std::size_t>(pairs, 16)], 0);
  return best;
}

PlaceResult compare_places(const Layout& a, const Layout& b, const Tables& tables) {
  const Weights& w = tables.weights;
  const auto hub = [&](const Address& x) {
    return tables.hub_places.has(x.house) || tables.hub_places.has(x.street) ||
           tables.hub_places.has(x.postcode);
  };
  const auto level_of = [&](const Address& x, const Address& y) {
    const bool towns_differ = x.town != 0 && y.town != 0 && x.town != y.town;
    const bool same_postcode = x.postcode != 0 && x.postcode == y.postcode;
    const bool same_numbers = x.numbers != 0 && x.numbers == y.numbers;
    const bool same_house = x.house != 0 && x.house == y.house;
    if (same_house && (!towns_differ || same_postcode)) return Place::house;
    if (same_postcode && same_numbers) return Place::house;
    const bool streets = x.street != 0 && y.street != 0;
    if (same_numbers && streets && !towns_differ &&
        text::jaro_winkler(a.street(x), b.street(y)) >= kNearStreet) {
      return Place::near_house;
    }
    if (same_postcode) return Place::postcode;
    if (streets && x.street == y.street && x.town != 0 && x.town == y.town) return Place::street;
    return x.town != 0 && x.town == y.town ? Place::town : Place::differs;
  };
  const std::int32_t bits[] = {0,
                               w.address_house,
                               w.address_near_house,
                               w.address_postcode,
                               w.address_street,
                               w.address_town,
                               w.address_differs};
  PlaceResult best;
  std::size_t pairs = 0;
  for (const Address& x : a.addresses) {
    if (hub(x)) continue;
    for (const Address& y : b.addresses) {
      if (hub(y)) continue;
      const Place level = level_of(x, y);
      if (pairs++ == 0 || level < best.level) best.level = level;
    }
  }
  best.bits = bits[static_cast<std::size_t>(best.level)];
  if (best.bits > 0)
    best.bits = std::max(best.bits - kChances[std::min<std::size_t>(pairs, 16)], 0);
  return best;
}

}  // namespace sallyport::match::internal
