#include "picture/internal/text_blocks.hpp"

namespace sallyport::picture {

TextBlocks::TextBlocks() {
  add_block();
  starts_.push(0);
  lengths_.push(0);
}

void TextBlocks::add_block() {
  owned_.push_back(std::make_unique<char[]>(kBlockBytes));
  blocks_.push(Block{owned_.back().get()});
  used_in_last_ = 0;
}

std::uint32_t TextBlocks::append(std::string_view text) {
  text = text.substr(0, kBlockBytes);
  if (text.size() > kBlockBytes - used_in_last_) add_block();
  std::memcpy(owned_.back().get() + used_in_last_, text.data(), text.size());
  const std::uint32_t number = lengths_.push(static_cast<std::uint32_t>(text.size()));
  starts_.push((owned_.size() - 1) * std::uint64_t{kBlockBytes} + used_in_last_);
  used_in_last_ += static_cast<std::uint32_t>(text.size());
  return number;
}

}  // namespace sallyport::picture
