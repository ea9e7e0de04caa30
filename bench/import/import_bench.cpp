// A country's files into a store, end to end: read in confinement, mapped, compared, sealed,
// durable, folded, searchable; beside the rate at which plain SQLite takes the same rows.
//   sallyport_import_bench [--scale demo|regional|national] [--seed N] [--folder DIR]
//                          [--country DIR] [--stages] [--again]
// --country takes files that are there already; --stages brings them into a second store and tells
// the processor time of each stage; --again brings them in twice: all is unchanged the second time.
// The rate is told with and without resolution: comparing who may be whom, once for each import.
// Absolute times drift on shared machines: look at the ratio, and at processor time.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "ledger/sqlite/database.hpp"
#include "server/bring_in.hpp"
#include "server/making.hpp"
#include "synth/synth.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

SystemClock system_clock;
SystemRandom system_random;

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", to_text(result.error()).c_str());
    std::exit(1);
  }
  return std::move(*result);
}
void must(Status status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", to_text(status.error()).c_str());
  std::exit(1);
}

struct Options {
  synth::SynthOptions synth;
  std::string folder;
  std::string country;
  bool stages = false;
  bool again = false;
};

double seconds_since(std::int64_t start_us) {
  return static_cast<double>(system_clock.monotonic_us() - start_us) / 1e6;
}

double processor_seconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// "VmHWM" or "VmRSS" of this process, in MiB.
double resident_mib(const std::string& which) {
  std::ifstream in("/proc/self/status");
  std::string line;
  while (std::getline(in, line)) {
    if (line.starts_with(which + ":"))
      return std::strtod(line.c_str() + which.size() + 1, nullptr) / 1024;
  }
  return 0;
}

/// Every thread's processor time between two of its laps goes to the stage it names.
class ProcessorWatch final : public intake::StageWatch {
 public:
  void start() { last() = now(); }  ///< on a thread that has done other things before
  void lap(intake::Stage done) override {
    const std::int64_t at = now();
    spent_[static_cast<std::size_t>(done)] += at - last();
    last() = at;
  }
  double seconds(intake::Stage stage) const {
    return static_cast<double>(spent_[static_cast<std::size_t>(stage)]) / 1e9;
  }

 private:
  static std::int64_t& last() {
    thread_local std::int64_t at = 0;
    return at;
  }
  static std::int64_t now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
  }
  std::array<std::atomic<std::int64_t>, intake::kStages> spent_{};
};

struct Figures {
  std::uint64_t files = 0, rows = 0, taken = 0, unchanged = 0, rejected = 0, refused = 0;
  double wall = 0, processor = 0, readers = 0;
  double resolution = 0;  ///< seconds within wall: people compared
  picture::Resolution resolved;
  std::vector<std::pair<double, std::string>> slowest;  ///< us a row of the larger files
};

Figures bring_all_in(server::Installation& store, const std::string& country,
                     intake::StageWatch* watch) {
  server::BringInRequest request;
  request.path = country;
  request.watch = watch;
  Figures out;
  server::BringIn bring(store, request, must(server::find_files(store, request)));
  const double self = processor_seconds(RUSAGE_SELF);
  const double children = processor_seconds(RUSAGE_CHILDREN);
  const auto begun = system_clock.monotonic_us();
  while (bring.coming() != nullptr) {
    const auto& file = *bring.coming();
    const auto brought = bring.next();
    if (!brought.result) {
      std::fprintf(stderr, "%s: %s\n", file.shown.c_str(), to_text(brought.result.error()).c_str());
      std::exit(1);
    }
    const auto& o = brought.result->outcome;
    ++out.files;
    out.rows += o.rows;
    out.taken += o.taken;
    out.unchanged += o.unchanged;
    out.rejected += o.rejected;
    out.refused += o.refused;
    out.resolution += static_cast<double>(brought.result->resolution_us) / 1e6;
    const auto& resolved = brought.result->resolution;
    out.resolved.people += resolved.people;
    out.resolved.pairs_compared += resolved.pairs_compared;
    out.resolved.pairs_kept += resolved.pairs_kept;
    if (o.rows >= 5000)
      out.slowest.emplace_back(static_cast<double>(brought.took_us) / static_cast<double>(o.rows),
                               file.shown + ", " + std::to_string(o.rows) + " rows");
  }
  out.wall = seconds_since(begun);
  out.processor = processor_seconds(RUSAGE_SELF) - self;
  out.readers = processor_seconds(RUSAGE_CHILDREN) - children;
  std::sort(out.slowest.rbegin(), out.slowest.rend());
  return out;
}

std::unique_ptr<server::Installation> make_store(const std::string& folder) {
  fs::remove_all(folder);
  server::MakeRequest request;
  request.folder = folder;
  request.practice = true;
  request.users_file = SALLYPORT_SOURCE_DIR "/story/users.toml";
  must(server::make_store(request, system_clock, system_random));
  return must(server::Installation::open(folder, system_clock, system_random));
}

double per(double seconds, std::uint64_t rows) {
  return rows == 0 ? 0 : seconds * 1e6 / static_cast<double>(rows);
}
double rate(std::uint64_t rows, double seconds) {
  return seconds == 0 ? 0 : static_cast<double>(rows) / seconds;
}

/// The peer: the same lines as they are, one INSERT each, one transaction a file, synced.
double raw_sqlite(const std::string& folder, const std::string& country) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  auto database =
      must(ledger::Database::open({folder + "/raw.db", "", 8192}, ledger::Access::kOwn));
  must(database->exec("CREATE TABLE row(id INTEGER PRIMARY KEY, text TEXT)"));
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(country)) {
    const std::string path = entry.path().string();
    const bool brought =
        path.find("/truth/") == std::string::npos && entry.path().filename() != "manifest.json";
    if (entry.is_regular_file() && brought) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  std::uint64_t rows = 0;
  const auto begun = system_clock.monotonic_us();
  {
    auto insert = must(database->prepare("INSERT INTO row(text) VALUES(?1)"));
    for (const auto& path : paths) {
      must(database->begin(true));
      std::ifstream in(path, std::ios::binary);
      std::string line;
      for (; std::getline(in, line); ++rows) must(insert.bind(1, line).run());
      must(database->commit());
      must(database->maintain(true));
    }
  }
  const double seconds = seconds_since(begun);
  must(database->close());
  fs::remove_all(folder);
  return rate(rows, seconds);
}

std::uint64_t bytes_of(const std::string& path) {
  std::error_code none;
  const auto size = fs::file_size(path, none);
  return none ? 0 : size;
}

void tell(const char* what, const Figures& f) {
  std::printf(
      "%s: %llu rows in %llu files (%llu taken, %llu unchanged, %llu rejected, %llu "
      "refused) in %.2f s: %.0f rows/s\n",
      what, static_cast<unsigned long long>(f.rows), static_cast<unsigned long long>(f.files),
      static_cast<unsigned long long>(f.taken), static_cast<unsigned long long>(f.unchanged),
      static_cast<unsigned long long>(f.rejected), static_cast<unsigned long long>(f.refused),
      f.wall, rate(f.rows, f.wall));
  std::printf("  processor %.2f s (%.2f us a row), of it readers %.2f s; %.2f cores in use\n",
              f.processor + f.readers, per(f.processor + f.readers, f.rows), f.readers,
              (f.processor + f.readers) / f.wall);
  std::printf(
      "  resolution: %llu people, %llu pairs compared, %llu kept, %.2f s; without it %.0f rows/s\n",
      static_cast<unsigned long long>(f.resolved.people),
      static_cast<unsigned long long>(f.resolved.pairs_compared),
      static_cast<unsigned long long>(f.resolved.pairs_kept), f.resolution,
      rate(f.rows, f.wall - f.resolution));
}

void tell_stages(const Options& options) {
  using intake::Stage;
  ProcessorWatch watch;
  auto store = make_store(options.folder + "/staged");
  store->desk().watch(&watch);
  watch.start();
  const Figures f = bring_all_in(*store, options.country, &watch);
  constexpr std::pair<Stage, const char*> kNames[] = {
      {Stage::read, "frames to rows"},      {Stage::map, "rows to drafts"},
      {Stage::look_up, "look-ups"},         {Stage::put, "drafts to operations"},
      {Stage::seal, "encode, seal, queue"}, {Stage::store, "write, sync"},
      {Stage::fold, "fold, row index"},     {Stage::resolve, "resolution"}};
  std::printf("stages, processor us a row (the watch itself takes about 0.2 us a lap):\n");
  std::printf("  %-24s %6.2f\n", "reader processes", per(f.readers, f.rows));
  double sum = f.readers;
  for (const auto& [stage, name] : kNames) {
    std::printf("  %-24s %6.2f\n", name, per(watch.seconds(stage), f.rows));
    sum += watch.seconds(stage);
  }
  std::printf("  %-24s %6.2f\n", "all", per(sum, f.rows));
  must(store->close());
  store.reset();
  fs::remove_all(options.folder + "/staged");
}

/// In a process of its own, so that its memory is not counted as the import's.
void make_country(const Options& options) {
  const pid_t child = fork();
  if (child == 0) _exit(synth::synthesise(options.synth) ? 0 : 1);
  int status = 1;
  waitpid(child, &status, 0);
  if (status != 0) {
    std::fprintf(stderr, "the country could not be made\n");
    std::exit(1);
  }
}

Options parse(int argc, char** argv) {
  Options out;
  out.folder = (fs::temp_directory_path() / "sallyport_import_bench").string();
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto value = [&] { return std::string(i + 1 < argc ? argv[++i] : ""); };
    if (word == "--scale") {
      out.synth.scale = must(synth::parse_scale(value()));
    } else if (word == "--seed") {
      out.synth.seed = std::strtoull(value().c_str(), nullptr, 10);
    } else if (word == "--folder") {
      out.folder = value();
    } else if (word == "--country") {
      out.country = value();
    } else if (word == "--stages") {
      out.stages = true;
    } else if (word == "--again") {
      out.again = true;
    } else {
      std::fprintf(stderr, "not known: %s\n", word.c_str());
      std::exit(2);
    }
  }
  return out;
}

int run(Options options) {
  fs::create_directories(options.folder);
  if (options.country.empty()) {
    options.country = options.folder + "/country";
    options.synth.out = options.country;
    make_country(options);
  }
  const std::string folder = options.folder + "/store";
  auto store = make_store(folder);
  const double empty = resident_mib("VmRSS");
  const Figures first = bring_all_in(*store, options.country, nullptr);
  tell("import", first);
  for (std::size_t i = 0; i < std::min<std::size_t>(first.slowest.size(), 6); ++i)
    std::printf("  %6.2f us a row: %s\n", first.slowest[i].first, first.slowest[i].second.c_str());
  const auto prints = store->desk().picture().footprint();
  std::printf("  picture: %llu records, %llu statements, %llu links, %llu events, %llu pairs\n",
              static_cast<unsigned long long>(prints.records),
              static_cast<unsigned long long>(prints.statements),
              static_cast<unsigned long long>(prints.links),
              static_cast<unsigned long long>(prints.events),
              static_cast<unsigned long long>(prints.pairs));
  std::printf("  resident %.0f MiB before, %.0f after, %.0f at most; picture %.0f MiB\n", empty,
              resident_mib("VmRSS"), resident_mib("VmHWM"),
              static_cast<double>(prints.total_bytes) / 1048576);
  if (options.again) tell("again", bring_all_in(*store, options.country, nullptr));
  must(store->close());
  store.reset();
  const auto on_disk = bytes_of(folder + "/ledger.db");
  const auto keys = bytes_of(folder + "/keys.db");
  std::printf("  ledger %.1f bytes a row, keys %.1f\n",
              rate(on_disk, static_cast<double>(first.rows)),
              rate(keys, static_cast<double>(first.rows)));
  fs::remove_all(folder);
  const double raw = raw_sqlite(options.folder + "/raw", options.country);
  std::printf("raw sqlite3, the same lines: %.0f rows/s; the import is %.3f of it\n", raw,
              rate(first.rows, first.wall) / raw);
  if (options.stages) tell_stages(options);
  return 0;
}

}  // namespace
}  // namespace sallyport

int main(int argc, char** argv) {
  return sallyport::run(sallyport::parse(argc, argv));
}
