#include "network/words.hpp"

#include <array>

#include "model/title.hpp"
#include "text/parse_date.hpp"

namespace sallyport::network {
namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::int64_t kHourUs = 60 * kMinuteUs;
constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};

unsigned weekday(Date d) {  // 1970-01-01 was a Thursday
  return static_cast<unsigned>(((d.day % 7) + 7 + 4) % 7);
}

std::string two(std::int64_t n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

struct EventWords {
  model::EventKind kind;
  std::string_view forward;  ///< subject ... other
  std::string_view backward;
};
constexpr std::array<EventWords, 5> kEventWords = {{
    {model::EventKind::visit, "was visited by", "visited"},
    {model::EventKind::call, "called", "was called by"},
    {model::EventKind::payment, "paid", "was paid by"},
    {model::EventKind::incident, "involved", "was involved in"},
    {model::EventKind::stop, "was stopped with", "was stopped with"},
}};

}  // namespace

std::int64_t london_offset_us(Instant t) {
  return text::offset_minutes(text::Zone::kEuropeLondon, t).value_or(0) * kMinuteUs;
}

Date local_day(Instant t) {
  return date_of({t.us + london_offset_us(t)});
}

TimeRange local_day_range(Date day) {
  const auto midnight = [](Date d) {
    const Instant utc = start_of(d);
    return utc.us - london_offset_us({utc.us - kHourUs});
  };
  return {midnight(day), midnight(Date{day.day + 1})};
}

std::string day_words(Date day) {
  return model::day_for_reading(day);
}

std::string weekday_words(Date day) {
  return std::string(kWeekdays[weekday(day)]) + " " + day_words(day);
}

std::string time_words(Instant t) {
  const std::int64_t local = t.us + london_offset_us(t);
  const Date day = date_of({local});
  const std::int64_t minutes = (local - start_of(day).us) / kMinuteUs;
  return weekday_words(day) + " " + two(minutes / 60) + ":" + two(minutes % 60);
}

std::string span_words(Date first, Date last) {
  if (first == last) return "on " + day_words(first);
  std::string from = day_words(first);
  if (to_civil(first).year == to_civil(last).year) from.resize(from.size() - 5);
  return "between " + from + " and " + day_words(last);
}

std::string count_words(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string sentence_case(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string people_words(std::size_t count) {
  return count_words(count, "person", "people");
}

std::string age_words(std::int64_t age_us) {
  if (age_us < 0) age_us = 0;
  const auto n = [age_us](std::int64_t unit) { return static_cast<std::size_t>(age_us / unit); };
  if (age_us < kMinuteUs) return "less than a minute";
  if (age_us < kHourUs) return count_words(n(kMinuteUs), "minute", "minutes");
  if (age_us < 2 * Instant::kDayUs) return count_words(n(kHourUs), "hour", "hours");
  return count_words(n(Instant::kDayUs), "day", "days");
}

std::string gap_words(std::int64_t gap_us) {
  return gap_us < kMinuteUs ? "at the same time" : age_words(gap_us) + " later";
}

std::string_view tie_words(const Tie& tie, bool forward) {
  if (!tie.is_event) {
    const auto& info = model::info(tie.link);
    return forward ? info.forward : info.backward;
  }
  for (const EventWords& words : kEventWords) {
    if (words.kind == tie.event) return forward ? words.forward : words.backward;
  }
  return "is tied to";
}

std::string tie_sentence(std::string_view a, std::string_view b, const Tie& tie) {
  const std::string_view first = tie.forward ? a : b;
  const std::string_view second = tie.forward ? b : a;
  // incidents read better from the person's side: "Liam Foss was involved in find IR-2026-0004410"
  const bool turned = tie.is_event && tie.event == model::EventKind::incident;
  std::string out(turned ? second : first);
  out += ' ';
  out += tie_words(tie, !turned);
  out += ' ';
  out += turned ? first : second;
  if (tie.is_event) {
    if (tie.count > 1) out += " " + std::to_string(tie.count) + " times";
    if (tie.first && tie.last) out += " " + span_words(*tie.first, *tie.last);
    return out;
  }
  if (!tie.role.empty()) out += " (" + tie.role + ")";
  if (!tie.current && tie.last) {
    out += tie.first ? " from " + day_words(*tie.first) : "";
    out += " until " + day_words(*tie.last);
  } else if (tie.first) {
    out += " since " + day_words(*tie.first);
  }
  return out;
}

}  // namespace sallyport::network
