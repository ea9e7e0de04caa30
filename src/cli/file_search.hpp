// `search --names names.tsv --queries queries.tsv`: plain names, without a store.
// Included by search's source only: CLI11 is heavy.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <string>

#include "cli/program.hpp"

namespace sallyport::cli {

struct FileSearchOptions {
  std::string names, queries, out;
  std::size_t top = 10;
};

void add_file_search(CLI::App& verb, FileSearchOptions& options);
Status search_in_files(Program& program, const FileSearchOptions& options);

}  // namespace sallyport::cli
