#include "http/event_stream.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace sallyport::http {

bool EventStream::send(std::string_view event, std::string_view data) {
  if (event.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return false;
  std::string frame = "event: ";
  frame += event;
  while (true) {
    const std::size_t end = std::min(data.find_first_of("\r\n"), data.size());
    frame += "\ndata: ";
    frame += data.substr(0, end);
    if (end == data.size()) break;
    const bool pair = data.substr(end, 2) == "\r\n";
    data.remove_prefix(end + (pair ? 2 : 1));
  }
  frame += "\n\n";
  bool taken = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    taken = queued_.size() + frame.size() <= limits::kStreamBufferBytes;
    if (taken) {
      queued_ += frame;
    } else {
      closed_ = true;
      queued_.clear();
    }
  }
  wake();
  return taken;
}

void EventStream::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake();
}

bool EventStream::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void EventStream::attach(std::function<void()> wake) {
  {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
  }
  this->wake();
}

EventStream::Taken EventStream::take(bool heartbeat) {
  Taken out;
  {
    const std::lock_guard lock(mutex_);
    out.bytes.swap(queued_);
    out.ended = closed_;
  }
  if (out.bytes.empty() && !heartbeat) return out;
  if (check_ && !check_()) {
    abandon();
    return {{}, true};
  }
  if (out.bytes.empty()) out.bytes = ":\n\n";
  return out;
}

void EventStream::abandon() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  queued_.clear();
  wake_ = nullptr;
}

void EventStream::wake() {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    wake = wake_;
  }
  if (wake) wake();
}

}  // namespace sallyport::http
