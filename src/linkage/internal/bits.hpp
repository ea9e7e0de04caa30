// Logarithms in millibits by whole numbers and exact steps: the same on every machine.
// Pure. Threads: any. Failure: none; what is not positive counts as the smallest number.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace sallyport::linkage {

/// 1000 * log2(x), rounded to the nearest.
inline std::int32_t millibits(double x) {
  constexpr std::int32_t kLowest = -200'000;
  if (!(x > 0)) return kLowest;
  const auto raw = std::bit_cast<std::uint64_t>(x);
  const auto exponent = static_cast<std::int32_t>(raw >> 52 & 0x7ff) - 1023;
  std::uint64_t mantissa = (raw & 0xfffffffffffffULL) | 0x10000000000000ULL;  // 1.x in 52 bits
  mantissa >>= 21;                                                            // 31 bits
  std::int64_t fraction = 0;  // 20 bits behind the point, one squaring each
  for (int i = 0; i < 20; ++i) {
    mantissa = mantissa * mantissa >> 31;
    fraction <<= 1;
    if (mantissa >= std::uint64_t{1} << 32) {
      mantissa >>= 1;
      fraction |= 1;
    }
  }
  const std::int64_t whole = (std::int64_t{exponent} << 20) + fraction;
  return static_cast<std::int32_t>((whole * 1000 + (1 << 19)) >> 20);
}

/// log2(2^a + 2^b), all in millibits.
class Adder {
 public:
  Adder() : more_(kSpan) {
    double ratio = 1.0;
    constexpr double kStep = 0.99930709300158;  // 2^(-1/1000)
    for (std::size_t d = 0; d < kSpan; ++d, ratio *= kStep)
      more_[d] = static_cast<std::int16_t>(millibits(1.0 + ratio));
  }
  std::int32_t operator()(std::int32_t a, std::int32_t b) const {
    const std::int32_t high = std::max(a, b);
    const auto apart = static_cast<std::size_t>(std::int64_t{high} - std::min(a, b));
    return apart < kSpan ? high + more_.data()[apart] : high;
  }

 private:
  static constexpr std::size_t kSpan = 12'000;
  std::vector<std::int16_t> more_;
};

}  // namespace sallyport::linkage
