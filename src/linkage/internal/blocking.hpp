// Which pairs of records are compared: those that share one of many keys, each of which forgives
// some other error. Keys are made of values' codes and traits; a key that too many records share is
// a stop-key: it brings no pair and is counted.
// Ownership: values. Threads: one. Failure: none. Cost: about 25 ns a record and key, 10 ns a pair.
// Source: Christen, "Data Matching", 2012, ch. 4 (blocking passes); deterministic.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "linkage/internal/dataset.hpp"
#include "linkage/internal/traits.hpp"
#include "linkage/linkage.hpp"

namespace sallyport::linkage {

/// record << 36 | record << 8 | key's kind; the first record is the smaller.
using Candidate = std::uint64_t;
inline constexpr unsigned kRecordBits = 28;
inline std::uint32_t first_of(Candidate candidate) {
  return static_cast<std::uint32_t>(candidate >> (8 + kRecordBits));
}
inline std::uint32_t second_of(Candidate candidate) {
  return static_cast<std::uint32_t>(candidate >> 8 & ((1U << kRecordBits) - 1));
}
inline std::size_t kind_of(Candidate candidate) {
  return candidate & 0xff;
}

/// What is looked for.
struct BlockingPlan {
  Scope scope = Scope::everything;
  std::uint64_t kinds = ~std::uint64_t{0};  ///< a bit each
  /// One pair in so many is made, drawn by the pair itself: to learn from.
  std::uint64_t every = 1;
};
std::size_t key_kinds();
std::string_view key_kind_name(std::size_t kind);

struct Candidates {
  /// Each pair once, ascending, with the first kind of key that brings it; in parts that follow
  /// one another.
  std::vector<std::vector<Candidate>> parts;
  std::vector<KeyReport> keys;
  std::uint64_t pairs = 0;
  std::uint64_t every = 1;  ///< of the plan
};
Candidates candidates_of(const Dataset& data, const Traits& traits, const BlockingPlan& plan);

}  // namespace sallyport::linkage
