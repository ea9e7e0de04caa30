// Dates and times as practitioners write them. What can be read two ways is read one way and said
// to be ambiguous; what is no date is refused with words of what was expected. Nothing is guessed
// from the clock: the century of "89" is an option. Ownership: values. Threads: any; no state.
// Failure: kBadValue with what was read and what was expected. Cost: linear in at most
// kMaxDateBytes. Source: tz database rules for Europe/London since 1972 and for Central Europe
// since 1996, computed here; Excel's 1900 date system (with its day 60, 29 February 1900, that
// never was).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace sallyport::text {

inline constexpr std::size_t kMaxDateBytes = 80;  ///< longer texts are not dates

struct DateOptions {
  bool month_first = false;      ///< 03/04/1989 is 4 March (a mapping of a feed says so)
  bool excel_serials = false;    ///< a bare number of up to 7 digits is a spreadsheet's day number
  int latest_short_year = 2030;  ///< "30" is 2030, "31" is 1931; pass this year for dates of birth
};

struct ParsedDate {
  FuzzyDate date;
  bool ambiguous = false;          ///< day and month could be exchanged
  std::optional<FuzzyDate> other;  ///< the other reading, when ambiguous
};

/// 04.03.1989, 4/3/89, 4-3-1989, 1989-03-04, 1989/03/04, 19890304, 4 Mar 1989, 4th of March '89,
/// March 4, 1989, 04-MAR-89, Saturday 4 March 1989 (a wrong weekday is refused), March 1989,
/// 03/1989, 1989-03, 1989, 1988/1989, 1988-89, between 1988 and 1990, 1980s; "about", "circa",
/// "c.", "~" before any; "aged 34 on DATE", "34 years old on DATE"; a midnight time behind a date
/// (spreadsheets add one). Years 1800 to 2199.
Result<ParsedDate> parse_date(std::string_view text, const DateOptions& options = {});

enum class Zone {
  kUtc,
  kEuropeLondon,   ///< GMT and BST
  kEuropeCentral,  ///< CET and CEST
};

struct ParsedTime {
  Instant at;
  bool ambiguous =
      false;         ///< the clock showed this time twice (autumn); `at` is the first of the two
  std::string zone;  ///< "UTC", "Europe/London", "Europe/Central", or the text's own "+02:00"
  bool date_ambiguous = false;  ///< day and month could be exchanged
};

/// A date (any full form above) and a time: 24/09/2026 22:02, 24 Sep 2026 10.02pm, 2202hrs,
/// 2026-09-24T22:02:15.5+01:00. A zone in the text (Z, UTC, GMT, BST, CET, CEST, +hh:mm,
/// Europe/London) outranks `zone`. A time that the clock skipped in spring is refused; the
/// error's place then says in words which hour, why, and how to mend it.
Result<ParsedTime> parse_date_time(std::string_view text, Zone zone,
                                   const DateOptions& options = {});

/// Minutes a zone's clock is ahead of UTC at an instant; nullopt before its rules are known here.
std::optional<int> offset_minutes(Zone zone, Instant at);

}  // namespace sallyport::text
