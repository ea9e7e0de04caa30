// ns a score, us a record made ready, keys a record; beside a plain comparison of two names.
#include <benchmark/benchmark.h>

#include <vector>

#include "match/blocking.hpp"
#include "match/score.hpp"
#include "text/similarity.hpp"

namespace {

using namespace sallyport::match;
using sallyport::model::Property;

const std::vector<Fact>& facts() {
  static const std::vector<Fact> made = {{Property::surname, "Kessell"},
                                         {Property::given_name, "Martha Jane"},
                                         {Property::full_name, "Martha Jane Kessell"},
                                         {Property::alias, "Marty"},
                                         {Property::date_of_birth, "1989-03-04"},
                                         {Property::sex, "F"},
                                         {Property::address, "6 Saltpan Row, Harrowfield"},
                                         {Property::postcode, "HF9 4QX"},
                                         {Property::prison_number, "Z9012ZB"},
                                         {Property::pnc_number, "2003/0412345K"}};
  return made;
}
const std::vector<Fact>& other_facts() {
  static const std::vector<Fact> made = {{Property::surname, "Kessel"},
                                         {Property::given_name, "Marta"},
                                         {Property::date_of_birth, "1989-04-03"},
                                         {Property::sex, "F"},
                                         {Property::address, "11 Cooperage Lane, Harrowfield"}};
  return made;
}

void features(benchmark::State& state) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    Features made = features_of(facts());
    bytes = made.bytes();
    benchmark::DoNotOptimize(made);
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(features);

void near_pair(benchmark::State& state) {
  const Features a = features_of(facts());
  const Features b = features_of(other_facts());
  for (auto _ : state) benchmark::DoNotOptimize(score(a, b, published_model()));
}
BENCHMARK(near_pair);

void same_pair(benchmark::State& state) {
  const Features a = features_of(facts());
  for (auto _ : state) benchmark::DoNotOptimize(score(a, a, published_model()));
}
BENCHMARK(same_pair);

void keys(benchmark::State& state) {
  const Features a = features_of(facts());
  std::size_t count = 0;
  for (auto _ : state) {
    count = 0;
    blocking_keys(a, published_model(), [&](std::uint64_t) { ++count; });
  }
  state.counters["keys"] = static_cast<double>(count);
}
BENCHMARK(keys);

void peer_jaro_winkler(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(sallyport::text::jaro_winkler("kessell", "kessel"));
}
BENCHMARK(peer_jaro_winkler);

}  // namespace

BENCHMARK_MAIN();
