// Tonight's van: planned movements to a prison on a day, and for each person whom he must not meet.
// Conflicts come from visible keep-aparts of his records and of records possibly the same person
// (a person has yet to decide: the keep-apart counts until then), from hostility between groups,
// and his own group's people there, against who is in that prison now. A keep-apart with somebody
// who is not in that prison is no conflict tonight. Nothing here acts: the sentences are read by a
// person. Cost: per arrival O(his keep-aparts + members of the groups concerned) look-ups of where
// people are, each person once. One thread per View. Values out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/answer.hpp"
#include "network/graph.hpp"
#include "network/occupancy.hpp"

namespace sallyport::network {

enum class ConflictKind : std::uint8_t { keep_apart = 0, hostile_group = 1, own_group = 2 };

/// Would the planned cell break it?
enum class Breach : std::uint8_t {
  broken = 0,       ///< within the scope: same wing, landing or cell
  same_prison = 1,  ///< apart as planned, but in one prison
  not_known = 2,    ///< the planned cell or his cell is not known
};

struct PersonThere {
  NodeFacts person;
  std::string cell;  ///< "B1-05"; empty when only the prison is known
  Breach breach = Breach::not_known;
};

struct Conflict {
  ConflictKind kind = ConflictKind::keep_apart;
  Breach breach = Breach::not_known;  ///< the worst of the people
  bool possibly_same = false;         ///< rests on a record that may or may not be his (or theirs)
  std::string scope;                  ///< CELL, LANDING, WING; groups: WING
  std::string reason;                 ///< as the source gives it
  std::string source;  ///< "prison non-association on number Z8877ZD, possible same person"
  std::vector<PersonThere> people;  ///< by breach, cell, name, id
  std::vector<NodeFacts> groups;    ///< his and theirs; empty for a keep-apart
  std::string sentence;
  std::vector<std::string> agencies;  ///< sorted
  std::vector<Id128> evidence;        ///< sorted
};

struct Arrival {
  NodeFacts person;
  std::vector<picture::Handle> members;
  model::EventId movement;
  Instant at;
  std::string when;          ///< "Thu 15 Oct 2026 18:30"
  std::string from;          ///< "Ostrey"; empty when not said
  std::string planned_cell;  ///< "B1-09"; empty when not said
  std::optional<model::RecordId> planned_place;
  std::vector<NodeFacts> possibly_same;
  std::vector<Conflict> conflicts;  ///< keep-aparts, hostile groups, own group; worst first
};

struct Arrivals {
  NodeFacts place;
  Date day;
  std::vector<Arrival> arrivals;  ///< by time, name, id
};

struct ArrivalsOptions {
  picture::Handle place;
  Date day;  ///< a local day
  bool conflicts = true;
};

Result<model::Answer<Arrivals>> arrivals(const picture::View& view, const IdentityOf& identity,
                                         const PossiblySame& possibly_same,
                                         const ArrivalsOptions& options);

/// The same for one person and a place to put him, at the view's now.
Result<model::Answer<std::vector<Conflict>>> conflicts_at(const picture::View& view,
                                                          const IdentityOf& identity,
                                                          const PossiblySame& possibly_same,
                                                          picture::Handle person,
                                                          picture::Handle place);

}  // namespace sallyport::network
