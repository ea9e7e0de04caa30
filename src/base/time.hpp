// Instants, dates and date intervals. Instants are UTC microseconds; a source's local time keeps
// its zone beside it (Event::zone). Dates are proleptic Gregorian day numbers, so that comparing
// and subtracting is arithmetic. A FuzzyDate is an interval of days with a circa flag (core.md 20).
// Method: civil-from-days after H. Hinnant, "chrono-compatible low-level date algorithms".
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace sallyport {

struct Instant {
  std::int64_t us = 0;  ///< microseconds since 1970-01-01T00:00:00Z
  auto operator<=>(const Instant&) const = default;
  static constexpr std::int64_t kDayUs = 86'400'000'000;
};

struct Date {
  std::int32_t day = 0;  ///< days since 1970-01-01
  auto operator<=>(const Date&) const = default;
};

struct CivilDate {
  int year;
  unsigned month;  ///< 1..12
  unsigned day;    ///< 1..31
};

Date to_date(CivilDate civil);
CivilDate to_civil(Date date);
bool is_valid(CivilDate civil);
Date date_of(Instant t);  ///< the UTC day
Instant start_of(Date d);

/// "2026-10-15"
std::string to_text(Date d);
/// "2026-10-15T07:00:00Z" (seconds; microseconds only when not zero)
std::string to_text(Instant t);
/// ISO 8601 only: YYYY-MM-DD. Practitioners' forms are parsed in text/.
std::optional<Date> parse_iso_date(std::string_view text);
/// YYYY-MM-DDTHH:MM[:SS[.ffffff]](Z|+hh:mm)
std::optional<Instant> parse_iso_instant(std::string_view text);

/// Closed interval of days; open ends are the extremes.
struct DateRange {
  static constexpr std::int32_t kOpenFrom = std::numeric_limits<std::int32_t>::min();
  static constexpr std::int32_t kOpenTo = std::numeric_limits<std::int32_t>::max();
  std::int32_t from = kOpenFrom;
  std::int32_t to = kOpenTo;
  auto operator<=>(const DateRange&) const = default;
  bool contains(Date d) const { return from <= d.day && d.day <= to; }
};

/// Half-open interval of time [from, to). to = kOpen: not ended.
struct TimeRange {
  static constexpr std::int64_t kOpen = std::numeric_limits<std::int64_t>::max();
  std::int64_t from_us = std::numeric_limits<std::int64_t>::min();
  std::int64_t to_us = kOpen;
  auto operator<=>(const TimeRange&) const = default;
  bool overlaps(TimeRange o) const { return from_us < o.to_us && o.from_us < to_us; }
};

/// A date as known: a day, a month, a year, or an age seen on a day; canonical text
/// "1989-03-04", "1989-03", "1989", "1988/1989", with a leading "~" when circa.
struct FuzzyDate {
  std::int32_t first_day = 0;
  std::int32_t last_day = 0;
  bool circa = false;
  auto operator<=>(const FuzzyDate&) const = default;
  bool exact() const { return first_day == last_day && !circa; }
};
std::string to_text(FuzzyDate d);
std::optional<FuzzyDate> parse_fuzzy_date(std::string_view canonical);

}  // namespace sallyport
