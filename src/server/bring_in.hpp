// Brings a file or a whole folder of files in: which files there are, whose they are, in which
// order; each is one import. Subfolders named like an agency say whose the files are. truth/ and
// manifest.json of a synthetic country are left alone; files no reader knows are listed, not fatal.
// Ownership: borrows the installation. Threads: one. Failure: an unreadable path; what is wrong
// with one file is in its line and the others go on, except when the store itself fails.
#pragma once

#include <functional>
#include <optional>
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

/// A folder's files one after the other, each whole before the next is compared with the picture;
/// the next is read and mapped meanwhile. What is brought in does not depend on it.
class BringIn {
 public:
  /// `files` in their order; those without a feed are passed over.
  BringIn(Installation& installation, BringInRequest request, std::vector<FoundFile> files);
  /// The next file that has a feed, before it is brought in; nullptr at the end.
  const FoundFile* coming() const { return at_ < files_.size() ? &files_[at_] : nullptr; }
  BroughtFile next(const intake::ProgressSink& progress = {});

 private:
  using Opened = Result<std::unique_ptr<service::OpenedImport>>;
  Opened open(const FoundFile& file);
  void pass_over();

  Installation& installation_;
  const BringInRequest request_;
  const std::vector<FoundFile> files_;
  service::Importer importer_;
  std::size_t at_ = 0;
  std::optional<Opened> ahead_;  ///< of files_[at_]
};

/// After these nothing else can go well either: the rest of a folder is left.
bool ends_all(ErrorCode code);

}  // namespace sallyport::server
