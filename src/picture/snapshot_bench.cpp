// Writing and loading a snapshot beside folding the same rows again, and beside writing and reading
// as many bytes plainly on the same disk:
//   sallyport_picture_snapshot_bench [PEOPLE] [FOLDER]
// Each person brings seven statements, a telephone, two links and twenty events. Absolute times
// drift on shared machines; the ratios are what to look at.
#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/clock.hpp"
#include "crypto/aes.hpp"
#include "picture/snapshot.hpp"
#include "picture/testing/footprint_table.hpp"

namespace sallyport::picture {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kPeopleInAnEntry = 256;
constexpr int kEvents = 20;
constexpr double kMiB = 1024.0 * 1024.0;

SystemClock system_clock;

class Stopwatch {
 public:
  double seconds() const { return static_cast<double>(system_clock.monotonic_us() - start_) / 1e6; }
  /// Processor time of all threads: what stays the same when others use the machine.
  double cpu() const { return cpu_now() - cpu_start_; }

 private:
  static double cpu_now() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto in_seconds = [](const timeval& t) {
      return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime);
  }
  std::int64_t start_ = system_clock.monotonic_us();
  double cpu_start_ = cpu_now();
};

double resident_mib() {
  malloc_trim(0);
  std::ifstream in("/proc/self/statm");
  double pages = 0;
  in >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / kMiB;
}

std::string word(SeededRandom& random, int syllables) {
  static constexpr const char* kSyllables[] = {"ba",  "cor", "den", "fel", "gar", "hin",
                                               "jo",  "kel", "lan", "mor", "nor", "os",
                                               "pri", "ren", "sel", "tam"};
  std::string out;
  for (int n = 0; n < syllables; ++n) out += kSyllables[random.below(16)];
  return out;
}

Bytes event_key() {
  return Bytes(kEventKeyBytes, 7);
}

class People {
 public:
  model::Batch entry(std::size_t people) {
    model::Batch b;
    model::Label label;
    label.originators = {"estmere-prisons"};
    label.releasable_to = {{"x"}};
    label.purposes = {"security"};
    b.labels = {label};
    for (std::size_t n = 0; n < people; ++n) add(b);
    return b;
  }

 private:
  model::RecordId record(model::Batch& b, model::RecordKind kind,
                         std::initializer_list<std::pair<model::Property, std::string>> values) {
    model::PutRecord r;
    r.id = model::RecordId(random_.next_id());
    r.kind = kind;
    r.agency = "estmere-prisons";
    r.feed = "prison.roll";
    r.source_key = "K" + std::to_string(++keys_);
    for (const auto& [property, value] : values) {
      model::Statement s;
      s.property = property;
      s.value = value;
      r.statements.push_back(std::move(s));
    }
    b.ops.emplace_back(r);
    return r.id;
  }
  void add(model::Batch& b) {
    using model::Property;
    const std::string digits = std::to_string(100'000 + random_.below(900'000));
    const auto person = record(
        b, model::RecordKind::person,
        {{Property::surname, word(random_, 4)},
         {Property::given_name, word(random_, 2)},
         {Property::given_name, word(random_, 2)},
         {Property::alias, word(random_, 3)},
         {Property::date_of_birth, to_text(Date{static_cast<std::int32_t>(random_.below(16'000))})},
         {Property::address, digits + " " + word(random_, 3) + " road"},
         {Property::prison_number, "A" + std::to_string(keys_) + "BC"}});
    const auto phone = record(b, model::RecordKind::phone,
                              {{Property::phone_number, "+447700900" + digits.substr(0, 3)}});
    for (const auto other : {phone, last_.is_nil() ? phone : last_}) {
      model::PutLink link;
      link.id = model::LinkId(random_.next_id());
      link.a = person;
      link.b = other;
      b.ops.emplace_back(link);
    }
    for (int n = 0; n < kEvents; ++n) {
      model::PutEvent event;
      event.id = model::EventId(ids_.derive_id(Id128{1, 0}, events_++));
      event.kind = model::EventKind::call;
      event.subject = person;
      event.other = phone;
      const auto minute = static_cast<std::int64_t>(keys_ * 7 + random_.below(40'000));
      event.quantity = static_cast<std::int64_t>(random_.below(900));
      event.at = {minute * 60'000'000, minute * 60'000'000 + event.quantity * 1'000'000};
      b.ops.emplace_back(event);
    }
    last_ = person;
  }

  SeededRandom random_{2026};
  crypto::IdDeriver ids_{event_key()};
  std::uint64_t keys_ = 0;
  std::uint64_t events_ = 0;
  model::RecordId last_;
};

double fold_people(Picture& picture, std::size_t people) {
  People source;
  double seconds = 0;
  std::uint64_t position = 0;
  for (std::size_t done = 0; done < people; done += kPeopleInAnEntry) {
    const model::Batch entry = source.entry(std::min(kPeopleInAnEntry, people - done));
    const Stopwatch watch;
    picture.fold({position++, Instant{1}, model::EntryType::command}, entry);
    seconds += watch.seconds();
  }
  return seconds;
}

/// So that the next read is the disk's. The files are synced already.
void out_of_cache(const fs::path& folder) {
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    const int fd = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    (void)::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    ::close(fd);
  }
}

double plain_write(const fs::path& path, std::uint64_t bytes) {
  const Bytes block(1 << 20, 0x5A);
  const Stopwatch watch;
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  for (std::uint64_t done = 0; done < bytes; done += block.size()) {
    if (::write(fd, block.data(), block.size()) < 0) std::abort();
  }
  ::fsync(fd);
  ::close(fd);
  return watch.seconds();
}

double plain_read(const fs::path& path) {
  Bytes block(1 << 20);
  const Stopwatch watch;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  while (::read(fd, block.data(), block.size()) > 0) {
  }
  ::close(fd);
  return watch.seconds();
}

int run(std::size_t people, const fs::path& folder) {
  SeededRandom random(1);
  std::array<std::uint8_t, crypto::kKeyBytes> key{};
  random.fill(key);
  const fs::path own = folder / "sallyport-snapshot-bench";
  fs::remove_all(own);
  fs::create_directories(own);
  const SnapshotPlace place{(own / "snapshots").string(), Id128{1, 2}, key};
  const double before = resident_mib();
  Footprint footprint;
  double folded = 0;
  double folded_mib = 0;
  {
    Picture picture({event_key()});
    folded = fold_people(picture, people);
    folded_mib = resident_mib() - before;
    footprint = picture.footprint();
    const Stopwatch watch;
    if (!write_snapshot(picture, {}, place, random)) return 1;
    std::printf("write        %7.2f s  %7.2f CPU-s\n", watch.seconds(), watch.cpu());
  }
  std::uint64_t bytes = 0;
  for (const auto& file : fs::recursive_directory_iterator(own)) {
    if (file.is_regular_file()) bytes += file.file_size();
  }
  std::printf("plain write  %7.2f s  %7.1f MiB\n", plain_write(own / "plain", bytes),
              static_cast<double>(bytes) / kMiB);
  const double empty = resident_mib();
  for (const bool cold : {true, false}) {
    if (cold) out_of_cache(own);
    const double plain = plain_read(own / "plain");
    const Stopwatch watch;
    const auto loaded = load_snapshot(place, {event_key()});
    const double seconds = watch.seconds();
    if (!loaded) return 1;
    std::printf("load %s    %7.2f s  %7.2f CPU-s   plain read %.2f s   folding %.2f s = %.1f x\n",
                cold ? "cold" : "warm", seconds, watch.cpu(), plain, folded, folded / seconds);
    if (!cold)
      std::printf("resident     %7.1f MiB loaded, %.1f folded; %.1f MiB for 100,000 records\n",
                  resident_mib() - empty, folded_mib,
                  (resident_mib() - empty) * 1e5 / static_cast<double>(footprint.records));
  }
  std::printf("folding      %7.0f rows/s (a record, statement, link or event)\n\n",
              static_cast<double>(footprint.records + footprint.statements + footprint.links +
                                  footprint.events) /
                  folded);
  testing::print_footprint(footprint);
  fs::remove_all(own);
  return 0;
}

}  // namespace
}  // namespace sallyport::picture

int main(int argc, char** argv) {
  const std::size_t people = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
  return sallyport::picture::run(people, argc > 2 ? argv[2] : "/tmp");
}
