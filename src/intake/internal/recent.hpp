// What was worked out lately, by the text it was worked out from: four places for a text, of which
// the next that falls there takes one in turn. Begins small and grows while it is asked for what it
// has not, so that a small file pays for little. What it forgets is worked out again: no answer
// depends on it. Ownership: values. Threads: one. Cost: O(1); at most `most` places.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace sallyport::intake::internal {

template <class Value>
class Recent {
 public:
  explicit Recent(std::size_t most) : most_(most) {}

  struct Place {
    std::string key;
    Value value{};
  };
  /// Its place; whose key is another's when it is not known, and then to be filled by the caller.
  /// A key is never empty. Holds until the next call.
  Place& place(std::string_view key) {
    if (places_.empty()) places_.resize(kFewest);
    Place& there = at(key);
    if (there.key == key || there.key.empty()) return there;
    // taken by another: with as many of these as places, there are too few
    if (++taken_over_ < places_.size() || places_.size() >= most_) return there;
    grow();
    return at(key);
  }
  void clear() {
    places_ = {};
    taken_over_ = 0;
  }

 private:
  static constexpr std::size_t kFewest = 256;
  static constexpr std::size_t kWays = 4;

  /// Where the key is; else an empty place for it, else one whose turn it is.
  Place& at(std::string_view key) {
    Place* const set = &places_[hash64(key) & (places_.size() - 1) & ~(kWays - 1)];
    for (std::size_t i = 0; i < kWays; ++i) {
      if (set[i].key == key || set[i].key.empty()) return set[i];
    }
    return set[turn_++ % kWays];
  }
  void grow() {
    std::vector<Place> old(places_.size() * 4);
    old.swap(places_);
    for (Place& place : old) {
      if (!place.key.empty()) at(place.key) = std::move(place);
    }
    taken_over_ = 0;
  }

  std::size_t most_;  // a power of two
  std::vector<Place> places_;
  std::size_t taken_over_ = 0;
  std::size_t turn_ = 0;
};

}  // namespace sallyport::intake::internal
