// Everything that reads bytes of a stranger before a handler sees them: heads, targets, queries,
// cookies, chunked bodies. Beside not crashing: what was accepted must hold the promises of its
// header, and a head must read the same whole and byte by byte.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "http/cookies.hpp"
#include "http/internal/chunked.hpp"
#include "http/internal/head.hpp"
#include "http/internal/target.hpp"

using namespace sallyport::http;  // NOLINT: a program, not a header

namespace {

void check_target(std::string_view text) {
  const TargetReading reading = parse_target(text);
  SALLYPORT_ASSERT(reading.target.has_value() == reading.refusal.empty());
  if (!reading.target) return;
  std::string again;
  for (const std::string& segment : reading.target->segments) {
    SALLYPORT_ASSERT(segment != "." && segment != ".." && is_utf8(segment));
    SALLYPORT_ASSERT(segment.find('/') == std::string::npos);
    SALLYPORT_ASSERT(segment.find('\0') == std::string::npos);
    again += "/" + percent_encode(segment);
  }
  const TargetReading second = parse_target(again);
  SALLYPORT_ASSERT(second.target && second.target->segments == reading.target->segments);
}

void check_head(std::string_view text) {
  HeadReader whole;
  const HeadReader::State state = whole.read(text);
  HeadReader slow;
  HeadReader::State slow_state = HeadReader::State::kMore;
  for (std::size_t n = 1; n <= text.size() && slow_state == HeadReader::State::kMore; ++n) {
    slow_state = slow.read(text.substr(0, n));
  }
  SALLYPORT_ASSERT(state == slow_state);
  if (state != HeadReader::State::kDone) return;
  SALLYPORT_ASSERT(whole.head_bytes() == slow.head_bytes());
  SALLYPORT_ASSERT(text.substr(0, whole.head_bytes()).ends_with("\r\n\r\n"));
  for (const HeadLine& line : whole.head().lines) SALLYPORT_ASSERT(!line.name.empty());
}

void check_chunked(std::string_view text) {
  std::string whole;
  ChunkedReader reader;
  ChunkedReader::Piece piece;
  std::size_t at = 0;
  do {
    piece = reader.next(text.substr(at));
    SALLYPORT_ASSERT(piece.consumed <= text.size() - at);
    at += piece.consumed;
    whole += piece.data;
  } while (piece.state == ChunkedReader::State::kData);
  std::string slow;
  ChunkedReader stepper;
  ChunkedReader::State state = ChunkedReader::State::kMore;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto step = stepper.next(text.substr(i, 1));
    slow += step.data;
    state = step.state;
    if (state == ChunkedReader::State::kDone || state == ChunkedReader::State::kRefused) break;
  }
  SALLYPORT_ASSERT(slow == whole);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.empty()) return 0;
  const std::string_view rest = text.substr(1);
  switch (text.front() % 4) {
    case 0:
      check_target(rest);
      break;
    case 1:
      check_head(rest);
      break;
    case 2:
      check_chunked(rest);
      break;
    default:
      for (const auto& [name, value] : parse_cookies(rest)) {
        SALLYPORT_ASSERT(set_cookie(name, value, {}).has_value());
      }
      (void)parse_query(rest);
  }
  return 0;
}
