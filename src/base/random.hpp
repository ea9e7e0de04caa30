// Randomness is passed in. SystemRandom is the machine's; SeededRandom (SplitMix64, Steele, Lea,
// Flood 2014) is the same for ever for a seed: synthetic data and tests only, never keys.
#pragma once

#include <cstdint>
#include <span>

#include "base/id.hpp"

namespace sallyport {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
  std::uint64_t next64();
  Id128 next_id();
};

class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;  ///< getrandom(2)
};

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::uint8_t> out) override;
  std::uint64_t next();
  /// Uniform in [0, bound), bound > 0 (Lemire's method, unbiased).
  std::uint64_t below(std::uint64_t bound);
  /// true in `numerator` of `denominator` cases.
  bool chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) < numerator;
  }

 private:
  std::uint64_t state_;
};

}  // namespace sallyport
