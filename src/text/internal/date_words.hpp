// The words and numbers a date text falls into: what parse_date and parse_date_time read.
// Pure functions; at most kMaxDateBytes are ever looked at.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::text::internal {

struct DatePart {
  enum class Kind { kNumber, kWord, kSign } kind;
  std::string text;     ///< digits; a lower-case word; one character of punctuation
  int number = 0;       ///< of a number with at most 8 digits
  bool spaced = false;  ///< a blank stood before it
};

/// Folded text in parts; nullopt when a character belongs to no date or a number is too long.
std::optional<std::vector<DatePart>> split_date(std::string_view folded);

/// 1..12 of "mar", "march", "sept"; 0 when it is no month.
unsigned month_of(std::string_view word);
/// 0 (Monday)..6 of "sat", "saturday"; nullopt when it is no weekday.
std::optional<int> weekday_of(std::string_view word);

}  // namespace sallyport::text::internal
