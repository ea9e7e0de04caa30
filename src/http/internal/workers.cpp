#include "http/internal/workers.hpp"

#include <algorithm>

namespace sallyport::http {

Workers::Workers(int threads, std::size_t capacity_per_lane) : capacity_(capacity_per_lane) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
  stop();
}

bool Workers::submit(Lane lane, Work work) {
  return put(lane, std::move(work), true);
}
bool Workers::resume(Lane lane, Work work) {
  return put(lane, std::move(work), false);
}

// Waking a thread costs more than most handlers, so only one is on its way at a time: it wakes the
// next itself when it finds more work than it takes.
bool Workers::may_wake() {
  if (idle_ == 0 || waking_) return false;
  waking_ = true;
  return true;
}

bool Workers::put(Lane lane, Work work, bool bounded) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    auto& queue = lanes_[static_cast<std::size_t>(lane)];
    if (stopped_ || (bounded && queue.size() >= capacity_)) return false;
    queue.push_back(std::move(work));
    ++queued_;
    wake = may_wake();
  }
  if (wake) some_.notify_one();
  return true;
}

// Empty when stopped and nothing is left.
Workers::Work Workers::next() {
  std::unique_lock lock(mutex_);
  while (queued_ == 0) {
    if (stopped_) return {};
    ++idle_;
    some_.wait(lock);
    --idle_;
    waking_ = false;
  }
  const auto lane = std::find_if(lanes_.begin(), lanes_.end(),
                                 [](const std::deque<Work>& queue) { return !queue.empty(); });
  Work work = std::move(lane->front());
  lane->pop_front();
  if (--queued_ > 0 && may_wake()) some_.notify_one();
  return work;
}

void Workers::run() {
  while (Work work = next()) work();
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  some_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace sallyport::http
