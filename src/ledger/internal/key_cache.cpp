#include "ledger/internal/key_cache.hpp"

#include <algorithm>

namespace sallyport::ledger::internal {

void KeyCache::insert(Slot slot, crypto::KeyView key) {
  const std::size_t at = free_slot();
  slot.used = true;
  slot.recent = false;  // only a second use makes a key worth keeping
  slots_[at] = slot;
  const auto place = keys_.edit_sensitive().subspan(at * crypto::kKeyBytes, crypto::kKeyBytes);
  std::copy(key.begin(), key.end(), place.begin());
  by_id_.put(slot.id, static_cast<std::uint32_t>(at));
  by_subject_.put(Name{slot.subject, slot.agency}, static_cast<std::uint32_t>(at));
}

void KeyCache::erase(std::uint64_t id) {
  if (const auto* at = by_id_.find(id)) drop(*at);
}

std::size_t KeyCache::free_slot() {
  for (;; hand_ = (hand_ + 1) % slots_.size()) {
    Slot& slot = slots_[hand_];
    if (slot.used && slot.recent) {
      slot.recent = false;
      continue;
    }
    if (slot.used) drop(hand_);
    const std::size_t at = hand_;
    hand_ = (hand_ + 1) % slots_.size();
    return at;
  }
}

void KeyCache::drop(std::size_t at) {
  by_id_.erase(slots_[at].id);
  by_subject_.erase(Name{slots_[at].subject, slots_[at].agency});
  crypto::wipe(keys_.edit_sensitive().subspan(at * crypto::kKeyBytes, crypto::kKeyBytes));
  slots_[at] = Slot{};
}

}  // namespace sallyport::ledger::internal
