// Brings a file or a whole folder of files in: which files there are, whose they are, in which
// order; each is one import. Subfolders named like an agency say whose the files are. truth/ and
// manifest.json of a synthetic country are left alone; files no reader knows are listed, not fatal.
// Ownership: borrows the installation. Threads: one. Failure: an unreadable path; what is wrong
// with one file is in its line and the others go on, except when the store itself fails.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "server/installation.hpp"

namespace sallyport::server {

struct BringInRequest {
  std::string path;
  std::string agency;  ///< empty: the folder's name, or the only agency with that feed
  std::string feed;    ///< empty: recognised
  std::string actor = "intake";
  std::string purpose = "security";
  std::string reason;
  bool dry_run = false;
  intake::StageWatch* watch = nullptr;  ///< benchmarks only
  std::string rejected;  ///< folder for rejected rows; empty: they are counted and told only
};

/// A file that will be read, or that will not and why.
struct FoundFile {
  std::string path;
  std::string shown;  ///< relative to the request's path
  std::string agency;
  std::string feed;  ///< empty: unknown
  std::string why;   ///< what is unknown about it
  std::uint64_t bytes = 0;
};

/// In reading order; unknown ones last. Deterministic.
Result<std::vector<FoundFile>> find_files(Installation& installation,
                                          const BringInRequest& request);

struct BroughtFile {
  FoundFile file;
  Result<service::ImportResult> result;
  std::string rejected_file;  ///< where its rejected rows are
  std::int64_t took_us = 0;
};

/// One found file.
BroughtFile bring_in(Installation& installation, const BringInRequest& request,
                     const FoundFile& file, const intake::ProgressSink& progress = {});

/// After these nothing else can go well either: the rest of a folder is left.
bool ends_all(ErrorCode code);

}  // namespace sallyport::server
