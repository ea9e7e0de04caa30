// StringPool: every different text once, addressed by a 32-bit number; 0 is "". Texts lie in blocks
// that never move; one writer, lock-free readers of published numbers.
#pragma once

#include <cstdint>
#include <string_view>

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
    const Place p = places_[number];
    return {&blocks_[p.block].bytes[p.offset], p.length};
  }
  std::uint32_t size() const { return places_.size(); }
  std::uint64_t bytes() const;

 private:
  struct Place {
    std::uint32_t block;
    std::uint32_t offset;
    std::uint32_t length;
  };
  struct Block {
    char* bytes;
  };

  Column<Place> places_;
  Column<Block> blocks_;
  std::vector<std::unique_ptr<char[]>> owned_;
  std::uint32_t used_in_last_ = 0;
  GrowTable table_;
};

}  // namespace sallyport::picture
