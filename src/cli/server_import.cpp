#include "cli/server_import.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "api/json.hpp"
#include "ledger/files.hpp"

namespace sallyport::cli {
namespace {

namespace fs = std::filesystem;
using api::JsonValue;

constexpr int kAnswerDepth = 8;

std::string text_of(const JsonValue& value, std::string_view key) {
  const auto* found = value.find(key);
  return found != nullptr ? found->text : std::string();
}
std::uint64_t count_of(const JsonValue& value, std::string_view key) {
  const auto* found = value.find(key);
  return found != nullptr ? static_cast<std::uint64_t>(found->integer) : 0;
}

Result<service::ImportResult> result_of(const std::string& answer) {
  TRY_ASSIGN(const JsonValue state, api::parse_json(answer, kAnswerDepth));
  const auto id = parse_id(text_of(state, "id"));
  if (!id) return fail(ErrorCode::kMalformedFile, "the answer is not an import");
  service::ImportResult out;
  out.id = model::ImportId(*id);
  out.feed = text_of(state, "feed");
  const auto* committed = state.find("committed");
  out.committed = committed != nullptr && committed->boolean;
  intake::ImportOutcome& o = out.outcome;
  o.rows = count_of(state, "rows");
  o.taken = count_of(state, "taken");
  o.unchanged = count_of(state, "unchanged");
  o.rejected = count_of(state, "rejected");
  o.refused = count_of(state, "refused");
  o.new_records = count_of(state, "new_records");
  if (const auto* rejects = state.find("rejects")) {
    for (const auto& row : rejects->items)
      o.problems.push_back({"", count_of(row, "row"), text_of(row, "field"), text_of(row, "value"),
                            text_of(row, "expected")});
  }
  if (const auto* changes = state.find("changes")) {
    for (const auto& change : changes->items)
      o.changes.push_back({text_of(change, "key"), text_of(change, "property"),
                           text_of(change, "before"), text_of(change, "after")});
  }
  return out;
}

// The order of the built-in formats; files of a store's own mappings come with those nobody knows.
int order_of(const std::string& path, const std::vector<intake::Mapping>& mappings) {
  const auto input = intake::InputFile::open(path);
  if (!input) return intake::reading_order("");
  const auto head = input->head(intake::kHeadBytes);
  if (!head) return intake::reading_order("");
  const auto matches = intake::recognise(input->name(), *head, mappings);
  return intake::reading_order(matches.empty() ? "" : matches.front().format);
}

std::string keep_rejected(ServerConnection& server, const server::BringInRequest& request,
                          const server::FoundFile& file, const service::ImportResult& result) {
  if (request.rejected.empty() || request.dry_run || result.outcome.rejected == 0) return {};
  const auto rows = server.rejected(to_text(result.id));
  if (!rows) return {};
  const std::string folder = request.rejected + "/" + file.agency;
  const std::string path = folder + "/" + fs::path(file.path).stem().string() + ".rejected" +
                           fs::path(file.path).extension().string();
  const auto made = ledger::make_folder(folder);
  const auto kept = made ? ledger::replace_file(path, as_bytes(*rows), 0600) : made;
  return kept ? path : std::string();
}

}  // namespace

Result<std::vector<server::FoundFile>> files_for_server(const server::BringInRequest& request,
                                                        const std::string& agency) {
  constexpr std::size_t kMostFiles = 100'000;
  std::error_code error;
  fs::path root(request.path);
  if (fs::is_directory(root / agency, error)) root /= agency;
  std::vector<fs::path> paths;
  if (fs::is_regular_file(root, error)) {
    paths.push_back(root);
  } else if (!fs::is_directory(root, error)) {
    return fail(ErrorCode::kUsage, request.path + ": is no file and no folder");
  } else {
    for (fs::recursive_directory_iterator at(root, error), end; !error && at != end;
         at.increment(error)) {
      const std::string name = at->path().filename().string();
      if (name.starts_with(".") || name == "truth" || name == "manifest.json") {
        at.disable_recursion_pending();
      } else if (!at->is_symlink(error) && at->is_regular_file(error)) {
        paths.push_back(at->path());
      }
      if (paths.size() > kMostFiles)
        return fail(ErrorCode::kLimitExceeded, request.path + ": 100,000 files");
    }
  }
  if (error) return fail(ErrorCode::kStorage, request.path + ": " + error.message());
  TRY_ASSIGN(const auto mappings, intake::built_in_mappings());
  std::vector<std::pair<int, server::FoundFile>> ordered;
  for (const auto& path : paths) {
    server::FoundFile file;
    file.path = path.string();
    file.shown = path == root ? path.filename().string() : path.lexically_relative(root).string();
    file.agency = agency;
    file.feed = request.feed;
    file.bytes = fs::file_size(path, error);
    ordered.emplace_back(order_of(file.path, mappings), std::move(file));
  }
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.path) < std::tie(b.first, b.second.path);
  });
  std::vector<server::FoundFile> out;
  for (auto& [order, file] : ordered) out.push_back(std::move(file));
  return out;
}

server::BroughtFile send_file(ServerConnection& server, const server::BringInRequest& request,
                              const server::FoundFile& file,
                              const std::function<void(std::uint64_t)>& rows_read) {
  const auto begun = std::chrono::steady_clock::now();
  const auto once = [&]() -> Result<service::ImportResult> {
    TRY_ASSIGN(const std::string answer,
               server.bring_in({file.path, file.feed, request.dry_run}, rows_read));
    return result_of(answer);
  };
  server::BroughtFile out{file, once(), {}, 0};
  if (out.result) {
    out.file.feed = out.result->feed;
    out.rejected_file = keep_rejected(server, request, file, *out.result);
  }
  out.took_us = std::chrono::duration_cast<std::chrono::microseconds>(
                    std::chrono::steady_clock::now() - begun)
                    .count();
  return out;
}

}  // namespace sallyport::cli
