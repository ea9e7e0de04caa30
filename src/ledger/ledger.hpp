// The ledger: one append-only, totally ordered, attributed, hashed stream of entries, and the only
// truth on disk. Two files hold two streams of this one class: main and consultations.
//
// Order and durability: one sequencer thread validates, assigns positions and writes, so there is
// no gap between check and act (core.md 6). append() returns when the entry is on the disk; many
// appends share one sync (group commit). Every commit signs the new head, so no entry on disk is
// ever without a signature over it.
//
// Ownership: the ledger owns its EntryStore; keys, signer, types, clock and random are borrowed and
// outlive it. Threads: every function may be called from any thread, except that a validate,
// follower or completion callback (they run on the sequencer) must not call a waiting function of
// the same ledger: append, begin_staged, append_staged, commit_staged, abort_staged, close. read()
// is allowed. Failure: Result. After a failed write or sync the ledger takes nothing more and
// answers kStorage: close it and open it again; nothing is retried. A full queue answers kBusy.
// Nothing unacknowledged is ever half there: a commit is one transaction of the store. Cost: append
// amortised O(log n) hashes, read O(log runs + entries), a proof O(log n) tiles. Source: RFC 9162
// section 2 (Merkle tree), C2SP tlog-tiles, tlog-checkpoint and signed-note.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "crypto/hash.hpp"
#include "ledger/entry.hpp"
#include "ledger/merkle.hpp"

namespace sallyport::crypto {
class SigningKey;
}

namespace sallyport::ledger {

class EntryStore;
class KeyTable;
struct VerifyReport;

/// Where an append stands in the queue: a look before a change before an import.
enum class Priority : std::uint8_t { kConsultation = 0, kCommand = 1, kImport = 2 };

/// What an acknowledged append got. Never leaves the server in the clear: see ReceiptSealer.
struct Receipt {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  Instant recorded;
};

struct AppendOptions {
  Priority priority = Priority::kCommand;
  /// Runs on the sequencer immediately before positions are given; its error refuses the whole
  /// append and is what the caller gets. Everything acknowledged before has been followed by then,
  /// and so has every accepted append that shares one of `conflicts`.
  std::function<Status()> validate;
  /// Things this append and its validation are about (record ids, an idempotency key's hash). Two
  /// appends that share one never stand in the same commit group.
  std::vector<Id128> conflicts;
};

using Completion = std::function<void(Result<Receipt>)>;
/// Receives entries in order of position; an error ends the reading and is returned.
using Sink = std::function<Status(const Entry&)>;

struct LedgerOptions {
  std::string origin;  ///< the log's name in its checkpoints, one for each stream
  Clock* clock = nullptr;
  Random* random = nullptr;
  /// Called on the sequencer after entries are durable and before their callers hear of it, in
  /// order: this is where the picture folds. Drafts are empty for a staged segment (read it back).
  std::function<void(const Receipt&, std::span<const Draft>)> follower;
  std::size_t queue_items = 4096;           ///< for each priority
  std::size_t queue_bytes = 64u << 20;      ///< for each priority
  std::size_t group_items = 1024;           ///< appends sharing one sync
  std::uint64_t checkpoint_every = 65'536;  ///< entries between kept checkpoints
};

/// The newest signed checkpoint.
struct Head {
  std::uint64_t size = 0;
  crypto::Hash256 root{};
  std::string note;  ///< C2SP signed note
};

class Ledger {
 public:
  /// Rebuilds the tree's right edge from the store, refuses unknown entry types (kUnknownEntry) and
  /// a head that is not signed by this key or does not fit the tree (kLedgerBroken), and sweeps
  /// what an interrupted import left behind.
  static Result<std::unique_ptr<Ledger>> open(std::unique_ptr<EntryStore> store, KeyTable& keys,
                                              const crypto::SigningKey& signer,
                                              const EntryTypes& types, LedgerOptions options);
  ~Ledger();  ///< closes
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// All drafts in one piece, one after the other, durable on return.
  Result<Receipt> append(std::vector<Draft> drafts, AppendOptions options = {});
  /// The same without waiting. `done` runs exactly once: on the sequencer, or at once on this
  /// thread when the append is refused before it is queued.
  void append_async(std::vector<Draft> drafts, AppendOptions options, Completion done);

  // A staged segment: chunks that are nobody's to see until all of them are. Several may be open.
  Status begin_staged(Id128 batch);
  /// Seals on the calling thread and waits while the import queue is full. Returns before the chunk
  /// is written; trouble in writing is told by the commit. One thread at a time for one batch.
  Status append_staged(Id128 batch, Draft chunk);
  /// Makes the chunks visible in the order they came, followed by `closing`, in one commit.
  Result<Receipt> commit_staged(Id128 batch, Draft closing, AppendOptions options = {});
  Status abort_staged(Id128 batch);

  /// Decrypts the entries [from, to) in order; `to` beyond the end means the end. An erased box is
  /// marked, not an error.
  Status read(std::uint64_t from, std::uint64_t to, const Sink& sink) const;

  /// The same, but only the boxes under the store's own key: what an import says of its rows,
  /// without opening what it says of people.
  Status read_own(std::uint64_t from, std::uint64_t to, const Sink& sink) const;

  std::uint64_t size() const;
  crypto::Hash256 root() const;
  Head head() const;
  /// Kept checkpoints, oldest first, and the head.
  Result<std::vector<std::string>> checkpoints() const;
  /// How many entries there were at that moment ("known then" takes a date, core.md 34). An import
  /// counts from its commit. O(log n) reads.
  Result<std::uint64_t> position_at(Instant moment) const;

  /// Proofs for auditors and witnesses; `size` at most size(). Check them with merkle.hpp.
  Result<Proof> inclusion_proof(std::uint64_t position, std::uint64_t size) const;
  Result<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t new_size) const;
  Result<crypto::Hash256> root_at(std::uint64_t size) const;

  /// Reads everything again and checks every byte against the signatures (verify.hpp).
  Result<VerifyReport> verify() const;

  /// Refuses new work, finishes what is queued, keeps a last checkpoint. Safe to call twice.
  Status close();

 private:
  class Impl;
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sallyport::ledger
