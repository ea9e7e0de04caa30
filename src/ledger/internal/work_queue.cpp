#include "ledger/internal/work_queue.hpp"

namespace sallyport::ledger::internal {
namespace {

constexpr std::size_t kImportBytesInGroup = 2u << 20;  // a few milliseconds of writing

}  // namespace

WorkQueue::Pushed WorkQueue::push(Work& work, bool wait) {
  std::unique_lock lock(mutex_);
  Lane& lane = lanes_[static_cast<std::size_t>(work.options.priority)];
  // One piece of work that is larger than the whole lane still gets in when the lane is empty.
  const auto full = [&] {
    return lane.work.size() >= items_ || (!lane.work.empty() && lane.bytes + work.bytes > bytes_);
  };
  if (wait) there_is_room_.wait(lock, [&] { return closed_ || !full(); });
  if (closed_) return Pushed::kClosed;
  if (full()) return Pushed::kFull;
  lane.bytes += work.bytes;
  lane.work.push_back(std::move(work));
  there_is_work_.notify_one();
  return Pushed::kYes;
}

std::deque<Work> WorkQueue::take(std::size_t items) {
  std::unique_lock lock(mutex_);
  there_is_work_.wait(lock, [&] { return ready(); });
  std::deque<Work> out;
  for (std::size_t priority = 0; priority < lanes_.size(); ++priority) {
    Lane& lane = lanes_[priority];
    const bool import = priority == static_cast<std::size_t>(Priority::kImport);
    std::size_t share = import ? kImportBytesInGroup : bytes_;
    while (!lane.work.empty() && out.size() < items + priority) {
      const std::size_t bytes = lane.work.front().bytes;
      lane.bytes -= bytes;
      out.push_back(std::move(lane.work.front()));
      lane.work.pop_front();
      if (bytes >= share) break;
      share -= bytes;
    }
  }
  there_is_room_.notify_all();
  return out;
}

bool WorkQueue::wait(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  return there_is_work_.wait_for(lock, longest, [&] { return ready(); });
}

bool WorkQueue::ready() const {
  return closed_ || !lanes_[0].work.empty() || !lanes_[1].work.empty() || !lanes_[2].work.empty();
}

void WorkQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  there_is_work_.notify_all();
  there_is_room_.notify_all();
}

}  // namespace sallyport::ledger::internal
