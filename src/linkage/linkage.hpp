// Who is who in plain files of people, without a store: files in, clusters out.
// Method: Fellegi-Sunter over patterns of ordered levels, learnt from the files themselves (EM over
// the histogram of patterns, no labels), many typo-tolerant keys, signed clustering. Each score is
// in millibits: 1000 doubles the odds that two records are one person's, the prior included.
// The result is a function of the records and the model alone: the order of files and rows changes
// nothing but the order of the output. Ownership: values. Threads: one; reentrant.
// Failure: kStorage, kMalformedFile, kBadValue, kLimitExceeded with words. Cost: about 6 us and 300
// bytes a record with training (docs/design/linkage.md).
// Source: Fellegi & Sunter 1969; Winkler 2000 (term frequencies, EM); Christen 2012.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "linkage/columns.hpp"
#include "linkage/model.hpp"

namespace sallyport::linkage {

enum class Scope : std::uint8_t {
  everything,  ///< within files and between them
  link_only,   ///< between sources; each source has a person once
  dedupe,      ///< within each source
};

struct Options {
  std::vector<std::filesystem::path> files;
  Mapping mapping;
  Scope scope = Scope::everything;
  std::optional<LinkModel> model;                   ///< none: learnt from the files
  std::optional<std::int32_t> threshold_millibits;  ///< none: see LinkModel
  std::string truth_column;                         ///< empty: none
  std::filesystem::path truth_file;                 ///< source,record_id,cluster_id; empty: none
};

/// What one kind of key brought.
struct KeyReport {
  std::string name;
  std::uint64_t keys = 0;
  std::uint64_t pairs = 0;      ///< brought by it
  std::uint64_t first = 0;      ///< that no key before it brought
  std::uint64_t joined = 0;     ///< of those, held to be one person
  std::uint64_t stop_keys = 0;  ///< shared by too many records: no pair made
  std::uint64_t largest = 0;    ///< records of one key
};

struct Stage {
  std::string name;
  std::int64_t wall_us = 0;
  std::int64_t cpu_us = 0;
};

/// Counts of a comparison with the truth.
struct Agreement {
  std::uint64_t found = 0;  ///< what the output says
  std::uint64_t right = 0;  ///< of that, true
  std::uint64_t there = 0;  ///< what the truth says
  double precision() const;
  double recall() const;
  double f1() const;
};

struct Evaluation {
  Agreement pairs;
  Agreement clusters;  ///< of two records or more, exactly right
  Agreement compared;  ///< pairs that some key brought: recall is blocking's
  std::uint64_t entities = 0;
  std::uint64_t false_merges = 0;  ///< entities too many in the clusters
  double false_merges_per_10000() const;
};

struct ScoredPair {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::int32_t millibits = 0;
};

struct FileReport {
  std::string file;
  std::uint64_t records = 0;
  std::vector<std::pair<std::string, std::string>> columns;  ///< heading, what it is taken for
};

struct Dataset;

struct Outcome {
  Outcome();
  Outcome(Outcome&&) noexcept;
  Outcome& operator=(Outcome&&) noexcept;
  ~Outcome();

  std::unique_ptr<Dataset> data;
  std::vector<std::uint32_t> cluster_of;  ///< record -> number of its cluster, from 1
  std::vector<ScoredPair> pairs;          ///< scored near the threshold or above
  LinkModel model;
  std::int32_t threshold_millibits = 0;
  std::uint64_t records = 0;
  std::uint64_t clusters = 0;
  std::uint64_t compared_pairs = 0;
  std::uint64_t compared_values = 0;
  std::vector<FileReport> files;
  std::vector<KeyReport> keys;
  std::vector<Stage> stages;
  std::uint64_t peak_bytes = 0;
  std::optional<Evaluation> evaluation;
};

Result<Outcome> resolve(const Options& options, Clock& clock);

/// source,record_id,cluster_id: in the order of arrival. Written beside and renamed when whole.
Status write_clusters(const Outcome& outcome, const std::filesystem::path& path);
/// source_a,record_id_a,source_b,record_id_b,millibits,joined
Status write_pairs(const Outcome& outcome, const std::filesystem::path& path);

}  // namespace sallyport::linkage
