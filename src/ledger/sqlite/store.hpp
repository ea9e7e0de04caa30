// A store: one folder that holds everything of one installation on one machine: keyring, log.pub,
// keys.db, ledger.db, consultations.db (docs/design/ledger-on-disk.md).
// Ownership: a Store owns all of it and takes it down in order. Threads: opening and closing by
// one; the parts as their own headers say. Failure: kAlreadyThere, kNotInitialised, kStoreInUse and
// what the parts answer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "ledger/key_table.hpp"
#include "ledger/keyring.hpp"
#include "ledger/ledger.hpp"
#include "ledger/verify.hpp"

namespace sallyport::ledger {

struct StoreIdentity {
  Id128 store_id;
  crypto::NoteKey main;
  crypto::NoteKey consultations;
};

struct StorePaths {
  std::string keyring, log_pub, keys, main, consultations;
  static StorePaths in(const std::string& folder);
};

/// Makes a store with fresh keys. kAlreadyThere when the folder holds one.
Result<StoreIdentity> init_store(const std::string& folder,
                                 const std::vector<std::string>& agencies, Random& random,
                                 Clock& clock);
/// Reads log.pub: who may sign the two streams.
Result<StoreIdentity> read_identity(const std::string& folder);

struct StoreOptions {
  Clock* clock = nullptr;
  Random* random = nullptr;
  std::string vfs;  ///< tests put a faulty disk here
  std::function<void(const Receipt&, std::span<const Draft>)> main_follower;
};

class Store {
 public:
  /// `types` and what the options point to outlive the store.
  static Result<std::unique_ptr<Store>> open(const std::string& folder, const EntryTypes& types,
                                             const StoreOptions& options);
  Ledger& main() { return *main_; }
  Ledger& consultations() { return *consultations_; }
  KeyTable& keys() { return *keys_; }
  const Keyring& keyring() const { return *keyring_; }
  Status close();

 private:
  Store() = default;
  std::unique_ptr<Keyring> keyring_;  // first in, last out: the others borrow from it
  std::unique_ptr<KeyTable> keys_;
  std::unique_ptr<Ledger> main_;
  std::unique_ptr<Ledger> consultations_;
};

struct StoreReport {
  VerifyReport main;
  VerifyReport consultations;
  bool good() const { return main.good() && consultations.good(); }
};
/// Checks both streams from the files and log.pub alone, beside a running server too.
Result<StoreReport> verify_store(const std::string& folder);

}  // namespace sallyport::ledger
