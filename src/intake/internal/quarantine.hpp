// The rejected rows as a file back to the sender: its own layout and marking, with the original row
// number, the problem, what was expected and how to mend it. Imported again as it is after mending:
// the extra columns are ignored. CSV for tables, JSON lines for objects.
// Ownership: owns the growing text; kQuarantineBytes at most, then only counted. One thread.
#pragma once

#include <string>

#include "intake/rows.hpp"

namespace sallyport::intake::internal {

/// "row in the file sent", "problem", "expected", "how to mend": ignored by every reader.
bool is_quarantine_column(std::string_view name);

class Quarantine {
 public:
  void begin(const Preamble& preamble) { preamble_ = preamble; }
  void add(const SourceRow& row, const Error& problem);
  /// "" when nothing was rejected.
  std::string take();
  /// "calls.csv" -> "calls-rejected.csv"
  std::string file_name(std::string_view original) const;

 private:
  bool table() const { return preamble_.kind == FileKind::csv || preamble_.kind == FileKind::xlsx; }
  void open();
  Preamble preamble_;
  std::string text_;
};

}  // namespace sallyport::intake::internal
