#include "network/occupancy.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

#include "network/words.hpp"

namespace sallyport::network {
namespace {

using picture::EventRow;
using picture::Handle;
using picture::LinkRow;

std::vector<Handle> all_members(const IdentityOf& identity, Handle handle) {
  std::vector<Handle> out = identity(handle);
  if (out.empty()) out.push_back(handle);
  return out;
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void sort_by_id(const picture::View& view, std::vector<Handle>& handles) {
  std::sort(handles.begin(), handles.end(),
            [&](Handle a, Handle b) { return view.id(a) < view.id(b); });
}

bool later(const EventRow& a, const EventRow& b) {
  return std::make_tuple(a.at.from_us, a.recorded, b.id) >
         std::make_tuple(b.at.from_us, b.recorded, a.id);
}

// Of the stays that hold at `now` the one that began last.
std::optional<EventRow> last_stay(const picture::View& view, const std::vector<Handle>& members,
                                  Instant now) {
  std::optional<EventRow> best;
  for (const Handle member : members) {
    view.events(member, {model::EventKind::stay}, {now.us, now.us + 1}, [&](const EventRow& row) {
      if (row.subject != member || !row.has_place) return true;
      if (row.at.from_us > now.us || row.at.to_us <= now.us) return true;
      if (!best || later(row, *best)) best = row;
      return true;
    });
  }
  return best;
}

// Files of cells never say that somebody left: a stay ends when the next one begins. So a stay
// stands only until a release that was made, or until a move that was made to another prison, where
// he then is without a cell. To court and back is no leaving.
std::optional<EventRow> after_leaving(const picture::View& view, Places& places,
                                      const std::vector<Handle>& members, const EventRow& stay,
                                      Instant now) {
  using model::EventKind;
  if (view.value(stay.subject, model::Property::custody_status) == "INACTIVE OUT")
    return std::nullopt;
  std::optional<EventRow> left;
  bool released = false;
  for (const Handle member : members) {
    view.events(member, {EventKind::release, EventKind::movement}, {stay.at.from_us, now.us + 1},
                [&](const EventRow& row) {
                  if (row.subject != member || row.code != "made") return true;
                  if (row.at.from_us <= stay.at.from_us || row.at.from_us > now.us) return true;
                  if (row.kind == EventKind::movement && !row.has_place) return true;
                  released = released || row.kind == EventKind::release;
                  if (!left || later(row, *left)) left = row;
                  return true;
                });
  }
  if (!left) return stay;
  if (left->kind == EventKind::release) return std::nullopt;
  const bool stands =
      !released && places.chain(left->place).prison() == places.chain(stay.place).prison();
  return stands ? stay : *left;
}

std::string cell_name(const PlaceChain& chain) {
  return chain.titles.size() > 1 ? chain.titles.front() : std::string{};
}

}  // namespace

PlaceChain place_chain(const picture::View& view, const IdentityOf& identity, Handle place) {
  return Places(view, identity).chain(place);
}

const Places::Known& Places::known(Handle place) {
  if (const auto it = known_.find(place.row); it != known_.end()) return it->second;
  const auto members = all_members(identity_, place);
  Known out{members.front(), facts_of(view_, members).title, std::nullopt};
  for (const Handle member : members) {
    view_.links_from(member, {model::LinkKind::part_of}, [&](const LinkRow& row) {
      const bool own = std::find(members.begin(), members.end(), row.b) != members.end();
      if (!own && (!out.parent || view_.id(row.b) < view_.id(*out.parent))) out.parent = row.b;
      return true;
    });
  }
  return known_.emplace(place.row, std::move(out)).first->second;
}

const PlaceChain& Places::chain(Handle place) {
  if (const auto it = chains_.find(place.row); it != chains_.end()) return it->second;
  PlaceChain out;
  for (std::optional<Handle> at = place; at && out.places.size() < kPlaceDepth;) {
    const Known& here = known(*at);
    // a ring of places ends where it began
    if (std::find(out.places.begin(), out.places.end(), here.first) != out.places.end()) break;
    out.places.push_back(here.first);
    out.titles.push_back(here.title);
    at = here.parent;
  }
  return chains_.emplace(place.row, std::move(out)).first->second;
}

std::vector<Handle> parts_of(const picture::View& view, const IdentityOf& identity, Handle place) {
  std::vector<Handle> out;
  std::unordered_set<std::uint32_t> seen;
  const auto take = [&](Handle handle) {
    for (const Handle member : all_members(identity, handle)) {
      if (seen.insert(member.row).second) out.push_back(member);
    }
  };
  take(place);
  const std::size_t own = out.size();
  for (std::size_t head = 0; head < out.size(); ++head) {
    std::vector<Handle> children;
    view.links(out[head], {model::LinkKind::part_of}, [&](const LinkRow& row) {
      if (row.b == out[head]) children.push_back(row.a);
      return true;
    });
    for (const Handle child : children) take(child);
  }
  std::vector<Handle> rest(out.begin() + static_cast<std::ptrdiff_t>(own), out.end());
  sort_by_id(view, rest);
  std::copy(rest.begin(), rest.end(), out.begin() + static_cast<std::ptrdiff_t>(own));
  return out;
}

std::optional<WhereTonight> where_tonight(const picture::View& view, const IdentityOf& identity,
                                          const std::vector<Handle>& members, Instant now) {
  Places places(view, identity);
  return where_tonight(view, places, members, now);
}

std::optional<WhereTonight> where_tonight(const picture::View& view, Places& places,
                                          const std::vector<Handle>& members, Instant now) {
  std::optional<EventRow> best = last_stay(view, members, now);
  if (best) best = after_leaving(view, places, members, *best, now);
  if (!best) return std::nullopt;
  WhereTonight out;
  const PlaceChain& chain = places.chain(best->place);
  out.place = best->place;
  out.place_id = view.id(best->place);
  out.stay = best->id;
  out.cell = cell_name(chain);
  out.prison = chain.prison();
  out.words = out.cell.empty() ? out.prison : out.prison + ", " + out.cell;
  out.since = {best->at.from_us};
  out.recorded = best->recorded;
  out.age_us = now.us - best->at.from_us;
  out.age = age_words(out.age_us);
  out.evidence = {best->id, out.place_id, view.id(best->subject)};
  settle(out.evidence);
  return out;
}

Result<model::Answer<Occupancy>> occupancy(const picture::View& view, const IdentityOf& identity,
                                           Handle place, Instant now) {
  if (view.kind(place) != model::RecordKind::place) {
    return fail(ErrorCode::kBadValue, "place: expected a prison, a wing, a landing or a cell");
  }
  model::Answer<Occupancy> answer;
  answer.value.place = facts_of(view, all_members(identity, place));
  add_evidence(answer.value.place, answer.evidence);
  const std::vector<Handle> parts = parts_of(view, identity, place);
  std::unordered_set<std::uint32_t> inside;
  std::vector<Handle> subjects;
  for (const Handle part : parts) {
    inside.insert(part.row);
    view.events(part, {model::EventKind::stay}, {now.us, now.us + 1}, [&](const EventRow& row) {
      if (row.has_place && row.place == part) subjects.push_back(row.subject);
      return true;
    });
  }
  std::set<model::RecordId> done;
  Places places(view, identity);
  for (const Handle subject : subjects) {
    auto members = all_members(identity, subject);
    const model::RecordId self = view.id(members.front());
    if (!done.insert(self).second) continue;
    auto where = where_tonight(view, places, members, now);
    if (!where || !inside.contains(where->place.row)) continue;
    Occupant occupant{facts_of(view, members), std::move(members), std::move(*where)};
    add_evidence(occupant.person, answer.evidence);
    answer.evidence.insert(answer.evidence.end(), occupant.where.evidence.begin(),
                           occupant.where.evidence.end());
    answer.value.people.push_back(std::move(occupant));
  }
  auto& people = answer.value.people;
  std::sort(people.begin(), people.end(), [](const Occupant& a, const Occupant& b) {
    return std::tie(a.where.words, a.person.title, a.person.self) <
           std::tie(b.where.words, b.person.title, b.person.self);
  });
  settle(answer.evidence);
  return answer;
}

std::string landing_of_cell(std::string_view cell) {
  const auto dash = cell.find('-');
  if (dash == std::string_view::npos || dash < 2) return {};
  const std::string_view head = cell.substr(0, dash);
  if (!is_digit(head.back())) return {};
  return std::string(head);
}

std::string wing_of_cell(std::string_view cell) {
  if (cell.ends_with(" wing")) return std::string(cell.substr(0, cell.size() - 5));
  if (cell.ends_with(" Wing")) return std::string(cell.substr(0, cell.size() - 5));
  const std::string landing = landing_of_cell(cell);
  if (landing.empty()) return cell.size() == 1 && is_upper(cell[0]) ? std::string(cell) : "";
  return landing.substr(0, landing.size() - 1);
}

}  // namespace sallyport::network
