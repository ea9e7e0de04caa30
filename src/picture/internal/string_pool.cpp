#include "picture/internal/string_pool.hpp"

namespace sallyport::picture {

StringPool::StringPool() {
  owned_.push_back(std::make_unique<char[]>(kBlockBytes));
  blocks_.push(Block{owned_.back().get()});
  starts_.push(0);
  lengths_.push(0);
  table_.insert(hash64(std::string_view{}), 0);
}

std::uint32_t StringPool::find(std::string_view text) const {
  return table_.find(hash64(text), [&](std::uint32_t row) { return at(row) == text; });
}

std::uint32_t StringPool::intern(std::string_view text) {
  text = text.substr(0, kBlockBytes);
  const std::uint64_t hash = hash64(text);
  const std::uint32_t known = table_.find(hash, [&](std::uint32_t row) { return at(row) == text; });
  if (known != kNone) return known;
  if (text.size() > kBlockBytes - used_in_last_) {
    owned_.push_back(std::make_unique<char[]>(kBlockBytes));
    blocks_.push(Block{owned_.back().get()});
    used_in_last_ = 0;
  }
  std::memcpy(owned_.back().get() + used_in_last_, text.data(), text.size());
  const std::uint32_t number = lengths_.push(static_cast<std::uint32_t>(text.size()));
  starts_.push((owned_.size() - 1) * std::uint64_t{kBlockBytes} + used_in_last_);
  used_in_last_ += static_cast<std::uint32_t>(text.size());
  table_.insert(hash, number);
  return number;
}

std::uint64_t StringPool::bytes() const {
  return owned_.size() * std::uint64_t{kBlockBytes} + starts_.bytes() + lengths_.bytes() +
         table_.bytes();
}

}  // namespace sallyport::picture
