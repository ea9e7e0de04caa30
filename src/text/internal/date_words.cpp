#include "text/internal/date_words.hpp"

namespace sallyport::text::internal {
namespace {

constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
constexpr std::string_view kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

}  // namespace

std::optional<std::vector<DatePart>> split_date(std::string_view folded) {
  std::vector<DatePart> parts;
  bool spaced = false;
  for (std::size_t i = 0; i < folded.size();) {
    const char c = folded[i];
    if (c == ' ') {
      spaced = true;
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    DatePart part{DatePart::Kind::kSign, {}, 0, spaced};
    if (is_digit(c)) {
      part.kind = DatePart::Kind::kNumber;
      while (end < folded.size() && is_digit(folded[end])) ++end;
      if (end - i > 8) return std::nullopt;
      for (std::size_t k = i; k < end; ++k) part.number = part.number * 10 + (folded[k] - '0');
    } else if (is_letter(c)) {
      part.kind = DatePart::Kind::kWord;
      while (end < folded.size() && is_letter(folded[end])) ++end;
    } else if (std::string_view("/.-,':~+()").find(c) == std::string_view::npos) {
      return std::nullopt;
    }
    part.text = folded.substr(i, end - i);
    parts.push_back(std::move(part));
    spaced = false;
    i = end;
  }
  return parts;
}

unsigned month_of(std::string_view word) {
  if (word == "sept") return 9;
  for (unsigned m = 0; m < 12; ++m)
    if (word == kMonths[m] || word == kMonths[m].substr(0, 3)) return m + 1;
  return 0;
}

std::optional<int> weekday_of(std::string_view word) {
  for (int d = 0; d < 7; ++d) {
    const std::string_view full = kWeekdays[d];
    if (word == full || (word.size() >= 3 && word.size() <= 5 && full.starts_with(word))) return d;
  }
  return std::nullopt;
}

}  // namespace sallyport::text::internal
