// The distinct words of all names: each has one number, in order of arrival, its letters, and which
// letters occur in it. Numbers only look things up; they decide nothing.
// Ownership: owns the texts. Threads: one writer, then any reader. Failure: none; what is longer
// than kLongestWord is cut. Cost: one probe a look-up; about 20 bytes and the text a word.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace sallyport::names::internal {

inline constexpr std::size_t kLongestWord = 48;
inline constexpr std::uint32_t kNoWord = ~std::uint32_t{0};

/// How long a text is and which letters occur in it, in one number, so that a look at a word that
/// is passed over touches memory once. One edit changes at most two of the letters.
struct Shape {
  std::uint64_t bits = 0;  ///< letters in 26, words in 6, length in 32

  static Shape of(std::string_view text, std::size_t words = 1) {
    std::uint64_t letters = 0;
    for (const char c : text)
      if (c != ' ') letters |= std::uint64_t{1} << ((static_cast<unsigned char>(c) + 31) & 31) % 26;
    return {letters | std::uint64_t{words} << 26 | std::uint64_t{text.size()} << 32};
  }
  /// Of two texts one behind the other, a blank between.
  Shape with(Shape next) const {
    if (words() == 0) return next;
    return {((bits | next.bits) & kLetters) | (words() + next.words()) << 26 |
            static_cast<std::uint64_t>(length() + 1 + next.length()) << 32};
  }
  std::uint64_t words() const { return bits >> 26 & 63; }
  int length() const { return static_cast<int>(bits >> 32); }
  bool may_be_within(Shape other, int edits) const {
    const int apart = length() - other.length();
    return apart <= edits && -apart <= edits && letters_within(other, 2 * edits);
  }
  /// At most so many letters occur in one of the two alone.
  bool letters_within(Shape other, int most) const {
    std::uint64_t apart = (bits ^ other.bits) & kLetters;
    for (int i = 0; i < most; ++i) apart &= apart - 1;  // takes the lowest away
    return apart == 0;
  }

 private:
  static constexpr std::uint64_t kLetters = (1u << 26) - 1;
};

class Words {
 public:
  std::uint32_t add(std::string_view word) {
    word = word.substr(0, kLongestWord);
    if ((begins_.size() + 1) * 2 > slots_.size()) grow();
    const std::size_t slot = place(word);
    if (slots_[slot] != 0) return slots_[slot] - 1;
    begins_.push_back(static_cast<std::uint32_t>(pool_.size()));
    shapes_.push_back(Shape::of(word));
    pool_.insert(pool_.end(), word.begin(), word.end());
    slots_[slot] = static_cast<std::uint32_t>(begins_.size());
    return slots_[slot] - 1;
  }
  std::uint32_t find(std::string_view word) const {
    if (slots_.empty()) return kNoWord;
    return slots_[place(word.substr(0, kLongestWord))] - 1;  // an empty slot is kNoWord
  }
  std::string_view text(std::uint32_t word) const {
    return {pool_.data() + begins_[word], length(word)};
  }
  Shape shape(std::uint32_t word) const { return shapes_[word]; }
  std::size_t length(std::uint32_t word) const {
    return static_cast<std::size_t>(shapes_[word].length());
  }
  std::size_t size() const { return begins_.size(); }
  std::uint64_t bytes() const {
    return pool_.capacity() + begins_.capacity() * 4 + shapes_.capacity() * sizeof(Shape) +
           slots_.capacity() * 4;
  }

 private:
  std::size_t place(std::string_view word) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash64(word) & mask;
    while (slots_[at] != 0 && text(slots_[at] - 1) != word) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    const std::size_t wanted = std::bit_ceil((begins_.size() + 1) * 4);
    slots_.assign(wanted, 0);
    for (std::uint32_t word = 0; word < begins_.size(); ++word)
      slots_[place(text(word))] = word + 1;
  }

  std::vector<char> pool_;
  std::vector<std::uint32_t> begins_;
  std::vector<Shape> shapes_;
  std::vector<std::uint32_t> slots_;  // word + 1; 0 is empty
};

}  // namespace sallyport::names::internal
