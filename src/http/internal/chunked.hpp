// Takes the chunked coding off a body, strictly: no chunk extensions, no trailers, CRLF only. No
// client of this server sends any of them, and readers disagree on them (RFC 9112 7.1, CWE-444).
// Pure and incremental; linear; borrowed: Piece::data points into the input.
#pragma once

#include <cstdint>
#include <string_view>

namespace sallyport::http {

class ChunkedReader {
 public:
  enum class State : std::uint8_t { kMore, kData, kDone, kRefused };
  struct Piece {
    State state = State::kMore;
    std::size_t consumed = 0;    ///< bytes of the input that are dealt with
    std::string_view data = {};  ///< body bytes, when kData
  };

  /// Reads up to one piece of the input. kMore: all of the input was taken and the body goes on.
  Piece next(std::string_view input);

 private:
  enum class At : std::uint8_t { kSize, kSizeLf, kData, kDataCr, kDataLf, kEndCr, kEndLf, kDone };
  bool step(char c);

  At at_ = At::kSize;
  int digits_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace sallyport::http
