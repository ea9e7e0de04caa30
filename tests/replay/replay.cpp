// Runs a fuzz target over the files of its corpus, without libFuzzer: replay FOLDER...
// A folder that is not there is an empty corpus. A few inputs that every parser must survive are
// tried in any case. A finding ends the program as it would under the fuzzer: by a signal.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

void try_input(const Input& input) {
  // exactly as long as the input, so that a sanitizer sees one byte too far
  Input exact(input.begin(), input.end());
  exact.shrink_to_fit();
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

std::vector<Input> common_inputs() {
  constexpr std::size_t kLong = 64 * 1024;
  Input noise(kLong);
  std::uint32_t state = 1;
  for (auto& byte : noise) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return {{}, {0}, {0xff}, {'\n'}, Input(kLong, 0), Input(kLong, '['), Input(kLong, '"'), noise};
}

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(folder)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t tried = 0;
  for (const Input& input : common_inputs()) {
    try_input(input);
    ++tried;
  }
  for (int i = 1; i < argc; ++i) {
    for (const auto& path : files_below(argv[i])) {
      std::printf("%s\n", path.c_str());
      std::fflush(stdout);
      std::ifstream file(path, std::ios::binary);
      try_input(Input(std::istreambuf_iterator<char>(file), {}));
      ++tried;
    }
  }
  std::printf("%zu inputs\n", tried);
  return 0;
}
