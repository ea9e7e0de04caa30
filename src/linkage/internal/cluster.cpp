#include "linkage/internal/cluster.hpp"

#include <algorithm>

namespace sallyport::linkage {
namespace {

/// No pair speaks louder, for or against: one strong likeness does not outweigh two contradictions.
constexpr std::int32_t kLoudestFor = 10'000;
constexpr std::int32_t kLoudestAgainst = -10'000;
constexpr std::size_t kMostVoices = 4'096;
/// Weaker pairs are no voice.
constexpr std::int32_t kSeveralFrom = 1'000;
constexpr std::int64_t kMostAdded = 1'000;

class Clustering {
 public:
  Clustering(const ClusterRequest& request,
             const std::function<std::int32_t(std::uint32_t, std::uint32_t)>& score)
      : request_(request),
        score_(score),
        next_(request.records),
        last_(request.records),
        root_(request.records),
        size_(request.records, 1) {
    for (std::uint32_t i = 0; i < request.records; ++i) next_[i] = last_[i] = root_[i] = i;
  }

  void take(const ScoredPair& pair) {
    const std::uint32_t a = root(pair.a);
    const std::uint32_t b = root(pair.b);
    if (a == b || (request_.once_a_source && share_a_source(a, b))) return;
    if (pair.millibits < request_.threshold_millibits) {
      if (!several_agree(a, b)) return;
    } else if ((size_[a] > 1 || size_[b] > 1) && voices(a, b) <= 0) {
      return;
    }
    merge(std::min(a, b), std::max(a, b));
  }

  std::vector<std::uint32_t> result() {
    std::vector<std::uint32_t> out(request_.records);
    for (std::uint32_t i = 0; i < out.size(); ++i) out[i] = root(i);
    return out;
  }

 private:
  std::uint32_t root(std::uint32_t i) {
    while (root_[i] != i) i = root_[i] = root_[root_[i]];
    return i;
  }

  /// Members in ascending order, which no order of merging changes.
  void members(std::uint32_t of, std::vector<std::uint32_t>& out) const {
    out.clear();
    for (std::uint32_t i = of;; i = next_[i]) {
      out.push_back(i);
      if (i == last_[of]) break;
    }
    std::sort(out.begin(), out.end());
  }

  bool share_a_source(std::uint32_t a, std::uint32_t b) {
    members(a, left_);
    members(b, right_);
    const auto& source = *request_.source_of;
    for (const std::uint32_t one : left_)
      for (const std::uint32_t other : right_)
        if (source[one] == source[other]) return true;
    return false;
  }

  /// Two pairs or more, none of them against, together as loud as the threshold. What the others
  /// add to the loudest is bounded: records of one person repeat each other.
  bool several_agree(std::uint32_t a, std::uint32_t b) {
    if (size_[a] * size_[b] < 2 || size_[a] * size_[b] > kMostVoices) return false;
    members(a, left_);
    members(b, right_);
    std::int64_t sum = 0;
    std::int32_t loudest = 0;
    for (const std::uint32_t one : left_)
      for (const std::uint32_t other : right_) {
        const std::int32_t said = score_(std::min(one, other), std::max(one, other));
        if (said < 0) return false;
        loudest = std::max(loudest, said);
        sum += said;
      }
    return loudest + std::min<std::int64_t>((sum - loudest) / 2, kMostAdded) >=
           request_.threshold_millibits;
  }

  std::int64_t voices(std::uint32_t a, std::uint32_t b) {
    members(a, left_);
    members(b, right_);
    const std::size_t all = left_.size() * right_.size();
    const std::size_t every = (all + kMostVoices - 1) / kMostVoices;
    std::int64_t sum = 0;
    std::size_t at = 0;
    for (const std::uint32_t one : left_)
      for (const std::uint32_t other : right_) {
        if (at++ % every != 0) continue;
        const std::int32_t said = score_(std::min(one, other), std::max(one, other));
        sum += std::clamp(said - request_.threshold_millibits, kLoudestAgainst, kLoudestFor);
      }
    return sum;
  }

  void merge(std::uint32_t into, std::uint32_t from) {
    next_[last_[into]] = from;
    last_[into] = last_[from];
    root_[from] = into;
    size_[into] += size_[from];
  }

  const ClusterRequest& request_;
  const std::function<std::int32_t(std::uint32_t, std::uint32_t)>& score_;
  std::vector<std::uint32_t> next_;  // a cluster is a list from its root on
  std::vector<std::uint32_t> last_;
  std::vector<std::uint32_t> root_;
  std::vector<std::uint32_t> size_;
  std::vector<std::uint32_t> left_;
  std::vector<std::uint32_t> right_;
};

}  // namespace

std::vector<std::uint32_t> cluster(
    const ClusterRequest& request, std::vector<ScoredPair> pairs,
    const std::function<std::int32_t(std::uint32_t, std::uint32_t)>& score) {
  std::erase_if(pairs, [&](const ScoredPair& pair) {
    const std::int64_t most = pair.millibits + kMostAdded;
    return pair.millibits < request.threshold_millibits &&
           (pair.millibits < kSeveralFrom || most < request.threshold_millibits);
  });
  std::sort(pairs.begin(), pairs.end(), [](const ScoredPair& x, const ScoredPair& y) {
    if (x.millibits != y.millibits) return x.millibits > y.millibits;
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  Clustering clustering(request, score);
  for (const ScoredPair& pair : pairs) clustering.take(pair);
  return clustering.result();
}

}  // namespace sallyport::linkage
