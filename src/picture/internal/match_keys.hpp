// What a posting says for a part of a question, in one number: the smaller, the better it speaks
// for its record. And a table of row numbers. Inside of matching only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "picture/internal/token_index.hpp"
#include "picture/matching.hpp"

namespace sallyport::picture {

/// From the top: what is missing to full quality, how, which property, which token by its text, and
/// the property's slot.
using MatchKey = std::uint64_t;
inline constexpr MatchKey kNoMatch = ~std::uint64_t{0};
inline constexpr std::uint32_t kOfInitial = 0xFFFF;  // in place of a token

inline MatchKey match_key(std::int32_t quality, std::uint8_t how, std::uint8_t speaks,
                          std::uint32_t token, std::uint32_t slot) {
  return static_cast<std::uint64_t>(2047 - quality) << 40 | std::uint64_t{how} << 32 |
         std::uint64_t{speaks} << 24 | std::uint64_t{token} << 8 | slot;
}
inline std::int32_t quality_in(MatchKey key) {
  return key == kNoMatch ? 0 : 2047 - static_cast<std::int32_t>(key >> 40);
}
inline std::uint32_t token_in(MatchKey key) {
  return static_cast<std::uint32_t>(key >> 8) & 0xFFFF;
}
inline std::uint32_t slot_in(MatchKey key) {
  return static_cast<std::uint32_t>(key) & 0xFF;
}

/// One part of a question, made ready: its tokens in the order of their text, and the key of each
/// in each property.
class PartIndex {
 public:
  PartIndex(AskedPart asked, const MatchRules& rules, const TokenIndex& index);

  const AskedPart& asked() const { return asked_; }
  bool is_initial() const { return asked_.initial != 0; }
  std::size_t size() const { return asked_.tokens.size(); }
  const FittingToken& token(std::uint32_t number) const { return asked_.tokens[number]; }
  PostingLists::Head head(std::uint32_t token) const { return heads_[token]; }
  MatchKey key(std::uint32_t token, std::uint32_t slot) const {
    return keys_[first_[token] + slot];
  }
  /// No match of the part is better.
  MatchKey best() const { return best_; }
  /// Tokens with long lists.
  const std::vector<std::uint32_t>& longs() const { return longs_; }
  bool has(model::IndexClass cls) const { return classes_[static_cast<std::size_t>(cls)]; }
  bool asks_for(model::IndexClass cls, std::string_view text) const {
    return number_of(cls, text) != kNone;
  }
  model::Property property_in(MatchKey key) const;

  /// Postings of one quality: these tokens in these slots.
  struct Equal {
    std::uint32_t missing;  ///< to full quality
    std::uint32_t token;
    std::uint32_t slots;
  };
  /// Best first.
  std::vector<Equal> by_quality() const;

 private:
  /// Of this token, kNone when it is not asked for. O(log tokens).
  std::uint32_t number_of(model::IndexClass cls, std::string_view text) const;
  void note_best(const MatchRules& rules);
  void add_beginnings(const TokenIndex& index);

  AskedPart asked_;
  std::vector<PostingLists::Head> heads_;
  std::vector<std::uint32_t> first_;
  std::vector<MatchKey> keys_;
  MatchKey best_ = kNoMatch;
  std::vector<std::uint32_t> longs_;
  bool classes_[5] = {};
};

/// Numbers from 0 up for different rows, in the order they came. Open addressing.
class RowNumbers {
 public:
  /// Empty again, with room for so many.
  void clear(std::size_t expected) {
    std::size_t size = 16;
    while (size < expected * 2) size *= 2;
    slots_.assign(size, kFree);
    used_ = 0;
  }
  std::size_t size() const { return used_; }
  std::uint32_t find(std::uint32_t row) const {
    for (std::size_t at = home(row);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == kFree) return kNone;
      if (static_cast<std::uint32_t>(slots_[at] >> 32) == row)
        return static_cast<std::uint32_t>(slots_[at]);
    }
  }
  /// Its number, and whether it is new.
  std::pair<std::uint32_t, bool> add(std::uint32_t row) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    std::size_t at = home(row);
    for (; slots_[at] != kFree; at = (at + 1) & (slots_.size() - 1)) {
      if (static_cast<std::uint32_t>(slots_[at] >> 32) == row)
        return {static_cast<std::uint32_t>(slots_[at]), false};
    }
    slots_[at] = std::uint64_t{row} << 32 | used_;
    return {used_++, true};
  }

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  std::size_t home(std::uint32_t row) const {
    return (std::uint64_t{row} * 0x9E3779B97F4A7C15u >> 32) & (slots_.size() - 1);
  }
  void grow() {
    std::vector<std::uint64_t> old(slots_.size() * 2, kFree);
    old.swap(slots_);
    for (const std::uint64_t slot : old) {
      if (slot == kFree) continue;
      std::size_t at = home(static_cast<std::uint32_t>(slot >> 32));
      while (slots_[at] != kFree) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(16, kFree);
  std::uint32_t used_ = 0;
};

/// A posting on its way: whose, and what it says.
struct RawMatch {
  std::uint32_t row;
  std::uint32_t part;
  MatchKey key;
};

/// Raw matches in the order of slices of their records' public ids.
class BySlice {
 public:
  void clear() { raw_.clear(); }
  void add(const RawMatch& raw) { raw_.push_back(raw); }
  std::size_t size() const { return raw_.size(); }
  /// O(n); then of() may be asked.
  void arrange(const TokenIndex& index);
  std::span<const RawMatch> of(std::uint32_t slice) const {
    return std::span(raw_).subspan(begin_[slice], begin_[slice + 1] - begin_[slice]);
  }
  std::span<const RawMatch> all() const { return raw_; }

 private:
  std::vector<RawMatch> raw_;
  std::uint32_t begin_[PostingLists::kSlices + 1] = {};
};

}  // namespace sallyport::picture
