// Opening a store as `sallyport serve` does, to the first answer, and what is resident then, by
// table, beside a plain read of as many bytes:
//   sallyport_server_start_bench STORE
// Opens twice: as it finds the store (which may fold its ledger again, and then leaves a snapshot),
// then from the snapshot with no file of the store in the page cache. Absolute times drift on
// shared machines; the ratios are what to look at.
#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "picture/testing/footprint_table.hpp"
#include "picture/view.hpp"
#include "server/installation.hpp"

namespace sallyport::server {
namespace {

namespace fs = std::filesystem;
constexpr double kMiB = 1024.0 * 1024.0;

SystemClock system_clock;

double seconds_since(std::int64_t start_us) {
  return static_cast<double>(system_clock.monotonic_us() - start_us) / 1e6;
}

/// Processor time of all threads: what stays the same when others use the machine.
double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto in_seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime);
}

double resident_mib() {
  malloc_trim(0);
  std::ifstream in("/proc/self/statm");
  double pages = 0;
  in >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / kMiB;
}

void out_of_cache(const fs::path& folder) {
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    const int fd = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    (void)::fsync(fd);
    (void)::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    ::close(fd);
  }
}

/// Reads every file of the newest snapshot; bytes and seconds.
std::pair<double, double> plain_read(const fs::path& snapshots) {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(snapshots))
    newest = std::max(newest, entry.path());
  Bytes block(1 << 20);
  double bytes = 0;
  const std::int64_t start = system_clock.monotonic_us();
  for (const auto& file : fs::directory_iterator(newest)) {
    const int fd = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    for (ssize_t n = 1; n > 0;) {
      n = ::read(fd, block.data(), block.size());
      bytes += static_cast<double>(n);
    }
    ::close(fd);
  }
  return {bytes / kMiB, seconds_since(start)};
}

/// The first answer: people of a surname that begins so, as the first account may see them.
std::size_t first_answer(const picture::Picture& picture) {
  const auto directory = picture.directory();
  if (directory->accounts.empty()) return 0;
  const access::Grants& user = directory->accounts.begin()->second;
  const std::string purpose = user.purposes.empty() ? "" : *user.purposes.begin();
  const auto view = picture::View::open(picture, user, purpose, {}, system_clock.wall_now());
  std::size_t found = 0;
  view.tokens_with_prefix(model::IndexClass::name, "ha", [&](const picture::TokenHit& hit) {
    view.postings(hit.token, [&](const picture::PostingRow&) { return ++found < 1000; });
    return found < 1000;
  });
  return found;
}

int run(const fs::path& store) {
  SystemRandom random;
  for (const bool cold : {false, true}) {
    if (cold) out_of_cache(store);
    const double before = resident_mib();
    const double cpu = cpu_seconds();
    const std::int64_t start = system_clock.monotonic_us();
    auto open = Installation::open(store.string(), system_clock, random);
    if (!open) {
      std::fprintf(stderr, "%s\n", open.error().detail.c_str());
      return 1;
    }
    const std::size_t found = first_answer((*open)->desk().picture());
    const double answered = seconds_since(start);
    const double answered_cpu = cpu_seconds() - cpu;
    const auto footprint = (*open)->desk().picture().footprint();  // waits for all of it
    std::printf(
        "%s first answer after %.2f s, %.2f CPU-s (%zu found); all after %.2f s, "
        "%.2f CPU-s; resident %.1f MiB\n",
        cold ? "cold:" : "as found:", answered, answered_cpu, found, seconds_since(start),
        cpu_seconds() - cpu, resident_mib() - before);
    if (cold) picture::testing::print_footprint(footprint);
    if (!(*open)->close()) return 1;
  }
  out_of_cache(store);
  const auto [mib, seconds] = plain_read(store / "snapshots");
  std::printf("plain read of the snapshot, cold: %.1f MiB in %.2f s\n", mib, seconds);
  return 0;
}

}  // namespace
}  // namespace sallyport::server

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "a store's folder is wanted\n");
    return 2;
  }
  return sallyport::server::run(argv[1]);
}
