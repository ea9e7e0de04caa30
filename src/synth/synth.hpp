// The synthetic country: believable invented files of Estmere's agencies in the formats of
// docs/formats/, with the truth beside them, and the fixed story of story.md woven in.
//
// Contract. synthesise() writes OUT/<agency>/<feed files>, OUT/truth/clusters.csv
// (source,record_id, cluster_id: which record is whom) and OUT/manifest.json. Equal options give
// equal bytes, whatever the number of threads. The story's rows are the same bytes for every seed
// and scale. OUT is made if absent; files of the same names are overwritten, others stay. Memory:
// about 12 bytes a person of the country and one month of sorted calls a thread, not the files.
// Time: linear in rows. Failure: kStorage when a file cannot be written, kBadValue for options out
// of range. Threads: reentrant; no state outside the call.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace sallyport::synth {

enum class Scale { kDemo, kRegional, kNational };

struct SynthOptions {
  Scale scale = Scale::kDemo;
  std::uint32_t people_in_custody = 0;  ///< 0: as the scale says (2,400, 12,000, 88,000)
  std::uint64_t seed = 1;
  std::filesystem::path out = {};
  bool story = true;
  unsigned threads = 2;
  /// Told after every file: how many of all are done. One call at a time, from any of the threads.
  std::function<void(std::size_t done, std::size_t all)> progress = {};
};

struct FileCount {
  std::string path;  ///< relative to out
  std::string feed;  ///< "prison.calls"; empty for truth
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
};

struct SynthReport {
  std::vector<FileCount> files;  ///< in order of path
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::uint32_t in_custody = 0;  ///< on the roll tonight, the story's people among them
  std::uint32_t with_history = 0;
  std::uint32_t groups = 0;
  std::uint32_t memberships = 0;
  std::uint32_t linked_in_custody = 0;      ///< in a mapped group (people, not lines)
  std::uint32_t principals_in_custody = 0;  ///< of those
};

Result<SynthReport> synthesise(const SynthOptions& options);

/// "demo", "regional", "national".
Result<Scale> parse_scale(std::string_view text);

}  // namespace sallyport::synth
