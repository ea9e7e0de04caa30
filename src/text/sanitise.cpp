#include <algorithm>

#include "text/fold.hpp"
#include "text/internal/utf8.hpp"

namespace sallyport::text {
namespace {

// Characters that change how others are shown, or that nobody sees.
bool is_removed(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F) || c == 0xAD ||
         c == 0x34F || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 ||
         c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE007F);
}

bool is_noncharacter(char32_t c) {
  return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
  if (internal::is_ascii(bytes)) return true;
  for (std::size_t i = 0; i < bytes.size();) {
    const internal::CodePoint c = internal::read_code_point(bytes, i);
    if (!c.valid) return false;
    i += c.bytes;
  }
  return true;
}

std::string sanitise_utf8(std::string_view bytes) {
  const auto plain = [](char c) { return c >= 0x20 && c < 0x7F; };
  if (std::all_of(bytes.begin(), bytes.end(), plain)) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const internal::CodePoint c = internal::read_code_point(bytes, i);
    i += c.bytes;
    if (c.value == '\r') {
      if (i >= bytes.size() || bytes[i] != '\n') out.push_back('\n');
    } else if (is_noncharacter(c.value)) {
      internal::append_code_point(out, internal::kReplacement);
    } else if (!is_removed(c.value)) {
      internal::append_code_point(out, c.value);
    }
  }
  return out;
}

}  // namespace sallyport::text
