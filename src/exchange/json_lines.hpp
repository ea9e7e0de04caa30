// A package as JSON lines: first {"marking":...}, then a line a thing and a line a tie.
// Threads: any. Failure: none. Cost: linear.
#pragma once

#include <string>

#include "exchange/package.hpp"

namespace sallyport::exchange {

std::string to_json_lines(const Package& package);

}  // namespace sallyport::exchange
