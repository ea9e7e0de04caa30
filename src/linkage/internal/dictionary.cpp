#include "linkage/internal/dictionary.hpp"

namespace sallyport::linkage {

Dictionary::Dictionary() : begins_(1, 0), lengths_(1, 0), hashes_(1, 0), slots_(1024) {
  chunks_.push_back(std::make_unique<char[]>(1));
}

std::size_t Dictionary::probe(std::string_view text, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  std::size_t at = hash & mask;
  while (slots_[at].code != 0 && (slots_[at].tag != tag || this->text(slots_[at].code) != text))
    at = (at + 1) & mask;
  return at;
}

std::uint32_t Dictionary::find(std::string_view text) const {
  text = text.substr(0, kLongest);
  return text.empty() ? 0 : slots_[probe(text, hash64(text))].code;
}

std::uint32_t Dictionary::code(std::string_view text) {
  text = text.substr(0, kLongest);
  if (text.empty()) return 0;
  const std::uint64_t hash = hash64(text);
  std::size_t at = probe(text, hash);
  if (slots_[at].code != 0) return slots_[at].code;
  if (lengths_.size() * 2 > slots_.size()) {
    grow();
    at = probe(text, hash);
  }
  if (used_ + text.size() > kChunk) {
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(kChunk));
    used_ = 0;
  }
  std::memcpy(chunks_.back().get() + used_, text.data(), text.size());
  const auto code = static_cast<std::uint32_t>(lengths_.size());
  begins_.push_back(((chunks_.size() - 1) << kChunkBits) + used_);
  lengths_.push_back(static_cast<std::uint16_t>(text.size()));
  hashes_.push_back(static_cast<std::uint32_t>(hash >> 32));
  used_ += text.size();
  slots_[at] = {static_cast<std::uint32_t>(hash >> 32), code};
  return code;
}

void Dictionary::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.code == 0) continue;
    std::size_t at = hash64(text(slot.code)) & mask;
    while (slots_[at].code != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace sallyport::linkage
