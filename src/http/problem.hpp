// Problem documents (RFC 9457) from the house's error table: one shape for every refusal.
//   {"type":"/problems/bad-value","title":...,"status":422,"code":102,"detail":...,"places":[...],
//    "advice":...}
// A kNotFound document is always the same bytes, whatever the error carries: hidden and absent
// cannot be told apart (trust.md LT-06). Pure; linear.
#pragma once

#include <string>

#include "base/error.hpp"
#include "http/message.hpp"

namespace sallyport::http {

/// kNotFound -> "not-found".
std::string problem_name(ErrorCode code);

/// The answer for an error. kBusy, kTooMany, kStorage and kNotLogged carry Retry-After.
Response problem(const Error& error);
Response problem(ErrorCode code, std::string detail = {});

}  // namespace sallyport::http
