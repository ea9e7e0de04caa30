// A bounded cache of unwrapped keys in one block of locked memory, with second-chance replacement
// (CLOCK, Corbato 1968): near LRU without touching a list on every read.
// Threads: one at a time. Cost: O(1).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/flat_map.hpp"
#include "base/id.hpp"
#include "crypto/seal.hpp"
#include "crypto/secret.hpp"

namespace sallyport::ledger::internal {

class KeyCache {
 public:
  struct Slot {
    std::uint64_t id = 0;
    Id128 subject;
    std::uint16_t agency = 0;
    bool used = false;  ///< holds a key
    bool recent = false;
  };

  explicit KeyCache(std::size_t capacity) : keys_(capacity * crypto::kKeyBytes), slots_(capacity) {}

  std::optional<std::size_t> find(std::uint64_t id) { return touch(by_id_, id); }
  std::optional<std::size_t> find(Id128 subject, std::uint16_t agency) {
    return touch(by_subject_, Name{subject, agency});
  }
  const Slot& slot(std::size_t at) const { return slots_[at]; }
  crypto::KeyView key_sensitive(std::size_t at) const {
    return crypto::KeyView(keys_.view_sensitive().data() + at * crypto::kKeyBytes,
                           crypto::kKeyBytes);
  }
  void insert(Slot slot, crypto::KeyView key);
  /// Forgets and wipes.
  void erase(std::uint64_t id);

 private:
  struct Name {
    Id128 subject;  ///< never nil: the store's own key is not kept here
    std::uint16_t agency = 0;
    bool operator==(const Name&) const = default;
  };
  struct NameHash {
    std::size_t operator()(const Name& name) const noexcept {
      return std::hash<Id128>()(name.subject) + name.agency * 0x9E3779B97F4A7C15ull;
    }
  };

  template <class Index, class Key>
  std::optional<std::size_t> touch(Index& index, const Key& key) {
    const auto* at = index.find(key);
    if (at == nullptr) return std::nullopt;
    slots_[*at].recent = true;
    return *at;
  }
  std::size_t free_slot();
  void drop(std::size_t at);

  crypto::SecretBytes keys_;
  std::vector<Slot> slots_;
  FlatMap<std::uint64_t, std::uint32_t> by_id_;
  FlatMap<Name, std::uint32_t, NameHash> by_subject_;
  std::size_t hand_ = 0;
};

}  // namespace sallyport::ledger::internal
