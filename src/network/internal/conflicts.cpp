#include "network/internal/conflicts.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "network/words.hpp"

namespace sallyport::network::internal {
namespace {

using model::LinkKind;
using model::Property;
using picture::Handle;
using picture::LinkRow;

std::vector<Handle> all_members(const IdentityOf& identity, Handle handle) {
  auto out = identity(handle);
  if (out.empty()) out.push_back(handle);
  return out;
}

bool open_on(const LinkRow& row, Date day) {
  return row.valid.contains(day) && row.status != "closed" && row.status != "CLOSED";
}

std::string number_of(const picture::View& view, Handle record) {
  for (const Property property : {Property::prison_number, Property::former_prison_number,
                                  Property::ocg_nominal_id, Property::crn}) {
    const auto value = view.value(record, property);
    if (!value.empty()) return std::string(value);
  }
  return {};
}

std::string keep_apart_words(const picture::View& view, std::string_view agency, Handle carrier,
                             bool possibly) {
  const std::string word = agency_word(agency);
  std::string out = word + (word == "prison" ? " non-association" : " keep-apart");
  if (const auto number = number_of(view, carrier); !number.empty()) out += " on number " + number;
  if (possibly) out += ", possible same person";
  return out;
}

std::string with_cell(const PersonThere& there) {
  return there.person.title + (there.cell.empty() ? "" : " (" + there.cell + ")");
}

std::string list_of(const Conflict& conflict) {
  std::string words;
  for (const PersonThere& there : conflict.people) {
    words += (words.empty() ? "" : ", ") + with_cell(there);
  }
  return words;
}

void sort_people(std::vector<PersonThere>& people) {
  std::sort(people.begin(), people.end(), [](const PersonThere& a, const PersonThere& b) {
    return std::tie(a.breach, a.cell, a.person.title, a.person.self) <
           std::tie(b.breach, b.cell, b.person.title, b.person.self);
  });
}

}  // namespace

std::string agency_word(std::string_view agency) {
  for (const std::string_view word : {"prison", "police", "probation"}) {
    if (agency.find(word) != std::string_view::npos) return std::string(word);
  }
  return std::string(agency);
}

Spot spot_of(const picture::View& view, Places& places, Handle place,
             std::string_view cell_in_words) {
  const PlaceChain& chain = places.chain(place);
  Spot out;
  out.prison = view.id(chain.places.back());
  out.prison_title = chain.prison();
  if (chain.titles.size() > 1) out.cell = chain.titles.front();
  // a cell may be called "Wexmoor B1-09" by its source
  if (out.cell.starts_with(out.prison_title + " ")) out.cell.erase(0, out.prison_title.size() + 1);
  if (out.cell.empty()) {
    const auto end = cell_in_words.find_first_of(" ;,");
    const std::string word(cell_in_words.substr(0, end));
    if (!wing_of_cell(word).empty()) out.cell = word;
  }
  out.landing = landing_of_cell(out.cell);
  out.wing = wing_of_cell(out.cell);
  // places that say it themselves: prison <- wing <- landing <- cell
  if (out.wing.empty() && chain.titles.size() > 1) {
    out.wing = chain.titles[chain.titles.size() - 2];
  }
  return out;
}

Breach breach_of(std::string_view scope, const Spot& planned, const Spot& actual) {
  const auto compare = [](const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) return Breach::not_known;
    return a == b ? Breach::broken : Breach::same_prison;
  };
  if (scope == "CELL") return compare(planned.cell, actual.cell);
  if (scope == "LANDING") return compare(planned.landing, actual.landing);
  return compare(planned.wing, actual.wing);  // WING, and what is not said: the wider one
}

const Conflicts::Person& Conflicts::person(Handle handle) {
  auto members = all_members(identity_, handle);
  const model::RecordId self = view_.id(members.front());
  if (const auto it = people_.find(self); it != people_.end()) return it->second;
  Person out;
  out.facts = facts_of(view_, members);
  if (const auto where = where_tonight(view_, places_, members, view_.now())) {
    out.spot = spot_of(view_, places_, where->place, {});
    out.stay = where->stay;
  }
  out.members = std::move(members);
  return people_.emplace(self, std::move(out)).first->second;
}

std::vector<Conflict> Conflicts::of(const std::vector<Handle>& members, const Spot& planned,
                                    Date day) {
  std::vector<Conflict> out;
  for (const Handle member : members) keep_aparts(members, member, false, planned, day, out);
  for (const Handle other : possibly_same_(members.front())) {
    keep_aparts(members, other, true, planned, day, out);
  }
  groups(members, planned, day, out);
  std::sort(out.begin(), out.end(), [](const Conflict& a, const Conflict& b) {
    return std::tie(a.kind, a.breach, a.possibly_same, a.sentence, a.evidence) <
           std::tie(b.kind, b.breach, b.possibly_same, b.sentence, b.evidence);
  });
  return out;
}

void Conflicts::keep_aparts(const std::vector<Handle>& members, Handle carrier, bool possibly,
                            const Spot& planned, Date day, std::vector<Conflict>& out) {
  std::vector<LinkRow> rows;
  view_.links(carrier, {LinkKind::keep_apart}, [&](const LinkRow& row) {
    if (open_on(row, day)) rows.push_back(row);
    return true;
  });
  const model::RecordId own = view_.id(members.front());
  for (const LinkRow& row : rows) {
    const Handle other = row.a == carrier ? row.b : row.a;
    std::vector<Handle> others = {other};
    const auto known = all_members(identity_, other);
    for (const Handle maybe : possibly_same_(known.front())) others.push_back(maybe);
    std::set<model::RecordId> done = {own};
    for (std::size_t i = 0; i < others.size(); ++i) {
      if (!done.insert(person(others[i]).facts.self).second) continue;
      add_keep_apart(row, carrier, others[i], possibly || i > 0, planned, out);
    }
  }
}

void Conflicts::add_keep_apart(const LinkRow& row, Handle carrier, Handle other, bool possibly,
                               const Spot& planned, std::vector<Conflict>& out) {
  const Person& there = person(other);
  if (!there.spot || there.spot->prison != planned.prison) return;
  const auto report = row.source.is_nil() ? std::nullopt : view_.find(row.source);
  const picture::Record source = view_.record(report.value_or(row.a));
  Conflict conflict;
  conflict.kind = ConflictKind::keep_apart;
  conflict.possibly_same = possibly;
  conflict.scope = row.standing.empty() ? "WING" : std::string(row.standing);
  conflict.reason = row.role;
  conflict.breach = breach_of(conflict.scope, planned, *there.spot);
  conflict.source = keep_apart_words(view_, source.agency, carrier, possibly);
  conflict.people.push_back({there.facts, there.spot->cell, conflict.breach});
  conflict.sentence =
      "Keep apart from " + with_cell(conflict.people.front()) + ": " + conflict.source;
  conflict.agencies = {std::string(source.agency)};
  conflict.evidence = {row.id, source.id, view_.id(carrier), there.stay};
  add_evidence(there.facts, conflict.evidence);
  settle(conflict.evidence);
  // both sources of one register line, or both ends' records, tell it once
  const auto same = [&](const Conflict& c) {
    return c.sentence == conflict.sentence && c.scope == conflict.scope;
  };
  const auto at = std::find_if(out.begin(), out.end(), same);
  if (at == out.end()) {
    out.push_back(std::move(conflict));
    return;
  }
  at->evidence.insert(at->evidence.end(), conflict.evidence.begin(), conflict.evidence.end());
  settle(at->evidence);
}

std::vector<LinkRow> Conflicts::memberships(const std::vector<Handle>& of, bool groups, Date day) {
  std::vector<LinkRow> out;
  for (const Handle member : of) {
    view_.links(member, {LinkKind::member_of}, [&](const LinkRow& row) {
      const bool mine = groups ? row.b == member : row.a == member;
      if (mine && open_on(row, day) && row.status != "FRM") out.push_back(row);
      return true;
    });
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return out;
}

Conflict Conflicts::group_conflict(ConflictKind kind, Handle group, const Person& own,
                                   const Spot& planned, Date day) {
  Conflict out;
  out.kind = kind;
  out.scope = "WING";
  std::set<model::RecordId> done = {own.facts.self};
  for (const LinkRow& row : memberships(all_members(identity_, group), true, day)) {
    const Person& member = person(row.a);
    if (!member.spot || member.spot->prison != planned.prison) continue;
    out.evidence.push_back(row.id);
    if (!done.insert(member.facts.self).second) continue;
    const Breach breach = breach_of(out.scope, planned, *member.spot);
    out.people.push_back({member.facts, member.spot->cell, breach});
    out.evidence.push_back(member.stay);
    add_evidence(member.facts, out.evidence);
  }
  sort_people(out.people);
  if (!out.people.empty()) out.breach = out.people.front().breach;
  return out;
}

void Conflicts::groups(const std::vector<Handle>& members, const Spot& planned, Date day,
                       std::vector<Conflict>& out) {
  const Person& own = person(members.front());
  std::set<model::RecordId> done;
  for (const LinkRow& membership : memberships(members, false, day)) {
    const NodeFacts group = facts_of(view_, all_members(identity_, membership.b));
    if (!done.insert(group.self).second) continue;
    Conflict same = group_conflict(ConflictKind::own_group, membership.b, own, planned, day);
    if (!same.people.empty()) {
      same.groups = {group};
      same.sentence = people_words(same.people.size()) + " of his own group, " + group.title +
                      ", there: " + list_of(same);
      same.evidence.push_back(membership.id);
      add_evidence(group, same.evidence);
      settle(same.evidence);
      out.push_back(std::move(same));
    }
    hostile_groups(membership, own, planned, day, out);
  }
}

void Conflicts::hostile_groups(const LinkRow& membership, const Person& own, const Spot& planned,
                               Date day, std::vector<Conflict>& out) {
  const auto group_members = all_members(identity_, membership.b);
  const NodeFacts group = facts_of(view_, group_members);
  std::map<model::RecordId, Conflict> hostile;  // by the other group
  for (const Handle record : group_members) {
    std::vector<LinkRow> rows;
    view_.links(record, {LinkKind::hostile_to, LinkKind::keep_apart}, [&](const LinkRow& row) {
      if (open_on(row, day)) rows.push_back(row);
      return true;
    });
    for (const LinkRow& row : rows) {
      const Handle other = row.a == record ? row.b : row.a;
      const NodeFacts theirs = facts_of(view_, all_members(identity_, other));
      if (theirs.kind != model::RecordKind::group || theirs.self == group.self) continue;
      auto [at, fresh] = hostile.try_emplace(theirs.self);
      Conflict& conflict = at->second;
      if (fresh) {
        conflict = group_conflict(ConflictKind::hostile_group, other, own, planned, day);
        conflict.groups = {group, theirs};
        add_evidence(group, conflict.evidence);
        add_evidence(theirs, conflict.evidence);
        conflict.evidence.push_back(membership.id);
      }
      add_hostility(row, conflict);
    }
  }
  for (auto& [id, conflict] : hostile) {
    if (conflict.people.empty()) continue;
    std::sort(conflict.agencies.begin(), conflict.agencies.end());
    conflict.agencies.erase(std::unique(conflict.agencies.begin(), conflict.agencies.end()),
                            conflict.agencies.end());
    conflict.sentence = "Hostile group there, " + conflict.groups.back().title + ": " +
                        list_of(conflict) + ". Source: " + conflict.source;
    settle(conflict.evidence);
    out.push_back(std::move(conflict));
  }
}

void Conflicts::add_hostility(const LinkRow& row, Conflict& conflict) {
  const auto report = row.source.is_nil() ? std::nullopt : view_.find(row.source);
  const picture::Record source = view_.record(report.value_or(row.a));
  conflict.evidence.push_back(row.id);
  conflict.evidence.push_back(source.id);
  conflict.agencies.emplace_back(source.agency);
  std::string words = agency_word(source.agency) + ": " + conflict.groups.front().title + " and " +
                      conflict.groups.back().title +
                      (row.kind == LinkKind::keep_apart ? " are to be kept apart" : " are hostile");
  if (row.valid.from != DateRange::kOpenFrom) words += " since " + day_words(Date{row.valid.from});
  if (conflict.source.empty() || words < conflict.source) conflict.source = std::move(words);
}

}  // namespace sallyport::network::internal
