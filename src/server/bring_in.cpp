#include "server/bring_in.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "ledger/files.hpp"

namespace sallyport::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 100'000;

std::set<std::string> agencies_of(const service::FeedBook& book) {
  std::set<std::string> out;
  for (const auto& a : book.agreements) out.insert(a.agencies.begin(), a.agencies.end());
  return out;
}

// The last folder of the path that is named like an agency; the path's own folders count too, so
// that files/northmoor-police can be given alone.
std::string agency_in(const fs::path& path, const std::set<std::string>& agencies) {
  std::string out;
  for (const auto& part : path.parent_path()) {
    if (agencies.contains(part.string())) out = part.string();
  }
  return out;
}

// The only agency with an agreement for the feed, or "".
std::string agency_with(const service::FeedBook& book, const std::string& feed) {
  std::set<std::string> have;
  for (const auto& a : book.agreements) {
    if (a.feed == feed) have.insert(a.agencies.begin(), a.agencies.end());
  }
  return have.size() == 1 ? *have.begin() : std::string();
}

bool left_alone(const fs::path& relative) {
  const std::string first = relative.begin()->string();
  const std::string name = relative.filename().string();
  return first == "truth" || relative == fs::path("manifest.json") || name.starts_with(".");
}

Result<std::vector<fs::path>> list(const std::string& path) {
  std::error_code error;
  const fs::path root(path);
  if (fs::is_regular_file(root, error)) return std::vector<fs::path>{root};
  if (!fs::is_directory(root, error))
    return fail(ErrorCode::kUsage, path + ": is no file and no folder");
  std::vector<fs::path> out;
  fs::recursive_directory_iterator at(root, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::path relative = at->path().lexically_relative(root);
    if (left_alone(relative)) {
      if (at->is_directory(error)) at.disable_recursion_pending();
      continue;
    }
    if (!at->is_symlink(error) && at->is_regular_file(error)) out.push_back(at->path());
    if (out.size() > kMostFiles) return fail(ErrorCode::kLimitExceeded, path + ": 100,000 files");
  }
  if (error) return fail(ErrorCode::kStorage, path + ": " + error.message());
  std::sort(out.begin(), out.end());
  return out;
}

std::string keep_rejected(const BringInRequest& request, const FoundFile& file,
                          const intake::ImportOutcome& outcome) {
  if (request.rejected.empty() || outcome.quarantine.empty()) return {};
  const std::string folder = request.rejected + "/" + file.agency;
  const std::string path = folder + "/" + outcome.quarantine_name;
  const auto made = ledger::make_folder(folder);
  const auto kept = made ? ledger::replace_file(path, as_bytes(outcome.quarantine), 0600) : made;
  return kept ? path : std::string();
}

}  // namespace

bool ends_all(ErrorCode code) {
  switch (code) {
    case ErrorCode::kStorage:
    case ErrorCode::kDiskFull:
    case ErrorCode::kLedgerBroken:
    case ErrorCode::kKeyMissing:
    case ErrorCode::kInternal:
      return true;
    default:
      return false;
  }
}

Result<std::vector<FoundFile>> find_files(Installation& installation,
                                          const BringInRequest& request) {
  const service::FeedBook& book = installation.feeds();
  const service::Importer importer(installation.desk(), installation.feeds(),
                                   installation.sandbox());
  const auto agencies = agencies_of(book);
  TRY_ASSIGN(const auto paths, list(request.path));
  std::error_code error;
  const fs::path root = fs::absolute(request.path, error).lexically_normal();
  std::vector<FoundFile> out;
  for (const auto& path : paths) {
    FoundFile file;
    file.path = path.string();
    const fs::path relative = path.lexically_relative(request.path);
    file.shown = relative == "." ? path.filename().string() : relative.string();
    TRY_ASSIGN(const auto input, intake::InputFile::open(file.path));
    file.bytes = input.size();
    const auto mapping = importer.mapping_for(input, request.feed);
    if (mapping) {
      file.feed = (*mapping)->format;
    } else {
      file.why = to_text(mapping.error());
    }
    file.agency = request.agency;
    if (file.agency.empty()) {
      const fs::path whole = relative == "." ? root : root / relative;
      file.agency = agency_in(whole, agencies);
    }
    if (file.agency.empty()) file.agency = agency_with(book, file.feed);
    if (mapping && file.agency.empty()) {
      file.why = file.shown + ": several agencies have " + file.feed + ": say --agency";
      file.feed.clear();
    }
    out.push_back(std::move(file));
  }
  std::stable_sort(out.begin(), out.end(), [](const FoundFile& a, const FoundFile& b) {
    if (a.feed.empty() != b.feed.empty()) return b.feed.empty();
    return intake::reading_order(a.feed) < intake::reading_order(b.feed);
  });
  return out;
}

BringIn::BringIn(Installation& installation, BringInRequest request, std::vector<FoundFile> files)
    : installation_(installation),
      request_(std::move(request)),
      files_(std::move(files)),
      importer_(installation.desk(), installation.feeds(), installation.sandbox()) {
  pass_over();
}

void BringIn::pass_over() {
  while (at_ < files_.size() && files_[at_].feed.empty()) ++at_;
}

BringIn::Opened BringIn::open(const FoundFile& file) {
  TRY_ASSIGN(auto input, intake::InputFile::open(file.path));
  service::ImportRequest import;
  import.agency = file.agency;
  import.feed = file.feed;
  import.actor = request_.actor;
  import.purpose = request_.purpose;
  import.reason = request_.reason.empty() ? "files from " + file.agency : request_.reason;
  import.dry_run = request_.dry_run;
  import.watch = request_.watch;
  return importer_.open(std::move(input), import);
}

BroughtFile BringIn::next(const intake::ProgressSink& progress) {
  service::Desk& desk = installation_.desk();
  const auto begun = desk.clock().monotonic_us();
  const FoundFile& file = files_[at_++];
  pass_over();
  Opened opened = ahead_ ? std::move(*ahead_) : open(file);
  ahead_.reset();
  // numbers of the legal register refuse rows of what is read after it
  const bool adds_legal = opened && (*opened)->mapping().reader == "legal";
  if (coming() != nullptr && !adds_legal) ahead_ = open(*coming());
  BroughtFile out{file, fail(ErrorCode::kInternal), {}, 0};
  if (opened) {
    out.result = importer_.import(**opened, progress);
  } else {
    out.result = fail(std::move(opened.error()));
  }
  if (out.result) out.rejected_file = keep_rejected(request_, file, out.result->outcome);
  out.took_us = desk.clock().monotonic_us() - begun;
  return out;
}

BroughtFile bring_in(Installation& installation, const BringInRequest& request,
                     const FoundFile& file, const intake::ProgressSink& progress) {
  BringIn one(installation, request, {file});
  return one.next(progress);
}

}  // namespace sallyport::server
