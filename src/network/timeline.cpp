#include "network/timeline.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/limits.hpp"
#include "network/occupancy.hpp"
#include "network/words.hpp"

namespace sallyport::network {
namespace {

using model::EventKind;
using model::Property;
using model::RecordKind;
using picture::EventRow;
using picture::Handle;
using picture::StatementRow;

std::string lower_words(std::string_view code) {
  std::string out(code);
  for (char& c : out) {
    if (c == '_') c = ' ';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string sentence_case(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

template <class T>
void put(std::vector<T>& values, T value) {
  const auto at = std::lower_bound(values.begin(), values.end(), value);
  if (at == values.end() || *at != value) values.insert(at, std::move(value));
}

/// One happening: rows with equal keys are one entry.
struct Happening {
  EventKind kind = EventKind::stay;
  std::int64_t from_us = 0;
  Id128 what;  ///< incident or report identity, else the event itself
  auto operator<=>(const Happening&) const = default;
};

struct Gathered {
  TimelineEntry entry;
  EventRow row;                       ///< the one with the smallest id
  std::vector<std::string> involved;  ///< names, sorted
};

class Collector {
 public:
  Collector(const picture::View& view, const IdentityOf& identity, const TimelineOptions& options)
      : view_(view), identity_(identity), options_(options), places_(view, identity) {}

  NodeFacts seed(Handle handle, std::size_t number) {
    auto members = identity_(handle);
    if (members.empty()) members.push_back(handle);
    NodeFacts facts = facts_of(view_, members);
    const bool place = facts.kind == RecordKind::place;
    const auto records = place ? parts_of(view_, identity_, handle) : members;
    for (const Handle record : records) {
      take_events(record, number, place);
      if (options_.statements && !place) take_statements(record, number, facts.title);
      if (options_.reports) take_reports(record, number, facts.title);
    }
    return facts;
  }

  std::vector<TimelineEntry> finish() {
    std::vector<TimelineEntry> out;
    for (auto& [key, gathered] : events_) {
      gathered.entry.sentence = event_sentence(gathered);
      out.push_back(std::move(gathered.entry));
    }
    for (auto& [key, entry] : dated_) out.push_back(std::move(entry));
    return out;
  }

 private:
  // A time line names the same few people and cells over and over.
  const std::string& title(Handle handle) {
    const auto it = titles_.find(handle.row);
    return it != titles_.end() ? it->second
                               : titles_.emplace(handle.row, make_title(handle)).first->second;
  }
  const std::string& place_words(Handle place) {
    const auto it = place_words_.find(place.row);
    if (it != place_words_.end()) return it->second;
    return place_words_.emplace(place.row, make_place_words(place)).first->second;
  }
  std::string make_title(Handle handle) const {
    auto members = identity_(handle);
    if (members.empty()) members.push_back(handle);
    return facts_of(view_, members).title;
  }
  model::RecordId self(Handle handle) {
    const auto members = identity_(handle);
    return view_.id(members.empty() ? handle : members.front());
  }
  std::string make_place_words(Handle place) {
    const PlaceChain& chain = places_.chain(place);
    if (chain.titles.size() < 2) return chain.prison();
    // a cell's own name says its wing and landing: "Wexmoor B2-14"
    const std::string& own = chain.titles.front();
    return own.starts_with(chain.prison()) ? own : chain.prison() + " " + own;
  }

  void say_source(TimelineEntry& entry, Handle about, model::RecordId source) {
    const auto report = source.is_nil() ? std::nullopt : view_.find(source);
    const picture::Record record = view_.record(report.value_or(about));
    put(entry.sources, record.id);
    put(entry.agencies, std::string(record.agency));
  }

  bool counted(Handle incident) {
    if (options_.uncounted_incidents) return true;
    const auto status = view_.value(incident, Property::incident_status);
    return status != "DUPLICATE" && status != "NOT_REPORTABLE";
  }

  void take_events(Handle record, std::size_t number, bool place) {
    std::vector<EventRow> rows;
    view_.events(record, options_.kinds, options_.range, [&](const EventRow& row) {
      rows.push_back(row);
      return true;
    });
    for (const EventRow& row : rows) {
      const bool custody = row.kind == EventKind::stay || row.kind == EventKind::movement ||
                           row.kind == EventKind::activity || row.kind == EventKind::release ||
                           row.kind == EventKind::visit;
      if (place && custody && !options_.places_custody) continue;
      // the time line of a thing begins and ends with the range asked for, whatever still goes on
      if (row.at.from_us < options_.range.from_us) continue;
      if (row.kind == EventKind::incident && !counted(row.subject)) continue;
      if (row.kind == EventKind::report && !options_.reports) continue;
      take_event(row, number);
    }
  }

  void take_event(const EventRow& row, std::size_t number) {
    const bool gathers = row.kind == EventKind::incident || row.kind == EventKind::report;
    const Happening key{row.kind, row.at.from_us,
                        gathers ? Id128(self(row.subject)) : Id128(row.id)};
    auto [at, fresh] = events_.try_emplace(key);
    Gathered& gathered = at->second;
    if (fresh || row.id < gathered.row.id) gathered.row = row;
    TimelineEntry& entry = gathered.entry;
    entry.at = {row.at.from_us};
    if (row.at.to_us != TimeRange::kOpen && row.at.to_us > row.at.from_us)
      entry.until = {row.at.to_us};
    // conditions and releases are known by the day: their sources hold no time
    entry.day_only = (row.kind == EventKind::licence_change || row.kind == EventKind::release) &&
                     local_day_range(local_day(entry.at)).from_us == entry.at.us;
    entry.lane = model::info(row.kind).lane;
    entry.what = model::info(row.kind).word;
    put(entry.ids, Id128(row.id));
    put(entry.seeds, number);
    say_source(entry, row.subject, row.source);
    if (gathers && row.has_other) put(gathered.involved, title(row.other));
  }

  void take_statements(Handle record, std::size_t number, const std::string& name) {
    std::vector<StatementRow> rows;
    view_.statements(record, [&](const StatementRow& row) {
      switch (row.property) {
        case Property::licence_condition:
        case Property::alert:
        case Property::restriction:
        case Property::marker:
        case Property::risk_list:
          rows.push_back(row);
          break;
        default:
          break;
      }
      return true;
    });
    for (const StatementRow& row : rows) {
      if (row.valid.from == DateRange::kOpenFrom) continue;
      const TimeRange day = local_day_range(Date{row.valid.from});
      if (day.from_us < options_.range.from_us || day.from_us >= options_.range.to_us) continue;
      const std::string value(row.raw.empty() ? row.value : row.raw);
      TimelineEntry& entry =
          dated_[{day.from_us, static_cast<unsigned>(row.property), name + "\n" + value}];
      entry.at = {day.from_us};
      entry.day_only = true;
      entry.lane = "custody";
      entry.what = model::info(row.property).words;
      entry.sentence = name + ": " + lower_words(entry.what) + ", " + value;
      put(entry.ids, Id128(view_.id(record)));
      put(entry.seeds, number);
      say_source(entry, record, row.source);
    }
  }

  /// Reports that speak of the record without an event that says when: the day of the report.
  void take_reports(Handle record, std::size_t number, const std::string& name) {
    std::vector<Handle> reports;
    view_.links(record, {model::LinkKind::asserts}, [&](const picture::LinkRow& row) {
      if (row.b == record) reports.push_back(row.a);
      return true;
    });
    for (const Handle report : reports) {
      const auto date = parse_iso_date(view_.value(report, Property::report_date).substr(0, 10));
      if (!date) continue;
      const TimeRange day = local_day_range(*date);
      if (day.from_us < options_.range.from_us || day.from_us >= options_.range.to_us) continue;
      const std::string words = title(report);
      TimelineEntry& entry = dated_[{day.from_us, 1000, words + to_text(Id128(self(report)))}];
      entry.at = {day.from_us};
      entry.day_only = true;
      entry.lane = "reports";
      entry.what = "Report";
      entry.sentence = entry.sentence.empty() ? sentence_case(words) + " speaks of " + name
                                              : entry.sentence + ", " + name;
      put(entry.ids, Id128(view_.id(report)));
      put(entry.seeds, number);
      say_source(entry, report, {});
    }
  }

  std::string incident_sentence(const Gathered& gathered) {
    const EventRow& row = gathered.row;
    const auto family = view_.value(row.subject, Property::incident_family);
    std::string out = family.empty() ? "Incident" : sentence_case(lower_words(family));
    if (row.has_place) out += " at " + place_words(row.place);
    for (std::size_t i = 0; i < gathered.involved.size(); ++i) {
      out += (i == 0 ? ": " : ", ") + gathered.involved[i];
    }
    const auto text = view_.value(row.subject, Property::description);
    if (!text.empty() && text.size() <= 160) out += ". " + std::string(text);
    return out;
  }

  std::string event_sentence(const Gathered& gathered) {
    const EventRow& row = gathered.row;
    if (row.kind == EventKind::incident) return incident_sentence(gathered);
    const std::string who = title(row.subject);
    const std::string other = row.has_other ? title(row.other) : std::string{};
    const std::string place = row.has_place ? place_words(row.place) : std::string{};
    const std::string text(row.text);
    const auto at_place = [&](std::string out) { return place.empty() ? out : out + ", " + place; };
    switch (row.kind) {
      case EventKind::stay:
        return who + " was put in " + place;
      case EventKind::movement:
        return who + (row.code == "planned" ? " is to move" : " moved") +
               (other.empty() ? "" : " from " + other) + (place.empty() ? "" : " to " + place);
      case EventKind::visit:
        return at_place(who + " was visited by " + other);
      case EventKind::call:
        return who + " called " + other + " (" + duration(row.quantity) + ")";
      case EventKind::payment:
        return who + " paid " + pounds(row.quantity) + " to " + other;
      case EventKind::stop:
        return at_place(who + " was stopped" + (other.empty() ? "" : " with " + other)) +
               (text.empty() ? "" : ". " + text);
      case EventKind::licence_change:
        return who + ": licence " + (row.code.empty() ? "" : std::string(row.code) + ": ") + text;
      case EventKind::release:
        return who + (row.code == "planned" ? " is to be released" : " was released") +
               (place.empty() ? "" : " from " + place);
      case EventKind::report: {
        std::string out = sentence_case(who) + " speaks of";
        for (std::size_t i = 0; i < gathered.involved.size(); ++i) {
          out += (i == 0 ? " " : ", ") + gathered.involved[i];
        }
        return out;
      }
      default:
        return at_place(
            who + (text.empty() ? ": " + lower_words(model::info(row.kind).word) : ": " + text));
    }
  }

  static std::string duration(std::int64_t seconds) {
    if (seconds < 60) return count_words(static_cast<std::size_t>(seconds), "second", "seconds");
    return count_words(static_cast<std::size_t>(seconds / 60), "minute", "minutes");
  }
  static std::string pounds(std::int64_t pence) {
    const std::string rest = std::to_string(pence % 100);
    return "£" + std::to_string(pence / 100) + "." + (rest.size() < 2 ? "0" : "") + rest;
  }

  const picture::View& view_;
  const IdentityOf& identity_;
  const TimelineOptions& options_;
  std::unordered_map<std::uint32_t, std::string> titles_;  // looked up, never walked
  std::unordered_map<std::uint32_t, std::string> place_words_;
  Places places_;
  std::map<Happening, Gathered> events_;
  std::map<std::tuple<std::int64_t, unsigned, std::string>, TimelineEntry> dated_;
};

/// Gaps between things known only by the day are told in whole days.
std::string gap_between(const TimelineEntry& before, const TimelineEntry& entry) {
  const std::int32_t days = local_day(entry.at).day - local_day(before.at).day;
  const bool coarse = before.day_only || entry.day_only;
  if (days == 0 && coarse) return "the same day";
  if (days == 0 || (days == 1 && !coarse && entry.at.us - before.at.us < 12 * 3'600'000'000)) {
    return gap_words(entry.at.us - before.at.us);
  }
  return count_words(static_cast<std::size_t>(days), "day", "days") + " later";
}

}  // namespace

Result<model::Answer<Timeline>> timeline(const picture::View& view, const IdentityOf& identity,
                                         const std::vector<Handle>& seeds,
                                         const TimelineOptions& options) {
  model::Answer<Timeline> answer;
  Collector collector(view, identity, options);
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    answer.value.seeds.push_back(collector.seed(seeds[i], i));
    add_evidence(answer.value.seeds.back(), answer.evidence);
  }
  auto entries = collector.finish();
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.at, a.day_only, a.sentence, a.ids) <
           std::tie(b.at, b.day_only, b.sentence, b.ids);
  });
  if (entries.size() > limits::kTimelineEvents) {
    answer.partial = true;
    entries.erase(entries.begin(), entries.end() - limits::kTimelineEvents);
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    TimelineEntry& entry = entries[i];
    entry.when = entry.day_only ? weekday_words(local_day(entry.at)) : time_words(entry.at);
    if (i > 0) entry.gap = gap_between(entries[i - 1], entry);
    answer.evidence.insert(answer.evidence.end(), entry.ids.begin(), entry.ids.end());
    answer.evidence.insert(answer.evidence.end(), entry.sources.begin(), entry.sources.end());
  }
  settle(answer.evidence);
  answer.value.entries = std::move(entries);
  return answer;
}

}  // namespace sallyport::network
