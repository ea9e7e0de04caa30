// Names searched: recall in the first ten by kind of question, processor time a question; names
// compared: labelled pairs; names written in other scripts: how many of them keys bring together.
//   sallyport_names_bench search [--names N] [--each Q] [--seed S] [--wide] [--misses]
//                                [--write DIR]
//   sallyport_names_bench pairs [FILE]
//   sallyport_names_bench translit [FILE...]
// Lists and labelled data are looked for in ../shared/data/er, or $SALLYPORT_SHARED_DATA/er.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "names/name_index.hpp"
#include "parts.hpp"
#include "questions.hpp"

namespace {

using namespace sallyport;

struct Arguments {
  bench::NamesToMake make;
  std::size_t each = 2000;
  bool misses = false;
  std::string write;
};

std::int64_t cpu_us() {
  struct timespec now = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * std::int64_t{1'000'000} + now.tv_nsec / 1000;
}

bool read_arguments(int count, char** values, Arguments& out) {
  for (int i = 2; i < count; ++i) {
    const std::string name = values[i];
    const auto value = [&] { return i + 1 < count ? std::string(values[++i]) : std::string(); };
    const auto number = [&] { return std::strtoull(value().c_str(), nullptr, 10); };
    if (name == "--names") {
      out.make.names = number();
    } else if (name == "--each") {
      out.each = number();
    } else if (name == "--seed") {
      out.make.seed = number();
    } else if (name == "--wide") {
      out.make.wide = true;
    } else if (name == "--misses") {
      out.misses = true;
    } else if (name == "--write") {
      out.write = value();
    } else {
      return false;
    }
  }
  return true;
}

void ask(const bench::QuestionKind& kind, names::Searcher& searcher, const names::NameIndex& index,
         bool misses) {
  std::vector<std::int64_t> times;
  std::size_t found = 0;
  std::size_t first = 0;
  for (const auto& question : kind.questions) {
    const std::int64_t from = cpu_us();
    const auto hits = searcher.search(question.text, 10);
    times.push_back(cpu_us() - from);
    const auto at = std::find_if(hits.begin(), hits.end(),
                                 [&](const auto& hit) { return hit.row == question.row; });
    found += at != hits.end() ? 1 : 0;
    first += at == hits.begin() && !hits.empty() ? 1 : 0;
    if (misses && at == hits.end()) {
      std::printf("    %s, for %s; the last of %zu: ", question.text.c_str(),
                  std::string(index.name(static_cast<std::uint32_t>(question.row))).c_str(),
                  hits.size());
      if (!hits.empty())
        std::printf("%s (%d)", std::string(index.name(hits.back().row)).c_str(), hits.back().cost);
      std::printf("\n");
    }
  }
  std::sort(times.begin(), times.end());
  const auto spread = [&](std::size_t of) {
    return static_cast<double>(times[std::min(times.size() - 1, times.size() * of / 100)]) / 1000;
  };
  const auto share = [&](std::size_t of) {
    return static_cast<double>(of) / static_cast<double>(kind.questions.size());
  };
  std::printf("%-26s recall@10 %.4f first %.4f  CPU-ms p50 %.3f p95 %.3f p99 %.3f most %.3f\n",
              kind.name.c_str(), share(found), share(first), spread(50), spread(95), spread(99),
              static_cast<double>(times.back()) / 1000);
}

void write(const std::string& folder, const std::vector<bench::MadeName>& made,
           const std::vector<bench::QuestionKind>& kinds) {
  std::filesystem::create_directories(folder);
  std::ofstream names(folder + "/names.tsv");
  for (std::size_t i = 0; i < made.size(); ++i) names << i << "\t" << made[i].name << "\n";
  std::ofstream queries(folder + "/queries.tsv");
  for (const auto& kind : kinds)
    for (std::size_t i = 0; i < kind.questions.size(); ++i)
      queries << kind.name << "/" << i << "/" << kind.questions[i].row << "\t"
              << kind.questions[i].text << "\n";
}

int search(const Arguments& arguments) {
  const auto made = bench::make_names(arguments.make);
  if (made.empty()) {
    std::printf("skipped: ../shared/data/er/names_by_country is not here\n");
    return 0;
  }
  const std::int64_t from = cpu_us();
  names::NameIndex index;
  for (std::size_t i = 0; i < made.size(); ++i)
    if (!index.add(std::to_string(i), made[i].name)) return 1;
  if (!index.finish()) return 1;
  names::Searcher searcher(index);
  std::printf("%zu names, %zu words: made in %.2f CPU-s, %llu MiB and %llu MiB a searcher\n",
              index.size(), index.distinct_words(), static_cast<double>(cpu_us() - from) / 1e6,
              static_cast<unsigned long long>(index.bytes() >> 20),
              static_cast<unsigned long long>(searcher.bytes() >> 20));
  const auto kinds = bench::make_questions(made, arguments.each, arguments.make.seed + 1);
  if (!arguments.write.empty()) write(arguments.write, made, kinds);
  for (const auto& kind : kinds) ask(kind, searcher, index, arguments.misses);
  return 0;
}

}  // namespace

int main(int count, char** values) {
  const std::string what = count > 1 ? values[1] : "";
  const std::vector<std::string> files(values + std::min(count, 2), values + count);
  if (what == "pairs") return bench::compare_pairs(files);
  if (what == "translit") return bench::meet_scripts(files);
  Arguments arguments;
  if (what != "search" || !read_arguments(count, values, arguments)) {
    std::printf("search, pairs or translit: see the head of names_main.cpp\n");
    return 2;
  }
  return search(arguments);
}
