// GrowTable: an insert-only hash table from a 64-bit hash to a row, open addressing with linear
// probing. One writer, any number of lock-free readers. Several entries may share a hash; the
// caller says which one he means. Growing publishes a new slot array; the old one stays until
// reclaim(), which the picture calls when no View is open. 12 bytes a slot, at most 0.7 full.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/assert.hpp"

namespace sallyport::picture {

inline constexpr std::uint32_t kNone = 0xFFFFFFFFu;

class GrowTable {
  static_assert(sizeof(std::atomic<std::uint64_t>) == sizeof(std::uint64_t) &&
                sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));

 public:
  GrowTable() { publish(std::make_unique<Slots>(1024)); }

  /// The first row under this hash that `is_it(row)` accepts, or kNone.
  template <class IsIt>
  std::uint32_t find(std::uint64_t hash, IsIt&& is_it) const {
    const Slots* s = slots_.load(std::memory_order_acquire);
    const std::uint64_t key = keyed(hash);
    for (std::uint64_t at = key & s->mask;; at = (at + 1) & s->mask) {
      const std::uint64_t k = s->keys[at].load(std::memory_order_acquire);
      if (k == 0) return kNone;
      if (k == key) {
        const std::uint32_t row = s->rows[at].load(std::memory_order_acquire);
        if (is_it(row)) return row;
      }
    }
  }
  std::uint32_t find(std::uint64_t hash) const {
    return find(hash, [](std::uint32_t) { return true; });
  }

  /// Writer only. The caller has checked that it is not there.
  void insert(std::uint64_t hash, std::uint32_t row) {
    Slots* s = owned_.back().get();
    if ((used_ + 1) * 10 > (s->mask + 1) * 7) s = grow();
    put(*s, keyed(hash), row);
    ++used_;
  }

  /// Writer only: the row under a hash that is there already (one entry a hash) is replaced.
  void replace(std::uint64_t hash, std::uint32_t row) {
    Slots* s = owned_.back().get();
    const std::uint64_t key = keyed(hash);
    for (std::uint64_t at = key & s->mask;; at = (at + 1) & s->mask) {
      const std::uint64_t k = s->keys[at].load(std::memory_order_relaxed);
      SALLYPORT_ASSERT(k != 0);
      if (k == key) {
        s->rows[at].store(row, std::memory_order_release);
        return;
      }
    }
  }

  std::uint64_t size() const { return used_; }
  std::uint64_t bytes() const {
    std::uint64_t sum = 0;
    for (const auto& s : owned_) sum += (s->mask + 1) * 12;
    return sum;
  }
  /// Writer only, when no reader can hold an old array.
  void reclaim() {
    if (owned_.size() > 1) owned_.erase(owned_.begin(), owned_.end() - 1);
  }
  /// For snapshots: the slot array as it lies, out and in. f(pointer, bytes).
  std::uint64_t slots() const { return owned_.back()->mask + 1; }
  template <class F>
  void each_array(F&& f) const {
    const Slots& s = *owned_.back();
    f(reinterpret_cast<const std::uint8_t*>(s.keys.get()), slots() * sizeof(std::uint64_t));
    f(reinterpret_cast<const std::uint8_t*>(s.rows.get()), slots() * sizeof(std::uint32_t));
  }
  /// Only before any reader, in place of what is there. false when f says so, or when these are
  /// not the numbers of a table.
  template <class F>
  bool fill(std::uint64_t slots, std::uint64_t used, F&& f) {
    if (slots < 1024 || (slots & (slots - 1)) != 0 || used * 10 > slots * 7) return false;
    auto made = std::make_unique<Slots>(slots);
    if (!f(reinterpret_cast<std::uint8_t*>(made->keys.get()), slots * sizeof(std::uint64_t)) ||
        !f(reinterpret_cast<std::uint8_t*>(made->rows.get()), slots * sizeof(std::uint32_t)))
      return false;
    publish(std::move(made));
    used_ = used;
    reclaim();
    return true;
  }

  /// Writer only: room for this many without growing.
  void reserve(std::uint64_t entries) {
    std::uint64_t want = 1024;
    while (want * 7 < entries * 10 + 10) want *= 2;
    if (want > owned_.back()->mask + 1) grow_to(want);
  }

 private:
  struct Slots {
    explicit Slots(std::uint64_t size)
        : mask(size - 1),
          keys(new std::atomic<std::uint64_t>[size]()),
          rows(new std::atomic<std::uint32_t>[size]()) {}
    std::uint64_t mask;
    std::unique_ptr<std::atomic<std::uint64_t>[]> keys;
    std::unique_ptr<std::atomic<std::uint32_t>[]> rows;
  };

  static std::uint64_t keyed(std::uint64_t hash) { return hash == 0 ? 1 : hash; }

  static void put(Slots& s, std::uint64_t key, std::uint32_t row) {
    for (std::uint64_t at = key & s.mask;; at = (at + 1) & s.mask) {
      if (s.keys[at].load(std::memory_order_relaxed) == 0) {
        s.rows[at].store(row, std::memory_order_relaxed);
        s.keys[at].store(key, std::memory_order_release);
        return;
      }
    }
  }

  Slots* grow() { return grow_to((owned_.back()->mask + 1) * 2); }
  Slots* grow_to(std::uint64_t size) {
    const Slots& old = *owned_.back();
    auto made = std::make_unique<Slots>(size);
    for (std::uint64_t at = 0; at <= old.mask; ++at) {
      const std::uint64_t key = old.keys[at].load(std::memory_order_relaxed);
      if (key != 0) put(*made, key, old.rows[at].load(std::memory_order_relaxed));
    }
    return publish(std::move(made));
  }
  Slots* publish(std::unique_ptr<Slots> made) {
    Slots* raw = made.get();
    owned_.push_back(std::move(made));
    slots_.store(raw, std::memory_order_release);
    return raw;
  }

  std::atomic<Slots*> slots_{nullptr};
  std::vector<std::unique_ptr<Slots>> owned_;
  std::uint64_t used_ = 0;
};

}  // namespace sallyport::picture
