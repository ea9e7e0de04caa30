#include "picture/snapshot.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <filesystem>
#include <numeric>
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

bool fill_segment(const std::string& folder, std::size_t segment, const Manifest& manifest,
                  LoadedSnapshot& into) {
  const SegmentNote& note = manifest.segments[segment];
  SegmentReader in(segment_path(folder, segment), manifest.key(segment), manifest.context(segment),
                   note.bytes);
  if (!in.open()) return false;
  const auto get = [&in](std::uint8_t* out, std::uint64_t bytes) { return in.read(out, bytes); };
  std::size_t next = 0;
  bool good = true;
  each_part(into.picture->core(), static_cast<Segment>(segment),
            [&](std::string_view name, auto& part) {
              good = good && next < note.parts.size() && note.parts[next].name == name &&
                     fill(part, note.parts[next], get);
              ++next;
            });
  if (segment == kExtra) {
    into.extra.resize(static_cast<std::size_t>(note.bytes));
    good = good && in.read(into.extra.data(), note.bytes);
  }
  return good && next == note.parts.size() && in.at_end();
}

// Segments share nothing, so each is filled by whichever thread is free, the largest first.
std::string fill_segments(const std::string& folder, const Manifest& manifest,
                          LoadedSnapshot& into) {
  std::array<std::size_t, kSegments> order;
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return manifest.segments[a].bytes > manifest.segments[b].bytes;
  });
  std::atomic<std::size_t> taken{0};
  std::atomic<std::size_t> bad{kSegments};
  const auto work = [&] {
    for (std::size_t i = taken++; i < kSegments && bad == kSegments; i = taken++) {
      if (!fill_segment(folder, order[i], manifest, into)) bad = order[i];
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < kReaders; ++i) threads.emplace_back(work);
    work();
  }
  return bad == kSegments ? std::string() : std::string(kSegmentNames[bad]);
}

Result<LoadedSnapshot> load_folder(const std::string& folder, const SnapshotPlace& place,
                                   const PictureOptions& options) {
  const auto file = read_small_file(path_of(folder, kManifestFile), kManifestBytes);
  if (!file) return fail(ErrorCode::kMalformedFile, "snapshot: there is no manifest");
  TRY_ASSIGN(Manifest manifest, open_manifest(*file, place.key, place.store));
  LoadedSnapshot out;
  out.picture = std::make_unique<Picture>(options);
  const std::string bad = fill_segments(folder, manifest, out);
  if (!bad.empty()) return fail(ErrorCode::kMalformedFile, "snapshot: damaged: " + bad);
  Status done = decode_state(manifest.state, out.picture->core());
  crypto::wipe(manifest.state);
  TRY(std::move(done));
  out.next_position = SnapshotAccess::next(out.picture->core()).next_position;
  return out;
}

}  // namespace

Status write_snapshot_on(SnapshotDisk& disk, const Picture& picture, ByteView extra,
                         const SnapshotPlace& place, Random& random) {
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

Result<LoadedSnapshot> load_snapshot(const SnapshotPlace& place, const PictureOptions& options) {
  std::optional<Error> newest;
  std::vector<std::string> passed_over;
  for (const std::uint64_t number : numbers_in(place.folder)) {
    auto loaded = load_folder(path_of(place.folder, name_of(number)), place, options);
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
