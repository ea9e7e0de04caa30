// Whom a person would meet in a prison and must not: the work behind arrivals.hpp.
// Borrows View and callbacks; one thread; remembers where people are for its life.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "network/arrivals.hpp"

namespace sallyport::network::internal {

/// Where somebody is or is to be, ready to be compared.
struct Spot {
  model::RecordId prison;
  std::string prison_title;
  std::string cell;     ///< "B1-09", may be empty
  std::string landing;  ///< "B1"
  std::string wing;     ///< "B"
};
Spot spot_of(const picture::View& view, Places& places, picture::Handle place,
             std::string_view cell_in_words);
Breach breach_of(std::string_view scope, const Spot& planned, const Spot& actual);

class Conflicts {
 public:
  Conflicts(const picture::View& view, const IdentityOf& identity,
            const PossiblySame& possibly_same)
      : view_(view), identity_(identity), possibly_same_(possibly_same), places_(view, identity) {}

  /// What it has read of places, for its caller.
  Places& places() { return places_; }

  std::vector<Conflict> of(const std::vector<picture::Handle>& members, const Spot& planned,
                           Date day);

 private:
  struct Person {
    std::vector<picture::Handle> members;
    NodeFacts facts;
    std::optional<Spot> spot;  ///< of his open stay
    Id128 stay;
  };
  const Person& person(picture::Handle handle);
  void keep_aparts(const std::vector<picture::Handle>& members, picture::Handle carrier,
                   bool possibly, const Spot& planned, Date day, std::vector<Conflict>& out);
  void add_keep_apart(const picture::LinkRow& row, picture::Handle carrier, picture::Handle other,
                      bool possibly, const Spot& planned, std::vector<Conflict>& out);
  void groups(const std::vector<picture::Handle>& members, const Spot& planned, Date day,
              std::vector<Conflict>& out);
  void hostile_groups(const picture::LinkRow& membership, const Person& own, const Spot& planned,
                      Date day, std::vector<Conflict>& out);
  void add_hostility(const picture::LinkRow& row, Conflict& conflict);
  Conflict group_conflict(ConflictKind kind, picture::Handle group, const Person& own,
                          const Spot& planned, Date day);
  std::vector<picture::LinkRow> memberships(const std::vector<picture::Handle>& of, bool groups,
                                            Date day);

  const picture::View& view_;
  const IdentityOf& identity_;
  const PossiblySame& possibly_same_;
  Places places_;
  std::map<model::RecordId, Person> people_;
};

/// "prison", "police", "probation", or the agency's name.
std::string agency_word(std::string_view agency);

}  // namespace sallyport::network::internal
