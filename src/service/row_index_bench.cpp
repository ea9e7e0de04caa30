// Bytes and time a row of the index by which rows are known again, at 65.6 million rows (a national
// country) by default, beside one random read of as much memory. sallyport_service_row_index_bench
#include "service/row_index.hpp"

#include <benchmark/benchmark.h>

#include "base/random.hpp"

namespace sallyport::service {
namespace {

constexpr std::uint64_t kRowsInAnEntry = 512;

void fill(RowIndex& index, std::uint64_t rows) {
  SeededRandom random(1);
  std::vector<model::RowTrace> traces(kRowsInAnEntry);
  for (std::uint64_t at = 0; at < rows / kRowsInAnEntry; ++at) {
    for (auto& trace : traces) trace.row_key = random.next();
    index.note(at, traces);
  }
}

void note(benchmark::State& state) {
  const auto rows = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    RowIndex index;
    fill(index, rows);
    state.counters["bytes_a_row"] =
        static_cast<double>(index.bytes()) / static_cast<double>(index.size());
    state.counters["MiB"] = static_cast<double>(index.bytes()) / 1048576;
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(note)
    ->Arg(200'000)
    ->Arg(1'000'000)
    ->Arg(65'600'000)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

void find(benchmark::State& state) {
  RowIndex index;
  fill(index, static_cast<std::uint64_t>(state.range(0)));
  SeededRandom random(2);
  std::vector<std::uint64_t> found;
  for (auto _ : state) {
    index.find(random.next(), found);
    benchmark::DoNotOptimize(found.size());
  }
}
BENCHMARK(find)->Arg(1'000'000)->Arg(65'600'000);

void one_random_read(benchmark::State& state) {
  std::vector<std::uint64_t> memory(std::size_t{1} << 26);
  SeededRandom random(3);
  for (auto _ : state) benchmark::DoNotOptimize(memory[random.next() & (memory.size() - 1)]);
}
BENCHMARK(one_random_read);

}  // namespace
}  // namespace sallyport::service

BENCHMARK_MAIN();
