#include "base/bytes.hpp"

#include <cstring>

namespace sallyport {
namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr char kStd[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kUrl[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode64(ByteView bytes, const char* alphabet, bool pad) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t v = static_cast<std::uint32_t>(bytes[i]) << 16 |
                            (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0u) |
                            (left > 2 ? static_cast<std::uint32_t>(bytes[i + 2]) : 0u);
    out += alphabet[v >> 18 & 63];
    out += alphabet[v >> 12 & 63];
    if (left > 1) out += alphabet[v >> 6 & 63];
    if (left > 2) out += alphabet[v & 63];
    if (pad && left < 3) out.append(3 - left, '=');
  }
  return out;
}

std::optional<Bytes> decode64(std::string_view text, const char* alphabet, bool padded) {
  if (padded) {
    if (text.size() % 4 != 0) return std::nullopt;
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) return std::nullopt;
  Bytes out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t acc = 0;
  int bits = 0;
  for (char c : text) {
    const char* at = c == '\0' ? nullptr : std::strchr(alphabet, c);
    if (at == nullptr) return std::nullopt;
    acc = acc << 6 | static_cast<std::uint32_t>(at - alphabet);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>(acc >> bits & 0xFF));
    }
  }
  if ((acc & ((1u << bits) - 1u)) != 0) return std::nullopt;  // one text for one value
  return out;
}

std::uint64_t load(const std::uint8_t* p, std::size_t n) {
  std::uint64_t v = 0;
  std::memcpy(&v, p, n);
  return v;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (auto b : bytes) {
    out += kHex[b >> 4];
    out += kHex[b & 15];
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes out;
  out.reserve(text.size() / 2);
  auto nibble = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int hi = nibble(text[i]);
    const int lo = nibble(text[i + 1]);
    if (hi < 0 || lo < 0) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(hi << 4 | lo));
  }
  return out;
}

std::string to_base64(ByteView bytes) {
  return encode64(bytes, kStd, true);
}
std::string to_base64url(ByteView bytes) {
  return encode64(bytes, kUrl, false);
}
std::optional<Bytes> from_base64(std::string_view text) {
  return decode64(text, kStd, true);
}
std::optional<Bytes> from_base64url(std::string_view text) {
  return decode64(text, kUrl, false);
}

std::uint64_t mix64(std::uint64_t a, std::uint64_t b) {
  const unsigned __int128 product =
      static_cast<unsigned __int128>(a ^ 0x2D358DCCAA6C78A5ull) * (b ^ 0x8BB84B93962EACC9ull);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t hash64(ByteView bytes, std::uint64_t seed) {
  std::uint64_t h = mix64(seed ^ 0x4B33A62ED433D4A3ull, bytes.size());
  const std::uint8_t* p = bytes.data();
  std::size_t n = bytes.size();
  while (n >= 16) {
    h = mix64(load(p, 8) ^ h, load(p + 8, 8));
    p += 16;
    n -= 16;
  }
  if (n >= 8) {
    h = mix64(load(p, 8) ^ h, 0x4D5A2DA51DE1AA47ull);
    p += 8;
    n -= 8;
  }
  if (n > 0) h = mix64(load(p, n) ^ h, n);
  return mix64(h, 0xA0761D6478BD642Full);
}

}  // namespace sallyport
