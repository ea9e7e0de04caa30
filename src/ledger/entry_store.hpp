// What a ledger asks of a disk: this is the whole interface a second kind of store has to offer.
// It keeps bytes in order and knows nothing of what they mean: no keys, no hashing, no signatures.
//
// Entries stand in runs. A run is a series of entries written one after the other: either what was
// appended directly or one staged segment. A run that has no first position is staged: invisible.
// The order of the ledger is the order of the runs' first positions.
//
// Threads: begin ... commit by one thread at a time (the sequencer); the reading functions from any
// thread, also in between. Failure: Result. After commit() failed with kStorage nothing may be
// written any more. kDiskFull after which rollback() succeeded leaves the store as it was.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/id.hpp"
#include "base/result.hpp"

namespace sallyport::ledger {

struct Run {
  std::uint32_t id = 0;
  std::optional<std::uint64_t> first;  ///< position of its first entry; none while staged
  std::uint64_t count = 0;
  Id128 batch;  ///< nil for what was appended directly

  std::uint64_t end() const { return *first + count; }
};

/// Where an entry lies.
struct EntryPlace {
  std::uint32_t run = 0;
  std::uint64_t index = 0;
};

struct StoreState {
  std::string origin;                                          ///< "" when the store is new
  std::string head;                                            ///< signed note, "" when new
  std::vector<Run> runs;                                       ///< by id
  std::vector<std::pair<std::uint16_t, std::uint16_t>> kinds;  ///< (type, version) ever written
  std::uint64_t checkpoints = 0;
  std::uint64_t entry_rows = 0;  ///< only counted when asked for
  std::uint64_t tiles = 0;       ///< only counted when asked for
};

class EntryStore {
 public:
  virtual ~EntryStore() = default;

  /// `count_rows` also counts all entries and tiles (reads the whole index).
  virtual Result<StoreState> load(bool count_rows) = 0;

  /// durable: what is committed is on the disk when commit() returns, with everything before it.
  /// Otherwise it is atomic and in order, and durable with the next durable commit.
  virtual Status begin(bool durable) = 0;
  virtual Status set_origin(const std::string& origin) = 0;
  virtual Status put_entry(EntryPlace place, ByteView entry) = 0;
  virtual Status put_run(const Run& run) = 0;
  virtual Status drop_run(std::uint32_t run) = 0;
  virtual Status put_tile(unsigned level, std::uint64_t index, ByteView hashes) = 0;
  virtual Status put_kind(std::uint16_t type, std::uint16_t version) = 0;
  virtual Status put_head(const std::string& note) = 0;
  virtual Status put_checkpoint(std::uint64_t number, const std::string& note) = 0;
  virtual Status commit() = 0;
  virtual Status rollback() = 0;
  /// Housekeeping between commits; `idle` when nobody waits.
  virtual Status maintain(bool idle) = 0;

  /// Gives `count` entries from `from` on, in order; kLedgerBroken when one is missing. The view is
  /// valid during the call. The sink must not call the store.
  virtual Status read_entries(EntryPlace from, std::uint64_t count,
                              const std::function<Status(std::uint64_t index, ByteView)>& sink) = 0;
  virtual Result<Bytes> tile(unsigned level, std::uint64_t index) = 0;
  virtual Result<std::string> checkpoint(std::uint64_t number) = 0;

  virtual Status close() = 0;
};

}  // namespace sallyport::ledger
