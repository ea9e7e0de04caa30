// Reading and writing UTF-8 one code point at a time, without ICU. A malformed sequence reads as
// U+FFFD and takes its "maximal subpart" (Unicode 15, section 3.9), so a reader never loops and
// never swallows a good byte behind a bad one. Pure functions; no allocation but the output's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sallyport::text::internal {

inline constexpr char32_t kReplacement = 0xFFFD;

struct CodePoint {
  char32_t value = kReplacement;
  std::uint32_t bytes = 0;  ///< how many bytes were read, at least 1
  bool valid = false;
};

/// Reads the code point at `at` (at < text.size()).
CodePoint read_code_point(std::string_view text, std::size_t at);
void append_code_point(std::string& out, char32_t c);
/// All of it; malformed parts become U+FFFD.
std::u32string to_u32(std::string_view text);
/// True when every byte is below 0x80: eight bytes a step.
bool is_ascii(std::string_view text);

}  // namespace sallyport::text::internal
