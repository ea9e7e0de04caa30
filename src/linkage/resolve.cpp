#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <numeric>

#include "linkage/internal/blocking.hpp"
#include "linkage/internal/cluster.hpp"
#include "linkage/internal/csv.hpp"
#include "linkage/internal/evaluate.hpp"
#include "linkage/internal/ingest.hpp"
#include "linkage/internal/rivals.hpp"
#include "linkage/internal/scorer.hpp"
#include "linkage/internal/train.hpp"
#include "linkage/linkage.hpp"

namespace sallyport::linkage {
namespace {

/// Pairs below are not kept: no merge begins with them.
constexpr std::int32_t kKeptMillibits = 0;
/// The threshold where none is given: wrong pairs expected among those at or above it.
constexpr double kExpectedWrong = 3;
constexpr double kExpectedWrongARecord = 0.5e-4;
constexpr double kExpectedWrongAPair = 0.7e-4;  // of those held to be one person's
/// The larger the share of one person's pairs that would stay apart, the more wrong ones are let in
/// for them: a file full of errors is not left as it was for fear of one more. So many for each
/// that is missed, times the square of the share that is missed: at 2 of 100 one for 40, at 13 of
/// 100 one for one.
constexpr double kForMissed = 60;
/// Larger files are learnt from a sample of the pairs, and kinds of keys that brought next to
/// nothing in it are left out: one kept pair in so many, unless it is a share of all that are kept.
constexpr std::size_t kSampledFrom = 100'000;
constexpr std::size_t kSampleRecords = 60'000;
constexpr std::uint64_t kLeastYield = 2'000;
constexpr std::uint64_t kLeastShare = 5'000;
constexpr std::int32_t kLowestThreshold = 0;
constexpr std::int32_t kHighestThreshold = 20'000;

std::int64_t cpu_us() {
  struct rusage use = {};
  ::getrusage(RUSAGE_SELF, &use);
  return (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * std::int64_t{1'000'000} +
         use.ru_utime.tv_usec + use.ru_stime.tv_usec;
}

std::uint64_t peak_bytes() {
  struct rusage use = {};
  ::getrusage(RUSAGE_SELF, &use);
  return static_cast<std::uint64_t>(use.ru_maxrss) * 1024;
}

class StageWatch {
 public:
  StageWatch(Clock& clock, std::vector<Stage>& stages) : clock_(clock), stages_(stages) {}
  void end(std::string name) {
    const std::int64_t wall = clock_.monotonic_us();
    const std::int64_t cpu = cpu_us();
    stages_.push_back({std::move(name), wall - wall_, cpu - cpu_});
    wall_ = wall;
    cpu_ = cpu;
  }

 private:
  Clock& clock_;
  std::vector<Stage>& stages_;
  std::int64_t wall_ = clock_.monotonic_us();
  std::int64_t cpu_ = cpu_us();
};

/// The lowest score from which on the model itself expects few enough wrong pairs: `missed` are
/// those of one person below it.
std::int32_t threshold_of(const std::vector<ScoredPair>& pairs, std::size_t records) {
  constexpr std::int32_t kStep = 250;
  constexpr std::size_t kSteps = kHighestThreshold / kStep + 1;
  std::vector<std::uint64_t> at(kSteps, 0);
  for (const ScoredPair& pair : pairs)
    if (pair.millibits >= 0)
      ++at[std::min<std::size_t>(static_cast<std::size_t>(pair.millibits / kStep), kSteps - 1)];
  double odds = 1.0;  // of being wrong at the upper end of a step: 2^-bits
  constexpr double kRatio = 0.8408964152537145;  // 2^(-1/4)
  std::vector<double> wrong(kSteps);
  for (std::size_t s = 0; s < kSteps; ++s, odds *= kRatio) wrong[s] = odds / (1 + odds);
  double matches = 0;
  for (std::size_t s = 0; s < kSteps; ++s) matches += static_cast<double>(at[s]) * (1 - wrong[s]);
  const double allowed =
      kExpectedWrong +
      std::max(kExpectedWrongARecord * static_cast<double>(records), kExpectedWrongAPair * matches);
  double expected = 0;
  double missed = matches;
  for (std::size_t s = kSteps; s-- > 0;) {
    expected += static_cast<double>(at[s]) * wrong[s];
    const double share = missed / std::max(matches, 1.0);
    const double more = kForMissed * missed * share * share;
    if (expected > allowed + more)
      return std::min(static_cast<std::int32_t>(s + 1) * kStep, kHighestThreshold);
    missed -= static_cast<double>(at[s]) * (1 - wrong[s]);
  }
  return kLowestThreshold;
}

void score_candidates(const Candidates& candidates, Scorer& scorer, std::vector<ScoredPair>& kept) {
  for (const auto& part : candidates.parts)
    for (const Candidate candidate : part) {
      const std::uint32_t a = first_of(candidate);
      const std::uint32_t b = second_of(candidate);
      if (!scorer.could_reach(a, b, kKeptMillibits)) continue;
      const std::int32_t score = scorer.score(a, b);
      if (score >= kKeptMillibits) kept.push_back({a, b, score});
    }
}

std::uint64_t kinds_of(const LinkModel& model) {
  if (model.keys.empty()) return ~std::uint64_t{0};
  std::uint64_t out = 0;
  for (std::size_t k = 0; k < key_kinds(); ++k)
    if (std::find(model.keys.begin(), model.keys.end(), key_kind_name(k)) != model.keys.end())
      out |= std::uint64_t{1} << k;
  return out;
}

/// Names of the kinds of keys that brought pairs worth comparing.
std::vector<std::string> useful_keys(const Candidates& candidates, Scorer& scorer) {
  std::vector<std::uint64_t> kept(key_kinds(), 0);
  std::uint64_t all = 0;
  for (const auto& part : candidates.parts)
    for (const Candidate candidate : part) {
      const std::uint32_t a = first_of(candidate);
      const std::uint32_t b = second_of(candidate);
      if (!scorer.could_reach(a, b, kKeptMillibits)) continue;
      if (scorer.score(a, b) < kKeptMillibits) continue;
      ++kept[kind_of(candidate)];
      ++all;
    }
  std::vector<std::string> out;
  for (std::size_t k = 0; k < key_kinds(); ++k)
    if (kept[k] > 0 &&
        (kept[k] * kLeastYield >= candidates.keys[k].first || kept[k] * kLeastShare >= all))
      out.emplace_back(key_kind_name(k));
  return out;
}

/// Candidates and a model learnt from them, or the model's own keys.
Candidates block_and_train(const Options& options, const Dataset& data, const Traits& traits,
                           StageWatch& watch, LinkModel& model) {
  BlockingPlan plan{options.scope};
  if (options.model) {
    model = *options.model;
    plan.kinds = kinds_of(model);
  } else if (data.size() > kSampledFrom) {
    plan.every = data.size() / kSampleRecords;
  }
  Candidates out = candidates_of(data, traits, plan);
  watch.end(plan.every > 1 ? "sample" : "block");
  if (options.model) return out;
  model = train(data, traits, out, options.scope);
  if (plan.every > 1) {
    Scorer scorer(data, traits, model, options.scope);
    model.keys = useful_keys(out, scorer);
    model.pairs = out.pairs;
    watch.end("train");
    out = {};
    plan.every = 1;
    plan.kinds = kinds_of(model);
    out = candidates_of(data, traits, plan);
    watch.end("block");
  } else {
    watch.end("train");
  }
  return out;
}

/// Numbers of clusters from 1 in the order of arrival of their first records.
void number_clusters(const std::vector<std::uint32_t>& roots, Outcome& out) {
  const Dataset& data = *out.data;
  std::vector<std::uint32_t> by_arrival(roots.size());
  for (std::uint32_t i = 0; i < roots.size(); ++i) by_arrival[data.id_of[i]] = i;
  std::vector<std::uint32_t> number(roots.size(), 0);
  out.cluster_of.assign(roots.size(), 0);
  for (const std::uint32_t record : by_arrival) {
    std::uint32_t& of = number[roots[record]];
    if (of == 0) of = static_cast<std::uint32_t>(++out.clusters);
    out.cluster_of[record] = of;
  }
}

void report_keys(const Candidates& candidates, Outcome& out) {
  out.keys = candidates.keys;
  std::size_t at = 0;
  for (const auto& part : candidates.parts)
    for (const Candidate candidate : part) {
      const std::uint32_t a = first_of(candidate);
      const std::uint32_t b = second_of(candidate);
      while (at < out.pairs.size() &&
             (out.pairs[at].a < a || (out.pairs[at].a == a && out.pairs[at].b < b)))
        ++at;
      if (at == out.pairs.size()) return;
      if (out.pairs[at].a == a && out.pairs[at].b == b && out.cluster_of[a] == out.cluster_of[b])
        ++out.keys[kind_of(candidate)].joined;
    }
}

/// Beside the file and then in its place, so that a half is never left there. What is no file (a
/// pipe, a device) is written to: a name moved over /dev/null would take it from everybody.
Status write_whole(const std::filesystem::path& path, const std::string& text) {
  std::error_code problem;
  const auto there = std::filesystem::status(path, problem);
  const bool in_place = std::filesystem::exists(there) && !std::filesystem::is_regular_file(there);
  std::filesystem::path beside = path;
  if (!in_place) beside += ".part";
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) return fail(ErrorCode::kStorage, "could not write " + path.string());
  }
  if (in_place) return ok();
  std::filesystem::rename(beside, path, problem);
  if (problem) return fail(ErrorCode::kStorage, "could not write " + path.string());
  return ok();
}

}  // namespace

Outcome::Outcome() = default;
Outcome::Outcome(Outcome&&) noexcept = default;
Outcome& Outcome::operator=(Outcome&&) noexcept = default;
Outcome::~Outcome() = default;

Result<Outcome> resolve(const Options& options, Clock& clock) {
  Outcome out;
  StageWatch watch(clock, out.stages);
  TRY_ASSIGN(Ingested read, ingest({options.files, options.mapping, options.truth_column}));
  out.data = std::make_unique<Dataset>(std::move(read.data));
  const Dataset& data = *out.data;
  for (const FileColumns& file : read.files) {
    FileReport report{file.file, file.records, {}};
    for (const auto& [heading, column] : file.columns)
      report.columns.emplace_back(heading, column_words(column));
    out.files.push_back(std::move(report));
  }
  out.records = data.size();
  watch.end("read");
  const Traits traits = traits_of(data);
  const Candidates candidates = block_and_train(options, data, traits, watch, out.model);
  out.compared_pairs = candidates.pairs;
  Scorer scorer(data, traits, out.model, options.scope);
  score_candidates(candidates, scorer, out.pairs);
  const auto score = [&](std::uint32_t a, std::uint32_t b) { return scorer.score(a, b); };
  watch.end("score");
  weigh_rivals({data.size(), options.scope == Scope::link_only, &data.source_of}, out.pairs, score);
  watch.end("rivals");
  out.threshold_millibits = options.threshold_millibits ? *options.threshold_millibits
                                                        : threshold_of(out.pairs, data.size());
  const ClusterRequest request{data.size(), out.threshold_millibits,
                               options.scope == Scope::link_only, &data.source_of};
  number_clusters(cluster(request, out.pairs, score), out);
  report_keys(candidates, out);
  out.compared_values = scorer.compared_values();
  watch.end("cluster");
  if (!options.truth_column.empty() || !options.truth_file.empty()) {
    TRY_ASSIGN(const std::vector<std::uint32_t> truth, truth_of(data, options));
    out.evaluation = evaluate(data, options.scope, truth, out.cluster_of, candidates);
    watch.end("evaluate");
  }
  out.peak_bytes = peak_bytes();
  return out;
}

Status write_clusters(const Outcome& outcome, const std::filesystem::path& path) {
  const Dataset& data = *outcome.data;
  std::vector<std::uint32_t> by_arrival(data.size());
  for (std::uint32_t i = 0; i < data.size(); ++i) by_arrival[data.id_of[i]] = i;
  std::string text = "source,record_id,cluster_id\n";
  for (const std::uint32_t record : by_arrival) {
    append_cell(text, data.sources[data.source_of[record]]);
    text += ',';
    append_cell(text, data.id(record));
    text += ',' + std::to_string(outcome.cluster_of[record]) + '\n';
  }
  return write_whole(path, text);
}

Status write_pairs(const Outcome& outcome, const std::filesystem::path& path) {
  const Dataset& data = *outcome.data;
  std::string text = "source_a,record_id_a,source_b,record_id_b,millibits,joined\n";
  for (const ScoredPair& pair : outcome.pairs) {
    for (const std::uint32_t record : {pair.a, pair.b}) {
      append_cell(text, data.sources[data.source_of[record]]);
      text += ',';
      append_cell(text, data.id(record));
      text += ',';
    }
    text += std::to_string(pair.millibits);
    text += outcome.cluster_of[pair.a] == outcome.cluster_of[pair.b] ? ",1\n" : ",0\n";
  }
  return write_whole(path, text);
}

}  // namespace sallyport::linkage
