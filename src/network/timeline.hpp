// One time line from many: events of several things, dated statements about them, reports that
// speak of them, in order of time, each with its agency and the gap to the one before. A place
// brings what happened there and in its parts (incidents, stops), not who lived there. Incidents
// recorded as DUPLICATE or NOT_REPORTABLE are left out unless asked for. One happening that touches
// several of the things, or several people, is one entry. Cost: O(visible rows of the things, log
// for sorting), and a sentence for each that is shown. One thread per View. At most `most` entries,
// the newest; `partial` says so, `left_off` how many are older.
#pragma once

#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/answer.hpp"
#include "network/graph.hpp"

namespace sallyport::network {

struct TimelineOptions {
  TimeRange range = {};  ///< all of it
  model::EventKinds kinds = model::EventKinds::all();
  bool statements = true;  ///< licence conditions, alerts, restrictions, markers, priority
  bool reports = true;
  bool places_custody = false;                 ///< of a place also stays, moves, activities
  bool uncounted_incidents = false;            ///< duplicates and not reportable ones too
  std::size_t most = limits::kTimelineEvents;  ///< entries shown, the newest
};

struct TimelineEntry {
  Instant at;
  std::optional<Instant> until;  ///< nullopt = a moment, or still so
  bool day_only = false;         ///< the time of day is not known
  std::string lane;              ///< custody contacts money incidents reports
  std::string what;              ///< word on the screen: "Call", "Licence", "Alert"
  std::string when;              ///< "Thu 24 Sep 2026 22:02"
  std::string gap;               ///< "9 days later"; empty for the first
  std::string sentence;
  std::vector<std::string> agencies;     ///< whose record says so; sorted
  std::vector<std::size_t> seeds;        ///< which of the things it touches (index of the request)
  std::vector<Id128> ids;                ///< events or records; sorted
  std::vector<model::RecordId> sources;  ///< to open; sorted
  std::vector<Telling> told;             ///< the same with feed, grade and age
};

struct Timeline {
  std::vector<NodeFacts> seeds;        ///< in the order asked
  std::vector<TimelineEntry> entries;  ///< oldest first
  std::size_t left_off = 0;            ///< older ones
};

Result<model::Answer<Timeline>> timeline(const picture::View& view, const IdentityOf& identity,
                                         const std::vector<picture::Handle>& seeds,
                                         const TimelineOptions& options = {});

}  // namespace sallyport::network
