// Texts one after another in blocks that never move, addressed by 32-bit numbers in the order they
// came; 0 is "". One writer, lock-free readers of published numbers. Whoever wants a text once
// keeps a table beside it (string_pool.hpp, token_index.hpp). Cost: O(1) and a copy.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "picture/internal/column.hpp"

namespace sallyport::picture {

class TextBlocks {
 public:
  static constexpr std::uint32_t kBlockBytes = 1u << 20;

  TextBlocks();
  TextBlocks(const TextBlocks&) = delete;
  TextBlocks& operator=(const TextBlocks&) = delete;

  /// Texts longer than a block are cut at a block (limits::kFieldBytes refuses them long before).
  std::uint32_t append(std::string_view text);
  /// The view stays good as long as this lives.
  std::string_view at(std::uint32_t number) const {
    if (number == 0) return "";
    const std::uint64_t start = starts_[number];
    return {&blocks_[static_cast<std::uint32_t>(start / kBlockBytes)].bytes[start % kBlockBytes],
            lengths_[number]};
  }
  std::uint32_t size() const { return lengths_.size(); }
  /// Of the blocks.
  std::uint64_t bytes() const { return owned_.size() * std::uint64_t{kBlockBytes}; }

  /// For snapshots: f(name, part) for the columns; the blocks of text apart.
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("starts", self.starts_);
    f("lengths", self.lengths_);
  }
  std::uint64_t text_bytes() const {
    return (owned_.size() - 1) * std::uint64_t{kBlockBytes} + used_in_last_;
  }
  template <class F>
  void each_block(F&& f) const {
    for (std::size_t i = 0; i < owned_.size(); ++i) {
      f(reinterpret_cast<const std::uint8_t*>(owned_[i].get()),
        std::uint64_t{i + 1 < owned_.size() ? kBlockBytes : used_in_last_});
    }
  }
  /// Only before any reader, in place of what is there. false when f says so.
  template <class F>
  bool fill_blocks(std::uint64_t text_bytes, F&& f) {
    owned_.clear();
    blocks_.clear();
    do {
      add_block();
      used_in_last_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(text_bytes, kBlockBytes));
      if (!f(reinterpret_cast<std::uint8_t*>(owned_.back().get()), std::uint64_t{used_in_last_}))
        return false;
      text_bytes -= used_in_last_;
    } while (text_bytes != 0);
    return true;
  }

 private:
  struct Block {
    char* bytes;
  };
  void add_block();

  Column<std::uint64_t> starts_;  // as if the blocks lay behind one another
  Column<std::uint32_t> lengths_;
  Column<Block> blocks_;
  std::vector<std::unique_ptr<char[]>> owned_;
  std::uint32_t used_in_last_ = 0;
};

}  // namespace sallyport::picture
