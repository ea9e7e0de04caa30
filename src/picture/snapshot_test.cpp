// A loaded snapshot goes on as the picture would have; what is not whole or not ours is refused; a
// writer cut off anywhere leaves something to start from.
#include "picture/snapshot.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "picture/internal/manifest.hpp"
#include "picture/internal/snapshot_steps.hpp"
#include "picture/testing/random_world.hpp"
#include "picture/twin.hpp"

namespace sallyport::picture {
namespace {

using namespace testing;  // NOLINT: user_of, person, random_world, everything
namespace fs = std::filesystem;

constexpr Id128 kStore{7, 9};

class Snapshot : public ::testing::Test {
 protected:
  Snapshot() {
    std::string made = (fs::temp_directory_path() / "sallyport-snapshot-XXXXXX").string();
    EXPECT_NE(::mkdtemp(made.data()), nullptr);
    root_ = made;
    random_.fill(key_);
  }
  ~Snapshot() override { fs::remove_all(root_); }

  SnapshotPlace place(const std::string& name = "snapshots") {
    return {root_ + "/" + name, kStore, key_};
  }
  /// The one finished snapshot's, or the newest's.
  static fs::path newest(const SnapshotPlace& place) {
    fs::path out;
    for (const auto& entry : fs::directory_iterator(place.folder)) {
      if (entry.path().filename().string().starts_with("snapshot-") && entry.path() > out)
        out = entry.path();
    }
    return out;
  }

  std::string root_;
  SeededRandom random_{11};
  std::array<std::uint8_t, crypto::kKeyBytes> key_{};
};

Bytes read_all(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}
void write_all(const fs::path& path, const Bytes& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
}

void fold(Picture& p, const std::vector<Batch>& entries, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) p.fold(at(i, static_cast<int>(i)), entries[i]);
}

/// Every byte of every column, table and text: two pictures with this equal are one.
std::vector<std::string> bytes_of(const Picture& picture) {
  std::vector<std::string> out;
  const Picture::Core& core = picture.core();
  core.settle_tokens();
  for (std::size_t i = 0; i < kSegments; ++i) {
    each_part(core, static_cast<Segment>(i), [&](std::string_view name, const auto& part) {
      std::uint64_t hash = 0;
      std::uint64_t size_of_all = 0;
      each_piece(part, [&](const std::uint8_t* bytes, std::uint64_t size) {
        hash = hash64(ByteView(bytes, static_cast<std::size_t>(size)), hash);
        size_of_all += size;
      });
      out.push_back(std::string(kSegmentNames[i]) + "." + std::string(name) + " " +
                    std::to_string(shape_of(name, part).count) + " " + std::to_string(size_of_all) +
                    " " + std::to_string(hash));
    });
  }
  const Bytes state = encode_state(core);
  out.push_back("state " + std::to_string(hash64(state)));
  return out;
}

Batch import_chunk(std::uint64_t n) {
  Batch b;
  b.actor = "intake";
  b.agency = "estmere-prisons";
  b.import = model::ImportFacts{model::ImportId(Id128{5, 5}), "prison.roll", "roll.csv", "h", 4};
  b.labels = {label_for({"x"})};
  b.ops = {person(n, "Prill", 0)};
  return b;
}

TEST_F(Snapshot, FoldingGoesOnAsIfItHadNeverStopped) {
  std::uint64_t pairs_after = 0;  // scored against what the snapshot did not hold
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RandomWorld w = random_world(seed);
    const SnapshotPlace here = place(std::to_string(seed));
    const std::size_t half = 5 + seed;
    const PictureOptions options = seed % 4 == 0 ? PictureOptions{} : tight();
    Picture whole(options);
    fold(whole, w.entries, 0, w.entries.size());
    Picture first(options);
    fold(first, w.entries, 0, half);
    ASSERT_TRUE(write_snapshot(first, as_bytes("rows"), here, random_));
    auto loaded = load_snapshot(here, options);
    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(as_text(loaded->extra), "rows");
    EXPECT_EQ(loaded->next_position, half);
    EXPECT_EQ(bytes_of(*loaded->picture), bytes_of(first));
    fold(*loaded->picture, w.entries, half, w.entries.size());
    EXPECT_EQ(bytes_of(*loaded->picture), bytes_of(whole)) << "seed " << seed;
    pairs_after += whole.footprint().pairs - first.footprint().pairs;
    for (const auto& user : w.users) {
      const TwinFilter filter(w.entries, user, "security", Instant{0});
      Picture twin(options);
      for (std::size_t i = 0; i < w.entries.size(); ++i)
        twin.fold(at(i, static_cast<int>(i)), filter.keep(w.entries[i]));
      for (const AsOf as_of : {AsOf{}, AsOf{Date{4}}, AsOf{Date{12}}, AsOf{Date{28}}}) {
        const auto seen = [&](const Picture& p) {
          return everything(View::open(p, user, "security", as_of, Instant{0}));
        };
        ASSERT_EQ(seen(*loaded->picture), seen(whole)) << "seed " << seed;
        ASSERT_EQ(seen(*loaded->picture), seen(twin)) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(pairs_after, 100u);
}

TEST_F(Snapshot, WhatFollowsTheFirstAnswersIsWaitedFor) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const RandomWorld w = random_world(seed);
    const SnapshotPlace here = place(std::to_string(seed));
    Picture whole(tight());
    fold(whole, w.entries, 0, 20);
    ASSERT_TRUE(write_snapshot(whole, {}, here, random_));
    (void)load_snapshot(here, tight(), LoadUntil::first_answer);  // gone before it is whole
    auto loaded = load_snapshot(here, tight(), LoadUntil::first_answer);
    ASSERT_TRUE(loaded) << loaded.error().detail;
    if (seed % 3 == 0) {  // folding waits, too
      fold(whole, w.entries, 20, 30);
      fold(*loaded->picture, w.entries, 20, 30);
    }
    if (seed % 3 == 1) {
      ASSERT_TRUE(write_snapshot(*loaded->picture, {}, here, random_));
    }
    for (const auto& user : w.users) {
      const auto seen = [&](const Picture& p) {
        return everything(View::open(p, user, "security", {}, Instant{0}));
      };
      EXPECT_EQ(seen(*loaded->picture), seen(whole)) << "seed " << seed;
    }
    EXPECT_EQ(bytes_of(*loaded->picture), bytes_of(whole));
  }
}

TEST_F(Snapshot, DamageInWhatFollowsEndsTheProcessAndTheNextStartTakesAnOlderOne) {
  const RandomWorld w = random_world(3);
  Picture p;
  fold(p, w.entries, 0, 4);
  ASSERT_TRUE(write_snapshot(p, {}, place(), random_));
  fold(p, w.entries, 4, 12);
  ASSERT_TRUE(write_snapshot(p, {}, place(), random_));
  const fs::path events = newest(place()) / "events";
  Bytes bad = read_all(events);
  bad[bad.size() / 2] ^= 4;
  write_all(events, bad);
  const auto first_event = [&] {
    const auto loaded = load_snapshot(place(), {}, LoadUntil::first_answer);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->next_position, 12u) << "the first answers do not need it";
    (void)View::open(*loaded->picture, w.users.front(), "security", {}, Instant{0})
        .event(model::EventId(event_id(0, 0)));
  };
  EXPECT_DEATH(first_event(), "damaged \\(events\\)");
  const auto next = load_snapshot(place(), {}, LoadUntil::first_answer);
  ASSERT_TRUE(next) << next.error().detail;
  EXPECT_EQ(next->next_position, 4u);
}

TEST_F(Snapshot, AnEmptyPictureIsOneToo) {
  ASSERT_TRUE(write_snapshot(Picture(), {}, place(), random_));
  auto loaded = load_snapshot(place());
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->next_position, 0u);
  EXPECT_TRUE(loaded->extra.empty());
  loaded->picture->fold(at(0, 1), import_chunk(1));
  EXPECT_EQ(loaded->picture->entries(), 1u);
}

TEST_F(Snapshot, AnOpenImportStaysUnseenUntilItsCommit) {
  const auto sees = [](const Picture& p, std::uint64_t n) {
    return View::open(p, user_of({"x"}), "security", {}, Instant{0}).find(id_of(n)).has_value();
  };
  Picture p;
  Batch before;
  before.labels = {label_for({"x"})};
  before.ops = {person(9, "Foss", 0)};
  p.fold(at(0, 1), before);
  p.fold({1, Instant{1}, model::EntryType::import_chunk}, import_chunk(1));
  ASSERT_TRUE(write_snapshot(p, {}, place(), random_));
  auto loaded = load_snapshot(place());
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->next_position, 2u);
  EXPECT_EQ(loaded->picture->next_position(), 1u);
  EXPECT_TRUE(sees(*loaded->picture, 9));
  EXPECT_FALSE(sees(*loaded->picture, 1));
  loaded->picture->fold({2, Instant{1}, model::EntryType::import_chunk}, import_chunk(2));
  EXPECT_FALSE(sees(*loaded->picture, 1));
  loaded->picture->fold({3, Instant{1}, model::EntryType::import_commit}, import_chunk(3));
  for (const std::uint64_t n : {1, 2, 3}) EXPECT_TRUE(sees(*loaded->picture, n));
}

TEST_F(Snapshot, AccountsFeedsImportsAndTheirUndoComeBack) {
  Picture p;
  Batch b;
  model::PutAccount account;
  account.id = model::UserId(Id128{1, 2});
  account.name = "dana.whitlock";
  account.display_name = "Dana Whitlock";
  account.agency = "estmere-prisons";
  account.unit = "security";
  account.clearance = model::Level::secret;
  account.functions = {"security"};
  account.audiences = {"x", "estmere-prisons/security"};
  account.compartments = {"STAFF"};
  account.purposes = {"security"};
  account.roles = {"search"};
  model::PutAccount gone = account;
  gone.name = "al.gone";
  gone.active = false;
  model::PutFeed feed{"prison.roll",
                      "estmere-prisons",
                      "Roll",
                      label_for({"x"}, {"STAFF"}),
                      "law",
                      "security",
                      12,
                      6,
                      1};
  feed.label.expires = Instant{77};
  b.ops = {account, gone, feed};
  p.fold(at(0, 1), b);
  p.fold({1, Instant{1}, model::EntryType::import_commit}, import_chunk(1));
  Batch undo;
  undo.ops = {model::RetractImport{model::ImportId(Id128{5, 5}), "wrong file"}};
  p.fold(at(2, 2), undo);
  ASSERT_TRUE(write_snapshot(p, {}, place(), random_));
  auto loaded = load_snapshot(place());
  ASSERT_TRUE(loaded) << loaded.error().detail;
  const auto was = p.directory();
  const auto is = loaded->picture->directory();
  EXPECT_EQ(is->accounts, was->accounts);
  EXPECT_EQ(is->feeds, was->feeds);
  EXPECT_EQ(is->access_epoch, was->access_epoch);
  ASSERT_EQ(is->imports.size(), 1u);
  const ImportState& state = is->imports.begin()->second;
  EXPECT_EQ(state.facts, was->imports.begin()->second.facts);
  EXPECT_EQ(state.facts.rows, 4u);
  EXPECT_EQ(state.actor, "intake");
  EXPECT_EQ(state.agency, "estmere-prisons");
  EXPECT_EQ(state.at, Instant{1});
  EXPECT_TRUE(state.committed);
  EXPECT_EQ(state.retracted_at, Instant{2 * Instant::kDayUs});
  EXPECT_EQ(state.retraction_reason, "wrong file");
  EXPECT_EQ(state.first_entry, 1u);
  EXPECT_EQ(state.last_entry, 1u);
  const View v = View::open(*loaded->picture, user_of({"x"}), "security", {}, Instant{0});
  EXPECT_FALSE(v.find(id_of(1)));
}

// An import's tokens are put in the index by a thread of their own: the same index, and readers who
// look meanwhile see none of it.
TEST_F(Snapshot, AnImportIsIndexedAsIfOneByOne) {
  PictureOptions options = tight();
  options.chunk_bits = 6;
  Picture beside(options);
  Picture in_turn(options);
  const auto see_nobody = [](const Picture& p) {
    const View v = View::open(p, user_of({"x"}), "security", {}, Instant{0});
    v.tokens_near("prill", [](const TokenHit& hit) {
      ADD_FAILURE() << "seen before its commit: " << hit.text;
      return true;
    });
  };
  constexpr std::uint64_t kChunks = 200;
  const std::vector<std::string> names = {"Prill", "Prell", "Foss", "Przybylski", "Mac Aodha"};
  for (std::uint64_t n = 0; n < kChunks; ++n) {
    Batch chunk = import_chunk(n + 1);
    chunk.ops = {person(n + 1, names[n % names.size()] + std::to_string(n / 7), 0)};
    for (std::uint64_t more = 1; more < 6; ++more)
      chunk.ops.emplace_back(
          person(n + 1 + more * kChunks, names[more % names.size()] + std::to_string(n), 0));
    for (Picture* p : {&beside, &in_turn})
      p->fold({n, Instant{1}, model::EntryType::import_chunk}, chunk);
    in_turn.core().settle_tokens();
    if (n % 16 == 0) see_nobody(beside);
  }
  for (Picture* p : {&beside, &in_turn})
    p->fold({kChunks, Instant{1}, model::EntryType::import_commit}, import_chunk(1));
  EXPECT_EQ(bytes_of(beside), bytes_of(in_turn));
  EXPECT_TRUE(View::open(beside, user_of({"x"}), "security", {}, Instant{0})
                  .token(model::IndexClass::name, "przybylski7"));
}

// Several blocks of the cipher, several blocks of text, several chunks of a column.
TEST_F(Snapshot, LargerThanOneBlock) {
  Picture p;
  Batch b;
  b.labels = {label_for({"x"})};
  b.ops = {person(1, "Prill", 0)};
  model::PutStatements more{id_of(1), {}};
  for (int n = 0; n < 40'000; ++n)
    more.statements.push_back(
        says(model::Property::group_number, std::string(60, 'n') + std::to_string(n)));
  b.ops.push_back(more);
  p.fold(at(0, 1), b);
  Bytes extra(3 * kSegmentBlock + 1);
  random_.fill(extra);
  ASSERT_TRUE(write_snapshot(p, extra, place(), random_));
  auto loaded = load_snapshot(place());
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->extra, extra);
  EXPECT_EQ(bytes_of(*loaded->picture), bytes_of(p));
}

TEST_F(Snapshot, EveryChangedByteIsNoticed) {
  Picture p;
  const RandomWorld w = random_world(3);
  fold(p, w.entries, 0, w.entries.size());
  ASSERT_TRUE(write_snapshot(p, as_bytes("some rows"), place(), random_));
  const fs::path folder = newest(place());
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(folder)) {
    ++files;
    const Bytes good = read_all(file.path());
    const auto refused = [&](const std::string& what) {
      const auto loaded = load_snapshot(place());
      ASSERT_FALSE(loaded) << file.path() << " " << what;
      EXPECT_EQ(loaded.error().code, ErrorCode::kMalformedFile);
    };
    ASSERT_FALSE(good.empty()) << file.path();
    for (int n = 0; n < 25; ++n) {
      Bytes bad = good;
      const std::size_t where = n == 0 ? 0 : n == 1 ? bad.size() - 1 : random_.below(bad.size());
      bad[where] ^= static_cast<std::uint8_t>(1u << random_.below(8));
      write_all(file.path(), bad);
      refused("byte " + std::to_string(where));
    }
    for (const std::size_t cut : {std::size_t{1}, std::size_t{16}, good.size() / 2, good.size()}) {
      write_all(file.path(), Bytes(good.begin(), good.end() - static_cast<std::ptrdiff_t>(cut)));
      refused("cut by " + std::to_string(cut));
    }
    Bytes longer = good;
    longer.push_back(0);
    write_all(file.path(), longer);
    refused("one byte more");
    fs::remove(file.path());
    refused("missing");
    write_all(file.path(), good);
  }
  EXPECT_EQ(files, kSegments + 1);
  EXPECT_TRUE(load_snapshot(place()));
}

TEST_F(Snapshot, BlocksOfAnotherSnapshotAreRefused) {
  Picture p;
  const RandomWorld w = random_world(3);
  fold(p, w.entries, 0, w.entries.size());
  ASSERT_TRUE(write_snapshot(p, {}, place("a"), random_));
  ASSERT_TRUE(write_snapshot(p, {}, place("b"), random_));
  fs::copy_file(newest(place("a")) / "records", newest(place("b")) / "records",
                fs::copy_options::overwrite_existing);
  EXPECT_FALSE(load_snapshot(place("b")));
}

TEST_F(Snapshot, AnotherKeyStoreOrBuildIsRefused) {
  Picture p;
  ASSERT_TRUE(write_snapshot(p, {}, place(), random_));
  EXPECT_EQ(load_snapshot(place(), {Bytes(kEventKeyBytes, 1)}).error().code,
            ErrorCode::kUnsupportedFormat);
  SnapshotPlace other = place();
  other.store = Id128{7, 10};
  EXPECT_EQ(load_snapshot(other).error().code, ErrorCode::kUnsupportedFormat);
  std::array<std::uint8_t, crypto::kKeyBytes> key = key_;
  key[31] ^= 1;
  EXPECT_EQ(load_snapshot({place().folder, kStore, key}).error().code, ErrorCode::kMalformedFile);
  EXPECT_EQ(load_snapshot(place("nowhere")).error().code, ErrorCode::kNotFound);

  const fs::path file = newest(place()) / "manifest";
  const Bytes good = read_all(file);
  const std::vector<std::function<void(SnapshotBuild&)>> changes = {
      [](SnapshotBuild& b) { ++b.format; }, [](SnapshotBuild& b) { b.artefact += "x"; },
      [](SnapshotBuild& b) { b.icu += "x"; }, [](SnapshotBuild& b) { b.byte_order = "big"; }};
  for (const auto& change : changes) {
    auto manifest = open_manifest(good, key_, kStore);
    ASSERT_TRUE(manifest);
    change(manifest->build);
    write_all(file, seal_manifest(*manifest, key_, random_));
    EXPECT_EQ(load_snapshot(place()).error().code, ErrorCode::kUnsupportedFormat);
  }
  auto manifest = open_manifest(good, key_, kStore);
  ASSERT_TRUE(manifest);
  manifest->segments[1].parts[0].name = "other";
  write_all(file, seal_manifest(*manifest, key_, random_));
  EXPECT_EQ(load_snapshot(place()).error().code, ErrorCode::kMalformedFile);
  write_all(file, good);
  EXPECT_TRUE(load_snapshot(place()));
}

TEST_F(Snapshot, TheNewestTwoAreKeptAndTheOlderServesWhenTheNewerIsDamaged) {
  Picture p;
  const RandomWorld w = random_world(5);
  for (std::size_t i = 0; i < 4; ++i) {
    fold(p, w.entries, i, i + 1);
    ASSERT_TRUE(write_snapshot(p, {}, place(), random_));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(place().folder), fs::directory_iterator()), 2);
  EXPECT_EQ(load_snapshot(place())->next_position, 4u);
  fs::remove(newest(place()) / "tokens");
  const auto loaded = load_snapshot(place());
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->next_position, 3u);
  ASSERT_EQ(loaded->passed_over.size(), 1u);
  EXPECT_NE(loaded->passed_over[0].find("tokens"), std::string::npos);
}

TEST_F(Snapshot, CutOffAnywhereTheOlderOrTheNewOneIsWhole) {
  Picture older;
  Picture newer;
  const RandomWorld w = random_world(6);
  fold(older, w.entries, 0, 10);
  fold(newer, w.entries, 0, 12);
  bool finished = false;
  std::size_t old_ones = 0;
  std::size_t new_ones = 0;
  ASSERT_TRUE(write_snapshot(older, {}, place("older"), random_));
  ASSERT_TRUE(write_snapshot(older, {}, place("older"), random_));
  for (std::size_t steps = 0; !finished; ++steps) {
    const SnapshotPlace here = place(std::to_string(steps));
    fs::copy(place("older").folder, here.folder, fs::copy_options::recursive);
    std::size_t left = steps;
    SnapshotDisk disk([&left] { return left != 0 && left-- != 0; });
    finished = write_snapshot_on(disk, newer, {}, here, random_).has_value();
    const auto loaded = load_snapshot(here);
    ASSERT_TRUE(loaded) << "after " << steps << " steps: " << loaded.error().detail;
    EXPECT_TRUE(loaded->passed_over.empty());
    const bool is_new = loaded->next_position == 12;
    EXPECT_EQ(bytes_of(*loaded->picture), bytes_of(is_new ? newer : older));
    ++(is_new ? new_ones : old_ones);
    // and the next writer clears up whatever was left
    if (steps % 4 == 0 || is_new) {
      ASSERT_TRUE(write_snapshot(newer, {}, here, random_));
      EXPECT_EQ(load_snapshot(here)->next_position, 12u);
      EXPECT_EQ(std::distance(fs::directory_iterator(here.folder), fs::directory_iterator()), 2);
    }
    fs::remove_all(here.folder);
  }
  EXPECT_GT(old_ones, 30u);
  EXPECT_GE(new_ones, 3u);
}

TEST_F(Snapshot, NothingOfItsContentIsReadableOnDisk) {
  Picture p;
  Batch b;
  b.labels = {label_for({"x"})};
  b.ops = {person(1, "Zzyzxprill", 0)};
  p.fold(at(0, 1), b);
  ASSERT_TRUE(write_snapshot(p, as_bytes("Zzyzxextra"), place(), random_));
  for (const auto& file : fs::directory_iterator(newest(place()))) {
    const Bytes bytes = read_all(file.path());
    EXPECT_EQ(as_text(bytes).find("Zzyzx"), std::string_view::npos) << file.path();
    EXPECT_EQ(as_text(bytes).find("estmere"), std::string_view::npos) << file.path();
    EXPECT_EQ(fs::status(file.path()).permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
  }
}

}  // namespace
}  // namespace sallyport::picture
