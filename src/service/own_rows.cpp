#include "service/own_rows.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "network/words.hpp"
#include "service/teller.hpp"

namespace sallyport::service {
namespace {

using model::EventKind;
using model::LinkKind;
using model::RecordKind;
using picture::EventRow;
using picture::Handle;
using picture::LinkRow;

constexpr unsigned kEventTies = 256;  // ties of events stand behind those of links

const model::LinkKinds& links_of_paths() {
  static const model::LinkKinds kLinks = network::default_links();
  return kLinks;
}

void widen(network::Tie& tie, std::optional<Date> first, std::optional<Date> last) {
  if (first && (!tie.first || *first < *tie.first)) tie.first = first;
  if (tie.count == 0) {
    tie.last = last;
  } else if (!tie.last || !last) {
    tie.last = std::nullopt;  // one of them still stands
  } else {
    tie.last = std::max(*tie.last, *last);
  }
}

std::optional<Date> day_or_none(std::int32_t day, std::int32_t open) {
  if (day == open) return std::nullopt;
  return Date{day};
}

}  // namespace

OwnRows::OwnRows(Look& look, std::vector<Handle> members, model::EventKinds events)
    : look_(look), view_(look.view()), members_(std::move(members)) {
  for (const Handle member : members_) {
    for (auto& row : view_.statements(member)) statements_.push_back(row);
    view_.links(member, model::LinkKinds::all(), [&](const LinkRow& row) {
      links_.push_back(row);
      return true;
    });
    view_.events(member, events, TimeRange{}, [&](const EventRow& row) {
      events_.push_back(row);
      return true;
    });
  }
}

bool OwnRows::mine(Handle handle) const {
  return std::find(members_.begin(), members_.end(), handle) != members_.end();
}

const OwnRows::Other& OwnRows::other_of(Handle handle) {
  if (const auto it = others_.find(handle.row); it != others_.end()) return it->second;
  const auto& members = look_.members(handle);
  Other other{members.front(), RecordKind::unknown, true};
  for (const Handle member : members) {
    const RecordKind kind = view_.kind(member);
    if (other.kind == RecordKind::unknown) other.kind = kind;
    // a staff record that a compartment guards came with an enquiry, not with the staff list
    other.staff_directory = other.staff_directory && kind == RecordKind::staff &&
                            view_.label(view_.label_of(member)).compartments.empty();
  }
  return others_.emplace(handle.row, other).first->second;
}

// Null when this is no tie to a thing of these kinds.
OwnRows::Ties* OwnRows::ties_with(Handle a, Handle b, const model::RecordKinds& kinds,
                                  std::vector<Found>& found) {
  const bool from_here = mine(a);
  if (from_here == mine(b)) return nullptr;
  const Other& other = other_of(from_here ? b : a);
  if (!kinds.has(other.kind) || other.staff_directory) return nullptr;
  const auto [at, fresh] = place_of_.try_emplace(other.first.row, found.size());
  if (fresh) found.push_back({other.first, {}});
  return &found[at->second].ties;
}

network::Tie& OwnRows::tie_of(Ties& ties, TieKey key, Id128 item, network::Telling telling) {
  auto at =
      std::find_if(ties.begin(), ties.end(), [&](const auto& known) { return known.first == key; });
  if (at == ties.end()) {
    at = ties.insert(at, {key, network::Tie{}});
    at->second.is_event = key.first >= kEventTies;
    at->second.forward = !key.second;
  }
  network::Tie& tie = at->second;
  tie.items.push_back(item);
  tie.sources.push_back(telling.record);
  network::add(tie.told, std::move(telling));
  return tie;
}

void OwnRows::add_link(Ties& ties, const LinkRow& row) const {
  // a tie without direction is one tie, whoever wrote it
  const auto& info = model::info(row.kind);
  const bool backward = !mine(row.a) && info.forward != info.backward;
  network::Tie& tie = tie_of(ties, {static_cast<unsigned>(row.kind), backward}, row.id,
                             network::telling_of(view_, row));
  tie.link = row.kind;
  widen(tie, day_or_none(row.valid.from, DateRange::kOpenFrom),
        day_or_none(row.valid.to, DateRange::kOpenTo));
  const std::string_view role = row.standing.empty() ? row.role : row.standing;
  if (tie.count == 0 || role < tie.role) tie.role = role;
  const Date today = network::local_day(view_.now());
  tie.current = (tie.count > 0 && tie.current) || row.valid.to >= today.day;
  ++tie.count;
}

model::Grade OwnRows::grade_of(model::RecordId report) {
  const auto [it, fresh] = grades_.try_emplace(report);
  if (fresh) it->second = network::report_grade(view_, report);
  return it->second;
}

void OwnRows::add_event(Ties& ties, const EventRow& row) {
  network::Tie& tie =
      tie_of(ties, {kEventTies + static_cast<unsigned>(row.kind), !mine(row.subject)}, row.id,
             network::telling_of(view_, row, grade_of(row.source)));
  tie.event = row.kind;
  const Date day = network::local_day({row.at.from_us});
  widen(tie, day, day);
  ++tie.count;
}

Contact OwnRows::contact(const Item& me, Found& found, std::uint32_t& count) {
  Teller teller(look_);
  Contact out;
  out.item = teller.item(found.other);
  const std::array<const Item*, 2> named{&me, &out.item};
  std::vector<network::Telling> told;
  std::sort(found.ties.begin(), found.ties.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [key, tie] : found.ties) {
    // a row that names two records of one thing was met twice
    std::sort(tie.items.begin(), tie.items.end());
    tie.items.erase(std::unique(tie.items.begin(), tie.items.end()), tie.items.end());
    tie.count = static_cast<std::uint32_t>(tie.items.size());
    count += tie.count;
    for (const network::Telling& one : tie.told) network::add(told, one);
    const Id128 evidence = *std::min_element(tie.sources.begin(), tie.sources.end());
    if (!out.words.empty()) out.words.push_back({". ", {}, {}});
    const std::string words = network::tie_sentence(me.title, out.item.title, tie);
    for (auto& segment : teller.sentence(words, named, evidence))
      out.words.push_back(std::move(segment));
    out.ids.insert(out.ids.end(), tie.items.begin(), tie.items.end());
    if (tie.first && (out.first.empty() || to_text(*tie.first) < out.first))
      out.first = to_text(*tie.first);
    if (tie.last && to_text(*tie.last) > out.last) out.last = to_text(*tie.last);
  }
  out.told = teller.tellings(told);
  look_.showed(out.ids);
  return out;
}

std::vector<OwnRows::Found> OwnRows::find(const model::RecordKinds& kinds,
                                          const model::EventKinds& events, bool links) {
  std::vector<Found> found;
  place_of_.clear();
  for (const LinkRow& row : links_) {
    if (!links || !links_of_paths().has(row.kind)) continue;
    if (Ties* ties = ties_with(row.a, row.b, kinds, found)) add_link(*ties, row);
  }
  for (const EventRow& row : events_) {
    if (!row.has_other || !events.has(row.kind)) continue;
    if (Ties* ties = ties_with(row.subject, row.other, kinds, found)) add_event(*ties, row);
  }
  return found;
}

std::vector<Contact> OwnRows::part_of_contacts(const model::EventKinds& events, std::size_t from,
                                               std::size_t most, std::size_t& all) {
  std::vector<Found> found = find(model::RecordKinds::all(), events, true);
  all = found.size();
  struct Rank {
    std::uint32_t count = 0;
    Date newest{std::numeric_limits<std::int32_t>::min()};
    model::RecordId id;
    std::size_t at = 0;
  };
  std::vector<Rank> ranks;
  for (std::size_t at = 0; at < found.size(); ++at) {
    Rank rank{0, {std::numeric_limits<std::int32_t>::min()}, view_.id(found[at].other), at};
    for (const auto& [key, tie] : found[at].ties) {
      rank.count += tie.count;
      const auto day = tie.last ? tie.last : tie.first;
      if (day) rank.newest = std::max(rank.newest, *day);
    }
    ranks.push_back(rank);
  }
  std::sort(ranks.begin(), ranks.end(), [](const Rank& a, const Rank& b) {
    return std::tie(b.count, b.newest, a.id) < std::tie(a.count, a.newest, b.id);
  });
  const Item& me = Teller(look_).item(members_.front());
  std::vector<Contact> out;
  for (std::size_t at = from; at < ranks.size() && out.size() < most; ++at) {
    std::uint32_t count = 0;
    out.push_back(contact(me, found[ranks[at].at], count));
  }
  return out;
}

std::vector<Contact> OwnRows::contacts(const model::RecordKinds& kinds,
                                       const model::EventKinds& events, bool links) {
  std::vector<Found> found = find(kinds, events, links);
  const Item& me = Teller(look_).item(members_.front());
  std::vector<std::pair<std::uint32_t, Contact>> counted;
  counted.reserve(found.size());
  for (Found& one : found) {
    std::uint32_t count = 0;
    Contact made = contact(me, one, count);
    counted.emplace_back(count, std::move(made));
  }
  std::sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first > b.first;
    return std::tie(a.second.item.title, a.second.item.id) <
           std::tie(b.second.item.title, b.second.item.id);
  });
  std::vector<Contact> out;
  out.reserve(counted.size());
  for (auto& [count, contact] : counted) out.push_back(std::move(contact));
  return out;
}

std::vector<Item> OwnRows::reports() {
  std::vector<model::RecordId> ids;
  for (const auto& row : statements_) ids.push_back(row.source);
  for (const LinkRow& row : links_) {
    if (!row.source.is_nil()) ids.push_back(row.source);
    if (row.kind == LinkKind::asserts) ids.push_back(view_.id(row.a));
  }
  for (const EventRow& row : events_) {
    if (row.kind == EventKind::report) ids.push_back(view_.id(row.subject));
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  struct Report {
    std::string_view date;
    model::RecordId id;
    Handle handle;
  };
  std::vector<Report> reports;
  for (const model::RecordId id : ids) {
    const auto handle = view_.find(id);
    if (handle && view_.kind(*handle) == RecordKind::report)
      reports.push_back({view_.value(*handle, model::Property::report_date), id, *handle});
  }
  std::sort(reports.begin(), reports.end(), [](const Report& a, const Report& b) {
    return std::tie(b.date, b.id) < std::tie(a.date, a.id);
  });
  Teller teller(look_);
  std::vector<Item> out;
  out.reserve(reports.size());
  for (const Report& report : reports) out.push_back(teller.item(report.handle));
  return out;
}

}  // namespace sallyport::service
