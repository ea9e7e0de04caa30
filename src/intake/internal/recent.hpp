// What was worked out lately, by the text it was worked out from: four places for a text, of which
// the next that falls there takes one in turn. Begins small and grows while it is asked for what it
// has not, so that a small file pays for little. What it forgets is worked out again: no answer
// depends on it. A place keeps the text's keyed hash of 128 bits, not the text: it lies in one line
// of memory, and no file can aim at another text's place.
// Ownership: values. Threads: one. Cost: O(1); at most `most` places.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"

namespace sallyport::intake::internal {

template <class Value>
class Recent {
 public:
  Recent(const crypto::ShortKey& key, std::size_t most) : key_(key), most_(most) {}

  struct Place {
    Id128 of;  ///< nil: empty
    Value value{};
  };
  struct Found {
    Value& value;
    bool known = false;  ///< false: the caller fills it, and the place is the text's from now on
  };
  /// Holds until the next call.
  Found find(std::string_view text) {
    if (places_.empty()) places_.resize(kFewest);
    const Id128 of = crypto::short_hash_id(key_, text);
    Place* there = &at(of);
    if (there->of == of) return {there->value, true};
    // taken by another: with as many of these as places, there are too few
    if (!there->of.is_nil() && ++taken_over_ >= places_.size() && places_.size() < most_) {
      grow();
      there = &at(of);
    }
    there->of = of;
    return {there->value, false};
  }
  void clear() {
    places_ = {};
    taken_over_ = 0;
  }

 private:
  static constexpr std::size_t kFewest = 256;
  static constexpr std::size_t kWays = 4;

  /// Where it is; else an empty place for it, else one whose turn it is.
  Place& at(const Id128& of) {
    Place* const set = &places_[of.lo & (places_.size() - 1) & ~(kWays - 1)];
    for (std::size_t i = 0; i < kWays; ++i) {
      if (set[i].of == of || set[i].of.is_nil()) return set[i];
    }
    return set[turn_++ % kWays];
  }
  void grow() {
    std::vector<Place> old(places_.size() * 4);
    old.swap(places_);
    for (Place& place : old) {
      if (!place.of.is_nil()) at(place.of) = std::move(place);
    }
    taken_over_ = 0;
  }

  crypto::ShortKey key_;
  std::size_t most_;  // a power of two
  std::vector<Place> places_;
  std::size_t taken_over_ = 0;
  std::size_t turn_ = 0;
};

}  // namespace sallyport::intake::internal
