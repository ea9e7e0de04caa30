// Signed clustering of scored pairs. Pairs are taken from the strongest down; two clusters become
// one only when all their pairs together speak for it, each with a bounded voice: a chain of
// likenesses between people who contradict each other joins nothing, and a record that looks like
// many people joins none of them to another. Below the threshold a record joins a cluster only when
// several of its records speak for it, together as loud as the threshold, and none against. In a
// linkage of sources that hold a person once, a cluster takes one record of each source. Ownership:
// values. Threads: one. Failure: none. Cost: sorting the pairs; a merge scores the pairs between
// its two sides, at most kMostVoices of them. Source: correlation clustering (Bansal, Blum, Chawla
// 2004), greedy additive edge contraction (Keuper et al. 2015) with bounded weights.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "linkage/linkage.hpp"

namespace sallyport::linkage {

struct ClusterRequest {
  std::size_t records = 0;
  std::int32_t threshold_millibits = 0;
  bool once_a_source = false;
  const std::vector<std::uint16_t>* source_of = nullptr;
};

/// For each record the smallest of its cluster. `pairs` in any order; score(a, b) with a < b.
std::vector<std::uint32_t> cluster(
    const ClusterRequest& request, std::vector<ScoredPair> pairs,
    const std::function<std::int32_t(std::uint32_t, std::uint32_t)>& score);

}  // namespace sallyport::linkage
