// The keys of subjects: random, one for each (subject, agency), wrapped under the agency's key, in
// a mutable file of their own with short-lived backups, outside ledger and snapshots (core.md 8).
// Destroying a subject's keys erases every box about it, whatever copies of the ledger there are.
//
// A key is durable before an entry that uses it is: the ledger calls make_durable() before it
// commits. Keys stay in a bounded cache in locked memory.
// Ownership: owns its file; the keyring, the clock and the random source are borrowed and outlive
// it. Threads: any; one lock. Failure: kKeyMissing for an agency without a key; after a failed
// write everything answers kStorage until it is opened again. Cost: a cached key 0.1 us; a known
// one about 4 us; a new one about 6 us, batched.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "crypto/seal.hpp"
#include "crypto/secret.hpp"
#include "ledger/entry.hpp"
#include "ledger/keyring.hpp"

namespace sallyport::ledger {

struct SqliteOptions;

/// The key id of the store's own key.
inline constexpr std::uint64_t kStoreKeyId = 0;

/// Keys handed out for a moment's work: one locked block that is used again and again.
class KeyBuffer {
 public:
  void resize(std::size_t count);
  std::size_t size() const { return slots_.size(); }
  crypto::KeyView key_sensitive(std::size_t at) const;

  struct Slot {
    std::uint64_t id = 0;
    bool found = false;
    Id128 subject;
    std::uint16_t agency = 0;
  };
  Slot& slot(std::size_t at) { return slots_[at]; }
  const Slot& slot(std::size_t at) const { return slots_[at]; }
  std::span<std::uint8_t, crypto::kKeyBytes> edit_sensitive(std::size_t at);

 private:
  crypto::SecretBytes keys_;
  std::vector<Slot> slots_;
};

class KeyTable {
 public:
  /// Makes the file when there is none.
  static Result<std::unique_ptr<KeyTable>> open(const SqliteOptions& file, const Keyring& keyring,
                                                Random& random, const Clock& clock,
                                                std::size_t cached_keys = 131'072);
  ~KeyTable();

  /// The keys to seal these boxes with, made where there are none yet.
  Status keys_for(std::span<const Box> boxes, KeyBuffer& out);
  /// The keys with these ids; a destroyed one has found = false.
  Status find(std::span<const std::uint64_t> ids, KeyBuffer& out);
  /// Everything made so far is on the disk on return. Free when nothing is new.
  Status make_durable();

  /// Destroys all keys of a subject, durably, cache and WAL included; answers how many there were.
  Result<std::size_t> destroy_key(Id128 subject);
  /// The subject under whose key a month's consultations stand. UTC.
  static Id128 month_subject(Instant moment);
  /// The key id of that month, made when there is none.
  Result<std::uint64_t> month_key(Instant moment);

  const Keyring& keyring() const;
  Status close();

 private:
  class Impl;
  explicit KeyTable(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sallyport::ledger
