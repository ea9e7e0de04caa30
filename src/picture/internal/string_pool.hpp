// StringPool: every different text once, addressed by a 32-bit number; 0 is "". Texts lie in blocks
// that never move; one writer, lock-free readers of published numbers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "picture/internal/column.hpp"
#include "picture/internal/grow_table.hpp"

namespace sallyport::picture {

class StringPool {
 public:
  static constexpr std::uint32_t kBlockBytes = 1u << 20;

  StringPool();
  StringPool(const StringPool&) = delete;
  StringPool& operator=(const StringPool&) = delete;

  /// Texts longer than a block are cut at a block (limits::kFieldBytes refuses them long before).
  std::uint32_t intern(std::string_view text);
  std::uint32_t find(std::string_view text) const;  ///< kNone when not there
  std::string_view at(std::uint32_t number) const {
    if (number == 0) return "";
    const std::uint64_t start = starts_[number];
    return {&blocks_[static_cast<std::uint32_t>(start / kBlockBytes)].bytes[start % kBlockBytes],
            lengths_[number]};
  }
  std::uint32_t size() const { return lengths_.size(); }
  std::uint64_t bytes() const;  ///< all of it
  std::uint64_t block_bytes() const { return owned_.size() * std::uint64_t{kBlockBytes}; }
  void reclaim() { table_.reclaim(); }

  /// For snapshots: f(name, part) for the columns and the table; the blocks of text apart.
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("starts", self.starts_);
    f("lengths", self.lengths_);
    f("numbers", self.table_);
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
      owned_.push_back(std::make_unique<char[]>(kBlockBytes));
      blocks_.push(Block{owned_.back().get()});
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

  Column<std::uint64_t> starts_;  // as if the blocks lay behind one another
  Column<std::uint32_t> lengths_;
  Column<Block> blocks_;
  std::vector<std::unique_ptr<char[]>> owned_;
  std::uint32_t used_in_last_ = 0;
  TagTable table_;
};

}  // namespace sallyport::picture
