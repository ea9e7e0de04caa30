// The sentences of the network engine: plain words, dates as people write them, local time.
// Values in, values out; no failure; linear.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "network/graph.hpp"

namespace sallyport::network {

std::int64_t london_offset_us(Instant t);
Date local_day(Instant t);
/// The instants of a local day.
TimeRange local_day_range(Date day);

std::string day_words(Date day);      ///< "15 Oct 2026"
std::string weekday_words(Date day);  ///< "Thu 15 Oct 2026"
std::string time_words(Instant t);    ///< "Thu 24 Sep 2026 22:20"
/// "on 24 Sep 2026", "between 15 Sep and 14 Oct 2026"
std::string span_words(Date first, Date last);
/// "at the same time", "18 minutes later", "2 hours later", "9 days later"
std::string gap_words(std::int64_t gap_us);
/// "Find" of "find": the first letter of a line is a capital.
std::string sentence_case(std::string text);
/// "63 people", "1 person"
std::string people_words(std::size_t count);
std::string count_words(std::size_t count, std::string_view one, std::string_view many);
/// "2 weeks", "1 day", "less than an hour"
std::string age_words(std::int64_t age_us);

/// "Owen Prill called 07700 900417 23 times between 15 Sep and 14 Oct 2026"
std::string tie_sentence(std::string_view a, std::string_view b, const Tie& tie);
/// The words between the two, as a chart writes them beside the line: "is used by", "called"
std::string_view tie_words(const Tie& tie, bool forward);

}  // namespace sallyport::network
