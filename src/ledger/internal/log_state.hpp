// What is known about the ledger between two commits: its size, the tree's right edge, where the
// entries lie, the head. A group of appends works on a copy; a commit publishes the copy, a failure
// throws it away. Values.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "ledger/entry_store.hpp"
#include "ledger/ledger.hpp"
#include "ledger/merkle.hpp"

namespace sallyport::ledger::internal {

using Runs = std::vector<Run>;

struct LogState {
  TreeEdge edge;
  Hash256 root{};
  std::shared_ptr<const Runs> closed;  ///< visible and full, in order of position
  Run open;                            ///< what is appended directly goes here; count 0 = not begun
  std::uint32_t next_run = 1;
  std::set<std::pair<std::uint16_t, std::uint16_t>> kinds;
  std::string head;  ///< signed note
  std::uint64_t kept = 0;
  std::uint64_t kept_size = 0;  ///< size of the newest kept checkpoint
  Hash256 newest_kept{};
  Instant recorded;  ///< of the newest entry: time never goes back

  std::uint64_t size() const { return edge.size(); }
};

/// A piece of one run: `count` entries from `place`, the first of which has this position.
struct Piece {
  EntryPlace place;
  std::uint64_t position = 0;
  std::uint64_t count = 0;
};

/// Calls `each` for the pieces that hold [from, to), in order. `to` is at most the size.
Status for_each_piece(const LogState& state, std::uint64_t from, std::uint64_t to,
                      const std::function<Status(const Piece&)>& each);
/// The run that holds a position.
const Run& run_at(const LogState& state, std::uint64_t position);

/// Full tiles out of a store.
TileSource tiles_of(EntryStore& store);
/// Tiles as bytes and back.
Bytes tile_bytes(const Tile& tile);

}  // namespace sallyport::ledger::internal
