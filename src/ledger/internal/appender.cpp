#include "ledger/internal/appender.hpp"

#include <algorithm>

#include "ledger/checkpoint.hpp"

namespace sallyport::ledger::internal {
namespace {

constexpr std::uint64_t kRunEntries = 1u << 31;  // a run's index has 32 bits in the store

}  // namespace

std::shared_ptr<const LogState> Appender::state() const {
  const std::lock_guard lock(state_mutex_);
  return state_;
}

void Appender::publish(LogState next) {
  auto fresh = std::make_shared<const LogState>(std::move(next));
  const std::lock_guard lock(state_mutex_);
  state_ = std::move(fresh);
}

void Appender::take_all(std::deque<Work>& works, Group& group) {
  while (!works.empty()) {
    group.works.push_back(std::move(works.front()));
    works.pop_front();
  }
}

void Appender::run_group(std::deque<Work>& works) {
  Group group;
  group.next = *state();
  Status status = ok();
  if (broken_) {
    status = fail(ErrorCode::kStorage, "the ledger failed earlier and must be opened again");
    take_all(works, group);
  } else {
    status = build(works, group);
    if (status && group.changed) status = write_out(group);
    if (!status || !group.changed) {
      const auto undone = store_.rollback();
      const bool harmless = status || status.error().code == ErrorCode::kDiskFull;
      if (!undone || !harmless) broken_ = true;
    }
    if (status && group.changed) publish(std::move(group.next));
  }
  settle(group, status);
}

Status Appender::build(std::deque<Work>& works, Group& group) {
  const bool durable = std::any_of(
      works.begin(), works.end(), [](const Work& work) { return work.kind != Work::Kind::kChunk; });
  if (auto begun = store_.begin(durable); !begun) {
    take_all(works, group);  // told at once: nothing is tried again
    return begun;
  }
  while (!works.empty()) {
    const auto& keys = works.front().options.conflicts;
    const bool clash = std::any_of(keys.begin(), keys.end(),
                                   [&](const Id128& key) { return group.conflicts.contains(key); });
    if (clash) break;  // it is validated after this group was followed
    group.works.push_back(std::move(works.front()));
    works.pop_front();
    Result<Receipt> outcome = Receipt{};
    auto status = apply(group.works.back(), group, outcome);
    if (status && outcome) {
      const auto& taken = group.works.back().options.conflicts;
      group.conflicts.insert(taken.begin(), taken.end());
    }
    group.outcomes.push_back(std::move(outcome));
    TRY(status);
  }
  return ok();
}

Status Appender::apply(Work& work, Group& group, Result<Receipt>& outcome) {
  if (work.kind == Work::Kind::kChunk) return apply_chunk(work, group);
  if (work.kind == Work::Kind::kAbortStaged) return apply_abort(work, group, outcome);
  if (work.options.validate) {
    if (auto allowed = work.options.validate(); !allowed) {
      outcome = fail(std::move(allowed.error()));
      return ok();
    }
  }
  return work.kind == Work::Kind::kAppend ? apply_append(work, group, outcome)
                                          : apply_commit(work, group, outcome);
}

Result<std::vector<Bytes>> Appender::seal_all(const std::vector<Draft>& drafts, std::uint64_t first,
                                              Instant recorded) {
  std::vector<Bytes> entries;
  entries.reserve(drafts.size());
  for (const Draft& draft : drafts) {
    TRY_ASSIGN(entries.emplace_back(),
               sealer_.seal(draft, {false, first + entries.size(), recorded}));
  }
  return entries;
}

Status Appender::apply_append(Work& work, Group& group, Result<Receipt>& outcome) {
  LogState& next = group.next;
  const Instant recorded = std::max(options_.clock->wall_now(), next.recorded);
  const std::uint64_t first = next.size();
  auto entries = seal_all(work.drafts, first, recorded);
  if (!entries) {  // an agency without a key, too large: the caller's, not the store's
    outcome = fail(std::move(entries.error()));
    return ok();
  }
  TRY(put_direct(work.drafts, *entries, group));
  next.recorded = recorded;
  outcome = Receipt{first, entries->size(), recorded};
  return ok();
}

Status Appender::put_direct(const std::vector<Draft>& drafts, const std::vector<Bytes>& entries,
                            Group& group) {
  LogState& next = group.next;
  group.changed = group.needs_keys = true;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (next.open.count == kRunEntries) TRY(close_open_run(next));
    if (next.open.count == 0) next.open = Run{next.next_run++, next.size(), 0, Id128{}};
    TRY(store_.put_entry({next.open.id, next.open.count}, entries[i]));
    ++next.open.count;
    TRY(note_kind(drafts[i].type, drafts[i].version, next));
    TRY(add_leaf(hasher_.leaf(entries[i]), next));
  }
  return ok();
}

Status Appender::add_leaf(const Hash256& leaf, LogState& next) {
  return next.edge.append(hasher_, leaf, [&](const Tile& tile) {
    return store_.put_tile(tile.level, tile.index, tile_bytes(tile));
  });
}

Status Appender::note_kind(std::uint16_t type, std::uint16_t version, LogState& next) {
  if (!next.kinds.emplace(type, version).second) return ok();
  return store_.put_kind(type, version);
}

Status Appender::close_open_run(LogState& next) {
  if (next.open.count == 0) return ok();
  TRY(store_.put_run(next.open));
  auto closed = std::make_shared<Runs>(*next.closed);
  closed->push_back(next.open);
  next.closed = std::move(closed);
  next.open = Run{};
  return ok();
}

Status Appender::apply_chunk(Work& work, Group& group) {
  group.changed = true;
  auto [it, fresh] = staged_.try_emplace(work.batch);
  Staged& staged = it->second;
  if (staged.failed) return ok();
  if (fresh) staged.run = Run{group.next.next_run++, std::nullopt, 0, work.batch};
  TRY(store_.put_entry({staged.run.id, staged.run.count}, work.entry));
  ++staged.run.count;
  staged.leaves.push_back(work.leaf);
  TRY(store_.put_run(staged.run));
  return note_kind(work.type, work.version, group.next);
}

Status Appender::apply_commit(Work& work, Group& group, Result<Receipt>& outcome) {
  LogState& next = group.next;
  const Staged nothing;
  const auto it = staged_.find(work.batch);
  const Staged& staged = it == staged_.end() ? nothing : it->second;
  if (staged.failed) {
    outcome = fail(*staged.failed);
    return drop(staged, group);
  }
  const Instant recorded = std::max(options_.clock->wall_now(), next.recorded);
  const std::uint64_t first = next.size();
  const std::uint64_t chunks = staged.leaves.size();
  auto closing = seal_all(work.drafts, first + chunks, recorded);
  if (!closing) {
    outcome = fail(std::move(closing.error()));
    return ok();
  }
  if (chunks > 0) {
    TRY(close_open_run(next));
    Run run = staged.run;
    run.first = first;
    TRY(store_.put_run(run));
    auto closed = std::make_shared<Runs>(*next.closed);
    closed->push_back(run);
    next.closed = std::move(closed);
    for (const Hash256& leaf : staged.leaves) TRY(add_leaf(leaf, next));
  }
  TRY(put_direct(work.drafts, *closing, group));
  next.recorded = recorded;
  outcome = Receipt{first, chunks + closing->size(), recorded};
  return ok();
}

Status Appender::apply_abort(Work& work, Group& group, Result<Receipt>& outcome) {
  outcome = Receipt{};
  const auto it = staged_.find(work.batch);
  return it == staged_.end() ? ok() : drop(it->second, group);
}

// A run that no commit kept has no number: it may be another's by now.
Status Appender::drop(const Staged& staged, Group& group) {
  if (staged.run.id == 0) return ok();
  group.changed = true;
  return store_.drop_run(staged.run.id);
}

Status Appender::write_out(Group& group) {
  if (group.next.open.count > 0) TRY(store_.put_run(group.next.open));
  // A key is on the disk before an entry that needs it can be seen.
  if (group.needs_keys) TRY(keys_.make_durable());
  if (group.next.size() != state()->size()) {
    const bool keep = group.next.size() - group.next.kept_size >= options_.checkpoint_every;
    TRY(sign_head(group.next, keep));
  }
  return store_.commit();
}

Status Appender::sign_head(LogState& next, bool keep) {
  next.root = next.edge.root(hasher_);
  const auto sign = [&] {
    const Checkpoint checkpoint{options_.origin, next.size(), next.root, next.kept,
                                next.newest_kept};
    next.head = crypto::sign_note(to_text(checkpoint), options_.origin, signer_);
  };
  sign();
  if (keep) {
    TRY(store_.put_checkpoint(next.kept, next.head));
    next.newest_kept = crypto::sha256(as_bytes(next.head));
    next.kept_size = next.size();
    ++next.kept;
    sign();  // the head says that this one was kept
  }
  return store_.put_head(next.head);
}

void Appender::settle_chunk(Staged& staged, const Status& status) {
  if (status) {
    staged.kept = staged.kept || !staged.failed;
    return;
  }
  staged.failed = status.error();
  if (!staged.kept) staged.run = Run{};
}

void Appender::settle(Group& group, const Status& status) {
  for (std::size_t i = 0; i < group.works.size(); ++i) {
    Work& work = group.works[i];
    if (work.kind == Work::Kind::kChunk) {
      settle_chunk(staged_[work.batch], status);
      continue;
    }
    if (!status) {
      work.done(fail(status.error()));
      continue;
    }
    const bool refused = !group.outcomes[i].has_value();
    const auto staged = staged_.find(work.batch);
    if (work.kind != Work::Kind::kAppend && staged != staged_.end() &&
        (!refused || staged->second.failed)) {
      staged_.erase(staged);
    }
    if (!refused && work.kind != Work::Kind::kAbortStaged && options_.follower) {
      const bool direct = work.kind == Work::Kind::kAppend;
      options_.follower(*group.outcomes[i],
                        direct ? std::span<const Draft>(work.drafts) : std::span<const Draft>());
    }
    work.done(std::move(group.outcomes[i]));
  }
}

Status Appender::finish() {
  if (broken_ || state()->size() == state()->kept_size) return ok();
  LogState next = *state();
  auto status = store_.begin(true);
  if (status) status = sign_head(next, true);
  if (status) status = store_.commit();
  if (!status) {
    broken_ = true;
    (void)store_.rollback();
    return status;
  }
  publish(std::move(next));
  return ok();
}

}  // namespace sallyport::ledger::internal
