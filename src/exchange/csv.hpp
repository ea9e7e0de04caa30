// A package as one CSV table (RFC 4180, CRLF): line 1 the marking, line 2 the columns; a line for
// each value and each tie. A cell that begins like a formula (= + - @, tab, return) gets an
// apostrophe before it (OWASP, CSV injection). Threads: any. Failure: none. Cost: linear.
#pragma once

#include <string>

#include "exchange/package.hpp"

namespace sallyport::exchange {

std::string to_csv(const Package& package);
/// One cell, neutralised and quoted where needed.
std::string csv_cell(std::string_view value);

}  // namespace sallyport::exchange
