#include "base/id.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int digit(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') return 0;
  if (c == 'I' || c == 'L') return 1;
  const auto at = kAlphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string to_text(Id128 id) {
  // 26 digits of 5 bits hold 130 bits: the first digit carries the top 3.
  std::string out(26, '0');
  unsigned __int128 value = (static_cast<unsigned __int128>(id.hi) << 64) | id.lo;
  for (int i = 25; i >= 0; --i) {
    out[static_cast<std::size_t>(i)] = kAlphabet[static_cast<std::size_t>(value & 31)];
    value >>= 5;
  }
  return out;
}

std::optional<Id128> parse_id(std::string_view text) {
  if (text.size() != 26) return std::nullopt;
  unsigned __int128 value = 0;
  for (std::size_t i = 0; i < 26; ++i) {
    const int d = digit(text[i]);
    if (d < 0 || (i == 0 && d > 7)) return std::nullopt;
    value = (value << 5) | static_cast<unsigned>(d);
  }
  return Id128{static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value)};
}

Id128 id_from_bytes(std::span<const std::uint8_t, 16> bytes) {
  Id128 id;
  for (std::size_t i = 0; i < 8; ++i) id.hi = (id.hi << 8) | bytes[i];
  for (std::size_t i = 8; i < 16; ++i) id.lo = (id.lo << 8) | bytes[i];
  return id;
}

std::array<std::uint8_t, 16> to_bytes(Id128 id) {
  std::array<std::uint8_t, 16> out{};
  for (std::size_t i = 0; i < 8; ++i) {
    out[7 - i] = static_cast<std::uint8_t>(id.hi >> (8 * i));
    out[15 - i] = static_cast<std::uint8_t>(id.lo >> (8 * i));
  }
  return out;
}

}  // namespace sallyport
