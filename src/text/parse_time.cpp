#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/fold.hpp"
#include "text/parse_date.hpp"

namespace sallyport::text {
namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::string_view kExpected =
    "expected a date and a time such as 24/09/2026 22:02 or 2026-09-24T22:02:00Z";

// The first Sunday on or after a day of a month.
Date sunday_from(int year, unsigned month, unsigned from) {
  const Date date = to_date({year, month, from});
  const int weekday = ((date.day + 3) % 7 + 7) % 7;  // Monday 0
  return Date{date.day + (6 - weekday)};
}

struct Summer {
  Instant from;
  Instant to;
};

Instant at_hour(Date date, int hour) {
  return {start_of(date).us + hour * 60 * kMinuteUs};
}

Summer summer_of(Zone zone, int year) {
  if (year >= 1996 || zone == Zone::kEuropeCentral)  // the last Sundays, 01:00 UTC
    return {at_hour(sunday_from(year, 3, 25), 1), at_hour(sunday_from(year, 10, 25), 1)};
  const unsigned october = year >= 1990 ? 22 : 23;
  if (year >= 1981)
    return {at_hour(sunday_from(year, 3, 25), 1), at_hour(sunday_from(year, 10, october), 1)};
  return {at_hour(sunday_from(year, 3, 16), 2), at_hour(sunday_from(year, 10, october), 2)};
}

int first_year(Zone zone) {
  return zone == Zone::kEuropeCentral ? 1996 : 1972;
}

std::string_view name_of(Zone zone) {
  if (zone == Zone::kUtc) return "UTC";
  return zone == Zone::kEuropeLondon ? "Europe/London" : "Europe/Central";
}

std::optional<int> small_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 2) return std::nullopt;
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void trim(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == ',')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',')) text.remove_suffix(1);
}

// What stands at the end of the text and says where the clock hung.
struct Placed {
  std::optional<Zone> zone;
  std::optional<int> offset_minutes;
  std::string name;
};

Placed take_zone(std::string_view& text) {
  static constexpr struct {
    std::string_view word;
    int minutes;
    std::optional<Zone> zone;
    std::string_view name;
  } kZones[] = {
      {"europe/london", 0, Zone::kEuropeLondon, "Europe/London"},
      {"utc", 0, {}, "UTC"},
      {"gmt", 0, {}, "UTC"},
      {"bst", 60, {}, "+01:00"},
      {"cest", 120, {}, "+02:00"},
      {"cet", 60, {}, "+01:00"},
      {"z", 0, {}, "UTC"},
  };
  for (const auto& z : kZones) {
    if (!text.ends_with(z.word)) continue;
    const char before = text.size() > z.word.size() ? text[text.size() - z.word.size() - 1] : 'x';
    if (before != ' ' && !is_digit(before)) continue;
    text.remove_suffix(z.word.size());
    trim(text);
    if (z.zone) return {z.zone, std::nullopt, std::string(z.name)};
    return {std::nullopt, z.minutes, std::string(z.name)};
  }
  // +hh:mm, +hhmm or -hh:mm directly behind a time
  const std::size_t sign = text.find_last_of("+-");
  if (sign == std::string_view::npos) return {};
  const std::size_t colon = text.substr(0, sign).find_last_of(':');
  if (colon == std::string_view::npos ||  // "22:02 24-09-2026" holds a date, not an offset
      text.substr(colon + 1, sign - colon - 1).find_first_not_of("0123456789.") !=
          std::string_view::npos)
    return {};
  std::string digits(text.substr(sign + 1));
  std::erase(digits, ':');
  if (digits.size() == 2) digits += "00";
  const auto hours = small_number(std::string_view(digits).substr(0, 2));
  const auto minutes = digits.size() == 4 ? small_number(digits.substr(2)) : std::nullopt;
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return {};
  const bool west = text[sign] == '-';
  const int offset = (*hours * 60 + *minutes) * (west ? -1 : 1);
  text = text.substr(0, sign);
  trim(text);
  return {std::nullopt, offset, fmt::format("{}{:02}:{:02}", west ? '-' : '+', *hours, *minutes)};
}

// "22:02", "22:02:15.5", "10.02pm", "2202hrs", "2202" with hrs only: microseconds of the day.
std::optional<std::int64_t> time_of_day(std::string_view text) {
  std::optional<bool> afternoon;
  bool hours_word = false;
  const auto take = [&](std::string_view word) {
    if (!text.ends_with(word)) return false;
    text.remove_suffix(word.size());
    trim(text);
    return true;
  };
  if (take("pm") || take("p.m.")) {
    afternoon = true;
  } else if (take("am") || take("a.m.")) {
    afternoon = false;
  } else {
    hours_word = take("hours") || take("hrs") || take("hr") || take("h");
  }
  std::array<std::string_view, 3> fields{};
  std::size_t count = 0;
  std::string_view fraction;
  if (hours_word && text.size() == 4 && text.find_first_of(":.") == std::string_view::npos) {
    fields = {text.substr(0, 2), text.substr(2), "0"};
    count = 2;
  } else {
    for (;;) {
      const std::size_t stop = std::min(text.find_first_of(":."), text.size());
      if (count == 3) {
        fraction = text;
        break;
      }
      fields[count++] = text.substr(0, stop);
      if (stop == text.size()) break;
      text.remove_prefix(stop + 1);
    }
  }
  auto hour = small_number(fields[0]);
  const auto minute = count > 1 ? small_number(fields[1]) : std::optional<int>(0);
  const auto second = count > 2 ? small_number(fields[2]) : std::optional<int>(0);
  if (!hour || !minute || !second || (count == 1 && !afternoon)) return std::nullopt;
  if (count > 1 && fields[1].size() != 2) return std::nullopt;
  if (afternoon) {
    if (*hour < 1 || *hour > 12) return std::nullopt;
    hour = *hour % 12 + (*afternoon ? 12 : 0);
  }
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::int64_t us = (*hour * 3600LL + *minute * 60LL + *second) * 1'000'000;
  std::int64_t scale = 100'000;
  for (const char c : fraction) {
    if (!is_digit(c)) return std::nullopt;
    us += (c - '0') * scale;
    scale /= 10;
  }
  return us;
}

// Where the time of day begins or ends in the text: it holds the ':' or the am, pm, hrs.
struct Halves {
  std::string_view date;
  std::string_view time;
};

std::optional<Halves> halve(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon <= 2 && colon > 0) {  // the time stands first
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    Halves halves{text.substr(blank), text.substr(0, blank)};
    trim(halves.date);
    if (halves.date.starts_with("on ")) halves.date.remove_prefix(3);
    return halves;
  }
  std::size_t from = std::string_view::npos;
  if (colon != std::string_view::npos) {
    from = colon;
    while (from > 0 && is_digit(text[from - 1])) --from;
  } else {
    // "10.02pm", "2202 hrs", "10 pm": the last word that starts with a digit
    for (std::size_t i = text.size(); i-- > 1;)
      if (is_digit(text[i]) && text[i - 1] == ' ') {
        from = i;
        break;
      }
  }
  if (from == std::string_view::npos || from == 0) return std::nullopt;
  Halves halves{text.substr(0, from), text.substr(from)};
  if (halves.date.ends_with('t') && halves.date.size() > 1 &&
      is_digit(halves.date[halves.date.size() - 2]))
    halves.date.remove_suffix(1);
  trim(halves.date);
  if (halves.date.ends_with(" at")) halves.date.remove_suffix(3);
  trim(halves.date);
  return halves;
}

std::string hours_and_minutes(std::int64_t us_of_day) {
  const auto minutes = us_of_day / kMinuteUs;
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

// Which hour, why, and how to mend it; `unmoved` is what a clock that nobody moved meant.
std::string skipped_hour_words(Date day, std::int64_t us_of_day, Instant unmoved) {
  const std::int64_t hour = us_of_day / (60 * kMinuteUs) * 60 * kMinuteUs;
  return fmt::format(
      "a time that was: on {} the clocks went forward from {} to {}, so {} never came. If the "
      "sender's clock was not moved, write {}; else ask what was meant",
      to_text(day), hours_and_minutes(hour), hours_and_minutes(hour + 60 * kMinuteUs),
      hours_and_minutes(us_of_day), to_text(unmoved));
}

}  // namespace

std::optional<int> offset_minutes(Zone zone, Instant at) {
  if (zone == Zone::kUtc) return 0;
  const int year = to_civil(date_of(at)).year;
  if (year < first_year(zone)) return std::nullopt;
  const Summer summer = summer_of(zone, year);
  const int winter = zone == Zone::kEuropeCentral ? 60 : 0;
  return summer.from <= at && at < summer.to ? winter + 60 : winter;
}

Result<ParsedTime> parse_date_time(std::string_view text, Zone zone, const DateOptions& options) {
  const std::string shown = sanitise_utf8(text.substr(0, kMaxDateBytes));
  const auto refuse = [&](std::string_view why) {
    return fail(ErrorCode::kBadValue, fmt::format("'{}': {}", shown, why));
  };
  const std::string folded = fold(text);
  if (folded.size() > kMaxDateBytes) return refuse(kExpected);
  std::string_view rest = folded;
  const Placed placed = take_zone(rest);
  const auto halves = halve(rest);
  if (!halves) return refuse(kExpected);
  const auto of_day = time_of_day(halves->time);
  if (!of_day) return refuse(kExpected);
  TRY_ASSIGN(const ParsedDate date, parse_date(halves->date, options));
  if (!date.date.exact()) return refuse(kExpected);
  const std::int64_t wall = start_of(Date{date.date.first_day}).us + *of_day;
  ParsedTime parsed{Instant{wall}, false, placed.name, date.ambiguous};
  if (placed.offset_minutes) {
    parsed.at.us -= *placed.offset_minutes * kMinuteUs;
    return parsed;
  }
  const Zone local = placed.zone.value_or(zone);
  parsed.zone = name_of(local);
  if (local == Zone::kUtc) return parsed;
  const int winter = local == Zone::kEuropeCentral ? 60 : 0;
  const Instant as_summer{wall - (winter + 60) * kMinuteUs};
  const Instant as_winter{wall - winter * kMinuteUs};
  const auto summer_offset = offset_minutes(local, as_summer);
  const auto winter_offset = offset_minutes(local, as_winter);
  if (!summer_offset || !winter_offset)
    return refuse(fmt::format("expected a time since {} for the zone {}, or one with its offset",
                              first_year(local), parsed.zone));
  const bool summer = *summer_offset == winter + 60;
  const bool standard = *winter_offset == winter;
  if (!summer && !standard) {
    Error error{ErrorCode::kBadValue, "", {}};
    const std::string why = skipped_hour_words(Date{date.date.first_day}, *of_day, as_winter);
    error.detail = fmt::format("'{}': expected {}", shown, why);
    error.places.push_back({"", 0, "", shown, why});
    return fail(std::move(error));
  }
  parsed.ambiguous = summer && standard;
  parsed.at = summer ? as_summer : as_winter;
  return parsed;
}

}  // namespace sallyport::text
