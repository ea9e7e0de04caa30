// Identifiers: 128 random bits, written as 26 characters of Crockford base32 (core.md 33).
// A typed id cannot be mixed with another; its order is the order of its text, so that sorting by
// id and sorting by address agree. Nothing about time or order can be read from one.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sallyport {

struct Id128 {
  std::uint64_t hi = 0;
  std::uint64_t lo = 0;
  auto operator<=>(const Id128&) const = default;
  bool is_nil() const { return hi == 0 && lo == 0; }
};

std::string to_text(Id128 id);
/// Takes upper and lower case, and O for 0, I and L for 1. nullopt on anything else.
std::optional<Id128> parse_id(std::string_view text);
Id128 id_from_bytes(std::span<const std::uint8_t, 16> bytes);
std::array<std::uint8_t, 16> to_bytes(Id128 id);

template <class Tag>
struct Id : Id128 {
  Id() = default;
  explicit Id(Id128 raw) : Id128(raw) {}
  auto operator<=>(const Id&) const = default;
};

}  // namespace sallyport

template <class Tag>
struct std::hash<sallyport::Id<Tag>> {
  std::size_t operator()(const sallyport::Id<Tag>& id) const noexcept {
    return static_cast<std::size_t>(id.lo ^ (id.hi * 0x9E3779B97F4A7C15ull));
  }
};
template <>
struct std::hash<sallyport::Id128> {
  std::size_t operator()(const sallyport::Id128& id) const noexcept {
    return static_cast<std::size_t>(id.lo ^ (id.hi * 0x9E3779B97F4A7C15ull));
  }
};
