// What every reader makes of a file: one preamble, then rows in the file's order, then an end.
// A reader pushes into a RowSink; the sink says when to stop. Readers run inside the worker process
// (sandbox.hpp), where the sink writes frames; tests use readers directly.
// Cells borrow from the reader or the frame and live as long as the call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "intake/value.hpp"

namespace sallyport::intake {

enum class FileKind : std::uint8_t { csv = 1, xlsx = 2, json_lines = 3, report_text = 4, ftm = 5 };

/// How the file is written; shown to the person who imports it.
struct Preamble {
  FileKind kind = FileKind::csv;
  std::string encoding;              ///< "UTF-8", "UTF-16LE", "UTF-16BE", "Windows-1252"
  std::string delimiter;             ///< of a CSV
  std::string marking;               ///< line 1, as written; "" when there is none
  std::string feed;                  ///< what a JSON file's first line says it is
  std::vector<std::string> columns;  ///< of a CSV or a sheet
  bool operator==(const Preamble&) const = default;
};

/// One row. `problem` is set when the reader could not make it out; cells then hold what was there.
struct SourceRow {
  std::uint64_t number = 0;  ///< as a spreadsheet shows it, from 1
  std::vector<std::string_view> cells;
  Value object;  ///< of JSON and of text reports
  std::string problem;
  std::string expected;
};

class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual Status preamble(const Preamble& preamble) = 0;
  virtual Status row(const SourceRow& row) = 0;
};

/// Bytes of a file from its start. Reading may be repeated only by making a new source.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills what it can; 0 = end.
  virtual Result<std::size_t> read(std::span<std::uint8_t> out) = 0;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(ByteView bytes) : rest_(bytes) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override;

 private:
  ByteView rest_;
};

class FdSource final : public ByteSource {
 public:
  explicit FdSource(int fd) : fd_(fd) {}  ///< borrowed
  Result<std::size_t> read(std::span<std::uint8_t> out) override;

 private:
  int fd_;
};

/// "OFFICIAL SENSITIVE" and its like, any case, hyphens or blanks.
bool is_marking(std::string_view cell);

}  // namespace sallyport::intake
