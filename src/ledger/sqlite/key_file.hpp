// The key table's rows in one SQLite file: wrapped keys only, nothing that opens anything without
// the keyring. Threads: one at a time (KeyTable holds the lock). Failure: as Database.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "ledger/sqlite/database.hpp"

namespace sallyport::ledger {

struct KeyRow {
  std::uint64_t id = 0;
  Id128 subject;
  std::uint16_t agency = 0;      ///< its number in the keyring
  std::uint16_t generation = 0;  ///< of the agency key that wraps it
  Bytes wrapped;                 ///< empty once destroyed
};

class KeyFile {
 public:
  static Result<std::unique_ptr<KeyFile>> open(const SqliteOptions& options);

  Result<std::uint64_t> next_id();
  Result<std::optional<KeyRow>> find(std::uint64_t id);
  /// The living key of a subject for an agency.
  Result<std::optional<KeyRow>> find(Id128 subject, std::uint16_t agency);
  /// False, and nothing done, when the subject has a key for this agency already: one descent of
  /// the index tells and inserts. Part of the open transaction, which it opens when there is none.
  Result<bool> insert(const KeyRow& row);
  /// Overwrites all keys of a subject and forgets whose they were; answers their ids.
  Result<std::vector<std::uint64_t>> destroy(Id128 subject, Instant when);

  Status commit_softly();  ///< in order and atomic, durable with the next commit_durably
  Status commit_durably();
  Status empty_wal() { return database_->empty_wal(); }
  Status close();

 private:
  Status ensure_transaction();
  std::unique_ptr<Database> database_;
  Statement find_id_, find_subject_, insert_, ids_of_, mark_;
  bool in_transaction_ = false;
};

}  // namespace sallyport::ledger
