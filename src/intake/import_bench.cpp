// Rows a second through the whole intake (reader process, mapping, operations), beside the reader
// alone and a plain scan of the same bytes for line ends.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "intake/import.hpp"

namespace sallyport::intake {
namespace {

constexpr int kRows = 200'000;

const std::string& calls() {
  static const std::string kText = [] {
    std::string out =
        "OFFICIAL SENSITIVE\ncall_id,prison_number,prison,number,at,duration_seconds,result\n";
    char line[160];
    for (int i = 0; i < kRows; ++i) {
      std::snprintf(line, sizeof line,
                    "CA-202610-%08d,Z%04dZB,Wexmoor,07700 900%03d,2026-10-%02d %02d:%02d:10,%d,"
                    "ANSWERED\n",
                    i, i % 2400, i % 1000, 1 + i % 28, 8 + i % 12, i % 60, i % 600);
      out += line;
    }
    return out;
  }();
  return kText;
}

ImportContext context() {
  ImportContext out;
  out.agreement.feed = "prison.calls";
  out.agreement.agencies = {"estmere-prisons"};
  out.agreement.marking = "OFFICIAL SENSITIVE";
  out.agreement.purposes = {"security"};
  out.agreement.always_to = {"estmere-prisons/security", "estmere-prisons/security/{prison}"};
  out.agency = "estmere-prisons";
  out.idempotency_key = "bench";
  out.id_key = Bytes(32, 1);
  return out;
}

class Count final : public RowSink {
 public:
  std::uint64_t rows = 0;
  Status preamble(const Preamble&) override { return ok(); }
  Status row(const SourceRow&) override {
    ++rows;
    return ok();
  }
};

void whole_import(benchmark::State& state) {
  Sandbox sandbox;
  const auto mappings = built_in_mappings().value();
  const auto& mapping = *std::find_if(mappings.begin(), mappings.end(),
                                      [](const Mapping& m) { return m.format == "prison.calls"; });
  const auto file = InputFile::from_bytes("calls.csv", as_bytes(calls()));
  const ImportContext told = context();
  for (auto _ : state) {
    std::uint64_t ops = 0;
    const auto outcome = import_file(sandbox, *file, mapping, told, [&](Chunk&& chunk) {
      ops += chunk.batch.ops.size();
      return ok();
    });
    if (!outcome) state.SkipWithError("import failed");
    benchmark::DoNotOptimize(ops);
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(whole_import)->Unit(benchmark::kMillisecond)->UseRealTime();

void reader_alone(benchmark::State& state) {
  Sandbox sandbox;
  const auto file = InputFile::from_bytes("calls.csv", as_bytes(calls()));
  for (auto _ : state) {
    Count count;
    if (!sandbox.run(*file, FileKind::csv, count)) state.SkipWithError("reader failed");
    benchmark::DoNotOptimize(count.rows);
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(reader_alone)->Unit(benchmark::kMillisecond)->UseRealTime();

void line_scan(benchmark::State& state) {
  for (auto _ : state) {
    auto lines = std::count(calls().begin(), calls().end(), '\n');
    benchmark::DoNotOptimize(lines);
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(line_scan)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace sallyport::intake

BENCHMARK_MAIN();
