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

  /// The newest entries, oldest first. Sentences are made for those alone: a number that hundreds
  /// ring has thousands.
  std::vector<TimelineEntry> finish(std::size_t& left_off) {
    std::vector<Gathered> all;
    for (auto& [key, gathered] : events_) all.push_back(std::move(gathered));
    for (auto& [key, entry] : dated_) all.push_back({std::move(entry), {}, {}});
    const auto older = [](const Gathered& a, const Gathered& b) {
      return std::tie(a.entry.at, a.entry.day_only, a.entry.ids) <
             std::tie(b.entry.at, b.entry.day_only, b.entry.ids);
    };
    left_off = all.size() - std::min(all.size(), options_.most);
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(left_off);
    std::nth_element(all.begin(), first, all.end(), older);
    std::vector<TimelineEntry> out;
    for (auto it = first; it != all.end(); ++it) {
      if (it->entry.sentence.empty()) it->entry.sentence = event_sentence(*it);
      out.push_back(std::move(it->entry));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
      return std::tie(a.at, a.day_only, a.sentence, a.ids) <
             std::tie(b.at, b.day_only, b.sentence, b.ids);
    });
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

  static void say_source(TimelineEntry& entry, Telling telling) {
    put(entry.sources, telling.record);
    put(entry.agencies, telling.agency);
    add(entry.told, std::move(telling));
  }
  model::Grade grade_of(model::RecordId report) {
    const auto [it, fresh] = grades_.try_emplace(report);
    if (fresh) it->second = report_grade(view_, report);
    return it->second;
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
    // conditions, releases and the roll's stays are known by the day: their sources hold no time
    entry.day_only = (row.kind == EventKind::licence_change || row.kind == EventKind::release ||
                      row.kind == EventKind::stay) &&
                     local_day_range(local_day(entry.at)).from_us == entry.at.us;
    entry.lane = model::info(row.kind).lane;
    entry.what = model::info(row.kind).word;
    put(entry.ids, Id128(row.id));
    put(entry.seeds, number);
    const model::RecordId report =
        row.kind == EventKind::report ? view_.id(row.subject) : row.source;
    say_source(entry, telling_of(view_, row, grade_of(report)));
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
      say_source(entry, telling_of(view_, record, row.source, row.origin, row.recorded, row.grade));
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
      // several records of one person are named once
      if (entry.sentence.empty()) {
        entry.sentence = sentence_case(words) + " speaks of " + name;
      } else if (!std::binary_search(entry.seeds.begin(), entry.seeds.end(), number)) {
        entry.sentence += ", " + name;
      }
      put(entry.ids, Id128(view_.id(report)));
      put(entry.seeds, number);
      const picture::Record record_of_it = view_.record(report);
      say_source(entry,
                 {record_of_it.id, std::string(record_of_it.agency), std::string(record_of_it.feed),
                  record_of_it.recorded, grade_of(record_of_it.id)});
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
  std::unordered_map<model::RecordId, model::Grade> grades_;
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
  auto entries = collector.finish(answer.value.left_off);
  answer.partial = answer.value.left_off != 0;
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
