// One numbered error table (error_table.inc) makes the HTTP status, the exit code, the safe message
// and the manual. A detail says what, where (file, row, field), what was expected and how to mend
// it; it may hold the sender's own input back to the sender, never anything from the picture.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sallyport {

enum class ErrorCode : std::uint16_t {
#define ERROR(number, name, http, exit_code, title, advice) name = number,
#define TOMBSTONE(number)
#include "base/error_table.inc"
#undef ERROR
#undef TOMBSTONE
};

/// Where in the sender's input the trouble is. Rows count from 1 as a spreadsheet shows them.
struct ErrorPlace {
  std::string file;
  std::uint64_t row = 0;
  std::string field;
  std::string value;     ///< as it was sent, cut to 80 characters
  std::string expected;  ///< in words
};

struct Error {
  ErrorCode code;
  std::string detail;
  std::vector<ErrorPlace> places;
};

struct ErrorInfo {
  ErrorCode code;
  std::string_view name;
  int http_status;
  int exit_code;
  std::string_view title;
  std::string_view advice;
};

/// The table's line for a code. Total: every ErrorCode has one.
const ErrorInfo& describe(ErrorCode code);
/// The whole table, in order of number (for the manual and its test).
const std::vector<ErrorInfo>& error_table();
/// "file people.csv, row 7, field dob: '31.02.1989': expected a date; title. advice"
std::string to_text(const Error& error);

}  // namespace sallyport
