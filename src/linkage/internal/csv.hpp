// Reads delimited text where it lies: cells are views into the bytes, copied only where quotes were
// doubled. RFC 4180 with what spreadsheets add: a byte-order mark, CRLF, separators , ; and tab.
// Ownership: borrows the bytes; a row's cells are valid until the next row. Threads: one a reader.
// Failure: none; a quote that is never closed takes the rest of the file as its cell, and the
// caller sees a row of the wrong width; of a row only limits::kColumns cells are kept. Cost: one
// pass.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::linkage {

class CsvScanner {
 public:
  explicit CsvScanner(std::string_view bytes);
  /// False at the end. Empty lines are passed over.
  bool next(std::vector<std::string_view>& cells);
  std::size_t position() const { return at_; }

 private:
  std::string_view quoted_cell();
  bool ends_row(std::string_view& plain);

  std::string_view bytes_;
  std::size_t at_ = 0;
  char separator_ = ',';
  std::vector<std::string> unquoted_;
  std::size_t unquoted_used_ = 0;
};

/// The cell as it stands in a file: quoted where it must be.
void append_cell(std::string& out, std::string_view cell);

/// A file in memory, mapped; read() gives pages back that lie before a position.
class MappedFile {
 public:
  MappedFile() = default;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  /// False when it cannot be opened or read.
  bool open(const std::string& path);
  std::string_view bytes() const { return bytes_; }
  /// Nothing before this position is needed in memory any more.
  void release_before(std::size_t position);

 private:
  std::string_view bytes_;
  std::size_t released_ = 0;
};

}  // namespace sallyport::linkage
