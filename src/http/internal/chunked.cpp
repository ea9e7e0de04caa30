#include "http/internal/chunked.hpp"

#include <algorithm>

#include "http/internal/characters.hpp"

namespace sallyport::http {

namespace {
constexpr int kSizeDigits = 12;  // 2^48: far above every limit, far below overflow
}

// One byte of the framing; false when it may not stand here.
bool ChunkedReader::step(char c) {
  switch (at_) {
    case At::kSize:
      if (c == '\r') {
        at_ = At::kSizeLf;
        return digits_ > 0;
      }
      left_ = left_ * 16 + static_cast<std::uint64_t>(std::max(hex_value(c), 0));
      return hex_value(c) >= 0 && ++digits_ <= kSizeDigits;
    case At::kSizeLf:
      at_ = left_ == 0 ? At::kEndCr : At::kData;
      return c == '\n';
    case At::kDataCr:
      at_ = At::kDataLf;
      return c == '\r';
    case At::kDataLf:
      at_ = At::kSize;
      digits_ = 0;
      return c == '\n';
    case At::kEndCr:
      at_ = At::kEndLf;
      return c == '\r';
    case At::kEndLf:
      at_ = At::kDone;
      return c == '\n';
    case At::kData:
    case At::kDone:
      break;
  }
  return false;
}

ChunkedReader::Piece ChunkedReader::next(std::string_view input) {
  std::size_t used = 0;
  while (at_ != At::kDone && used < input.size()) {
    if (at_ == At::kData) {
      const std::size_t take =
          static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size() - used));
      left_ -= take;
      if (left_ == 0) at_ = At::kDataCr;
      return {State::kData, used + take, input.substr(used, take)};
    }
    if (!step(input[used])) return {State::kRefused, used};
    ++used;
  }
  return {at_ == At::kDone ? State::kDone : State::kMore, used};
}

}  // namespace sallyport::http
