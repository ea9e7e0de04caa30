// A text made ready once to be measured against many: typing errors by optimal string alignment
// (insertions, deletions, substitutions, swaps of neighbours, no part edited twice), bit-parallel.
// The same distance as text::damerau_osa, without building its table anew for every text.
// Ownership: values. Threads: any reader. Failure: none; a pattern above 64 letters falls back to
// text::damerau_osa. Cost: one step of a dozen instructions a letter of the other text.
// Source: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances",
// 2003.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/similarity.hpp"

namespace sallyport::names::internal {

class Pattern {
 public:
  void set(std::string_view ascii) {
    for (const char c : text_) masks_[index(c)] = 0;
    text_ = ascii;
    std::uint64_t bit = 1;
    for (const char c : text_) {
      masks_[index(c)] |= bit;
      bit <<= 1;
    }
  }
  /// At most max + 1, which says "more than max".
  int distance(std::string_view other, int max) const {
    if (text_.size() > 64 || text_.empty() || other.empty())
      return text::damerau_osa(text_, other, max);
    std::uint64_t plus = ~std::uint64_t{0}, minus = 0, diagonal = 0, before = 0;
    const std::uint64_t last = std::uint64_t{1} << (text_.size() - 1);
    int distance = static_cast<int>(text_.size());
    int left = static_cast<int>(other.size());
    for (const char c : other) {
      const std::uint64_t mask = masks_[index(c)];
      const std::uint64_t swapped = ((~diagonal & mask) << 1) & before;
      diagonal = (((mask & plus) + plus) ^ plus) | mask | minus | swapped;
      std::uint64_t up = minus | ~(diagonal | plus);
      std::uint64_t down = diagonal & plus;
      distance += (up & last) != 0 ? 1 : 0;
      distance -= (down & last) != 0 ? 1 : 0;
      --left;
      if (distance - left > max) return max + 1;  // the rest can take off at most one each
      up = up << 1 | 1;
      down <<= 1;
      plus = down | ~(diagonal | up);
      minus = up & diagonal;
      before = mask;
    }
    return distance <= max ? distance : max + 1;
  }
  const std::string& text() const { return text_; }

 private:
  static std::size_t index(char c) { return static_cast<unsigned char>(c) & 0x7F; }

  std::string text_;
  std::array<std::uint64_t, 128> masks_{};
};

}  // namespace sallyport::names::internal
