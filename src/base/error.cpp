#include "base/error.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace sallyport {

const std::vector<ErrorInfo>& error_table() {
  static const std::vector<ErrorInfo> table = {
#define ERROR(number, name, http, exit_code, title, advice) \
  {ErrorCode::name, #name, http, exit_code, title, advice},
#define TOMBSTONE(number)
#include "base/error_table.inc"
#undef ERROR
#undef TOMBSTONE
  };
  return table;
}

const ErrorInfo& describe(ErrorCode code) {
  const auto& table = error_table();
  const auto it =
      std::lower_bound(table.begin(), table.end(), code,
                       [](const ErrorInfo& info, ErrorCode c) { return info.code < c; });
  SALLYPORT_ASSERT(it != table.end() && it->code == code);
  return *it;
}

std::string to_text(const Error& error) {
  const ErrorInfo& info = describe(error.code);
  std::string out;
  for (const auto& place : error.places) {
    if (!place.file.empty()) out += "file " + place.file + ", ";
    if (place.row != 0) out += "row " + std::to_string(place.row) + ", ";
    if (!place.field.empty()) out += "field " + place.field + ": ";
    if (!place.value.empty()) out += "'" + place.value + "': ";
    if (!place.expected.empty()) out += "expected " + place.expected + "; ";
  }
  out += info.title;
  if (!error.detail.empty()) out += ": " + error.detail;
  out += ". ";
  out += info.advice;
  return out;
}

}  // namespace sallyport
