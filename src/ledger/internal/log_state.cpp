#include "ledger/internal/log_state.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace sallyport::ledger::internal {

const Run& run_at(const LogState& state, std::uint64_t position) {
  SALLYPORT_ASSERT(position < state.size());
  if (state.open.count > 0 && position >= *state.open.first) return state.open;
  const auto after =
      std::upper_bound(state.closed->begin(), state.closed->end(), position,
                       [](std::uint64_t at, const Run& run) { return at < *run.first; });
  SALLYPORT_ASSERT(after != state.closed->begin());
  return *(after - 1);
}

Status for_each_piece(const LogState& state, std::uint64_t from, std::uint64_t to,
                      const std::function<Status(const Piece&)>& each) {
  while (from < to) {
    const Run& run = run_at(state, from);
    const std::uint64_t count = std::min(to, run.end()) - from;
    TRY(each(Piece{{run.id, from - *run.first}, from, count}));
    from += count;
  }
  return ok();
}

TileSource tiles_of(EntryStore& store) {
  return [&store](unsigned level, std::uint64_t index) -> Result<Tile> {
    TRY_ASSIGN(const Bytes bytes, store.tile(level, index));
    if (bytes.size() != kTileBytes) return fail(ErrorCode::kLedgerBroken, "a tile's size");
    Tile tile{level, index, std::vector<Hash256>(kTileWidth)};
    for (std::size_t i = 0; i < kTileWidth; ++i) {
      std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * 32), 32, tile.hashes[i].begin());
    }
    return tile;
  };
}

Bytes tile_bytes(const Tile& tile) {
  Bytes out;
  out.reserve(tile.hashes.size() * 32);
  for (const Hash256& hash : tile.hashes) out.insert(out.end(), hash.begin(), hash.end());
  return out;
}

}  // namespace sallyport::ledger::internal
