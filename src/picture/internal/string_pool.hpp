// StringPool: every different text once, addressed by a 32-bit number; 0 is "". One writer,
// lock-free readers of published numbers.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "picture/internal/grow_table.hpp"
#include "picture/internal/text_blocks.hpp"

namespace sallyport::picture {

class StringPool {
 public:
  StringPool();

  std::uint32_t intern(std::string_view text);
  std::uint32_t find(std::string_view text) const;  ///< kNone when not there
  /// The view stays good as long as this lives.
  std::string_view at(std::uint32_t number) const { return texts_.at(number); }
  std::uint32_t size() const { return texts_.size(); }

  /// For snapshots: f(name, part).
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("texts", self.texts_);
    TextBlocks::parts(self.texts_, f);
    f("numbers", self.table_);
  }

 private:
  TextBlocks texts_;
  TagTable table_;
};

}  // namespace sallyport::picture
