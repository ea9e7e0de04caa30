// Labelled pairs of names: how often the comparer agrees, and what a pair costs.
#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "names/same_name.hpp"
#include "parts.hpp"

namespace sallyport::bench {
namespace {

struct Pair {
  std::string a, b;
  bool same = false;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back().push_back(c);
    }
  }
  return cells;
}

std::vector<Pair> people_in(const std::string& path) {
  std::vector<Pair> pairs;
  std::ifstream lines(path);
  std::string line;
  std::getline(lines, line);
  const auto heading = cells_of(line);
  const auto column = [&](std::string_view name) {
    for (std::size_t i = 0; i < heading.size(); ++i)
      if (heading[i] == name) return i;
    return heading.size();
  };
  const std::size_t schema = column("schema"), a = column("name1"), b = column("name2"),
                    same = column("is_match");
  while (std::getline(lines, line)) {
    const auto cells = cells_of(line);
    if (a >= cells.size() || b >= cells.size() || same >= cells.size()) continue;
    if (schema < cells.size() && cells[schema] != "Person") continue;
    pairs.push_back({cells[a], cells[b], cells[same] == "true" || cells[same] == "1"});
  }
  return pairs;
}

std::string labelled() {
  if (const char* folder = std::getenv("SALLYPORT_SHARED_DATA"))
    return std::string(folder) + "/er/opensanctions_names/name_pairs.csv";
  return SALLYPORT_SOURCE_DIR "/../shared/data/er/opensanctions_names/name_pairs.csv";
}

double us() {
  struct timespec now = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void agree(const std::vector<Pair>& pairs) {
  int right = 0, found = 0, there = 0;
  names::NameComparer comparer;
  for (const Pair& pair : pairs) {
    const bool same = comparer.similarity(pair.a, pair.b) >= names::kSameName;
    right += same && pair.same ? 1 : 0;
    found += same ? 1 : 0;
    there += pair.same ? 1 : 0;
  }
  std::printf("%zu pairs of people: precision %.3f recall %.3f F1 %.3f\n", pairs.size(),
              static_cast<double>(right) / found, static_cast<double>(right) / there,
              2.0 * right / (found + there));
}

}  // namespace

int compare_pairs(const std::vector<std::string>& files) {
  const std::string file = files.empty() ? labelled() : files[0];
  const std::vector<Pair> pairs = people_in(file);
  if (pairs.empty()) {
    std::printf("skipped: no pairs of people in %s\n", file.c_str());
    return 0;
  }
  agree(pairs);
  constexpr int kRounds = 100;
  int sum = 0;
  double from = us();
  for (int round = 0; round < kRounds; ++round) {
    for (const Pair& pair : pairs) {
      names::NameComparer fresh;  // nothing is kept from the pair before
      sum += fresh.similarity(pair.a, pair.b);
    }
  }
  const double count = static_cast<double>(pairs.size()) * kRounds;
  const double all_new = (us() - from) / count;
  names::NameComparer comparer;
  from = us();
  for (int round = 0; round < kRounds; ++round)
    for (const Pair& pair : pairs) sum += comparer.similarity(pair.a, pair.b);
  std::printf("CPU-us a pair: %.2f of names never seen, %.2f of names seen before (sum %d)\n",
              all_new, (us() - from) / count, sum);
  return 0;
}

}  // namespace sallyport::bench
