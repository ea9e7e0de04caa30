// An answer that is not there yet: a handler gives its worker back at once and somebody else, for
// example the thread that has just made a group of entries durable, completes the answer later. So
// 64 connections wait on one fsync without 64 threads.
//   auto [promise, deferred] = make_deferred();
//   ledger.append(entry, [promise = promise](Status s) { promise.complete(render(s)); });
//   return deferred;
// Threads: complete() from any thread, once; later calls do nothing. Ownership: promises are shared
// copies; when the last one goes without completing, the answer is a kInternal problem, so that no
// connection waits for ever. The callback runs in the completing thread and is short (one post).
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <variant>

#include "base/result.hpp"
#include "http/message.hpp"

namespace sallyport::http {

class DeferredState;

class Promise {
 public:
  /// true when this call was the one that completed it.
  bool complete(Response response) const;

 private:
  friend std::pair<Promise, class Deferred> make_deferred();
  struct Last;
  std::shared_ptr<Last> last_;
};

class Deferred {
 public:
  /// For the server: called once, in the completing thread, or at once when already complete.
  void when_complete(std::function<void(Response)> receiver) const;

 private:
  friend std::pair<Promise, Deferred> make_deferred();
  std::shared_ptr<DeferredState> state_;
};

std::pair<Promise, Deferred> make_deferred();

/// What a handler returns: an answer, the promise of one, or an error (its problem document).
class Reply {
 public:
  Reply(Response response) : value_(std::move(response)) {}  // NOLINT: meant to convert
  Reply(Deferred deferred) : value_(std::move(deferred)) {}  // NOLINT
  Reply(Error error);                                        // NOLINT
  Reply(Result<Response> result);                            // NOLINT

  /// For the server: the answer when it is there already, else null and deferred() has it later.
  Response* ready() { return std::get_if<Response>(&value_); }
  const Deferred& deferred() const { return std::get<Deferred>(value_); }

 private:
  std::variant<Response, Deferred> value_;
};

}  // namespace sallyport::http
