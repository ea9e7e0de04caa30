#include "picture/internal/string_pool.hpp"

namespace sallyport::picture {

StringPool::StringPool() {
  table_.insert(hash64(std::string_view{}), 0);
}

std::uint32_t StringPool::find(std::string_view text) const {
  return table_.find(hash64(text), [&](std::uint32_t row) { return at(row) == text; });
}

std::uint32_t StringPool::intern(std::string_view text) {
  text = text.substr(0, TextBlocks::kBlockBytes);
  const std::uint64_t hash = hash64(text);
  const std::uint32_t known = table_.find(hash, [&](std::uint32_t row) { return at(row) == text; });
  if (known != kNone) return known;
  const std::uint32_t number = texts_.append(text);
  table_.insert(hash, number);
  return number;
}

}  // namespace sallyport::picture
