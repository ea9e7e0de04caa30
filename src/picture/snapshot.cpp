#include "picture/snapshot.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <thread>

#include "ledger/files.hpp"
#include "picture/internal/manifest.hpp"
#include "picture/internal/snapshot_steps.hpp"

namespace sallyport::picture {
namespace {

constexpr std::string_view kPrefix = "snapshot-";
constexpr std::string_view kUnfinished = "unfinished";
constexpr std::string_view kManifestFile = "manifest";
constexpr std::size_t kKept = 2;
constexpr std::size_t kReaders = 2;
constexpr std::size_t kManifestBytes = 1u << 30;  // 100,000 labels and accounts take 40 MB
constexpr std::size_t kExtra = static_cast<std::size_t>(Segment::extra);

std::string path_of(const std::string& folder, std::string_view name) {
  return folder + "/" + std::string(name);
}
std::string segment_path(const std::string& folder, std::size_t segment) {
  return path_of(folder, kSegmentNames[segment]);
}

// Ten digits, so that a listing of the folder shows them in order.
std::string name_of(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(kPrefix) + std::string(10 - std::min<std::size_t>(10, digits.size()), '0') +
         digits;
}

/// Numbers of the finished snapshots, newest first.
std::vector<std::uint64_t> numbers_in(const std::string& folder) {
  std::vector<std::uint64_t> out;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::uint64_t number = 0;
    if (!name.starts_with(kPrefix)) continue;
    const char* last = name.data() + name.size();
    const auto [rest, bad] = std::from_chars(name.data() + kPrefix.size(), last, number);
    if (bad == std::errc() && rest == last && name == name_of(number)) out.push_back(number);
  }
  std::sort(out.rbegin(), out.rend());
  return out;
}

// -- writing

Status write_segment(SnapshotDisk& disk, const std::string& folder, std::size_t segment,
                     const Picture::Core& core, ByteView extra, Manifest& manifest) {
  SegmentWriter out(disk, segment_path(folder, segment), manifest.key(segment),
                    manifest.context(segment));
  TRY(out.open());
  SegmentNote& note = manifest.segments[segment];
  Status written = ok();
  const auto put = [&](const std::uint8_t* bytes, std::uint64_t size) {
    if (written) written = out.append(ByteView(bytes, static_cast<std::size_t>(size)));
  };
  each_part(core, static_cast<Segment>(segment), [&](std::string_view name, const auto& part) {
    note.parts.push_back(shape_of(name, part));
    each_piece(part, put);
  });
  if (segment == kExtra) put(extra.data(), extra.size());
  TRY(std::move(written));
  note.bytes = out.bytes();
  return out.finish();
}

Status write_manifest(SnapshotDisk& disk, const std::string& folder, const Manifest& manifest,
                      crypto::KeyView key, Random& random) {
  const std::string path = path_of(folder, kManifestFile);
  const Bytes file = seal_manifest(manifest, key, random);
  TRY_ASSIGN(const int fd, disk.create(path));
  Status done = disk.write(fd, file, path);
  if (done) done = disk.sync(fd, path);
  ::close(fd);
  return done;
}

Status write_folder(SnapshotDisk& disk, const std::string& folder, const Picture& picture,
                    ByteView extra, const SnapshotPlace& place, Random& random) {
  TRY(disk.make_folder(folder));
  picture.core().settle_tokens();
  Manifest manifest;
  manifest.build = this_build();
  manifest.store = place.store;
  manifest.snapshot = random.next_id();
  manifest.keys = crypto::SecretBytes::random(random, kSegments * crypto::kKeyBytes);
  for (std::size_t segment = 0; segment < kSegments; ++segment)
    TRY(write_segment(disk, folder, segment, picture.core(), extra, manifest));
  manifest.state = encode_state(picture.core());
  Status done = write_manifest(disk, folder, manifest, place.key, random);
  crypto::wipe(manifest.state);
  TRY(std::move(done));
  return disk.sync_folder(folder);
}

// -- loading

/// What is being filled, from where. A stop is asked for when the picture goes before it is whole.
struct Loading {
  std::string folder;
  Manifest manifest;
  Picture::Core& core;
  Bytes* extra = nullptr;
  std::stop_token stop = {};
};

bool fill_segment(const Loading& load, std::size_t segment) {
  const SegmentNote& note = load.manifest.segments[segment];
  SegmentReader in(segment_path(load.folder, segment), load.manifest.key(segment),
                   load.manifest.context(segment), note.bytes);
  if (!in.open()) return false;
  const auto get = [&](std::uint8_t* out, std::uint64_t bytes) {
    return !load.stop.stop_requested() && in.read(out, bytes);
  };
  std::size_t next = 0;
  bool good = true;
  each_part(load.core, static_cast<Segment>(segment), [&](std::string_view name, auto& part) {
    good = good && next < note.parts.size() && note.parts[next].name == name &&
           fill(part, note.parts[next], get);
    ++next;
  });
  if (segment == kExtra) {
    load.extra->resize(static_cast<std::size_t>(note.bytes));
    good = good && in.read(load.extra->data(), note.bytes);
  }
  return good && next == note.parts.size() && in.at_end();
}

// Segments share nothing, so each is filled by whichever thread is free, the largest first. Answers
// with the name of one that is not good.
std::string fill_segments(const Loading& load, bool that_follow) {
  std::vector<std::size_t> order;
  for (std::size_t segment = 0; segment < kSegments; ++segment) {
    if (may_follow(segment) == that_follow) order.push_back(segment);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return load.manifest.segments[a].bytes > load.manifest.segments[b].bytes;
  });
  std::atomic<std::size_t> taken{0};
  std::atomic<std::size_t> bad{kSegments};
  const auto work = [&] {
    for (std::size_t i = taken++; i < order.size() && bad == kSegments; i = taken++) {
      if (!fill_segment(load, order[i])) bad = order[i];
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < kReaders; ++i) threads.emplace_back(work);
    work();
  }
  return bad == kSegments ? std::string() : std::string(kSegmentNames[bad]);
}

// Readers wait for what cannot come, and have been given nothing of it: the process ends, so that
// the next start takes an older snapshot or the ledger.
[[noreturn]] void put_out_of_use(const std::string& folder, const std::string& bad) {
  const std::string manifest = path_of(folder, kManifestFile);
  (void)std::rename(manifest.c_str(), (manifest + "-of-damaged").c_str());
  std::fprintf(stderr, "snapshot %s is damaged (%s) and put out of use; start again\n",
               folder.c_str(), bad.c_str());
  std::abort();
}

std::string fill_rest(const Loading& load) {
  std::string bad = fill_segments(load, true);
  if (bad.empty() && !take_rest(load.core)) bad = "its parts do not belong together";
  return bad;
}

void follow_with_rest(std::shared_ptr<Loading> load) {
  Picture::Core& core = load->core;
  SnapshotAccess::rest_here(core) = false;
  SnapshotAccess::rest(core) = std::jthread([load = std::move(load)](std::stop_token stop) {
    load->stop = stop;
    const std::string bad = fill_rest(*load);
    if (!bad.empty() && !stop.stop_requested()) put_out_of_use(load->folder, bad);
    auto& here = SnapshotAccess::rest_here(load->core);
    here.store(true, std::memory_order_release);
    here.notify_all();
  });
}

Result<LoadedSnapshot> load_folder(const std::string& folder, const SnapshotPlace& place,
                                   const PictureOptions& options, LoadUntil until) {
  const auto file = read_small_file(path_of(folder, kManifestFile), kManifestBytes);
  if (!file) return fail(ErrorCode::kMalformedFile, "snapshot: there is no manifest");
  TRY_ASSIGN(Manifest manifest, open_manifest(*file, place.key, place.store));
  LoadedSnapshot out;
  out.picture = std::make_unique<Picture>(options);
  Picture::Core& core = out.picture->core();
  auto load = std::make_shared<Loading>(Loading{folder, std::move(manifest), core, &out.extra});
  std::string bad = fill_segments(*load, false);
  if (!bad.empty()) return fail(ErrorCode::kMalformedFile, "snapshot: damaged: " + bad);
  Status done = decode_state(load->manifest.state, core);
  crypto::wipe(load->manifest.state);
  TRY(std::move(done));
  out.next_position = SnapshotAccess::next(core).next_position;
  if (until == LoadUntil::first_answer) {
    follow_with_rest(std::move(load));
    return out;
  }
  bad = fill_rest(*load);
  if (!bad.empty()) return fail(ErrorCode::kMalformedFile, "snapshot: damaged: " + bad);
  return out;
}

}  // namespace

Status write_snapshot_on(SnapshotDisk& disk, const Picture& picture, ByteView extra,
                         const SnapshotPlace& place, Random& random) {
  picture.core().need_rest();
  TRY(ledger::make_folder(place.folder));
  const std::string unfinished = path_of(place.folder, kUnfinished);
  TRY(disk.remove_all(unfinished));  // left by a writer that was cut off
  if (Status done = write_folder(disk, unfinished, picture, extra, place, random); !done) {
    (void)disk.remove_all(unfinished);
    return done;
  }
  const auto before = numbers_in(place.folder);
  const std::uint64_t number = before.empty() ? 1 : before.front() + 1;
  TRY(disk.rename(unfinished, path_of(place.folder, name_of(number))));
  TRY(disk.sync_folder(place.folder));
  for (std::size_t i = kKept - 1; i < before.size(); ++i)
    TRY(disk.remove_all(path_of(place.folder, name_of(before[i]))));
  return disk.sync_folder(place.folder);
}

Status write_snapshot(const Picture& picture, ByteView extra, const SnapshotPlace& place,
                      Random& random) {
  SnapshotDisk disk;
  return write_snapshot_on(disk, picture, extra, place, random);
}

Result<LoadedSnapshot> load_snapshot(const SnapshotPlace& place, const PictureOptions& options,
                                     LoadUntil until) {
  std::optional<Error> newest;
  std::vector<std::string> passed_over;
  for (const std::uint64_t number : numbers_in(place.folder)) {
    auto loaded = load_folder(path_of(place.folder, name_of(number)), place, options, until);
    if (loaded) {
      loaded->passed_over = std::move(passed_over);
      return loaded;
    }
    passed_over.push_back(name_of(number) + ": " + loaded.error().detail);
    if (!newest) newest = std::move(loaded.error());
  }
  if (newest) return fail(std::move(*newest));
  return fail(ErrorCode::kNotFound, "snapshot: there is none");
}

}  // namespace sallyport::picture
