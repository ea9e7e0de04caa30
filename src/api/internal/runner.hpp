// A few threads for work that must not hold a server's worker or the ledger's sequencer: imports,
// and answers made again after rights changed. The queue is bounded.
// Threads: post() from any. stop() ends the queue: work under way finishes, work waiting is dropped
// (its promises answer by themselves). A Runner may outlive the one who posts; after stop() every
// post is refused.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sallyport::api {

class Runner {
 public:
  Runner(std::size_t threads, std::size_t queue);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// false when the queue is full or stopped.
  bool post(std::function<void()> work);
  void stop();

 private:
  void run();
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sallyport::api
