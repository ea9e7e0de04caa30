#include "linkage/internal/train.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "linkage/internal/scorer.hpp"

namespace sallyport::linkage {
namespace {

constexpr std::uint64_t kMostCandidates = 300'000;
constexpr std::size_t kRandomPairs = 100'000;
constexpr int kRounds = 40;
constexpr double kPriorPairs = 8;  // what general knowledge weighs, in pairs a field
constexpr double kLeast = 1e-7;    // of any level

using Shares = std::array<double, kLevels>;
using Tables = std::array<Shares, kFields>;

/// What is usual in files of people, whoever keeps them.
Shares usual_of_one(Field field) {
  if (is_name(field)) return {0, .05, .03, .04, .02, .08, .77, .01};
  if (field == Field::birth) return {0, .03, .02, .03, .06, .01, .83, .02};
  if (field == Field::sex) return {0, .02, 0, 0, .98, 0, 0, 0};
  if (is_place(field)) return {0, .10, .04, .08, .78, 0, 0, 0};
  if (is_issued(field)) return {0, .10, .02, .06, .82, 0, 0, 0};
  return {0, .25, .05, .05, .65, 0, 0, 0};
}
Shares usual_of_kin(Field field) {
  if (field == Field::surname) return {0, .20, .02, .02, .01, .05, .69, .01};
  return {0, .30, .04, .06, .60, 0, 0, 0};
}

struct Histogram {
  std::vector<Pattern> patterns;
  std::vector<double> counts;
};

/// Ascending by pattern: sums are made in one order.
Histogram histogram_of(std::vector<Pattern>& drawn, double weight) {
  Histogram out;
  std::sort(drawn.begin(), drawn.end());
  for (std::size_t begin = 0; begin < drawn.size();) {
    std::size_t end = begin;
    while (end < drawn.size() && drawn[end] == drawn[begin]) ++end;
    out.patterns.push_back(drawn[begin]);
    out.counts.push_back(static_cast<double>(end - begin) * weight);
    begin = end;
  }
  return out;
}

class Training {
 public:
  Training(const Dataset& data, const Traits& traits, Scope scope)
      : data_(data), comparer_(data, traits), scope_(scope), all_(pairs_in_scope(data, scope)) {}

  LinkModel run(const Candidates& candidates) {
    draw_strangers();
    const Histogram histogram = draw_candidates(candidates);
    start();
    for (int round = 0; round < kRounds; ++round) improve(histogram);
    return finish(candidates.pairs);
  }

 private:
  static void nothing(Field, const Meeting&) {}

  bool in_scope(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return false;
    if (scope_ == Scope::everything) return true;
    return (data_.source_of[a] == data_.source_of[b]) == (scope_ == Scope::dedupe);
  }

  /// chance_: how often each level is met between any two records.
  void draw_strangers() {
    std::array<std::array<double, kLevels>, kFields> counts = {};
    const std::uint64_t n = data_.size();
    std::uint64_t state = 0x5a11'9047;
    const std::size_t draws = std::min<std::size_t>(kRandomPairs, 4 * n * n);
    for (std::size_t i = 0; i < draws && n > 1; ++i) {
      state = mix(state + 0x9e3779b97f4a7c15ULL);
      const auto a = static_cast<std::uint32_t>((state >> 32) * n >> 32);
      const auto b = static_cast<std::uint32_t>((state & 0xffffffff) * n >> 32);
      if (!in_scope(a, b)) continue;
      const Pattern pattern = comparer_.compare(data_.row(a), data_.row(b), nothing);
      for (const Field field : data_.fields) ++counts[index_of(field)][level_in(pattern, field)];
    }
    for (const Field field : data_.fields) {
      Shares& shares = chance_[index_of(field)];
      double sum = 0;
      for (std::size_t l = 1; l < kLevels; ++l) sum += counts[index_of(field)][l];
      for (std::size_t l = 1; l < kLevels; ++l)
        if (usual_of_one(field)[l] > 0) shares[l] = (counts[index_of(field)][l] + 0.3) / (sum + 2);
      shares[same_level(field)] = chance_of_same(field);
    }
  }

  /// From how often each value occurs: exact where a sample would say nothing.
  double chance_of_same(Field field) const {
    const auto [counts, records] = data_.occurrences(field);
    const auto present = static_cast<double>(records);
    std::uint64_t pairs = 0;  // whole numbers: the order of codes does not matter
    for (const std::uint64_t count : counts) pairs += count * (count - 1) / 2;
    const double among = std::max(present * (present - 1) / 2, 1.0);
    return std::max(static_cast<double>(pairs) / among, kLeast / 100);
  }

  Histogram draw_candidates(const Candidates& candidates) {
    const std::uint64_t every = std::max<std::uint64_t>(1, candidates.pairs / kMostCandidates);
    std::vector<Pattern> drawn;
    drawn.reserve(candidates.pairs / every + 1024);
    for (const auto& part : candidates.parts)
      for (const Candidate candidate : part) {
        if (every > 1 && mix(candidate >> 8 ^ 0x7a1e) % every != 0) continue;
        drawn.push_back(comparer_.compare(data_.row(first_of(candidate)),
                                          data_.row(second_of(candidate)), nothing));
      }
    return histogram_of(drawn, static_cast<double>(every * candidates.every));
  }

  void start() {
    for (const Field field : data_.fields) {
      const std::size_t f = index_of(field);
      tables_[static_cast<std::size_t>(Table::of_one)][f] = usual_of_one(field);
      tables_[static_cast<std::size_t>(Table::of_strangers)][f] = chance_[f];
      tables_[static_cast<std::size_t>(Table::of_kin)][f] = usual_of_kin(field);
      tables_[static_cast<std::size_t>(Table::of_moved)][f] = chance_[f];
    }
    const double a_record = static_cast<double>(data_.size()) / all_;
    share_ = {0.3 * a_record, 0.05 * a_record, 0, 0.05 * a_record, 0.002 * a_record};
    share_[2] = 1 - share_[0] - share_[1] - share_[3] - share_[4];
  }

  void improve(const Histogram& histogram) {
    std::array<Tables, 4> seen = {};
    std::array<double, kPairKinds> weight = {};
    for (std::size_t i = 0; i < histogram.patterns.size(); ++i) {
      const Pattern pattern = histogram.patterns[i];
      std::array<double, kPairKinds> part = share_;
      for (const Field field : data_.fields) {
        const Level level = level_in(pattern, field);
        if (level == kMissing) continue;
        for (std::size_t k = 0; k < kPairKinds; ++k)
          part[k] *= table(field, k)[index_of(field)][level];
      }
      const double sum = part[0] + part[1] + part[2] + part[3] + part[4];
      if (!(sum > 0)) continue;
      const std::array<double, kPairKinds> likely = part;
      for (std::size_t k = 0; k < kPairKinds; ++k) {
        part[k] = part[k] / sum * histogram.counts[i];
        weight[k] += part[k];
      }
      for (const Field field : data_.fields) {
        const Level level = level_in(pattern, field);
        if (level == kMissing) continue;
        if (is_number(field) && !certain_without(field, level, likely)) continue;
        for (std::size_t k = 0; k < kPairKinds; ++k)
          seen[static_cast<std::size_t>(table_of(field, static_cast<PairKind>(k)))][index_of(field)]
              [level] += part[k];
      }
    }
    settle(seen, weight);
  }

  /// A number is one person's for life, nearly: how often two of one person differ is rare enough
  /// to be drowned by pairs that are wrongly thought to be one person's. So it is learnt from pairs
  /// that are certain, one way or the other, without it.
  bool certain_without(Field field, Level level,
                       const std::array<double, kPairKinds>& likely) const {
    constexpr double kCertain = 1000;
    std::array<double, kPairKinds> without = likely;
    for (std::size_t k = 0; k < kPairKinds; ++k)
      without[k] /= table(field, k)[index_of(field)][level];
    const double one = without[0] + without[1];
    const double others = without[2] + without[3] + without[4];
    return one > kCertain * others || others > kCertain * one;
  }

  const Tables& table(Field field, std::size_t kind) const {
    return tables_[static_cast<std::size_t>(table_of(field, static_cast<PairKind>(kind)))];
  }

  void settle(const std::array<Tables, 4>& seen, const std::array<double, kPairKinds>& weight) {
    const double least = 1e-4 * static_cast<double>(data_.size()) / all_;
    double others = 0;
    for (std::size_t k = 0; k < kPairKinds; ++k) {
      if (static_cast<PairKind>(k) == PairKind::strangers) continue;
      share_[k] = std::max(weight[k] / all_, least);
      others += share_[k];
    }
    share_[2] = std::max(1 - others, 0.1);
    for (const Field field : data_.fields) {
      const std::size_t f = index_of(field);
      learn(Table::of_one, field, usual_of_one(field), seen);
      learn(Table::of_kin, field, usual_of_kin(field), seen);
      learn(Table::of_moved, field, chance_[f], seen);
      // pairs drawn at random hold some of one person: what they have in common is no chance
      const double one = share_[0] + share_[1];
      for (std::size_t l = 1; l < kLevels; ++l) {
        const double left =
            chance_[f][l] - one * tables_[static_cast<std::size_t>(Table::of_one)][f][l];
        tables_[static_cast<std::size_t>(Table::of_strangers)][f][l] =
            std::max(left, chance_[f][l] * 0.02);
      }
    }
  }

  void learn(Table which, Field field, const Shares& usual, const std::array<Tables, 4>& seen) {
    const std::size_t f = index_of(field);
    const Shares& counts = seen[static_cast<std::size_t>(which)][f];
    double sum = 0;
    double usual_sum = 0;
    for (std::size_t l = 1; l < kLevels; ++l) {
      sum += counts[l];
      usual_sum += usual[l];
    }
    for (std::size_t l = 1; l < kLevels; ++l)
      tables_[static_cast<std::size_t>(which)][f][l] = std::max(
          (counts[l] + kPriorPairs * usual[l] / std::max(usual_sum, kLeast)) / (sum + kPriorPairs),
          usual[l] > 0 ? 1e-5 : kLeast);
  }

  LinkModel finish(std::uint64_t pairs) const {
    LinkModel out;
    out.records = data_.size();
    out.pairs = pairs;
    const double a_record = all_ / static_cast<double>(std::max<std::size_t>(data_.size(), 1));
    for (std::size_t k = 0; k < kPairKinds; ++k) out.partners[k] = millibits(share_[k] * a_record);
    for (const Field field : data_.fields)
      for (std::size_t l = 1; l < kLevels; ++l)
        for (std::size_t k = 0; usual_of_one(field)[l] > 0 && k < kPairKinds; ++k)
          out.levels[index_of(field)][l][k] =
              millibits(std::max(table(field, k)[index_of(field)][l], kLeast / 100));
    return out;
  }

  const Dataset& data_;
  Comparer comparer_;
  Scope scope_;
  double all_ = 1;
  Tables chance_ = {};
  std::array<Tables, 4> tables_ = {};  // by Table
  std::array<double, kPairKinds> share_ = {};
};

}  // namespace

LinkModel train(const Dataset& data, const Traits& traits, const Candidates& candidates,
                Scope scope) {
  return Training(data, traits, scope).run(candidates);
}

}  // namespace sallyport::linkage
