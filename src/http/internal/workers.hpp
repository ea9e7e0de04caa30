// A fixed number of threads behind three bounded queues, earlier lanes first. Nothing waits for
// room: a full lane refuses. Threads: submit from any; stop once, it lets queued work finish.
#pragma once

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "http/router.hpp"

namespace sallyport::http {

class Workers {
 public:
  using Work = std::function<void()>;
  Workers(int threads, std::size_t capacity_per_lane);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// false when the lane is full or the pool stopped: the work was not taken.
  bool submit(Lane lane, Work work);
  /// Goes on with something that was taken before: not refused for want of room (the senders are
  /// bounded by the number of connections). false only after stop.
  bool resume(Lane lane, Work work);
  void stop();

 private:
  bool put(Lane lane, Work work, bool bounded);
  void run();
  Work next();
  bool may_wake();

  std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable some_;
  std::array<std::deque<Work>, 3> lanes_;
  std::size_t queued_ = 0;
  int idle_ = 0;         // threads asleep
  bool waking_ = false;  // one was notified and is not there yet
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sallyport::http
