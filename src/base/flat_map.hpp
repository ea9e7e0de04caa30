// A hash table in one piece of memory: open addressing, linear probing, at most 3/4 full, deleting
// by moving back. For the million small keys of an import, where a node each costs a cache miss and
// 32 bytes. Key{} means an empty slot and is never a key. Order of slots is nobody's to use: it has
// no iteration. Pointers it gives out hold until the next insertion or erasure.
// Ownership: values. Threads: one, or a lock around it. Cost: O(1) expected; doubling.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/assert.hpp"

namespace sallyport {

/// Mixes what may be a poor hash (SplitMix64's finish, Steele, Lea, Flood 2014).
constexpr std::uint64_t spread(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

template <class Key, class Value, class Hash = std::hash<Key>>
class FlatMap {
 public:
  Value* find(const Key& key) {
    const std::size_t at = place_of(key);
    return slots_.empty() || slots_[at].key == Key{} ? nullptr : &slots_[at].value;
  }
  const Value* find(const Key& key) const { return const_cast<FlatMap*>(this)->find(key); }
  bool contains(const Key& key) const { return find(key) != nullptr; }

  /// The value under the key, and whether it is new.
  std::pair<Value*, bool> emplace(const Key& key, Value value) {
    SALLYPORT_ASSERT(!(key == Key{}));
    if ((size_ + 1) * 4 > slots_.size() * 3) grow();
    const std::size_t at = place_of(key);
    if (slots_[at].key == key) return {&slots_[at].value, false};
    slots_[at] = {key, std::move(value)};
    ++size_;
    return {&slots_[at].value, true};
  }
  void put(const Key& key, Value value) {
    const auto [there, fresh] = emplace(key, value);
    if (!fresh) *there = std::move(value);
  }
  bool erase(const Key& key) {
    if (slots_.empty()) return false;
    std::size_t hole = place_of(key);
    if (slots_[hole].key == Key{}) return false;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t next = (hole + 1) & mask; !(slots_[next].key == Key{});
         next = (next + 1) & mask) {
      // it may move back when its home is not between the hole and itself
      if (((next - home_of(slots_[next].key)) & mask) < ((next - hole) & mask)) continue;
      slots_[hole] = std::move(slots_[next]);
      hole = next;
    }
    slots_[hole] = Slot{};
    --size_;
    return true;
  }
  /// Brings the key's place nearer to the processor: for whoever will ask for many keys.
  void expect(const Key& key) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[home_of(key)]);
  }
  std::size_t size() const { return size_; }
  void clear() {
    slots_.clear();
    size_ = 0;
  }

 private:
  struct Slot {
    Key key{};
    [[no_unique_address]] Value value{};
  };
  std::size_t home_of(const Key& key) const {
    return static_cast<std::size_t>(spread(Hash{}(key))) & (slots_.size() - 1);
  }
  std::size_t place_of(const Key& key) const {
    if (slots_.empty()) return 0;
    std::size_t at = home_of(key);
    while (!(slots_[at].key == Key{}) && !(slots_[at].key == key))
      at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (Slot& slot : old) {
      if (!(slot.key == Key{})) slots_[place_of(slot.key)] = std::move(slot);
    }
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

template <class Key, class Hash = std::hash<Key>>
class FlatSet {
 public:
  /// True when it was not there.
  bool insert(const Key& key) { return map_.emplace(key, {}).second; }
  bool contains(const Key& key) const { return map_.contains(key); }
  bool erase(const Key& key) { return map_.erase(key); }
  std::size_t size() const { return map_.size(); }

 private:
  struct Nothing {};
  FlatMap<Key, Nothing, Hash> map_;
};

}  // namespace sallyport
