// Who of those that matter to somebody was in the same cell, on the same landing or wing as he, and
// when: people to be kept apart from him, of his own groups, and whom a link ties to him. Stays are
// not edges of any path; here they say only that two could meet. Worked out by us from what files
// of cells and movements say: nobody saw them together.
// A stay ends when the next one of the person begins, when he was released or moved to another
// prison, or at `now`. Of a group's people at most kTogetherPeople are looked at, by public id, and
// `partial` says so. Cost: O(stays of the person and of those people, and their movements), each
// pair of stays compared. One thread per View. Values out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/answer.hpp"
#include "network/graph.hpp"

namespace sallyport::network {

enum class Nearness : std::uint8_t { cell = 0, landing = 1, wing = 2 };
std::string_view nearness_name(Nearness nearness);  ///< "cell"

struct Together {
  NodeFacts other;
  std::string because;  ///< "to be kept apart", "also in Dockline", "associates with him"
  Nearness nearness = Nearness::wing;
  std::string place;  ///< what they shared: "Wexmoor B1-05", "Wexmoor B wing"
  Instant from;
  std::optional<Instant> until;  ///< nullopt = still so
  std::string sentence;
  std::vector<Id128> evidence;  ///< both stays; sorted
  std::vector<Telling> told;
};

inline constexpr std::size_t kTogetherPeople = 150;
inline constexpr std::size_t kTogetherShown = 60;  ///< the newest

/// By beginning, then the other's title, then id.
Result<model::Answer<std::vector<Together>>> together(const picture::View& view,
                                                      const IdentityOf& identity,
                                                      picture::Handle person, Instant now);

}  // namespace sallyport::network
