// Hands things from one thread to another in order, a bounded weight of them waiting. The giver
// ends with close(); the taker may leave early with stop(), after which giving says so.
// Ownership: owns what waits. Threads: one giver, one taker. Failure: none but "the other has
// gone".
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace sallyport {

template <class T>
class Handover {
 public:
  explicit Handover(std::size_t most) : most_(most) {}

  /// Waits while too much is waiting (one thing is always let in). False: the taker has left.
  bool give(T thing, std::size_t weight) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return stopped_ || waiting_.empty() || weight_ + weight <= most_; });
    if (stopped_) return false;
    waiting_.emplace_back(std::move(thing), weight);
    weight_ += weight;
    there_.notify_one();
    return true;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    there_.notify_one();
  }

  /// Nothing when the giver has closed and all is taken, or after stop().
  std::optional<T> take() {
    std::unique_lock lock(mutex_);
    there_.wait(lock, [&] { return stopped_ || closed_ || !waiting_.empty(); });
    if (stopped_ || waiting_.empty()) return std::nullopt;
    std::optional<T> out(std::move(waiting_.front().first));
    weight_ -= waiting_.front().second;
    waiting_.pop_front();
    room_.notify_one();
    return out;
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    room_.notify_one();
    there_.notify_one();
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable room_, there_;
  std::deque<std::pair<T, std::size_t>> waiting_;
  std::size_t weight_ = 0;
  bool closed_ = false, stopped_ = false;
};

}  // namespace sallyport
