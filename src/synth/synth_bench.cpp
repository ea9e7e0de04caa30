// Rows a second and peak memory of the three scales, beside the disk's raw write rate in the same
// run. Not timed by any test. --benchmark_filter=national for the long one (about 7 GB on disk).
#include "synth/synth.hpp"

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <string>

namespace sallyport::synth {
namespace {

std::filesystem::path folder() {
  return std::filesystem::temp_directory_path() / "sallyport_synth_bench";
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

void make(benchmark::State& state, Scale scale, unsigned threads) {
  SynthOptions options;
  options.scale = scale;
  options.out = folder();
  options.threads = threads;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    const auto report = synthesise(options);
    if (!report) {
      state.SkipWithError(to_text(report.error()).c_str());
      return;
    }
    rows += report->rows;
    bytes += report->bytes;
  }
  state.counters["rows/s"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsRate);
  state.counters["bytes/s"] =
      benchmark::Counter(static_cast<double>(bytes), benchmark::Counter::kIsRate);
  state.counters["peak_MB"] = peak_megabytes();
  std::filesystem::remove_all(folder());
}

/// The peer: the same disk, plain writes of one 256 KiB block.
void raw_write(benchmark::State& state) {
  std::filesystem::create_directories(folder());
  const std::string block(1u << 18, 'x');
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    std::FILE* file = std::fopen((folder() / "raw").c_str(), "wb");
    if (file == nullptr) {
      state.SkipWithError("cannot write");
      return;
    }
    for (int i = 0; i < 400; ++i) bytes += std::fwrite(block.data(), 1, block.size(), file);
    std::fclose(file);
  }
  state.counters["bytes/s"] =
      benchmark::Counter(static_cast<double>(bytes), benchmark::Counter::kIsRate);
  std::filesystem::remove_all(folder());
}

BENCHMARK(raw_write)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(make, demo, Scale::kDemo, 2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(make, regional, Scale::kRegional, 2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(make, national, Scale::kNational, 2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);

}  // namespace
}  // namespace sallyport::synth

BENCHMARK_MAIN();
