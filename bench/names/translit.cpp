// Names and how another script writes them: how many pairs a kind of key brings together, and how
// many other names of the list it brings with them.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <unordered_map>

#include "base/bytes.hpp"
#include "match/index_keys.hpp"
#include "parts.hpp"
#include "text/bridge.hpp"
#include "text/fold.hpp"
#include "text/phonetic.hpp"

namespace sallyport::bench {
namespace {

struct Spelling {
  std::string latin;
  std::string native;
};

using Keys = std::vector<std::uint64_t>;
/// Keys of a word; `native` says that it stands in another script.
using KeysOf = std::function<Keys(const std::string& word, bool native)>;

std::vector<Spelling> spellings_in(const std::string& path) {
  std::vector<Spelling> out;
  std::ifstream lines(path);
  std::string line;
  while (std::getline(lines, line)) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (second == std::string::npos) continue;
    Spelling one{line.substr(0, first), line.substr(first + 1, second - first - 1)};
    std::erase(one.native, ' ');
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<std::pair<std::string, KeysOf>> kinds() {
  const auto latin = [](const std::string& word) {
    std::string out = text::to_latin(word);
    std::erase(out, ' ');
    return out;
  };
  return {
      {"spelt the same",
       [latin](const std::string& word, bool) { return Keys{hash64(latin(word))}; }},
      {"consonant skeleton",
       [latin](const std::string& word, bool) {
         return Keys{hash64(text::consonant_skeleton(latin(word)))};
       }},
      {"sounds of the index",
       [latin](const std::string& word, bool) {
         Keys keys;
         match::phonetic_keys(latin(word), [&](std::uint64_t key) { keys.push_back(key); });
         return keys;
       }},
      {"bridge keys",
       [](const std::string& word, bool) {
         Keys keys;
         for (const auto& key : text::bridge_keys(word)) keys.push_back(hash64(key));
         return keys;
       }},
  };
}

void meet(const std::vector<Spelling>& spellings, const std::string& name, const KeysOf& keys_of) {
  std::vector<std::string> words;
  for (const auto& one : spellings) words.push_back(one.latin);
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> under;
  for (std::uint32_t i = 0; i < words.size(); ++i)
    for (const std::uint64_t key : keys_of(words[i], false)) under[key].push_back(i);
  std::size_t met = 0;
  std::vector<std::size_t> sizes;
  for (const auto& one : spellings) {
    std::vector<std::uint32_t> list;
    for (const std::uint64_t key : keys_of(one.native, true))
      if (const auto found = under.find(key); found != under.end())
        list.insert(list.end(), found->second.begin(), found->second.end());
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    const auto wanted = std::lower_bound(words.begin(), words.end(), one.latin) - words.begin();
    met += std::binary_search(list.begin(), list.end(), static_cast<std::uint32_t>(wanted)) ? 1 : 0;
    sizes.push_back(list.size());
  }
  std::sort(sizes.begin(), sizes.end());
  double sum = 0;
  for (const std::size_t size : sizes) sum += static_cast<double>(size);
  const auto count = static_cast<double>(spellings.size());
  std::printf("  %-22s recall %.4f  list: mean %.1f p50 %zu p95 %zu of %zu\n", name.c_str(),
              static_cast<double>(met) / count, sum / count, sizes[sizes.size() / 2],
              sizes[sizes.size() * 95 / 100], words.size());
}

std::vector<std::string> shared_files() {
  std::vector<std::string> out;
  const char* folder = std::getenv("SALLYPORT_SHARED_DATA");
  const std::string base =
      std::string(folder != nullptr ? folder : SALLYPORT_SOURCE_DIR "/../shared/data") +
      "/er/translit/";
  for (const char* script : {"russian", "arabic", "hebrew", "chinese"})
    out.push_back(base + "wd_" + script + "_80.tsv");
  return out;
}

}  // namespace

int meet_scripts(const std::vector<std::string>& files) {
  for (const std::string& file : files.empty() ? shared_files() : files) {
    const auto spellings = spellings_in(file);
    if (spellings.empty()) {
      std::printf("skipped: %s is not here\n", file.c_str());
      continue;
    }
    std::printf("%s: %zu pairs\n", std::filesystem::path(file).filename().c_str(),
                spellings.size());
    for (const auto& [name, keys_of] : kinds()) meet(spellings, name, keys_of);
  }
  return 0;
}

}  // namespace sallyport::bench
