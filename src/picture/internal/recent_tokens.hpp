// The tokens of values that were indexed lately: the fold's own, so that a value said of many
// records is cut into tokens once. What it remembers depends on nothing but the values; forgetting
// changes no answer. Ownership: values. Threads: the fold's. Cost: O(1); at most about 60 MB.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/flat_map.hpp"

namespace sallyport::picture {

class RecentTokens {
 public:
  /// Key 0 is nobody's.
  std::optional<std::span<const std::uint32_t>> find(std::uint64_t key) const {
    const Place* place = places_.find(key);
    if (place == nullptr) return std::nullopt;
    return std::span(tokens_).subspan(place->first, place->count);
  }
  /// A value's tokens: begin(), push() each, end(key). One value at a time.
  void begin() {
    if (places_.size() >= kValues || tokens_.size() >= kTokens) {
      places_.clear();
      tokens_.clear();
    }
    first_ = static_cast<std::uint32_t>(tokens_.size());
  }
  void push(std::uint32_t token) { tokens_.push_back(token); }
  void end(std::uint64_t key) {
    (void)places_.emplace(key, {first_, static_cast<std::uint32_t>(tokens_.size()) - first_});
  }

 private:
  static constexpr std::size_t kValues = 1u << 20;
  static constexpr std::size_t kTokens = 4u << 20;
  struct Place {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  FlatMap<std::uint64_t, Place> places_;
  std::vector<std::uint32_t> tokens_;
  std::uint32_t first_ = 0;
};

}  // namespace sallyport::picture
