// Sorting whole numbers by some of their bits, keeping the order of equals.
// Threads: any. Failure: none. Cost: one pass over the numbers for each 11 bits.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace sallyport::linkage {

/// By the bits [low, high) of each number.
inline void radix_sort(std::vector<std::uint64_t>& values, std::vector<std::uint64_t>& spare,
                       unsigned low, unsigned high) {
  constexpr unsigned kMostBits = 11;
  constexpr std::size_t kFew = 192;
  if (low >= high || values.size() < 2) return;
  if (values.size() < kFew) {
    const std::uint64_t mask =
        high - low >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (high - low)) - 1;
    std::stable_sort(values.begin(), values.end(), [=](std::uint64_t a, std::uint64_t b) {
      return (a >> low & mask) < (b >> low & mask);
    });
    return;
  }
  const unsigned passes = (high - low + kMostBits - 1) / kMostBits;
  const unsigned bits = (high - low + passes - 1) / passes;
  if (spare.size() < values.size()) spare.resize(values.size());
  std::uint64_t* from = values.data();
  std::uint64_t* to = spare.data();
  const std::size_t count = values.size();
  std::array<std::uint32_t, std::size_t{1} << kMostBits> places;
  for (unsigned at = low; at < high; at += bits) {
    const unsigned width = std::min(bits, high - at);
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    std::fill_n(places.data(), mask + 1, 0U);
    for (std::size_t i = 0; i < count; ++i) ++places.data()[from[i] >> at & mask];
    std::uint32_t sum = 0;
    for (std::size_t b = 0; b <= mask; ++b) {
      const std::uint32_t here = places.data()[b];
      places.data()[b] = sum;
      sum += here;
    }
    for (std::size_t i = 0; i < count; ++i) to[places.data()[from[i] >> at & mask]++] = from[i];
    std::swap(from, to);
  }
  if (from != values.data()) std::copy_n(from, count, values.data());
}

}  // namespace sallyport::linkage
