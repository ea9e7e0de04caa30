// Where the shared reference data lies, for tests: SALLYPORT_SHARED_DATA, or ../shared/data beside
// the source root. Empty when it is absent; the test then skips and says so.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace sallyport::text::internal {

inline std::filesystem::path shared_data(const std::string& inside) {
  std::filesystem::path root = SALLYPORT_SOURCE_DIR "/../shared/data";
  if (const char* named = std::getenv("SALLYPORT_SHARED_DATA")) root = named;
  const std::filesystem::path path = root / inside;
  return std::filesystem::exists(path) ? path : std::filesystem::path();
}

inline std::string read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace sallyport::text::internal
