// Time lines of one thing or of a selection, as pages show them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "network/timeline.hpp"
#include "service/facts.hpp"
#include "service/look.hpp"

namespace sallyport::service {

struct TimelineEntry {
  Id128 id;
  std::string lane;
  std::string what;  ///< "Cell", "Call"
  Moment time;
  std::optional<Moment> until;
  Sentence words;
  std::vector<Telling> told;
  std::string gap;
};

/// Somebody who matters to a person and was as near as this (network/together.hpp).
struct TogetherLine {
  Item person;
  std::string because;
  std::string_view nearness;  ///< cell landing wing
  Sentence words;
  Moment from;
  std::optional<Moment> until;
  std::vector<Telling> told;
};
/// A person's time line, and with whom he was together.
struct PersonTimeline {
  std::vector<TimelineEntry> entries;
  std::vector<TogetherLine> together;
};
/// kNotFound when hidden, absent or not a person.
Result<PersonTimeline> person_timeline(Look& look, std::string_view id);

/// kNotFound when one of the ids is hidden or absent: a selection is answered whole or not at all.
Result<std::vector<TimelineEntry>> timeline_of(Look& look, const std::vector<std::string>& ids,
                                               const network::TimelineOptions& options);
/// `left_off`, when given, gets how many older ones are not shown; the look is then not partial.
std::vector<TimelineEntry> timeline_of(Look& look, const std::vector<picture::Handle>& seeds,
                                       const network::TimelineOptions& options,
                                       std::size_t* left_off = nullptr);

}  // namespace sallyport::service
