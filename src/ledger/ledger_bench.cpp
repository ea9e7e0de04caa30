// Figures of the ledger beside the raw limit of the same disk in the same run:
//   sallyport_ledger_ledger_bench [FOLDER]
// Absolute times drift on shared machines; the ratios are what to look at.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <latch>
#include <thread>

#include "ledger/sqlite/database.hpp"
#include "ledger/sqlite/store.hpp"

namespace sallyport::ledger {
namespace {

constexpr std::uint16_t kLook = 1;
constexpr std::uint16_t kChunk = 2;
constexpr std::uint16_t kDone = 3;
constexpr std::size_t kLookBytes = 180;
constexpr std::size_t kRowBytes = 60;

SystemClock system_clock;
SystemRandom system_random;

double seconds_since(std::int64_t start_us) {
  return static_cast<double>(system_clock.monotonic_us() - start_us) / 1e6;
}

/// Processor time of all threads: what remains the same when others use the machine too.
double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", to_text(result.error()).c_str());
    std::exit(1);
  }
  return std::move(*result);
}

EntryTypes bench_types() {
  EntryTypes types;
  must(types.add(kLook, "look"));
  must(types.add(kChunk, "chunk"));
  must(types.add(kDone, "done"));
  return types;
}

Bytes filler(std::size_t size) {
  Bytes bytes(size);
  SeededRandom(size).fill(bytes);
  return bytes;
}

/// The disk's own limit: 512 bytes and a sync, one after the other.
double raw_syncs(const std::string& folder) {
  const std::string path = folder + "/raw";
  const int fd = open(path.c_str(), O_RDWR | O_CREAT, 0600);
  const Bytes block = filler(512);
  const auto start = system_clock.monotonic_us();
  int count = 0;
  for (; count < 2000 && seconds_since(start) < 3; ++count) {
    if (write(fd, block.data(), block.size()) < 0 || fdatasync(fd) != 0) std::exit(1);
  }
  const double rate = count / seconds_since(start);
  close(fd);
  std::printf("raw disk            %9.0f writes of 512 bytes with fdatasync /s\n", rate);
  return rate;
}

Draft look() {
  Draft draft{kLook, 1, {}, true, {}};
  draft.boxes.push_back({KeyTable::month_subject(system_clock.wall_now()), "", filler(kLookBytes)});
  return draft;
}

void consultations(Store& store, int waiting, int total, double raw) {
  std::vector<std::int64_t> latencies(static_cast<std::size_t>(total));
  std::atomic<int> next{0};
  std::vector<std::thread> threads;
  const auto start = system_clock.monotonic_us();
  for (int i = 0; i < waiting; ++i) {
    threads.emplace_back([&] {
      for (int n = next++; n < total; n = next++) {
        std::vector<Draft> one;
        one.push_back(look());
        const auto from = system_clock.monotonic_us();
        must(store.consultations().append(std::move(one), {Priority::kConsultation, {}, {}}));
        latencies[static_cast<std::size_t>(n)] = system_clock.monotonic_us() - from;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const double rate = total / seconds_since(start);
  std::sort(latencies.begin(), latencies.end());
  std::printf(
      "consultations       %9.0f durable/s, %3d waiting, p50 %.1f ms, p99 %.1f ms, "
      "%.1f x raw syncs\n",
      rate, waiting, static_cast<double>(latencies[latencies.size() / 2]) / 1e3,
      static_cast<double>(latencies[latencies.size() * 99 / 100]) / 1e3, rate / raw);
}

/// Without waiting for each: as many in flight as the queue takes.
void consultations_async(Store& store, int total, double raw) {
  std::latch all(total);
  const auto start = system_clock.monotonic_us();
  std::atomic<int> flying{0};
  for (int i = 0; i < total; ++i) {
    while (flying > 2000) std::this_thread::yield();
    ++flying;
    std::vector<Draft> one;
    one.push_back(look());
    store.consultations().append_async(std::move(one), {Priority::kConsultation, {}, {}},
                                       [&](Result<Receipt> result) {
                                         must(std::move(result));
                                         --flying;
                                         all.count_down();
                                       });
  }
  all.wait();
  const double rate = total / seconds_since(start);
  std::printf("consultations async %9.0f durable/s, 2,000 in flight, %.1f x raw syncs\n", rate,
              rate / raw);
}

struct ImportShape {
  const char* name;
  std::size_t boxes;
  std::size_t chunks;
  bool fresh_subjects;
};

void import(Store& store, const ImportShape& shape, std::uint64_t salt, double raw_mb) {
  const Id128 batch = system_random.next_id();
  const std::size_t box_bytes = 512 * kRowBytes / shape.boxes;
  const double cpu = cpu_seconds();
  const auto start = system_clock.monotonic_us();
  must(store.main().begin_staged(batch));
  for (std::size_t c = 0; c < shape.chunks; ++c) {
    Draft chunk{kChunk, 1, {}, false, {}};
    chunk.boxes.reserve(shape.boxes);
    for (std::size_t b = 0; b < shape.boxes; ++b) {
      const std::size_t n = c * shape.boxes + b;
      const Id128 who{salt * 0x9E3779B97F4A7C15ull,
                      mix64(salt, shape.fresh_subjects ? n : n % 20'000)};
      chunk.boxes.push_back({who, "estmere-prisons", Bytes(box_bytes, 7)});
    }
    must(store.main().append_staged(batch, std::move(chunk)));
  }
  Draft done{kDone, 1, {}, false, {}};
  must(store.main().commit_staged(batch, std::move(done)));
  const double seconds = seconds_since(start);
  const double chunks = static_cast<double>(shape.chunks);
  const double mb = chunks * 512 * kRowBytes / 1e6;
  const double boxes = chunks * static_cast<double>(shape.boxes);
  std::printf(
      "import %-30s %9.0f rows/s %8.0f boxes/s %5.0f MB/s, %.2f of raw sqlite, "
      "%.1f us processor a box\n",
      shape.name, chunks * 512 / seconds, boxes / seconds, mb / seconds, mb / seconds / raw_mb,
      (cpu_seconds() - cpu) * 1e6 / boxes);
}

/// The same bytes into a bare table: one insert a chunk, 64 chunks a transaction, one sync at last.
double raw_sqlite(const std::string& folder, std::size_t chunks) {
  const auto database = must(Database::open({folder + "/raw.db", "", 8192}, Access::kOwn));
  must(database->exec("CREATE TABLE chunk(id INTEGER PRIMARY KEY, bytes BLOB)"));
  auto insert = must(database->prepare("INSERT INTO chunk VALUES(?1, ?2)"));
  const Bytes bytes = filler(512 * kRowBytes);
  const auto start = system_clock.monotonic_us();
  for (std::size_t i = 0; i < chunks; ++i) {
    if (i % 64 == 0) must(database->begin(i + 64 >= chunks));
    must(insert.bind(1, std::uint64_t{i}).bind(2, ByteView(bytes)).run());
    if (i % 64 == 63 || i + 1 == chunks) {
      must(database->commit());
      must(database->maintain(false));
    }
  }
  const double rate = static_cast<double>(chunks) * 512 * kRowBytes / 1e6 / seconds_since(start);
  std::printf("raw sqlite inserts                  %9.0f rows/s %23.0f MB/s\n",
              rate * 1e6 / kRowBytes, rate);
  return rate;
}

void verify(const std::string& folder) {
  const auto start = system_clock.monotonic_us();
  const StoreReport report = must(verify_store(folder));
  if (!report.good()) std::exit(1);
  const double seconds = seconds_since(start);
  const double bytes =
      static_cast<double>(std::filesystem::file_size(StorePaths::in(folder).main) +
                          std::filesystem::file_size(StorePaths::in(folder).consultations));
  std::printf("verify              %9.0f entries/s, %.0f MB/s\n",
              static_cast<double>(report.main.entries + report.consultations.entries) / seconds,
              bytes / 1e6 / seconds);
}

void verify_small(Store& store) {
  const auto start = system_clock.monotonic_us();
  const auto report = must(store.consultations().verify());
  if (!report.good()) std::exit(1);
  std::printf("verify looks        %9.0f entries/s\n",
              static_cast<double>(report.entries) / seconds_since(start));
}

void replay(Store& store) {
  const auto start = system_clock.monotonic_us();
  std::uint64_t boxes = 0;
  must(store.main().read(0, ~0ull, [&](const Entry& entry) {
    boxes += entry.boxes.size();
    return ok();
  }));
  std::printf("replay              %9.0f boxes/s opened on one thread\n",
              static_cast<double>(boxes) / seconds_since(start));
}

int run(const std::string& folder) {
  const std::string dir = folder + "/store";
  const EntryTypes types = bench_types();
  must(init_store(dir, {"estmere-prisons"}, system_random, system_clock));
  StoreOptions options;
  options.clock = &system_clock;
  options.random = &system_random;
  auto store = must(Store::open(dir, types, options));
  sync();  // let the disk settle
  const double raw = raw_syncs(folder);
  consultations(*store, 1, 500, raw);  // a sync for each
  consultations(*store, 16, 5'000, raw);
  consultations(*store, 64, 20'000, raw);
  consultations_async(*store, 60'000, raw);
  sync();
  const double raw_mb = raw_sqlite(folder, 4'000);
  sync();
  import(*store, {"512 x 64 boxes, known subjects", 64, 4'000, false}, 1, raw_mb);
  import(*store, {"512 x 64 boxes, new subjects", 64, 4'000, true}, 2, raw_mb);
  import(*store, {"512 x 512 boxes, known", 512, 1'000, false}, 3, raw_mb);
  import(*store, {"512 x 512 boxes, new", 512, 1'000, true}, 4, raw_mb);
  verify_small(*store);
  replay(*store);
  must(store->close());
  verify(dir);
  return 0;
}

}  // namespace
}  // namespace sallyport::ledger

int main(int argc, char** argv) {
  std::string folder = argc > 1 ? argv[1] : std::filesystem::temp_directory_path().string();
  folder += "/sallyport-ledger-bench-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  const int result = sallyport::ledger::run(folder);
  std::filesystem::remove_all(folder);
  return result;
}
