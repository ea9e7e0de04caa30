// TOML to a tree of values (toml++ hidden here). Tables come in order of their keys; what needs an
// order is written as an array. Failure: kBadValue with line and reason; at most 1 MiB.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "intake/value.hpp"

namespace sallyport::intake::internal {

Result<Value> parse_toml(std::string_view toml);

}  // namespace sallyport::intake::internal
