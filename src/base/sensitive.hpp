// Sensitive<T>: a value that cannot be printed, logged, compared by accident or serialised without
// a named unwrap. Holds passphrases, keys, session tokens.
#pragma once

#include <utility>

namespace sallyport {

template <class T>
class Sensitive {
 public:
  explicit Sensitive(T value) : value_(std::move(value)) {}
  const T& unwrap_sensitive() const { return value_; }
  T take_sensitive() && { return std::move(value_); }

 private:
  T value_;
};

}  // namespace sallyport
