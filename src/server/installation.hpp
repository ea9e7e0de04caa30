// A store opened for work: streams, keys, desk, accounts and feed book of one folder. Here and in
// making.hpp is where a store is chosen; nothing above knows what it is kept in.
// Ownership: owns all of it, borrows clock and random, which outlive it. Threads: opening and
// closing by one; the desk as its header says. Failure: kNotInitialised, kStoreInUse when another
// process has it, and what replay answers. Cost: opening reads the newest
// snapshot and replays what came after it; without one, the whole ledger.
#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "intake/sandbox.hpp"
#include "ledger/sqlite/store.hpp"
#include "service/desk.hpp"
#include "service/importing.hpp"

namespace sallyport::server {

/// Names of the files beside the ledger's own.
struct FolderPaths {
  std::string settings, feeds, accounts, passphrases, socket, rejected, snapshots;
  static FolderPaths in(const std::string& folder);
};

class Installation {
 public:
  static Result<std::unique_ptr<Installation>> open(const std::string& folder, Clock& clock,
                                                    Random& random);
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  service::Desk& desk() { return *desk_; }
  service::FeedBook& feeds() { return feeds_; }
  intake::Sandbox& sandbox() { return sandbox_; }
  ledger::Store& store() { return *store_; }
  const std::string& folder() const { return folder_; }
  /// Keeps a snapshot when enough was folded, finishes what is queued and signs the last head. Safe
  /// to call twice. Trouble with the snapshot is told; the ledger is closed all the same.
  Status close();

 private:
  Installation() = default;
  static constexpr std::uint64_t kEntriesWorthASnapshot = 64;
  bool attached_ = false;
  bool closed_ = false;
  std::string folder_;
  ledger::EntryTypes types_;
  std::unique_ptr<ledger::Store> store_;  // outlives the desk, but is closed before it goes
  std::unique_ptr<service::Desk> desk_;
  service::FeedBook feeds_;
  intake::Sandbox sandbox_;
};

/// The settings alone, without opening the store: kNotInitialised when there is none.
Result<service::Settings> read_settings(const std::string& folder);

}  // namespace sallyport::server
