#include "intake/internal/decode.hpp"

#include "text/fold.hpp"

namespace sallyport::intake::internal {
namespace {

constexpr std::size_t kHeadBytes = 64u << 10;
constexpr std::size_t kStepBytes = 64u << 10;

// 0x80-0x9F of Windows-1252 (WHATWG encoding standard, index windows-1252).
constexpr char16_t kC1[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                              0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                              0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                              0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

// A head cut inside a character is still UTF-8: leave out the unfinished tail.
ByteView without_cut_character(ByteView head) {
  std::size_t back = 0;
  while (back < 3 && back < head.size() && (head[head.size() - 1 - back] & 0xC0) == 0x80) ++back;
  if (back < head.size() && (head[head.size() - 1 - back] & 0xC0) == 0xC0)
    return head.first(head.size() - 1 - back);
  return head;
}

}  // namespace

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf16le:
      return "UTF-16LE";
    case Encoding::utf16be:
      return "UTF-16BE";
    case Encoding::windows1252:
      return "Windows-1252";
  }
  return "";
}

Detected detect_encoding(ByteView head, bool whole) {
  if (head.size() >= 3 && head[0] == 0xEF && head[1] == 0xBB && head[2] == 0xBF)
    return {Encoding::utf8, 3};
  if (head.size() >= 2 && head[0] == 0xFF && head[1] == 0xFE) return {Encoding::utf16le, 2};
  if (head.size() >= 2 && head[0] == 0xFE && head[1] == 0xFF) return {Encoding::utf16be, 2};
  std::size_t even_zeros = 0;
  std::size_t odd_zeros = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == 0) ++(i % 2 == 0 ? even_zeros : odd_zeros);
  }
  const std::size_t pairs = head.size() / 2;
  if (pairs >= 2 && odd_zeros * 2 > pairs && even_zeros * 8 < pairs) return {Encoding::utf16le, 0};
  if (pairs >= 2 && even_zeros * 2 > pairs && odd_zeros * 8 < pairs) return {Encoding::utf16be, 0};
  if (text::is_valid_utf8(as_text(whole ? head : without_cut_character(head))))
    return {Encoding::utf8, 0};
  return {Encoding::windows1252, 0};
}

Status Utf8Stream::start() {
  started_ = true;
  Bytes head(kHeadBytes);
  std::size_t filled = 0;
  while (filled < head.size()) {
    std::size_t got = 0;
    TRY_ASSIGN(got, source_.read(std::span(head).subspan(filled)));
    if (got == 0) {
      ended_ = true;
      break;
    }
    filled += got;
  }
  head.resize(filled);
  const Detected detected = detect_encoding(head, ended_);
  encoding_ = detected.encoding;
  buffer_.assign(head.begin() + static_cast<std::ptrdiff_t>(detected.mark_bytes), head.end());
  return ok();
}

Result<bool> Utf8Stream::more(std::string& out) {
  if (!started_) {
    TRY(start());
    convert(buffer_, ended_, out);
    return !buffer_.empty() || !ended_;
  }
  if (ended_) return false;
  buffer_.resize(kStepBytes);
  std::size_t got = 0;
  TRY_ASSIGN(got, source_.read(buffer_));
  if (got == 0) ended_ = true;
  buffer_.resize(got);
  convert(buffer_, ended_, out);
  return true;
}

void Utf8Stream::convert(ByteView bytes, bool last, std::string& out) {
  if (encoding_ == Encoding::utf8) {
    out.append(as_text(bytes));
    return;
  }
  if (encoding_ == Encoding::windows1252) {
    for (const std::uint8_t b : bytes)
      append_utf8(out, b >= 0x80 && b < 0xA0 ? std::uint32_t{kC1[b - 0x80]} : b);
    return;
  }
  carry_.insert(carry_.end(), bytes.begin(), bytes.end());
  const std::size_t high = encoding_ == Encoding::utf16le ? 1 : 0;
  std::size_t at = 0;
  for (; at + 1 < carry_.size(); at += 2) {
    const std::uint32_t unit =
        static_cast<std::uint32_t>(carry_[at + high] << 8 | carry_[at + 1 - high]);
    if (high_surrogate_ != 0 && unit >= 0xDC00 && unit < 0xE000) {
      append_utf8(out, 0x10000 + ((high_surrogate_ - 0xD800) << 10) + (unit - 0xDC00));
      high_surrogate_ = 0;
      continue;
    }
    if (high_surrogate_ != 0) append_utf8(out, 0xFFFD);
    high_surrogate_ = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    if (high_surrogate_ == 0) append_utf8(out, unit >= 0xDC00 && unit < 0xE000 ? 0xFFFD : unit);
  }
  carry_.erase(carry_.begin(), carry_.begin() + static_cast<std::ptrdiff_t>(at));
  if (last && (high_surrogate_ != 0 || !carry_.empty())) append_utf8(out, 0xFFFD);
}

}  // namespace sallyport::intake::internal
