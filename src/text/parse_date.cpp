#include "text/parse_date.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/fold.hpp"
#include "text/internal/date_words.hpp"

namespace sallyport::text {
namespace {

using internal::DatePart;
using Kind = DatePart::Kind;

constexpr int kFirstYear = 1800;
constexpr int kLastYear = 2199;
constexpr std::string_view kExpected =
    "expected a date such as 04/03/1989, 4 Mar 1989, 1989-03-04, March 1989, about 1989 or aged "
    "34 on 01/05/2020";

FuzzyDate day(Date d) {
  return {d.day, d.day, false};
}
FuzzyDate whole_years(int from, int to) {
  return {to_date({from, 1, 1}).day, to_date({to, 12, 31}).day, false};
}
FuzzyDate whole_month(int year, unsigned month) {
  const Date next = month == 12 ? to_date({year + 1, 1, 1}) : to_date({year, month + 1, 1});
  return {to_date({year, month, 1}).day, next.day - 1, false};
}

// The date `years` before another; 29 February becomes the 28th: who is born on the 1st of March
// has that birthday a day later.
Date years_before(Date d, int years) {
  CivilDate c = to_civil(d);
  c.year -= years;
  if (!is_valid(c)) return to_date({c.year, 2, 28});
  return to_date(c);
}

// Reads parts from the front. Every read_ leaves the position alone when it returns nothing.
class DateReader {
 public:
  DateReader(std::string_view shown, std::vector<DatePart> parts, const DateOptions& options)
      : shown_(shown), parts_(std::move(parts)), options_(options) {}

  Result<ParsedDate> read() {
    skip_signs("(");
    if (const auto age = take_age()) return read_age(*age);
    const bool circa = take_circa();
    TRY_ASSIGN(ParsedDate parsed, read_plain());
    if (circa) {
      parsed.date.circa = true;
      if (parsed.other) parsed.other->circa = true;
    }
    TRY(end());
    return parsed;
  }

 private:
  const DatePart* part(std::size_t ahead = 0) const {
    return at_ + ahead < parts_.size() ? &parts_[at_ + ahead] : nullptr;
  }
  bool is_word(std::size_t ahead, std::string_view word) const {
    const DatePart* p = part(ahead);
    return p != nullptr && p->kind == Kind::kWord && p->text == word;
  }
  bool is_sign(std::size_t ahead, std::string_view signs) const {
    const DatePart* p = part(ahead);
    return p != nullptr && p->kind == Kind::kSign && signs.find(p->text[0]) != signs.npos;
  }
  const DatePart* number(std::size_t ahead) const {
    const DatePart* p = part(ahead);
    return p != nullptr && p->kind == Kind::kNumber ? p : nullptr;
  }
  unsigned month(std::size_t ahead) const {
    const DatePart* p = part(ahead);
    return p != nullptr && p->kind == Kind::kWord ? internal::month_of(p->text) : 0;
  }
  void skip_signs(std::string_view signs) {
    while (is_sign(0, signs)) ++at_;
  }
  tl::unexpected<Error> refuse(std::string_view why) const {
    return fail(ErrorCode::kBadValue, fmt::format("'{}': {}", shown_, why));
  }

  bool take_circa() {
    bool circa = false;
    for (;; circa = true) {
      if (is_sign(0, "~")) {
        ++at_;
      } else if (const DatePart* p = part(); p != nullptr && p->kind == Kind::kWord &&
                                             std::ranges::count(kCircaWords, p->text) != 0) {
        ++at_;
        skip_signs(".");
      } else {
        return circa;
      }
    }
  }

  // "aged 34 on", "age 34 at", "34 years old on", "34 on": years and the "on" behind them.
  std::optional<int> take_age() {
    const std::size_t start = at_;
    const bool aged = is_word(0, "aged") || is_word(0, "age");
    if (aged) ++at_;
    const DatePart* years = number(0);
    if (years != nullptr) {
      ++at_;
      if (is_word(0, "years") || is_word(0, "year") || is_word(0, "yrs")) ++at_;
      if (is_word(0, "old")) ++at_;
      skip_signs(",");
      if (is_word(0, "on") || is_word(0, "at") || (aged && is_word(0, "in"))) {
        ++at_;
        return years->number;
      }
    }
    at_ = start;
    return std::nullopt;
  }

  Result<ParsedDate> read_age(int age) {
    if (age > 130) return refuse("expected an age of at most 130 years");
    TRY_ASSIGN(ParsedDate seen, read_plain());
    TRY(end());
    const auto born = [&](FuzzyDate on) {
      return FuzzyDate{years_before(Date{on.first_day}, age + 1).day + 1,
                       years_before(Date{on.last_day}, age).day, false};
    };
    ParsedDate parsed{born(seen.date), seen.ambiguous, std::nullopt};
    if (seen.other) parsed.other = born(*seen.other);
    return parsed;
  }

  Result<ParsedDate> read_plain() {
    std::optional<int> weekday;
    if (const DatePart* p = part(); p != nullptr && p->kind == Kind::kWord && month(0) == 0) {
      weekday = internal::weekday_of(p->text);
      if (weekday) ++at_;
      skip_signs(",.");
    }
    TRY_ASSIGN(ParsedDate parsed, read_calendar());
    if (!weekday) return parsed;
    const auto fits = [&](const FuzzyDate& d) {
      return d.first_day == d.last_day && ((d.first_day + 3) % 7 + 7) % 7 == *weekday;
    };
    if (fits(parsed.date)) return ParsedDate{parsed.date, false, std::nullopt};
    if (parsed.other && fits(*parsed.other)) return ParsedDate{*parsed.other, false, std::nullopt};
    return refuse("the weekday does not belong to the date; expected one that does, or none");
  }

  Result<ParsedDate> read_calendar() {
    if (is_word(0, "between") && number(1) && is_word(2, "and") && number(3)) {
      at_ += 4;
      return years(*number_at(at_ - 3), *number_at(at_ - 1));
    }
    if (month(0) != 0) return read_month_first();
    const DatePart* first = number(0);
    if (first == nullptr) return refuse(kExpected);
    std::size_t behind = 1;
    if (is_word(1, "st") || is_word(1, "nd") || is_word(1, "rd") || is_word(1, "th")) behind = 2;
    if (is_word(behind, "of")) ++behind;
    while (is_sign(behind, "-/., ")) {
      if (month(behind + 1) == 0) break;
      ++behind;
    }
    if (month(behind) != 0) return read_day_and_month_name(behind);
    return read_numbers();
  }

  const DatePart* number_at(std::size_t index) const { return &parts_[index]; }

  // "March 1989", "March 4, 1989", "Mar-89"
  Result<ParsedDate> read_month_first() {
    const unsigned named = month(0);
    ++at_;
    skip_signs(".-/,");
    const DatePart* next = number(0);
    if (next != nullptr && next->text.size() <= 2) {
      std::size_t behind = 1;
      if (is_word(1, "st") || is_word(1, "nd") || is_word(1, "rd") || is_word(1, "th")) behind = 2;
      while (is_sign(behind, ",'-/")) ++behind;
      if (const DatePart* last = number(behind)) {
        at_ += behind + 1;
        TRY_ASSIGN(const int year, year_of(*last));
        return exact(year, named, next->number);
      }
    }
    skip_signs("'");
    const DatePart* last = number(0);
    if (last == nullptr) return refuse("expected a year behind the month");
    ++at_;
    TRY_ASSIGN(const int year, year_of(*last));
    return ParsedDate{whole_month(year, named), false, std::nullopt};
  }

  // "4 Mar 1989", "4th of March '89", "1989-Mar-04"
  Result<ParsedDate> read_day_and_month_name(std::size_t behind) {
    const DatePart& first = *number(0);
    const unsigned named = month(behind);
    at_ += behind + 1;
    skip_signs(".-/,'");
    const DatePart* last = number(0);
    if (last == nullptr) return refuse("expected a year behind the month");
    ++at_;
    const bool year_first = first.text.size() == 4;
    TRY_ASSIGN(const int year, year_of(year_first ? first : *last));
    return exact(year, named, year_first ? last->number : first.number);
  }

  Result<ParsedDate> read_numbers() {
    const DatePart& a = *number(0);
    if (options_.excel_serials && a.text.size() >= 5 && is_sign(1, ".")) return read_one_number(a);
    const DatePart* b =
        is_sign(1, "/.-") || (part(1) && part(1)->spaced) ? number(skip(1)) : nullptr;
    if (b == nullptr) return read_one_number(a);
    const std::size_t second = skip(1);
    const DatePart* c = number(skip(second + 1));
    if (c != nullptr && (is_sign(second + 1, "/.-") || c->spaced) &&
        parts_[at_ + second + 1].kind != Kind::kWord) {
      at_ += skip(second + 1) + 1;
      return read_three_numbers(a, *b, *c);
    }
    at_ += second + 1;
    if (a.text.size() == 4 && b->text.size() == 4) return years(a, *b);
    if (a.text.size() == 4) {
      if (b->number >= 1 && b->number <= 12) {
        TRY_ASSIGN(const int year, year_of(a));
        return ParsedDate{whole_month(year, static_cast<unsigned>(b->number)), false, {}};
      }
      if (b->text.size() == 2 && b->number == (a.number + 1) % 100) {  // 1988-89
        TRY_ASSIGN(const int year, year_of(a));
        return ParsedDate{whole_years(year, year + 1), false, {}};
      }
    }
    if (b->text.size() == 4 && a.number >= 1 && a.number <= 12) {
      TRY_ASSIGN(const int year, year_of(*b));
      return ParsedDate{whole_month(year, static_cast<unsigned>(a.number)), false, {}};
    }
    return refuse(kExpected);
  }

  // The place behind one separating sign, if there is one.
  std::size_t skip(std::size_t ahead) const { return is_sign(ahead, "/.-") ? ahead + 1 : ahead; }

  Result<ParsedDate> read_one_number(const DatePart& a) {
    ++at_;
    if (is_word(0, "s") && a.text.size() == 4 && a.number % 10 == 0) {  // 1980s
      ++at_;
      TRY_ASSIGN(const int year, year_of(a));
      return ParsedDate{whole_years(year, year + 9), false, {}};
    }
    if (options_.excel_serials && a.text.size() <= 7 &&
        !(a.text.size() == 4 && a.number >= kFirstYear && a.number <= kLastYear))
      return excel(a.number);
    if (a.text.size() == 8)
      return exact(a.number / 10000, static_cast<unsigned>(a.number / 100 % 100), a.number % 100);
    if (a.text.size() != 4) return refuse(kExpected);
    TRY_ASSIGN(const int year, year_of(a));
    return ParsedDate{whole_years(year, year), false, {}};
  }

  Result<ParsedDate> excel(int serial) {
    if (is_sign(0, ".") && number(1)) at_ += 2;  // the time of day
    if (serial == 60) return refuse("day 60 of a spreadsheet is 29 February 1900, which never was");
    const Date date{to_date({1899, 12, serial > 60 ? 30u : 31u}).day + serial};
    const int year = serial > 200'000 ? 9999 : to_civil(date).year;
    if (serial < 1 || year > kLastYear)
      return refuse("expected a spreadsheet's day number between 1 and 109574");
    return ParsedDate{day(date), false, {}};
  }

  Result<ParsedDate> read_three_numbers(const DatePart& a, const DatePart& b, const DatePart& c) {
    if (a.text.size() == 4) {  // year first is never month last
      TRY_ASSIGN(const int year, year_of(a));
      return exact(year, static_cast<unsigned>(b.number), c.number);
    }
    if (a.text.size() > 2 || b.text.size() > 2) return refuse(kExpected);
    TRY_ASSIGN(const int year, year_of(c));
    const CivilDate day_first{year, static_cast<unsigned>(b.number),
                              static_cast<unsigned>(a.number)};
    const CivilDate month_first{year, static_cast<unsigned>(a.number),
                                static_cast<unsigned>(b.number)};
    const CivilDate wanted = options_.month_first ? month_first : day_first;
    const CivilDate exchanged = options_.month_first ? day_first : month_first;
    if (!is_valid(wanted) && !is_valid(exchanged))
      return refuse(options_.month_first ? "there is no such day; expected month, day and year"
                                         : "there is no such day; expected day, month and year");
    if (!is_valid(wanted)) return ParsedDate{day(to_date(exchanged)), false, {}};
    ParsedDate parsed{day(to_date(wanted)), false, {}};
    if (is_valid(exchanged) && a.number != b.number) {
      parsed.ambiguous = true;
      parsed.other = day(to_date(exchanged));
    }
    return parsed;
  }

  Result<ParsedDate> years(const DatePart& a, const DatePart& b) {
    TRY_ASSIGN(const int from, year_of(a));
    TRY_ASSIGN(const int to, year_of(b));
    if (from > to) return refuse("expected the earlier year first");
    return ParsedDate{whole_years(from, to), false, {}};
  }

  Result<ParsedDate> exact(int year, unsigned in_month, int on_day) {
    const CivilDate civil{year, in_month, static_cast<unsigned>(on_day)};
    if (year < kFirstYear || year > kLastYear) return bad_year();
    if (!is_valid(civil)) return refuse("there is no such day in that month");
    return ParsedDate{day(to_date(civil)), false, {}};
  }

  tl::unexpected<Error> bad_year() const {
    return refuse(fmt::format("expected a year from {} to {}", kFirstYear, kLastYear));
  }

  Result<int> year_of(const DatePart& p) const {
    int year = p.number;
    if (p.text.size() == 2) {
      year += options_.latest_short_year / 100 * 100;
      if (year > options_.latest_short_year) year -= 100;
    }
    if ((p.text.size() != 2 && p.text.size() != 4) || year < kFirstYear || year > kLastYear)
      return bad_year();
    return year;
  }

  // Nothing may be left but a midnight time.
  Status end() {
    skip_signs("),.");
    if (is_word(0, "t")) ++at_;
    bool midnight = number(0) && is_sign(1, ":");
    std::size_t i = 0;
    for (; midnight && part(i) != nullptr; ++i) {
      if (const DatePart* n = number(i))
        midnight = n->number == 0;
      else
        midnight = is_sign(i, ":.") || (is_word(i, "z") && part(i + 1) == nullptr);
    }
    if (part() == nullptr || midnight) return ok();
    return refuse(number(0) && is_sign(1, ":") ? "expected a date without a time of day"
                                               : kExpected);
  }

  static constexpr std::string_view kCircaWords[] = {"about", "circa",  "c",      "ca",
                                                     "abt",   "approx", "around", "approximately"};
  std::string_view shown_;
  std::vector<DatePart> parts_;
  const DateOptions& options_;
  std::size_t at_ = 0;
};

}  // namespace

Result<ParsedDate> parse_date(std::string_view text, const DateOptions& options) {
  const std::string shown = sanitise_utf8(text.substr(0, kMaxDateBytes));
  if (text.size() > kMaxDateBytes)
    return fail(ErrorCode::kBadValue,
                fmt::format("'{}': too long for a date; {}", shown, kExpected));
  auto parts = internal::split_date(fold(text));
  if (!parts || parts->empty())
    return fail(ErrorCode::kBadValue, fmt::format("'{}': {}", shown, kExpected));
  return DateReader(shown, std::move(*parts), options).read();
}

}  // namespace sallyport::text
