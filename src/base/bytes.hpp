// Bytes and their text forms. Owning: Bytes; borrowed: ByteView (valid as long as its owner).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view text);
/// RFC 4648 with padding; url = the URL-safe alphabet without padding.
std::string to_base64(ByteView bytes);
std::string to_base64url(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);
std::optional<Bytes> from_base64url(std::string_view text);

/// A well-mixed 64-bit hash for tables and index keys; the same on every machine and for ever,
/// because snapshots hold it. Not for secrets. (Wang Yi's wyhash construction, 64x64->128 mixing.)
std::uint64_t hash64(ByteView bytes, std::uint64_t seed = 0);
inline std::uint64_t hash64(std::string_view text, std::uint64_t seed = 0) {
  return hash64(as_bytes(text), seed);
}
std::uint64_t mix64(std::uint64_t a, std::uint64_t b);

}  // namespace sallyport
