// Errors are values. Result<T> is what every function returns that can fail for a reason outside
// the program; exceptions never leave a module; assertions are for programmers' errors only.
// Threads: values, no shared state.
#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "base/error.hpp"

namespace sallyport {

template <class T>
using Result = tl::expected<T, Error>;

/// The value of a function that only succeeds or fails.
using Status = Result<std::monostate>;
inline Status ok() {
  return std::monostate{};
}

/// `return fail(ErrorCode::kBadValue, "date of birth: 31.02.1989 is not a date");`
inline tl::unexpected<Error> fail(ErrorCode code, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, std::move(detail), {}});
}
inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace sallyport

// TRY(expr): leaves the function with expr's error. TRY_ASSIGN(x, expr): x becomes expr's value.
#define SALLYPORT_CONCAT_(a, b) a##b
#define SALLYPORT_CONCAT(a, b) SALLYPORT_CONCAT_(a, b)
#define TRY(expr)                                              \
  do {                                                         \
    if (auto try_result = (expr); !try_result)                 \
      return ::sallyport::fail(std::move(try_result.error())); \
  } while (false)
#define TRY_ASSIGN(target, expr) \
  SALLYPORT_TRY_ASSIGN_(SALLYPORT_CONCAT(try_value_, __LINE__), target, expr)
#define SALLYPORT_TRY_ASSIGN_(temp, target, expr)               \
  auto temp = (expr);                                           \
  if (!temp) return ::sallyport::fail(std::move(temp.error())); \
  target = std::move(*temp)
