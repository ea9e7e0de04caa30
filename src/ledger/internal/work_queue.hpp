// The sequencer's queue: bounded, three priorities, first come first served within one.
// Threads: any. Failure: push answers false when full or closed. Cost: O(1).
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/ledger.hpp"

namespace sallyport::ledger::internal {

struct Work {
  enum class Kind : std::uint8_t { kAppend, kChunk, kCommitStaged, kAbortStaged };
  Kind kind = Kind::kAppend;
  AppendOptions options;
  std::vector<Draft> drafts;  ///< what is appended, or a staged segment's closing entry
  Id128 batch;
  // a chunk, sealed already
  Bytes entry;
  Hash256 leaf{};
  std::uint16_t type = 0;
  std::uint16_t version = 0;
  Completion done;
  std::size_t bytes = 0;
};

class WorkQueue {
 public:
  WorkQueue(std::size_t items, std::size_t bytes) : items_(items), bytes_(bytes) {}

  enum class Pushed { kYes, kFull, kClosed };
  /// Leaves `work` alone unless it was taken. `wait`: until there is room.
  Pushed push(Work& work, bool wait);
  /// Waits for work and takes as much as may share one sync: all consultations, then commands, then
  /// imports, up to `items` and at least one of each; imports only up to their own share of bytes,
  /// so that nobody waits long behind one. Empty once closed and drained.
  std::deque<Work> take(std::size_t items);
  /// Waits for work no longer than this; false when none came. Closed counts as work.
  bool wait(std::chrono::milliseconds longest);
  void close();

 private:
  struct Lane {
    std::deque<Work> work;
    std::size_t bytes = 0;
  };
  /// There is something to take, or nothing more will come.
  bool ready() const;
  mutable std::mutex mutex_;
  std::condition_variable there_is_work_;
  std::condition_variable there_is_room_;
  std::array<Lane, 3> lanes_;
  const std::size_t items_;
  const std::size_t bytes_;
  bool closed_ = false;
};

}  // namespace sallyport::ledger::internal
