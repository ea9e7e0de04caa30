// Nanoseconds a comparison on made-up names, with a byte-by-byte memcmp of the same pairs as the
// raw limit beside them. Run: cmake --preset bench &&
// build/bench/bin/sallyport_text_similarity_bench
#include <benchmark/benchmark.h>

#include <cstring>

#include "text/fold.hpp"
#include "text/nicknames.hpp"
#include "text/phonetic.hpp"
#include "text/similarity.hpp"

namespace sallyport::text {
namespace {

constexpr std::string_view kNames[] = {
    "marta kessell",    "kessel martha",   "tobias renn",           "mohammed al-masri",
    "muhamad almasri",  "siobhan o'brien", "johannes van der berg", "yusuf demir",
    "katarzyna wolska", "kasia wolska",    "abdul rahman siddiqui", "joe abdulrahman",
    "victor ransome",   "vic ransom",      "bishop larkin",         "kamil dzurik"};
constexpr std::size_t kCount = std::size(kNames);

template <class Compare>
void all_pairs(benchmark::State& state, Compare compare) {
  std::size_t i = 0;
  for (auto _ : state) {
    const std::string_view a = kNames[i % kCount];
    const std::string_view b = kNames[(i / kCount) % kCount];
    ++i;
    benchmark::DoNotOptimize(compare(a, b));
  }
}

void raw_memcmp(benchmark::State& state) {
  all_pairs(state, [](auto a, auto b) {
    return std::memcmp(a.data(), b.data(), std::min(a.size(), b.size()));
  });
}
void jaro_winkler_pair(benchmark::State& state) {
  all_pairs(state, [](auto a, auto b) { return jaro_winkler(a, b); });
}
void damerau_osa_max_2(benchmark::State& state) {
  all_pairs(state, [](auto a, auto b) { return damerau_osa(a, b, 2); });
}
void damerau_osa_max_8(benchmark::State& state) {
  all_pairs(state, [](auto a, auto b) { return damerau_osa(a, b, 8); });
}
void lcs_length_pair(benchmark::State& state) {
  all_pairs(state, [](auto a, auto b) { return lcs_length(a, b); });
}
void name_similarity_prepared(benchmark::State& state) {
  std::vector<PreparedName> names;
  for (const auto name : kNames) names.push_back(prepare_name(name));
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(name_similarity(names[i % kCount], names[(i / kCount) % kCount]));
    ++i;
  }
}
void name_similarity_unprepared(benchmark::State& state) {
  all_pairs(state, [](auto a, auto b) { return name_similarity(a, b); });
}
template <class Make>
void each_name(benchmark::State& state, Make make) {
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(make(kNames[i++ % kCount]));
}
void prepare(benchmark::State& state) {
  each_name(state, [](auto name) { return prepare_name(name); });
}
void fold_ascii(benchmark::State& state) {
  each_name(state, [](auto name) { return fold(name); });
}
void fold_accented(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fold("Łukasz Wójcik-Müller"));
}
void latin_of_russian(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(to_latin("Владислав Щербаков"));
}
void latin_of_arabic(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(to_latin("يوسف المصري"));
}
void latin_of_devanagari_by_icu(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(to_latin("राजेश कुमार"));
}
void metaphone(benchmark::State& state) {
  each_name(state, [](auto name) { return double_metaphone(name); });
}
void skeleton(benchmark::State& state) {
  each_name(state, [](auto name) { return consonant_skeleton(name); });
}
void nicknames(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(are_nicknames("kasia", "katarzyna"));
}

BENCHMARK(raw_memcmp);
BENCHMARK(jaro_winkler_pair);
BENCHMARK(damerau_osa_max_2);
BENCHMARK(damerau_osa_max_8);
BENCHMARK(lcs_length_pair);
BENCHMARK(name_similarity_prepared);
BENCHMARK(name_similarity_unprepared);
BENCHMARK(prepare);
BENCHMARK(fold_ascii);
BENCHMARK(fold_accented);
BENCHMARK(latin_of_russian);
BENCHMARK(latin_of_arabic);
BENCHMARK(latin_of_devanagari_by_icu);
BENCHMARK(metaphone);
BENCHMARK(skeleton);
BENCHMARK(nicknames);

}  // namespace
}  // namespace sallyport::text

BENCHMARK_MAIN();
