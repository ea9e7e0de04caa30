// The sequencer's hands: takes work in order, validates it, gives positions, seals, hashes, writes
// one group in one transaction, signs the new head and publishes the new state.
// Threads: all but state() belong to the sequencer thread; state() may be called from any.
// Failure: a refusal concerns one piece of work and is its outcome; a failure of the store fails
// the whole group and, unless it was a full disk that could be rolled back, everything after it.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>

#include "crypto/sign.hpp"
#include "ledger/internal/entry_codec.hpp"
#include "ledger/internal/log_state.hpp"
#include "ledger/internal/work_queue.hpp"

namespace sallyport::ledger::internal {

class Appender {
 public:
  Appender(EntryStore& store, KeyTable& keys, const crypto::SigningKey& signer,
           const LedgerOptions& options)
      : store_(store),
        keys_(keys),
        signer_(signer),
        options_(options),
        sealer_(keys, *options.random) {}

  /// Checks the store against the types and its own signature, and sweeps unfinished segments.
  Status open(const EntryTypes& types);
  /// Does as many pieces from the front as may share a commit, and removes them.
  void run_group(std::deque<Work>& works);
  /// Keeps a last checkpoint.
  Status finish();

  std::shared_ptr<const LogState> state() const;
  bool broken() const { return broken_; }

 private:
  struct Staged {
    Run run;
    std::vector<Hash256> leaves;
    std::optional<Error> failed;
    bool kept = false;  ///< a group that wrote to the run was committed: the number is its own
  };
  /// A group while it is being built.
  struct Group {
    LogState next;
    std::vector<Work> works;
    std::vector<Result<Receipt>> outcomes;
    std::set<Id128> conflicts;
    bool changed = false;     ///< anything written
    bool needs_keys = false;  ///< something visible was written
  };

  Status load(const StoreState& stored);
  Status restore_tree(LogState& state, std::uint64_t size);
  Status sweep(const StoreState& stored);
  Status set_up(LogState& state);

  static void take_all(std::deque<Work>& works, Group& group);
  Status build(std::deque<Work>& works, Group& group);
  /// An error is a failure of the store; a refusal goes into `outcome`.
  Status apply(Work& work, Group& group, Result<Receipt>& outcome);
  Status apply_append(Work& work, Group& group, Result<Receipt>& outcome);
  Status apply_chunk(Work& work, Group& group);
  Status apply_commit(Work& work, Group& group, Result<Receipt>& outcome);
  Status apply_abort(Work& work, Group& group, Result<Receipt>& outcome);
  Status drop(const Staged& staged, Group& group);
  Result<std::vector<Bytes>> seal_all(const std::vector<Draft>& drafts, std::uint64_t first,
                                      Instant recorded);
  Status put_direct(const std::vector<Draft>& drafts, const std::vector<Bytes>& entries,
                    Group& group);
  Status add_leaf(const Hash256& leaf, LogState& next);
  Status note_kind(std::uint16_t type, std::uint16_t version, LogState& next);
  Status close_open_run(LogState& next);
  Status sign_head(LogState& next, bool keep);
  Status write_out(Group& group);
  void publish(LogState next);
  void settle(Group& group, const Status& status);
  static void settle_chunk(Staged& staged, const Status& status);

  EntryStore& store_;
  KeyTable& keys_;
  const crypto::SigningKey& signer_;
  const LedgerOptions& options_;
  EntrySealer sealer_;
  MerkleHasher hasher_;
  std::map<Id128, Staged> staged_;
  bool broken_ = false;

  mutable std::mutex state_mutex_;
  std::shared_ptr<const LogState> state_;
};

}  // namespace sallyport::ledger::internal
