#include "linkage/internal/rivals.hpp"

#include <algorithm>

#include "linkage/internal/bits.hpp"

namespace sallyport::linkage {
namespace {

/// From here on a pair needs no defence.
constexpr std::int32_t kUncontested = 20'000;
/// A partner that much less likely takes nothing away.
constexpr std::int32_t kFarBehind = 8'000;
/// Partners of a record that speak so against each other are two people.
constexpr std::int32_t kContradict = -4'000;
constexpr std::size_t kMostRivals = 12;

struct Partner {
  std::uint32_t record = 0;
  std::int32_t millibits = 0;
};

/// The partners of each record, the likeliest first.
class Partners {
 public:
  Partners(std::size_t records, const std::vector<ScoredPair>& pairs) : begins_(records + 2, 0) {
    for (const ScoredPair& pair : pairs) ++begins_[pair.a + 2], ++begins_[pair.b + 2];
    for (std::size_t i = 2; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
    partners_.resize(begins_.back());
    for (const ScoredPair& pair : pairs) {
      partners_[begins_[pair.a + 1]++] = {pair.b, pair.millibits};
      partners_[begins_[pair.b + 1]++] = {pair.a, pair.millibits};
    }
    for (std::size_t i = 0; i < records; ++i)
      std::sort(begin(i), end(i), [](const Partner& x, const Partner& y) {
        return x.millibits != y.millibits ? x.millibits > y.millibits : x.record < y.record;
      });
  }
  Partner* begin(std::size_t record) { return partners_.data() + begins_[record]; }
  Partner* end(std::size_t record) { return partners_.data() + begins_[record + 1]; }

 private:
  std::vector<std::uint32_t> begins_;
  std::vector<Partner> partners_;
};

}  // namespace

void weigh_rivals(const RivalRequest& request, std::vector<ScoredPair>& pairs,
                  const std::function<std::int32_t(std::uint32_t, std::uint32_t)>& score) {
  Partners partners(request.records, pairs);
  const Adder add;
  const auto contradict = [&](std::uint32_t b, std::uint32_t c) {
    if (request.once_a_source && (*request.source_of)[b] == (*request.source_of)[c]) return true;
    return score(std::min(b, c), std::max(b, c)) <= kContradict;
  };
  // What the rivals of b for the record take from it: log2(1 + their odds).
  const auto taken = [&](std::uint32_t record, std::uint32_t b, std::int32_t said) {
    std::int32_t sum = 0;
    std::size_t looked_at = 0;
    for (const Partner* one = partners.begin(record); one != partners.end(record); ++one) {
      if (one->millibits < said - kFarBehind || looked_at == kMostRivals) break;
      if (one->record == b) continue;
      ++looked_at;
      if (contradict(b, one->record)) sum = add(sum, one->millibits);
    }
    return sum;
  };
  for (ScoredPair& pair : pairs) {
    if (pair.millibits >= kUncontested) continue;
    const std::int32_t said = pair.millibits;
    pair.millibits -= std::max(taken(pair.a, pair.b, said), taken(pair.b, pair.a, said));
  }
}

}  // namespace sallyport::linkage
