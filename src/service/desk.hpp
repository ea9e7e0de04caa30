// The desk: where ledger, picture, accounts and sessions meet, and the only way to write. Every
// change is one Batch appended durably, then folded, then answered; every look is a consultation
// entry that is durable before its answer leaves (DESIGN.md 4, 5).
// Ownership: owns the picture, accounts and sessions; borrows the streams, keyring, clock and
// random, which outlive it. Threads: any, once attached; follow() runs on the main stream's
// sequencer. Failure: Result; kNotLogged when a look could not be written; kStaleRights when the
// rights it was made with changed meanwhile.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "intake/stage_watch.hpp"
#include "ledger/keyring.hpp"
#include "ledger/ledger.hpp"
#include "model/consultation.hpp"
#include "model/op.hpp"
#include "picture/picture.hpp"
#include "picture/snapshot.hpp"
#include "service/accounts.hpp"
#include "service/last_looks.hpp"
#include "service/row_index.hpp"
#include "service/sessions.hpp"
#include "service/settings.hpp"

namespace sallyport::service {

/// The entry types of the main stream and of the consultations.
Status register_entry_types(ledger::EntryTypes& types);

/// How the picture of a store is kept: it makes the ids of events again under the store's key.
picture::PictureOptions picture_options(const ledger::Keyring& keyring);

/// What an append got, as the writer may know it.
struct Written {
  Instant recorded;
  std::string receipt;  ///< sealed, says nothing to its holder; proofs are for auditors
};

/// An import that is there: how long it took to find out who its people may be.
struct CommittedImport {
  Written written;
  picture::Resolution resolution;
  std::int64_t resolution_us = 0;
};

class Desk {
 public:
  Desk(Clock& clock, Random& random, Settings settings);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  /// For LedgerOptions::follower of the main stream; drops nothing that comes before attach().
  void follow(const ledger::Receipt& receipt, std::span<const ledger::Draft> drafts);
  /// What an entry says, changed before it is folded: the twin world's filter (picture/twin.hpp).
  using Keep = std::function<model::Batch(const model::Batch&)>;
  /// Reads the main stream from the beginning and folds it. Called once. With `keep` this is a twin
  /// world, for tests: it folds what keep leaves.
  Status attach(ledger::Ledger& main, ledger::Ledger& consultations, const ledger::Keyring& keyring,
                std::unique_ptr<Accounts> accounts, const Keep& keep = {});

  /// Goes on from a snapshot instead of from the beginning; called between construction and
  /// attach(). Refused by attach() when the ledger is not the one it was folded from.
  void start_from(picture::LoadedSnapshot snapshot);
  /// Writes the picture as it is and what the desk knows beside it. Called when nothing is being
  /// appended (at closing).
  Status write_snapshot(const picture::SnapshotPlace& place);
  /// Entries folded since the snapshot this desk started from.
  std::uint64_t folded_since_snapshot() const;

  /// Every entry of the main stream, read back: for the twin world and for audits. Linear.
  Result<std::vector<model::Batch>> entries() const;

  const picture::Picture& picture() const { return *picture_; }
  Accounts& accounts() { return *accounts_; }
  Sessions& sessions() { return sessions_; }
  const Settings& settings() const { return settings_; }
  Clock& clock() { return clock_; }
  const RowIndex& rows() const { return rows_; }
  /// What the entry at this position says of the rows that made it.
  Result<std::vector<model::RowTrace>> traces_at(std::uint64_t position) const;
  /// Somebody has changed this record's label since it came.
  bool was_relabelled(model::RecordId record) const;
  /// Audience tokens in the labels this agency's entries have carried.
  std::set<std::string> audiences_used_by(const std::string& agency) const;
  ledger::Ledger& consultations() { return *consultations_; }
  const LastLooks& last_looks() const { return last_looks_; }
  const ledger::Keyring& keyring() const { return *keyring_; }

  /// One command. `validate` runs on the sequencer before the position is given. An idempotency key
  /// already used by this actor in the last 30 days appends nothing and answers as it did.
  Result<Written> append(const model::Batch& batch, std::function<Status()> validate = {});

  /// An import: chunks are seen by nobody until committed, then by everybody at once.
  Status begin_import(model::ImportId import);
  Status append_chunk(model::ImportId import, model::Batch chunk);
  Result<CommittedImport> commit_import(model::ImportId import, model::Batch closing);
  void abort_import(model::ImportId import);
  /// Benchmarks only; set before anything is imported, outlives the desk.
  void watch(intake::StageWatch* watch) { watch_ = watch; }

  /// Writes the look; `done` hears when it is durable (on another thread) or why it is not. Refused
  /// with kStaleRights when `access_epoch` is no longer the picture's.
  void consult(const model::Consultation& look, std::function<void(Status)> done);

  /// Fresh id for what this actor makes with this idempotency key (core.md 22); n counts within
  /// one.
  Id128 new_id(const std::string& actor, const std::string& key, std::uint64_t n) const;
  /// A keyed hash under the store's token key, as 32 hex letters.
  std::string token(std::string_view text) const;
  /// Of an open import, encoded bytes kept in memory for its fold (in memory about five times as
  /// much); its commit reads back what came after.
  static constexpr std::size_t kStagedBytesKept = 96u << 20;
  /// Tests only; set before an import begins.
  void keep_staged(std::size_t bytes) { staged_bytes_kept_ = bytes; }

 private:
  struct Staged {
    std::vector<model::Batch> chunks;  ///< the first of the import
    std::size_t bytes = 0;             ///< of them, encoded
    bool more = false;                 ///< others came after, which are not kept
    model::Batch closing;
  };

  /// Tells the comparing of people from the rest of a fold. Of the import at hand; the sequencer
  /// writes, commit_import() reads when it has been told.
  class ResolutionTime final : public picture::ResolutionWatch {
   public:
    explicit ResolutionTime(Desk& desk) : desk_(desk) {}
    void begins() override;
    void helped() override;
    void ends(const picture::Resolution& done) override;
    void reset();
    picture::Resolution done;
    std::int64_t took_us = 0;

   private:
    Desk& desk_;
    std::int64_t begun_us_ = 0;
  };

  void fold(const picture::EntryPlace& place, const model::Batch& batch);
  Status replay(std::uint64_t from, std::uint64_t to, const Keep& keep = {});
  Status read_last_looks();

  Clock& clock_;
  Random& random_;
  Settings settings_;
  intake::StageWatch* watch_ = nullptr;
  std::size_t staged_bytes_kept_ = kStagedBytesKept;
  ResolutionTime resolution_{*this};
  Bytes beside_picture() const;
  Status take_beside_picture(ByteView bytes);

  std::unique_ptr<picture::Picture> picture_ =
      std::make_unique<picture::Picture>();          // attach() makes the store's
  std::optional<picture::LoadedSnapshot> snapshot_;  // until attach() has looked at it
  std::uint64_t started_at_ = 0;                     // position of the snapshot, 0 = none
  RowIndex rows_;
  LastLooks last_looks_;
  std::uint64_t looks_from_ = 0;  // consultations before it are in last_looks_ already
  Sessions sessions_;
  std::unique_ptr<Accounts> accounts_;
  ledger::Ledger* main_ = nullptr;
  ledger::Ledger* consultations_ = nullptr;
  const ledger::Keyring* keyring_ = nullptr;

  std::mutex staged_mutex_;
  std::map<Id128, Staged> staged_;
  std::mutex commit_mutex_;  // one import becomes visible at a time
  Staged committing_;        // what the follower folds then
  mutable std::mutex used_mutex_;
  std::map<std::string, std::set<std::string>> used_audiences_;  // by agency
  std::set<Id128> relabelled_;
  std::map<std::string, Instant> used_keys_;  // actor + key -> when
};

}  // namespace sallyport::service
