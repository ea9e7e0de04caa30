// GrowTable: an insert-only hash table from a 64-bit hash to a row, open addressing with linear
// probing. One writer, any number of lock-free readers. Several entries may share a hash; the
// caller says which one he means. Growing publishes a new slot array, a quarter larger; the old one
// stays until reclaim(), which the picture calls when no View is open.
// Two kinds of slot: a TagTable keeps 32 bits of the hash and trusts the caller to know his row (8
// bytes); a KeyTable keeps the whole hash, for keys that are nowhere else (12 bytes). Between .64
// and .8 full. A place follows from the hash by multiplication, not by a mask (D. Lemire,
// Fast Random Integer Generation in an Interval, 2019), so that a table need not double, and
// entries lie in the order of their hash, so that growing reads and writes straight on.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/assert.hpp"

namespace sallyport::picture {

inline constexpr std::uint32_t kNone = 0xFFFFFFFFu;

/// Slots of a TagTable: the row in the low half, the tag in the high half, one word.
class TagSlots {
 public:
  using Key = std::uint32_t;
  static constexpr std::uint64_t kSlotBytes = 8;
  static Key key_of(std::uint64_t hash) { return static_cast<Key>(hash >> 32); }

  explicit TagSlots(std::uint64_t size)
      : size_(size), words_(new std::atomic<std::uint64_t>[size]) {
    for (std::uint64_t i = 0; i < size; ++i) words_[i].store(~0ull, std::memory_order_relaxed);
  }
  std::uint64_t size() const { return size_; }
  std::uint64_t home(Key key) const { return std::uint64_t{key} * size_ >> 32; }
  /// The row there, kNone when the slot is free.
  std::uint32_t at(std::uint64_t slot, Key& key) const {
    const std::uint64_t word = words_[slot].load(std::memory_order_acquire);
    key = static_cast<Key>(word >> 32);
    return static_cast<std::uint32_t>(word);
  }
  void set(std::uint64_t slot, Key key, std::uint32_t row) {
    words_[slot].store(std::uint64_t{key} << 32 | row, std::memory_order_release);
  }
  template <class F>
  bool each_array(F&& f) const {
    return f(reinterpret_cast<std::uint8_t*>(words_.get()), size_ * sizeof(std::uint64_t));
  }

 private:
  std::uint64_t size_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> words_;
};

/// Slots of a KeyTable. A key of 0 is a free slot.
class KeySlots {
 public:
  using Key = std::uint64_t;
  static constexpr std::uint64_t kSlotBytes = 12;
  static Key key_of(std::uint64_t hash) { return hash == 0 ? 1 : hash; }

  explicit KeySlots(std::uint64_t size)
      : size_(size),
        keys_(new std::atomic<std::uint64_t>[size]()),
        rows_(new std::atomic<std::uint32_t>[size]()) {}
  std::uint64_t size() const { return size_; }
  std::uint64_t home(Key key) const { return (key >> 32) * size_ >> 32; }
  std::uint32_t at(std::uint64_t slot, Key& key) const {
    key = keys_[slot].load(std::memory_order_acquire);
    return key == 0 ? kNone : rows_[slot].load(std::memory_order_acquire);
  }
  void set(std::uint64_t slot, Key key, std::uint32_t row) {
    rows_[slot].store(row, std::memory_order_release);
    keys_[slot].store(key, std::memory_order_release);
  }
  template <class F>
  bool each_array(F&& f) const {
    return f(reinterpret_cast<std::uint8_t*>(keys_.get()), size_ * sizeof(std::uint64_t)) &&
           f(reinterpret_cast<std::uint8_t*>(rows_.get()), size_ * sizeof(std::uint32_t));
  }

 private:
  std::uint64_t size_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> keys_;
  std::unique_ptr<std::atomic<std::uint32_t>[]> rows_;
};

template <class Slots>
class GrowTable {
  static_assert(sizeof(std::atomic<std::uint64_t>) == sizeof(std::uint64_t) &&
                sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));
  using Key = typename Slots::Key;
  static constexpr std::uint64_t kFewest = 64;

 public:
  static constexpr std::uint64_t kSlotBytes = Slots::kSlotBytes;

  GrowTable() { publish(std::make_unique<Slots>(kFewest)); }

  /// The first row under this hash that `is_it(row)` accepts, or kNone. A TagTable also offers rows
  /// of other hashes.
  template <class IsIt>
  std::uint32_t find(std::uint64_t hash, IsIt&& is_it) const {
    std::uint32_t row = kNone;
    (void)locate(*slots_.load(std::memory_order_acquire), hash, is_it, row);
    return row;
  }

  /// Writer only. The caller has checked that it is not there.
  void insert(std::uint64_t hash, std::uint32_t row) {
    Slots* s = owned_.back().get();
    if ((used_ + 1) * 5 > s->size() * 4) s = grow();
    put(*s, Slots::key_of(hash), row);
    ++used_;
  }

  /// Writer only: `row` in place of the one that find() gives, which is there.
  template <class IsIt>
  void replace(std::uint64_t hash, IsIt&& is_it, std::uint32_t row) {
    Slots& s = *owned_.back();
    std::uint32_t old = kNone;
    const std::uint64_t slot = locate(s, hash, is_it, old);
    SALLYPORT_ASSERT(old != kNone);
    s.set(slot, Slots::key_of(hash), row);
  }

  std::uint64_t size() const { return used_; }
  std::uint64_t bytes() const {
    std::uint64_t sum = 0;
    for (const auto& s : owned_) sum += s->size() * kSlotBytes;
    return sum;
  }
  /// Writer only, when no reader can hold an old array.
  void reclaim() {
    if (owned_.size() > 1) owned_.erase(owned_.begin(), owned_.end() - 1);
  }
  /// For snapshots: the slot array as it lies, out and in. f(pointer, bytes).
  std::uint64_t slots() const { return owned_.back()->size(); }
  template <class F>
  void each_array(F&& f) const {
    owned_.back()->each_array([&](const std::uint8_t* bytes, std::uint64_t size) {
      f(bytes, size);
      return true;
    });
  }
  /// Only before any reader, in place of what is there. false when f says so, or when these are
  /// not the numbers of a table.
  template <class F>
  bool fill(std::uint64_t slots, std::uint64_t used, F&& f) {
    if (slots < kFewest || slots >= kNone || used * 5 > slots * 4) return false;
    auto made = std::make_unique<Slots>(slots);
    if (!made->each_array(f)) return false;
    publish(std::move(made));
    used_ = used;
    reclaim();
    return true;
  }

 private:
  template <class IsIt>
  static std::uint64_t locate(const Slots& s, std::uint64_t hash, IsIt&& is_it,
                              std::uint32_t& found) {
    const Key key = Slots::key_of(hash);
    for (std::uint64_t slot = s.home(key);; slot = slot + 1 == s.size() ? 0 : slot + 1) {
      Key there{};
      const std::uint32_t row = s.at(slot, there);
      if (row == kNone) return slot;
      if (there == key && is_it(row)) {
        found = row;
        return slot;
      }
    }
  }
  static void put(Slots& s, Key key, std::uint32_t row) {
    for (std::uint64_t slot = s.home(key);; slot = slot + 1 == s.size() ? 0 : slot + 1) {
      Key there{};
      if (s.at(slot, there) == kNone) return s.set(slot, key, row);
    }
  }
  Slots* grow() {
    const Slots& old = *owned_.back();
    auto made = std::make_unique<Slots>(old.size() + old.size() / 4);
    for (std::uint64_t slot = 0; slot < old.size(); ++slot) {
      Key key{};
      const std::uint32_t row = old.at(slot, key);
      if (row != kNone) put(*made, key, row);
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

using TagTable = GrowTable<TagSlots>;
using KeyTable = GrowTable<KeySlots>;

}  // namespace sallyport::picture
