#include "server/drop_folder.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "ledger/files.hpp"

namespace sallyport::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOwnFolders[] = {"done", "failed", "rejected"};

// May the same file pass the next time?
bool may_pass_later(ErrorCode code) {
  return ends_all(code) || code == ErrorCode::kBusy || code == ErrorCode::kTooMany;
}

// A name that is not taken: "calls.csv", "calls.csv.2", ...
fs::path free_name(const fs::path& folder, const std::string& name) {
  std::error_code error;
  fs::path out = folder / name;
  for (int n = 2; fs::exists(out, error); ++n) out = folder / (name + "." + std::to_string(n));
  return out;
}

}  // namespace

bool never_kept(std::string_view feed) {
  return feed == "prison.calls" || feed == "prison.legal_numbers" || feed == "police.billing";
}

DropFolder::DropFolder(Installation& installation, std::string folder, std::int64_t every_us,
                       Tell tell)
    : installation_(installation),
      folder_(std::move(folder)),
      every_us_(every_us),
      tell_(std::move(tell)) {}

DropFolder::~DropFolder() {
  stop();
}

void DropFolder::start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
      lock.unlock();
      (void)read_once();
      lock.lock();
      wake_.wait_for(lock, std::chrono::microseconds(every_us_), [this] { return stopped_; });
    }
  });
}

void DropFolder::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool DropFolder::settled(const std::string& path) const {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) return false;
  const std::int64_t changed = facts.st_mtim.tv_sec * 1'000'000LL + facts.st_mtim.tv_nsec / 1000;
  return installation_.desk().clock().wall_now().us - changed >= kSettleUs;
}

std::size_t DropFolder::read_once() {
  std::size_t read = 0;
  BringInRequest request;
  request.reason = "drop folder";
  request.rejected = folder_ + "/rejected";
  // agency folders only, so that its own folders are never read
  std::error_code error;
  std::vector<FoundFile> found;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_directory(error) ||
        std::find(std::begin(kOwnFolders), std::end(kOwnFolders), name) != std::end(kOwnFolders))
      continue;
    request.path = entry.path().string();
    request.agency = name;
    auto files = find_files(installation_, request);
    if (!files) {
      tell_(to_text(files.error()));
      continue;
    }
    found.insert(found.end(), files->begin(), files->end());
  }
  if (error) tell_(folder_ + ": " + error.message());
  std::stable_sort(found.begin(), found.end(), [](const FoundFile& a, const FoundFile& b) {
    if (a.feed.empty() != b.feed.empty()) return b.feed.empty();
    const int left = intake::reading_order(a.feed);
    const int right = intake::reading_order(b.feed);
    return left != right ? left < right : a.path < b.path;
  });
  for (const auto& file : found) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) break;
    }
    if (!settled(file.path)) continue;
    const BroughtFile brought =
        file.feed.empty() ? BroughtFile{file, fail(ErrorCode::kUnsupportedFormat, file.why), {}, 0}
                          : bring_in(installation_, request, file);
    put_away(brought);
    ++read;
  }
  return read;
}

void DropFolder::put_away(const BroughtFile& brought) {
  const FoundFile& file = brought.file;
  if (brought.result) {
    const auto& o = brought.result->outcome;
    tell_(file.agency + "/" + file.shown + ": " + std::to_string(o.rows) + " rows, " +
          std::to_string(o.taken) + " taken, " + std::to_string(o.unchanged) + " unchanged, " +
          std::to_string(o.rejected) + " rejected, " + std::to_string(o.refused) + " refused");
  } else {
    tell_(file.agency + "/" + file.shown + ": " + to_text(brought.result.error()));
    if (may_pass_later(brought.result.error().code)) return;
  }
  const fs::path folder = fs::path(folder_) / (brought.result ? "done" : "failed") / file.agency;
  const std::string name = fs::path(file.path).filename().string();
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path to = free_name(folder, name);
  if (never_kept(file.feed)) {
    fs::remove(file.path, error);
  } else {
    fs::rename(file.path, to, error);
  }
  if (error) tell_(file.path + ": " + error.message());
  if (!brought.result) {
    const std::string words = to_text(brought.result.error()) + "\n";
    (void)ledger::replace_file(to.string() + ".problem.txt", as_bytes(words), 0600);
  }
}

}  // namespace sallyport::server
