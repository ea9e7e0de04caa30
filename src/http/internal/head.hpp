// Reads the head of a request strictly. Everything that lets two readers disagree on where a
// request ends is refused (CWE-444, RFC 9112 11.2): bare LF or CR, folded lines, blanks before a
// colon, a second Host or Content-Length, Content-Length beside Transfer-Encoding, any coding but
// "chunked", absolute targets, controls, bytes outside ASCII, HTTP versions other than 1.1.
// Pure and incremental: call again with the longer buffer; a fault shows as soon as its byte is
// there. Linear in the bytes. Borrowed: the views of a Head point into the buffer.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace sallyport::http {

enum class Framing : std::uint8_t { kNone, kLength, kChunked };

struct HeadLine {
  std::string_view name;
  std::string_view value;
};

struct Head {
  Method method = Method::kOther;
  std::string_view target;
  std::vector<HeadLine> lines;
  Framing framing = Framing::kNone;
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool expects_continue = false;
  std::string_view host;
};

class HeadReader {
 public:
  enum class State : std::uint8_t { kMore, kDone, kRefused };

  /// `buffer` holds all bytes of this head so far; it may be moved between calls, never shortened.
  State read(std::string_view buffer);
  /// After kDone.
  const Head& head() const { return head_; }
  std::size_t head_bytes() const { return head_bytes_; }
  /// After kRefused: in words, never repeats the input.
  std::string_view refusal() const { return refusal_; }
  /// Ready for the next request of the connection.
  void reset();

 private:
  State refuse(std::string_view reason);
  bool scan(std::string_view buffer);
  State parse(std::string_view text);
  std::string_view read_request_line(std::string_view line);
  std::string_view read_line(std::string_view line);
  std::string_view settle();

  Head head_;
  std::string_view refusal_;
  std::size_t scanned_ = 0;
  std::size_t head_bytes_ = 0;
  std::size_t line_start_ = 0;
};

}  // namespace sallyport::http
