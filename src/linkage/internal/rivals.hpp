// A record is one person's: where it might be one with b as well as with c, and b and c contradict
// each other, each of the two likenesses is worth less. The odds of a pair are divided by one plus
// the odds of its rivals: of two equal rivals neither is likelier than not, however rare the name.
// Ownership: values. Threads: one. Failure: none. Deterministic: rivals are taken in the order of
// their scores. Cost: a score for each two partners of a record, at most kMostRivals a pair's side.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "linkage/linkage.hpp"

namespace sallyport::linkage {

struct RivalRequest {
  std::size_t records = 0;
  bool once_a_source = false;
  const std::vector<std::uint16_t>* source_of = nullptr;
};

/// Lowers the scores of contested pairs. score(a, b) with a < b.
void weigh_rivals(const RivalRequest& request, std::vector<ScoredPair>& pairs,
                  const std::function<std::int32_t(std::uint32_t, std::uint32_t)>& score);

}  // namespace sallyport::linkage
