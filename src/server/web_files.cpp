#include "server/web_files.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace sallyport::server {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kMostBytes = 64u << 20;

}  // namespace

Result<http::StaticFiles> read_web(const std::string& folder) {
  http::StaticFiles files;
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return fail(ErrorCode::kUsage, folder + ": is no folder; npm run build makes it");
  std::uintmax_t total = 0;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->is_symlink(error) || !at->is_regular_file(error)) continue;
    total += at->file_size(error);
    if (total > kMostBytes) return fail(ErrorCode::kTooLarge, folder + ": more than 64 MiB");
    std::ifstream in(at->path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in) return fail(ErrorCode::kStorage, at->path().string() + ": cannot be read");
    files.add("/" + at->path().lexically_relative(folder).generic_string(), bytes.str());
  }
  if (error) return fail(ErrorCode::kStorage, folder + ": " + error.message());
  return files;
}

}  // namespace sallyport::server
