// Who is where tonight, as far as the visible stays tell.
// A stay holds at `now` when it began and has not ended; of several the one that began last counts
// (then the one recorded last, then by id). Nobody is where he was released from, or moved on from
// to another prison, since: files of cells do not say so, movements do. Values out; one thread per
// View. Cost: where_tonight O(stays of the members, and their movements since); occupancy O(stays
// that touch the place and its parts).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "model/answer.hpp"
#include "network/graph.hpp"

namespace sallyport::network {

struct WhereTonight {
  picture::Handle place;
  model::RecordId place_id;
  model::EventId stay;  ///< or the move that brought him, when no stay follows it
  std::string cell;     ///< "B1-05"
  std::string prison;   ///< "Wexmoor"; the top of what the cell is part of
  std::string words;    ///< "Wexmoor, B1-05"
  Instant since;
  Date recorded;            ///< when we were told
  std::int64_t age_us = 0;  ///< now - since
  std::string age;          ///< "12 days"
  std::vector<Id128> evidence;
};

/// A place with what it is part of: cell, landing, wing, prison; the place itself first.
struct PlaceChain {
  std::vector<picture::Handle> places;
  std::vector<std::string> titles;
  std::string prison() const { return titles.empty() ? std::string{} : titles.back(); }
};
/// Follows part_of (of several parents the one with the smallest id); at most kPlaceDepth up.
PlaceChain place_chain(const picture::View& view, const IdentityOf& identity,
                       picture::Handle place);
inline constexpr std::size_t kPlaceDepth = 8;

/// The same for many places: what they share is read once. Borrows View and callback.
class Places {
 public:
  Places(const picture::View& view, const IdentityOf& identity)
      : view_(view), identity_(identity) {}
  const PlaceChain& chain(picture::Handle place);

 private:
  struct Known {
    picture::Handle first;  ///< of its identity
    std::string title;
    std::optional<picture::Handle> parent;
  };
  const Known& known(picture::Handle place);
  const picture::View& view_;
  const IdentityOf& identity_;
  std::unordered_map<std::uint32_t, Known> known_;  // by record; looked up, never walked
  std::unordered_map<std::uint32_t, PlaceChain> chains_;
};

/// All places that are part of this one, itself first, then by id; whole identities. O(parts).
std::vector<picture::Handle> parts_of(const picture::View& view, const IdentityOf& identity,
                                      picture::Handle place);

std::optional<WhereTonight> where_tonight(const picture::View& view, const IdentityOf& identity,
                                          const std::vector<picture::Handle>& members, Instant now);
/// The same for one of many.
std::optional<WhereTonight> where_tonight(const picture::View& view, Places& places,
                                          const std::vector<picture::Handle>& members, Instant now);

struct Occupant {
  NodeFacts person;
  std::vector<picture::Handle> members;
  WhereTonight where;
};
struct Occupancy {
  NodeFacts place;
  std::vector<Occupant> people;  ///< by place title, then name, then id
};
Result<model::Answer<Occupancy>> occupancy(const picture::View& view, const IdentityOf& identity,
                                           picture::Handle place, Instant now);

/// "B1" of "B1-05", "B" of "B1-05" or of "B wing": the landing and the wing a cell's name tells,
/// when the places themselves do not say it. Empty when it tells none.
std::string landing_of_cell(std::string_view cell);
std::string wing_of_cell(std::string_view cell);

}  // namespace sallyport::network
