#include "base/time.hpp"

#include <fmt/format.h>

namespace sallyport {
namespace {

void put_two(std::string& out, std::size_t at, unsigned number) {
  out[at] = static_cast<char>('0' + number / 10);
  out[at + 1] = static_cast<char>('0' + number % 10);
}

// Reads exactly n digits at position at.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t n) {
  if (at + n > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + n; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);
}

}  // namespace

Date to_date(CivilDate c) {
  const int y = c.year - (c.month <= 2 ? 1 : 0);
  const int era = (y >= 0 ? y : y - 399) / 400;
  const unsigned yoe = static_cast<unsigned>(y - era * 400);
  const unsigned doy = (153 * (c.month + (c.month > 2 ? -3u : 9u)) + 2) / 5 + c.day - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return Date{era * 146097 + static_cast<int>(doe) - 719468};
}

CivilDate to_civil(Date date) {
  const int z = date.day + 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const unsigned doe = static_cast<unsigned>(z - era * 146097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned month = mp < 10 ? mp + 3 : mp - 9;
  return CivilDate{static_cast<int>(yoe) + era * 400 + (month <= 2 ? 1 : 0), month,
                   doy - (153 * mp + 2) / 5 + 1};
}

bool is_valid(CivilDate c) {
  if (c.month < 1 || c.month > 12 || c.day < 1 || c.year < 1 || c.year > 9999) return false;
  const CivilDate back = to_civil(to_date(c));
  return back.year == c.year && back.month == c.month && back.day == c.day;
}

Date date_of(Instant t) {
  return Date{static_cast<std::int32_t>(floor_div(t.us, Instant::kDayUs))};
}
Instant start_of(Date d) {
  return Instant{d.day * Instant::kDayUs};
}

std::string to_text(Date d) {
  const CivilDate c = to_civil(d);
  if (c.year < 0 || c.year > 9999) return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
  // by hand: an import writes two for each row
  std::string out = "0000-00-00";
  put_two(out, 0, static_cast<unsigned>(c.year) / 100);
  put_two(out, 2, static_cast<unsigned>(c.year) % 100);
  put_two(out, 5, c.month);
  put_two(out, 8, c.day);
  return out;
}

std::string to_text(Instant t) {
  const Date d = date_of(t);
  const std::int64_t rest = t.us - start_of(d).us;
  const auto s = static_cast<unsigned>(rest / 1'000'000);
  std::string out = to_text(d);
  const std::size_t at = out.size();
  out += "T00:00:00";
  put_two(out, at + 1, s / 3600);
  put_two(out, at + 4, s / 60 % 60);
  put_two(out, at + 7, s % 60);
  if (rest % 1'000'000 != 0) out += fmt::format(".{:06}", rest % 1'000'000);
  return out + "Z";
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text, 0, 4);
  const auto m = digits(text, 5, 2);
  const auto d = digits(text, 8, 2);
  if (!y || !m || !d) return std::nullopt;
  const CivilDate c{*y, static_cast<unsigned>(*m), static_cast<unsigned>(*d)};
  if (!is_valid(c)) return std::nullopt;
  return to_date(c);
}

std::optional<Instant> parse_iso_instant(std::string_view text) {
  if (text.size() < 17 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':')
    return std::nullopt;
  const auto date = parse_iso_date(text.substr(0, 10));
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  if (!date || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::int64_t us = start_of(*date).us + (*hour * 3600LL + *minute * 60LL) * 1'000'000;
  std::size_t at = 16;
  if (at < text.size() && text[at] == ':') {
    const auto second = digits(text, at + 1, 2);
    if (!second || *second > 59) return std::nullopt;
    us += *second * 1'000'000LL;
    at += 3;
    if (at < text.size() && text[at] == '.') {
      std::int64_t scale = 100'000;
      for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
        us += (text[at] - '0') * scale;
    }
  }
  if (text.substr(at) == "Z") return Instant{us};
  if (text.size() != at + 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':')
    return std::nullopt;
  const auto zh = digits(text, at + 1, 2);
  const auto zm = digits(text, at + 4, 2);
  if (!zh || !zm || *zh > 14 || *zm > 59) return std::nullopt;
  const std::int64_t offset_us = (*zh * 3600LL + *zm * 60LL) * 1'000'000;
  return Instant{text[at] == '+' ? us - offset_us : us + offset_us};
}

std::string to_text(FuzzyDate d) {
  const std::string circa = d.circa ? "~" : "";
  const CivilDate a = to_civil(Date{d.first_day});
  const CivilDate b = to_civil(Date{d.last_day});
  if (d.first_day == d.last_day) return circa + to_text(Date{d.first_day});
  const bool month_start = a.day == 1;
  const bool month_end = to_civil(Date{d.last_day + 1}).day == 1;
  if (month_start && month_end) {
    if (a.month == 1 && b.month == 12)
      return a.year == b.year ? circa + fmt::format("{:04}", a.year)
                              : circa + fmt::format("{:04}/{:04}", a.year, b.year);
    if (a.year == b.year && a.month == b.month)
      return circa + fmt::format("{:04}-{:02}", a.year, a.month);
  }
  return circa + to_text(Date{d.first_day}) + "/" + to_text(Date{d.last_day});
}

std::optional<FuzzyDate> parse_fuzzy_date(std::string_view text) {
  FuzzyDate out;
  if (!text.empty() && text.front() == '~') {
    out.circa = true;
    text.remove_prefix(1);
  }
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto a = parse_fuzzy_date(text.substr(0, slash));
    const auto b = parse_fuzzy_date(text.substr(slash + 1));
    if (!a || !b || a->circa || b->circa || a->first_day > b->last_day) return std::nullopt;
    out.first_day = a->first_day;
    out.last_day = b->last_day;
    return out;
  }
  const auto y = digits(text, 0, 4);
  if (!y || *y < 1) return std::nullopt;
  if (text.size() == 4) {
    out.first_day = to_date({*y, 1, 1}).day;
    out.last_day = to_date({*y, 12, 31}).day;
    return out;
  }
  const auto m = digits(text, 5, 2);
  if (text[4] != '-' || !m || *m < 1 || *m > 12) return std::nullopt;
  const auto month = static_cast<unsigned>(*m);
  if (text.size() == 7) {
    out.first_day = to_date({*y, month, 1}).day;
    out.last_day = (month == 12 ? to_date({*y + 1, 1, 1}) : to_date({*y, month + 1, 1})).day - 1;
    return out;
  }
  const auto d = parse_iso_date(text);
  if (!d) return std::nullopt;
  out.first_day = out.last_day = d->day;
  return out;
}

}  // namespace sallyport
