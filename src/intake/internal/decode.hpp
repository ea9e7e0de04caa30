// Bytes of unknown encoding to UTF-8, as a stream. Detection looks at the first 64 KiB: a
// byte-order mark decides; else zero bytes in every second place mean UTF-16; else bytes that are
// not UTF-8 mean Windows-1252 (WHATWG table). NULs in UTF-8 are kept for the reader to report.
// Ownership: borrows its source. Cost: linear; UTF-8 is passed through.
#pragma once

#include <string>
#include <string_view>

#include "intake/rows.hpp"

namespace sallyport::intake::internal {

enum class Encoding : std::uint8_t { utf8, utf16le, utf16be, windows1252 };
std::string_view encoding_name(Encoding encoding);

struct Detected {
  Encoding encoding = Encoding::utf8;
  std::size_t mark_bytes = 0;  ///< length of the byte-order mark
};
/// `whole`: head is the whole file, so that a cut character at its end is an error.
Detected detect_encoding(ByteView head, bool whole);

class Utf8Stream {
 public:
  explicit Utf8Stream(ByteSource& source) : source_(source) {}
  /// Appends more text to `out`; false at the end. The first call detects the encoding.
  Result<bool> more(std::string& out);
  Encoding encoding() const { return encoding_; }

 private:
  Status start();
  void convert(ByteView bytes, bool last, std::string& out);
  ByteSource& source_;
  Encoding encoding_ = Encoding::utf8;
  Bytes buffer_;
  Bytes carry_;  ///< an unfinished UTF-16 unit
  std::uint32_t high_surrogate_ = 0;
  bool started_ = false;
  bool ended_ = false;
};

}  // namespace sallyport::intake::internal
