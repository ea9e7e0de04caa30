#include "http/deferred.hpp"

#include <mutex>
#include <optional>

#include "http/problem.hpp"

namespace sallyport::http {

class DeferredState {
 public:
  bool complete(Response response) {
    std::function<void(Response)> receiver;
    {
      const std::lock_guard lock(mutex_);
      if (done_) return false;
      done_ = true;
      if (!receiver_) {
        response_ = std::move(response);
        return true;
      }
      receiver = std::move(receiver_);
      receiver_ = nullptr;
    }
    receiver(std::move(response));
    return true;
  }

  void when_complete(std::function<void(Response)> receiver) {
    std::optional<Response> ready;
    {
      const std::lock_guard lock(mutex_);
      if (!response_) {
        receiver_ = std::move(receiver);
        return;
      }
      ready = std::move(response_);
      response_.reset();
    }
    receiver(std::move(*ready));
  }

 private:
  std::mutex mutex_;
  bool done_ = false;
  std::optional<Response> response_;
  std::function<void(Response)> receiver_;
};

// Dies with the last promise and answers then, if nobody did.
struct Promise::Last {
  explicit Last(std::shared_ptr<DeferredState> s) : state(std::move(s)) {}
  ~Last() { state->complete(problem(ErrorCode::kInternal, "the work ended without an answer")); }
  Last(const Last&) = delete;
  Last& operator=(const Last&) = delete;
  std::shared_ptr<DeferredState> state;
};

bool Promise::complete(Response response) const {
  return last_->state->complete(std::move(response));
}

void Deferred::when_complete(std::function<void(Response)> receiver) const {
  state_->when_complete(std::move(receiver));
}

std::pair<Promise, Deferred> make_deferred() {
  Promise promise;
  Deferred deferred;
  deferred.state_ = std::make_shared<DeferredState>();
  promise.last_ = std::make_shared<Promise::Last>(deferred.state_);
  return {std::move(promise), std::move(deferred)};
}

Reply::Reply(Error error) : value_(problem(error)) {}

Reply::Reply(Result<Response> result)
    : value_(result ? std::move(*result) : problem(result.error())) {}

}  // namespace sallyport::http
