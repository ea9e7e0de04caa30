// The drop folder: DROP/<agency>/<file> is brought in on a schedule. A file that was read goes to
// DROP/done/<agency>, one that could not be to DROP/failed/<agency> with a text beside it saying
// why, its rejected rows to DROP/rejected/<agency>. Files that may hold legal or confidential
// contacts (calls, billing, the register itself) are deleted once read, and never kept elsewhere.
// A file is taken when it has been left alone for a while, so that half a copy is not read.
// Ownership: borrows the installation; owns its thread. Threads: start and stop from one.
// Failure: told to `tell`, one line each; the next round tries again what may pass.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "server/bring_in.hpp"

namespace sallyport::server {

class DropFolder {
 public:
  using Tell = std::function<void(const std::string& line)>;

  DropFolder(Installation& installation, std::string folder, std::int64_t every_us, Tell tell);
  ~DropFolder();
  DropFolder(const DropFolder&) = delete;
  DropFolder& operator=(const DropFolder&) = delete;

  void start();
  void stop();
  /// One round, in this thread; how many files were read. For start() and for tests.
  std::size_t read_once();

  /// A file is left for this long after its last change.
  static constexpr std::int64_t kSettleUs = 2'000'000;

 private:
  bool settled(const std::string& path) const;
  void put_away(const BroughtFile& brought);

  Installation& installation_;
  const std::string folder_;
  const std::int64_t every_us_;
  const Tell tell_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopped_ = false;
  std::thread thread_;
};

/// Is the file deleted once read, and never kept?
bool never_kept(std::string_view feed);

}  // namespace sallyport::server
