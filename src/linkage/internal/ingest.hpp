// Files into a Dataset.
// Ownership: values. Threads: one. Failure: kStorage for a file that cannot be read, kMalformedFile
// for one without a heading, kBadValue for one without a column that can be compared.
// Cost: one pass over the bytes; what was read is given back to the system on the way.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "linkage/columns.hpp"
#include "linkage/internal/dataset.hpp"

namespace sallyport::linkage {

struct IngestOptions {
  std::vector<std::filesystem::path> files;
  Mapping mapping;
  std::string truth_column;  ///< empty: none
};

/// What was understood of one file: each heading and what it is taken for.
struct FileColumns {
  std::string file;
  std::vector<std::pair<std::string, Column>> columns;
  std::size_t records = 0;
};

struct Ingested {
  Dataset data;
  std::vector<FileColumns> files;
};
Result<Ingested> ingest(const IngestOptions& options);

}  // namespace sallyport::linkage
