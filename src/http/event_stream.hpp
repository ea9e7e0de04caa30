// Server-sent events (WHATWG HTML 9.2): a handler makes a stream, keeps a copy of the pointer and
// returns the other; whoever has news calls send() from any thread.
// The check is asked before every push and every heartbeat, in the server's thread: when it says
// no, the stream ends with nothing more sent, what was queued included (revocation, core.md 15,
// LT-25). It must be quick: compare an epoch, never wait.
// Bounded: a reader that lets more than limits::kStreamBufferBytes pile up is cut off and comes
// again. Linear in the bytes sent.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace sallyport::http {

class EventStream {
 public:
  using Check = std::function<bool()>;
  explicit EventStream(Check check) : check_(std::move(check)) {}

  /// false when the stream is closed or was just cut off, or the event's name holds a line break.
  bool send(std::string_view event, std::string_view data);
  /// Ends the stream once what is queued was pushed.
  void close();
  bool closed() const;

  // For the server.
  /// Called from any thread whenever there is something to take, or the stream closed.
  void attach(std::function<void()> wake);
  struct Taken {
    std::string bytes;
    bool ended = false;
  };
  /// Everything queued, if the check allows; a comment line when nothing is and heartbeat is set.
  Taken take(bool heartbeat);
  /// The receiver went away: drops what is queued.
  void abandon();

 private:
  void wake();
  mutable std::mutex mutex_;
  Check check_;
  std::function<void()> wake_;
  std::string queued_;
  bool closed_ = false;
};

}  // namespace sallyport::http
