// Files resolved: records and pairs a second, CPU-seconds a stage, memory, agreement with the
// truth; beside them, in the same run, the raw limit: reading the bytes, and sorting as many
// numbers as pairs were compared.
//   sallyport_linkage_bench [--people N] [--seed S] [--model FILE] [--link-only] [--threshold BITS]
//                           [--truth COLUMN|FILE] [--keys] [FILE...]
// Without files: a file of N people (default 100,000) is made first.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "linkage/linkage.hpp"
#include "synth/people.hpp"

namespace {

using namespace sallyport;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Arguments {
  linkage::Options options;
  std::uint64_t people = 100'000;
  std::uint64_t seed = 7;
  std::string save;
  std::string out;
  bool keys = false;
};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

bool read_arguments(int count, char** values, Arguments& out) {
  for (int i = 1; i < count; ++i) {
    const std::string name = values[i];
    const auto value = [&] { return i + 1 < count ? std::string(values[++i]) : std::string(); };
    if (name == "--people") {
      out.people = std::strtoull(value().c_str(), nullptr, 10);
    } else if (name == "--seed") {
      out.seed = std::strtoull(value().c_str(), nullptr, 10);
    } else if (name == "--link-only") {
      out.options.scope = linkage::Scope::link_only;
    } else if (name == "--threshold") {
      out.options.threshold_millibits =
          static_cast<std::int32_t>(std::strtod(value().c_str(), nullptr) * 1000);
    } else if (name == "--truth") {
      const std::string truth = value();
      (std::filesystem::is_regular_file(truth) ? (void)(out.options.truth_file = truth)
                                               : (void)(out.options.truth_column = truth));
    } else if (name == "--keys") {
      out.keys = true;
    } else if (name == "--out") {
      out.out = value();
    } else if (name == "--save") {
      out.save = value();
    } else if (name == "--model") {
      auto model = linkage::load_model(text_of(value()));
      if (!model) return false;
      out.options.model = *model;
    } else if (name.starts_with("--")) {
      return false;
    } else {
      out.options.files.emplace_back(name);
    }
  }
  return true;
}

void raw_limits(const linkage::Outcome& outcome, const linkage::Options& options) {
  auto start = std::chrono::steady_clock::now();
  std::uint64_t sum = 0;
  std::uint64_t bytes = 0;
  for (const auto& file : options.files) {
    const std::string text = text_of(file);
    bytes += text.size();
    for (const char c : text) sum += static_cast<unsigned char>(c) == ',' ? 1 : 0;
  }
  std::printf("raw: %.1f MB read and scanned in %.3f s (%llu commas)\n",
              static_cast<double>(bytes) / 1e6, seconds_since(start),
              static_cast<unsigned long long>(sum));
  std::vector<std::uint64_t> numbers(outcome.compared_pairs);
  std::uint64_t state = 1;
  for (auto& number : numbers)
    number = state = state * 6364136223846793005ULL + 1442695040888963407ULL;
  start = std::chrono::steady_clock::now();
  std::sort(numbers.begin(), numbers.end());
  std::printf("raw: %zu numbers sorted in %.3f s\n", numbers.size(), seconds_since(start));
}

void print(const char* what, const linkage::Agreement& of) {
  std::printf("%-9s precision %.5f recall %.5f F1 %.5f (%llu of %llu; true %llu)\n", what,
              of.precision(), of.recall(), of.f1(), static_cast<unsigned long long>(of.right),
              static_cast<unsigned long long>(of.found), static_cast<unsigned long long>(of.there));
}

void report(const linkage::Outcome& outcome, bool keys) {
  std::int64_t cpu = 0;
  for (const auto& stage : outcome.stages) {
    std::printf("%-9s %8.3f CPU-s\n", stage.name.c_str(), static_cast<double>(stage.cpu_us) / 1e6);
    if (stage.name != "evaluate") cpu += stage.cpu_us;
  }
  const double s = static_cast<double>(std::max<std::int64_t>(cpu, 1)) / 1e6;
  std::printf("%llu records, %llu pairs, %llu value pairs, %llu clusters, threshold %.2f bits\n",
              static_cast<unsigned long long>(outcome.records),
              static_cast<unsigned long long>(outcome.compared_pairs),
              static_cast<unsigned long long>(outcome.compared_values),
              static_cast<unsigned long long>(outcome.clusters),
              outcome.threshold_millibits / 1000.0);
  std::printf("%.3f CPU-s: %.0f records/s, %.0f pairs/s, %llu MiB\n", s,
              static_cast<double>(outcome.records) / s,
              static_cast<double>(outcome.compared_pairs) / s,
              static_cast<unsigned long long>(outcome.peak_bytes >> 20));
  if (outcome.evaluation) {
    print("pairs", outcome.evaluation->pairs);
    print("clusters", outcome.evaluation->clusters);
    std::printf("true pairs compared %.5f, entities %llu, false merges a 10,000: %.2f\n",
                outcome.evaluation->compared.recall(),
                static_cast<unsigned long long>(outcome.evaluation->entities),
                outcome.evaluation->false_merges_per_10000());
  }
  if (!keys) return;
  for (const auto& key : outcome.keys)
    if (key.keys > 0)
      std::printf("%10llu pairs %9llu first %8llu joined %6llu stop %6llu largest  %s\n",
                  static_cast<unsigned long long>(key.pairs),
                  static_cast<unsigned long long>(key.first),
                  static_cast<unsigned long long>(key.joined),
                  static_cast<unsigned long long>(key.stop_keys),
                  static_cast<unsigned long long>(key.largest), key.name.c_str());
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  if (!read_arguments(count, values, arguments)) return 2;
  if (arguments.options.files.empty()) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("sallyport-linkage-" + std::to_string(arguments.people) + "-" +
                         std::to_string(arguments.seed));
    const auto made = synth::synthesise_people({arguments.people, arguments.seed, folder});
    if (!made) return 1;
    std::printf("made %llu records of %llu people\n",
                static_cast<unsigned long long>(made->records),
                static_cast<unsigned long long>(made->people));
    arguments.options.files = {folder / "people.csv"};
    arguments.options.truth_file = folder / "truth.csv";
  }
  SystemClock clock;
  const auto outcome = linkage::resolve(arguments.options, clock);
  if (!outcome) {
    std::printf("%s\n", outcome.error().detail.c_str());
    return 1;
  }
  report(*outcome, arguments.keys);
  raw_limits(*outcome, arguments.options);
  if (!arguments.out.empty() &&
      (!linkage::write_clusters(*outcome, arguments.out + "-clusters.csv") ||
       !linkage::write_pairs(*outcome, arguments.out + "-pairs.csv")))
    return 1;
  if (!arguments.save.empty()) std::ofstream(arguments.save) << linkage::save_model(outcome->model);
  return 0;
}
