// Offline verification: everything in a stream's file is read again and checked against the log's
// public key alone; no secret is needed and nothing is decrypted. Found are: any changed, missing,
// added, swapped or cut entry, any change to the tiles, the order, the kept checkpoints and the
// head. What no file can tell by itself is that a whole older copy was put back: witnesses hold
// newer checkpoints for that. Threads: any; hashing runs beside reading. Failure: a Result fails
// only when nothing could be judged (no file, not readable); what is wrong with the log is in the
// report. Cost: linear; one pass over the entries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "crypto/sign.hpp"
#include "ledger/entry_store.hpp"
#include "ledger/merkle.hpp"

namespace sallyport::ledger {

struct VerifyReport {
  std::uint64_t entries = 0;      ///< entries that were read and fit
  std::uint64_t checkpoints = 0;  ///< kept checkpoints that were checked
  Hash256 root{};
  /// The first position that cannot be vouched for; none when all is well.
  std::optional<std::uint64_t> first_bad_position;
  std::string reason;  ///< "" when all is well

  bool good() const { return reason.empty(); }
};

struct VerifyOptions {
  /// Entries may be added while it reads: what lies beyond the head it started from is not judged.
  bool growing = false;
};

/// `key` holds the log's name and public key, a line of log.pub.
Result<VerifyReport> verify_log(EntryStore& store, const crypto::NoteKey& key,
                                VerifyOptions options = {});

}  // namespace sallyport::ledger
