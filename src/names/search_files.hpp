// Names in a file, questions in another, hits into a third. Lines: id TAB text, UTF-8; a line
// without a tab is a text whose id is its number from 1; empty lines are passed over.
// The files are the operator's own, named on the command line, and are read as they are: the format
// has no nesting, no quoting and no compression, a line is cut to kMostLineBytes, and nothing of it
// is interpreted (docs/design/name-search.md). Ownership: values. Threads: one; reentrant.
// Failure: kStorage (not readable, not writable), kLimitExceeded. Memory: the index and one line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "names/name_index.hpp"

namespace sallyport::names {

inline constexpr std::size_t kMostLineBytes = 64u << 10;  ///< what is behind is not read

struct FileSearch {
  std::filesystem::path names;
  std::filesystem::path queries;
  std::filesystem::path out;  ///< empty: nothing is written
  std::size_t top = 10;
};

/// Microseconds a question: processor time of the thread, and by the clock.
struct Spread {
  std::int64_t p50 = 0, p95 = 0, p99 = 0, most = 0;
};

struct FileSearchReport {
  std::uint64_t names = 0;
  std::uint64_t words = 0;  ///< distinct ones
  std::uint64_t queries = 0;
  std::uint64_t unanswered = 0;
  std::int64_t build_us = 0;
  std::int64_t build_cpu_us = 0;
  std::int64_t search_us = 0;
  std::int64_t search_cpu_us = 0;
  Spread wall;
  Spread cpu;
  std::uint64_t index_bytes = 0;
  std::uint64_t searcher_bytes = 0;
  std::uint64_t peak_bytes = 0;  ///< of the process
  std::int64_t queries_a_second() const {
    return search_us == 0 ? 0 : static_cast<std::int64_t>(queries) * 1'000'000 / search_us;
  }
};

/// One question answered; all of it lives for the call.
struct Answer {
  std::string_view query_id;
  std::string_view query;
  const std::vector<Hit>& hits;
  const NameIndex& index;
};
using AnswerSink = std::function<void(const Answer&)>;

/// Reads a file of names into an index that is finished.
Result<NameIndex> read_names(const std::filesystem::path& names);

/// OUT: query id, rank from 1, name id, score (1 to 1000), name; tabs between; no heading.
Result<FileSearchReport> search_files(const FileSearch& request, Clock& clock,
                                      const AnswerSink& sink = {});

}  // namespace sallyport::names
