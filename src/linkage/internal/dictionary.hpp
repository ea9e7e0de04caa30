// Texts as numbers: each distinct text has one code, from 1 in order of arrival; 0 is "nothing".
// Codes decide nothing (two orders of arrival give other codes): only equality, the text and its
// hash are used. Ownership: owns the texts. Threads: one writer. Failure: none.
// Cost: one probe of a flat table and one comparison a look-up; 30 bytes and the text a value.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace sallyport::linkage {

inline std::uint64_t mix(std::uint64_t x) {  // the SplitMix64 finaliser
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  return mix((a ^ 0x9e3779b97f4a7c15ULL) * 0xd6e8feb86659fd93ULL + b);
}

class Dictionary {
 public:
  Dictionary();
  /// 0 for the empty text.
  std::uint32_t code(std::string_view text);
  /// 0 when the text is not held.
  std::uint32_t find(std::string_view text) const;
  std::string_view text(std::uint32_t code) const {
    return {chunks_[begins_[code] >> kChunkBits].get() + (begins_[code] & (kChunk - 1)),
            lengths_[code]};
  }
  /// Of the text alone: the same whatever the code.
  std::uint32_t hash(std::uint32_t code) const { return hashes_.data()[code]; }
  /// Codes are below this.
  std::size_t size() const { return lengths_.size(); }

 private:
  static constexpr unsigned kChunkBits = 20;
  static constexpr std::size_t kChunk = std::size_t{1} << kChunkBits;
  static constexpr std::size_t kLongest = 4096;  ///< bytes of a value that are compared
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t code = 0;
  };
  void grow();
  std::size_t probe(std::string_view text, std::uint64_t hash) const;

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = kChunk;
  std::vector<std::uint64_t> begins_;
  std::vector<std::uint16_t> lengths_;
  std::vector<std::uint32_t> hashes_;
  std::vector<Slot> slots_;
};

/// Texts one behind another, by number.
class Texts {
 public:
  void add(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    ends_.push_back(bytes_.size());
  }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {bytes_.data() + begin, ends_[i] - begin};
  }
  std::size_t size() const { return ends_.size(); }

 private:
  std::vector<char> bytes_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace sallyport::linkage
