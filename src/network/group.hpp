// One group: who is in it and where they are tonight, its friends and rivals, what is said of it.
// People under pressure are a list of their own and never members by that (story C2): only a
// member_of link makes a member. Counts are counts of the visible.
// Cost: O(visible links of the group + stays of its people). One thread per View. Values out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/answer.hpp"
#include "network/graph.hpp"
#include "network/occupancy.hpp"

namespace sallyport::network {

struct GroupMember {
  NodeFacts person;
  std::string standing;  ///< as given: "Principal Subject"
  std::string role;
  std::string status;  ///< ACT FRM SUS
  std::optional<WhereTonight> where;
  std::vector<std::string> agencies;  ///< who says so; sorted
  std::vector<model::RecordId> sources;
  std::vector<Telling> told;  ///< the same with feed, grade and age
  std::vector<Id128> links;
};

struct WingCount {
  std::string prison;
  std::string wing;  ///< empty: not known
  std::size_t people = 0;
};

struct GroupRelation {
  model::LinkKind kind = model::LinkKind::hostile_to;
  NodeFacts other;
  bool forward = true;  ///< this group is the link's first end
  std::optional<Date> since;
  std::optional<Date> until;
  model::Grade grade;
  std::string sentence;  ///< "Ashlar Street is hostile to Dockline since 22 Aug 2026"
  Id128 link;
  model::RecordId source;
  Telling told;
};

struct UnderPressure {
  NodeFacts person;
  std::optional<WhereTonight> where;
  std::vector<Id128> links;
  std::vector<model::RecordId> sources;
  std::vector<Telling> told;
};

struct GroupReport {
  model::RecordId id;
  std::string title;
  std::string date;  ///< as the report gives it
};

struct GroupPage {
  NodeFacts group;
  std::vector<GroupMember> members;           ///< by standing (principal first), name, id
  std::vector<WingCount> tonight;             ///< of the members, by prison and wing
  std::size_t not_in_custody = 0;             ///< members without an open stay
  std::vector<GroupRelation> relations;       ///< by kind, other's name, id
  std::vector<UnderPressure> under_pressure;  ///< by name, id; only for who may see the links
  std::vector<GroupReport> reports;           ///< newest first
};

Result<model::Answer<GroupPage>> group_page(const picture::View& view, const IdentityOf& identity,
                                            picture::Handle group, Instant now);

/// 0 principal, 1 significant, 2 peripheral, 3 anything else: the order of members.
int standing_rank(std::string_view standing);

}  // namespace sallyport::network
