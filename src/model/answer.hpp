// FROZEN SHAPE: the engine signature (core.md 25).
//   Result<Answer<T>> f(const picture::View&, const Options&)
// An engine is pure: no clock, no randomness but a seed in its options, no store, no network.
#pragma once

#include <vector>

#include "base/id.hpp"

namespace sallyport::model {

template <class T>
struct Answer {
  T value;
  /// Every item the value rests on, sorted, without repeats: what the consultation entry lists.
  std::vector<Id128> evidence;
  /// A limit cut the answer short (limits count visible items only).
  bool partial = false;
};

}  // namespace sallyport::model
