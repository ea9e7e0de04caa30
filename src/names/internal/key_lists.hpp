// Words under the keys that lead to them, packed: lists that keys of equal hash share, one behind
// another. Of a key eight bits more are kept; whoever asks measures what he is given.
// Ownership: owns the lists. Threads: any reader once made. Failure: none.
// Cost: about 7 bytes a key; making enumerates the keys of every word twice.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace sallyport::names::internal {

class KeyLists {
 public:
  /// each_key(word, sink): sink(hash) for every key of the word, spread over all 64 bits.
  template <class EachKey>
  void make(std::size_t words, EachKey each_key) {
    std::uint64_t keys = 0;
    for (std::uint32_t word = 0; word < words; ++word)
      each_key(word, [&](std::uint64_t) { ++keys; });
    const std::uint64_t lists = std::bit_ceil(keys / 2 + 1);
    shift_ = 64 - static_cast<unsigned>(std::countr_zero(lists));
    ends_.assign(lists + 1, 0);
    for (std::uint32_t word = 0; word < words; ++word)
      each_key(word, [&](std::uint64_t hash) { ++ends_[list(hash) + 1]; });
    for (std::size_t i = 1; i < ends_.size(); ++i) ends_[i] += ends_[i - 1];
    words_.resize(keys);
    tags_.resize(keys);
    std::vector<std::uint32_t> next(ends_.begin(), ends_.end() - 1);
    for (std::uint32_t word = 0; word < words; ++word)
      each_key(word, [&](std::uint64_t hash) {
        const std::uint32_t at = next[list(hash)]++;
        words_[at] = word;
        tags_[at] = tag(hash);
      });
  }
  /// f(word), ascending; the words of the key and few others.
  template <class F>
  void under(std::uint64_t hash, F f) const {
    if (words_.empty()) return;
    const std::uint64_t at = list(hash);
    const std::uint8_t wanted = tag(hash);
    for (std::uint32_t i = ends_[at]; i < ends_[at + 1]; ++i)
      if (tags_[i] == wanted) f(words_[i]);
  }
  bool empty() const { return words_.empty(); }
  std::uint64_t bytes() const {
    return (ends_.capacity() + words_.capacity()) * 4 + tags_.capacity();
  }

 private:
  std::uint64_t list(std::uint64_t hash) const { return shift_ >= 64 ? 0 : hash >> shift_; }
  static std::uint8_t tag(std::uint64_t hash) { return static_cast<std::uint8_t>(hash); }

  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint8_t> tags_;
  unsigned shift_ = 64;
};

}  // namespace sallyport::names::internal
