// How an appender comes to its first state: everything is checked before anything is believed.
#include <algorithm>

#include "ledger/checkpoint.hpp"
#include "ledger/internal/appender.hpp"

namespace sallyport::ledger::internal {
namespace {

tl::unexpected<Error> damaged(const std::string& why) {
  return fail(ErrorCode::kLedgerBroken, why);
}

}  // namespace

Status Appender::open(const EntryTypes& types) {
  TRY_ASSIGN(const StoreState stored, store_.load(false));
  for (const auto& [type, version] : stored.kinds) TRY(types.knows(type, version));
  if (stored.origin.empty()) {
    LogState fresh;
    fresh.closed = std::make_shared<const Runs>();
    TRY(set_up(fresh));
    publish(std::move(fresh));
    return ok();
  }
  if (stored.origin != options_.origin) return damaged("the file is of another log");
  TRY(load(stored));
  return sweep(stored);
}

Status Appender::set_up(LogState& state) {
  TRY(store_.begin(true));
  TRY(store_.set_origin(options_.origin));
  TRY(sign_head(state, false));
  return store_.commit();
}

Status Appender::load(const StoreState& stored) {
  const crypto::NoteKey key{options_.origin, signer_.public_key()};
  const auto text = crypto::open_note(stored.head, key);
  const auto head = text ? parse_checkpoint(*text) : std::nullopt;
  if (!head || head->origin != options_.origin)
    return damaged("the head is not signed by this log");
  LogState state;
  Runs runs;
  for (const Run& run : stored.runs) {
    state.next_run = std::max(state.next_run, run.id + 1);
    if (run.first) runs.push_back(run);
  }
  std::sort(runs.begin(), runs.end(),
            [](const Run& a, const Run& b) { return *a.first < *b.first; });
  std::uint64_t size = 0;
  for (const Run& run : runs) {
    if (*run.first != size || run.count == 0) return damaged("the runs do not join up");
    size += run.count;
  }
  if (size != head->size) return damaged("the head is of another size");
  if (!runs.empty() && runs.back().batch.is_nil()) {
    state.open = runs.back();
    runs.pop_back();
  }
  state.closed = std::make_shared<const Runs>(std::move(runs));
  state.kinds.insert(stored.kinds.begin(), stored.kinds.end());
  state.head = stored.head;
  state.kept = head->kept;
  state.newest_kept = head->newest_kept;
  TRY(restore_tree(state, size));
  if (state.root != head->root) return damaged("the head does not fit the entries");
  if (stored.checkpoints != state.kept) return damaged("a kept checkpoint is missing");
  if (state.kept > 0) {
    TRY_ASSIGN(const std::string newest, store_.checkpoint(state.kept - 1));
    const auto opened = crypto::open_note(newest, key);
    const auto kept = opened ? parse_checkpoint(*opened) : std::nullopt;
    if (!kept || crypto::sha256(as_bytes(newest)) != state.newest_kept) {
      return damaged("the newest kept checkpoint was changed");
    }
    state.kept_size = kept->size;
  }
  publish(std::move(state));
  return ok();
}

Status Appender::restore_tree(LogState& state, std::uint64_t size) {
  // for_each_piece needs the size, which is the tree's, which needs the entries: the positions are
  // looked up in the runs alone here.
  std::vector<Hash256> tail;
  Instant recorded;
  const std::uint64_t from = size - size % kTileWidth;
  const std::uint64_t newest = size == 0 ? 0 : size - 1;
  const auto read_run = [&](const Run& run) -> Status {
    const std::uint64_t start = std::max(std::min(from, newest), *run.first);
    if (run.count == 0 || start >= run.end()) return ok();
    return store_.read_entries({run.id, start - *run.first}, run.end() - start,
                               [&](std::uint64_t index, ByteView bytes) -> Status {
                                 const std::uint64_t position = *run.first + index;
                                 if (position >= from) tail.push_back(hasher_.leaf(bytes));
                                 if (position != newest) return ok();
                                 TRY_ASSIGN(const StoredEntry entry, decode_entry(bytes));
                                 recorded = entry.recorded;
                                 return ok();
                               });
  };
  for (const Run& run : *state.closed) TRY(read_run(run));
  if (state.open.count > 0) TRY(read_run(state.open));
  TRY_ASSIGN(state.edge, TreeEdge::restore(hasher_, size, tiles_of(store_), tail));
  state.root = state.edge.root(hasher_);
  state.recorded = recorded;
  return ok();
}

Status Appender::sweep(const StoreState& stored) {
  for (const Run& run : stored.runs) {
    if (run.first) continue;
    TRY(store_.begin(false));
    TRY(store_.drop_run(run.id));
    TRY(store_.commit());
  }
  return ok();
}

}  // namespace sallyport::ledger::internal
