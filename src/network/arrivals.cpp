#include "network/arrivals.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "network/internal/conflicts.hpp"
#include "network/words.hpp"

namespace sallyport::network {
namespace {

using picture::EventRow;
using picture::Handle;

bool is_planned(std::string_view code) {
  return code == "planned" || code == "PLANNED";
}

std::vector<EventRow> planned_movements(const picture::View& view, const IdentityOf& identity,
                                        Handle place, Date day) {
  const TimeRange range = local_day_range(day);
  std::vector<EventRow> out;
  std::unordered_set<std::uint32_t> inside;
  const auto parts = parts_of(view, identity, place);
  for (const Handle part : parts) inside.insert(part.row);
  for (const Handle part : parts) {
    view.events(part, {model::EventKind::movement}, range, [&](const EventRow& row) {
      if (!is_planned(row.code) || !row.has_place || row.place != part) return true;
      if (row.at.from_us < range.from_us || row.at.from_us >= range.to_us) return true;
      if (row.has_other && inside.contains(row.other.row)) return true;  // within the prison
      out.push_back(row);
      return true;
    });
  }
  std::sort(out.begin(), out.end(), [](const EventRow& a, const EventRow& b) {
    return std::tie(a.at.from_us, a.id) < std::tie(b.at.from_us, b.id);
  });
  return out;
}

std::vector<Handle> members_of(const IdentityOf& identity, Handle handle) {
  auto out = identity(handle);
  if (out.empty()) out.push_back(handle);
  return out;
}

Arrival make_arrival(const picture::View& view, const IdentityOf& identity,
                     const PossiblySame& possibly_same, Places& places, const EventRow& row,
                     const internal::Spot& spot) {
  Arrival out;
  out.members = members_of(identity, row.subject);
  out.person = facts_of(view, out.members);
  out.movement = row.id;
  out.at = {row.at.from_us};
  out.when = time_words(out.at);
  if (row.has_other) out.from = places.chain(row.other).prison();
  out.planned_cell = spot.cell;
  const model::RecordId place = view.id(row.place);
  if (place != spot.prison) out.planned_place = place;
  for (const Handle other : possibly_same(out.members.front())) {
    out.possibly_same.push_back(facts_of(view, {other}));
  }
  return out;
}

}  // namespace

Result<model::Answer<Arrivals>> arrivals(const picture::View& view, const IdentityOf& identity,
                                         const PossiblySame& possibly_same,
                                         const ArrivalsOptions& options) {
  if (view.kind(options.place) != model::RecordKind::place) {
    return fail(ErrorCode::kBadValue, "place: expected a prison");
  }
  model::Answer<Arrivals> answer;
  answer.value.place = facts_of(view, members_of(identity, options.place));
  answer.value.day = options.day;
  add_evidence(answer.value.place, answer.evidence);
  internal::Conflicts conflicts(view, identity, possibly_same);
  for (const EventRow& row : planned_movements(view, identity, options.place, options.day)) {
    Places& places = conflicts.places();
    const internal::Spot spot = internal::spot_of(view, places, row.place, row.text);
    Arrival arrival = make_arrival(view, identity, possibly_same, places, row, spot);
    // two sources may plan the same journey: it is one arrival, the first by id
    const auto same = [&](const Arrival& a) {
      return a.person.self == arrival.person.self && a.at == arrival.at;
    };
    auto& all = answer.value.arrivals;
    if (std::any_of(all.begin(), all.end(), same)) continue;
    if (options.conflicts) arrival.conflicts = conflicts.of(arrival.members, spot, options.day);
    answer.evidence.push_back(row.id);
    add_evidence(arrival.person, answer.evidence);
    for (const NodeFacts& facts : arrival.possibly_same) add_evidence(facts, answer.evidence);
    for (const Conflict& conflict : arrival.conflicts) {
      answer.evidence.insert(answer.evidence.end(), conflict.evidence.begin(),
                             conflict.evidence.end());
    }
    all.push_back(std::move(arrival));
  }
  auto& all = answer.value.arrivals;
  std::sort(all.begin(), all.end(), [](const Arrival& a, const Arrival& b) {
    return std::tie(a.at, a.person.title, a.person.self, a.movement) <
           std::tie(b.at, b.person.title, b.person.self, b.movement);
  });
  settle(answer.evidence);
  return answer;
}

Result<model::Answer<std::vector<Conflict>>> conflicts_at(const picture::View& view,
                                                          const IdentityOf& identity,
                                                          const PossiblySame& possibly_same,
                                                          Handle person, Handle place) {
  if (view.kind(place) != model::RecordKind::place) {
    return fail(ErrorCode::kBadValue, "place: expected a prison, a wing or a cell");
  }
  model::Answer<std::vector<Conflict>> answer;
  internal::Conflicts conflicts(view, identity, possibly_same);
  answer.value =
      conflicts.of(members_of(identity, person),
                   internal::spot_of(view, conflicts.places(), place, {}), local_day(view.now()));
  for (const Conflict& conflict : answer.value) {
    answer.evidence.insert(answer.evidence.end(), conflict.evidence.begin(),
                           conflict.evidence.end());
  }
  settle(answer.evidence);
  return answer;
}

}  // namespace sallyport::network
