#include "base/random.hpp"

#include <sys/random.h>

#include <cstring>

#include "base/assert.hpp"

namespace sallyport {

std::uint64_t Random::next64() {
  std::uint64_t out = 0;
  fill({reinterpret_cast<std::uint8_t*>(&out), sizeof out});
  return out;
}

Id128 Random::next_id() {
  std::array<std::uint8_t, 16> bytes{};
  fill(bytes);
  return id_from_bytes(bytes);
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
  std::size_t at = 0;
  while (at < out.size()) {
    const ssize_t n = getrandom(out.data() + at, out.size() - at, 0);
    SALLYPORT_ASSERT(n > 0 || errno == EINTR);
    if (n > 0) at += static_cast<std::size_t>(n);
  }
}

std::uint64_t SeededRandom::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  for (std::size_t at = 0; at < out.size(); at += 8) {
    const std::uint64_t v = next();
    std::memcpy(out.data() + at, &v, std::min<std::size_t>(8, out.size() - at));
  }
}

std::uint64_t SeededRandom::below(std::uint64_t bound) {
  SALLYPORT_ASSERT(bound > 0);
  unsigned __int128 product = static_cast<unsigned __int128>(next()) * bound;
  auto low = static_cast<std::uint64_t>(product);
  if (low < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (low < threshold) {
      product = static_cast<unsigned __int128>(next()) * bound;
      low = static_cast<std::uint64_t>(product);
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

}  // namespace sallyport
