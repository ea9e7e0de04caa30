// Where a man in custody was before tonight's prison, and in which cells: one story that the roll,
// the movements and the cell moves all tell. Derived from the world on demand, oldest first; ends
// in the prison and the cell where the roll has him. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "synth/internal/world.hpp"

namespace sallyport::synth {

/// A completed journey after his reception. To court and back, the prison stays.
struct Journey {
  std::int64_t at = 0;  ///< local seconds
  std::uint32_t j = 0;  ///< which of his movements: 2 and on
  bool court = false;
  std::uint8_t from = 0, to = 0;  ///< prisons
  bool operator<(const Journey& o) const { return at != o.at ? at < o.at : j < o.j; }
};
std::vector<Journey> journeys(const World& world, std::uint32_t i);
/// Where reception took him; `made` are his journeys.
std::uint8_t first_prison(const World& world, std::uint32_t i, const std::vector<Journey>& made);

struct CellMove {
  std::int64_t at = 0;  ///< local seconds
  std::uint8_t prison = 0;
  std::string_view from;  ///< "" = from reception, or from another prison
  std::string_view to;
};
std::vector<CellMove> cell_moves(const World& world, std::uint32_t i);

}  // namespace sallyport::synth
