// The artefact in memory: weights by name, how common names are, and what says nothing. Immutable.
// Internal to match.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace sallyport::match::internal {

/// Open addressing from a name's hash to its millibits: -log2 of its share.
class RarityTable {
 public:
  void build(const std::vector<std::pair<std::uint64_t, std::int32_t>>& entries,
             std::int32_t floor);
  /// The floor for a name of no list.
  std::int32_t bits(std::uint64_t hash) const {
    const Slot& slot = find(hash);
    return slot.hash == hash ? slot.bits : floor_;
  }
  bool listed(std::uint64_t hash) const { return find(hash).hash == hash; }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::int32_t bits = 0;
  };
  const Slot& find(std::uint64_t hash) const {
    std::size_t at = hash & mask_;
    while (slots_[at].hash != hash && slots_[at].hash != 0) at = (at + 1) & mask_;
    return slots_[at];
  }
  std::vector<Slot> slots_ = std::vector<Slot>(1);
  std::uint64_t mask_ = 0;
  std::int32_t floor_ = 0;
};

/// A small sorted set of hashes.
class HashSet {
 public:
  void add(std::uint64_t hash) {
    const auto at = std::lower_bound(hashes_.begin(), hashes_.end(), hash);
    if (at == hashes_.end() || *at != hash) hashes_.insert(at, hash);
  }
  bool has(std::uint64_t hash) const {
    return std::binary_search(hashes_.begin(), hashes_.end(), hash);
  }

 private:
  std::vector<std::uint64_t> hashes_;
};

struct Weights {
#define WEIGHT(name) std::int32_t name = 0;
#include "match/internal/weights.inc"
#undef WEIGHT
};

struct Tables {
  std::string version;
  Weights weights;
  RarityTable surnames;
  RarityTable given;
  HashSet stop_names;
  HashSet stop_dates;  ///< day number as 32 bits, plus one
  HashSet hub_contacts;
  HashSet hub_places;  ///< house keys, street keys and postcodes
};

}  // namespace sallyport::match::internal
