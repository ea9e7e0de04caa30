#include "ledger/verify.hpp"

#include <sqlite3.h>

#include <fstream>

#include "ledger/internal/test_ledger.hpp"

namespace sallyport::ledger {
namespace {

using testing::note;
using testing::one;
using testing::TestFolder;
using testing::TestLedger;

constexpr std::uint64_t kCheckpointEvery = 50;

/// A raw hand in the file: what an attacker with the disk has.
class Hand {
 public:
  explicit Hand(const std::string& path) {
    sqlite3_open(path.c_str(), &db_);
    sqlite3_exec(db_, "PRAGMA synchronous=OFF", nullptr, nullptr, nullptr);
  }
  ~Hand() { sqlite3_close(db_); }
  Hand(const Hand&) = delete;
  Hand& operator=(const Hand&) = delete;

  int run(const std::string& sql) {
    EXPECT_EQ(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(db_);
    return sqlite3_changes(db_);
  }
  /// All columns of all rows as one text; "damaged" when they cannot be read.
  std::string dump(const std::string& sql) {
    std::string out;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      return "damaged";
    int code = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, i));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
        out += to_hex({data, size}) + ",";
      }
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? out : "damaged";
  }
  std::uint64_t number(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr);
    std::uint64_t out = 0;
    if (sqlite3_step(statement) == SQLITE_ROW) {
      out = static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0));
    }
    sqlite3_finalize(statement);
    return out;
  }
  /// Flips one bit of a column of one row.
  void flip(const std::string& table, const std::string& column, const std::string& where,
            SeededRandom& random) {
    sqlite3_stmt* statement = nullptr;
    const std::string sql = "SELECT " + column + " FROM " + table + " WHERE " + where;
    sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr);
    ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW) << sql;
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, 0));
    Bytes bytes(data, data + sqlite3_column_bytes(statement, 0));
    sqlite3_finalize(statement);
    bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1u << random.below(8));
    EXPECT_EQ(
        run("UPDATE " + table + " SET " + column + " = x'" + to_hex(bytes) + "' WHERE " + where),
        1);
  }

 private:
  sqlite3* db_ = nullptr;
};

struct Sample {
  TestFolder folder;
  std::string original = folder.file("original.db");
  std::string copy = folder.file("copy.db");
  crypto::NoteKey key;
  std::string content;

  Sample() {
    TestLedger t(original);
    t.options.checkpoint_every = kCheckpointEvery;
    EXPECT_TRUE(t.open());
    for (std::uint64_t i = 0; i < 300; ++i) {
      EXPECT_TRUE(t.ledger->append(one(note(i % 9, "entry " + std::to_string(i)))));
      if (i != 120 && i != 240) continue;
      const Id128 batch{i, i};
      EXPECT_TRUE(t.ledger->begin_staged(batch));
      for (int k = 0; k < 40; ++k) EXPECT_TRUE(t.ledger->append_staged(batch, note(3, "chunk")));
      EXPECT_TRUE(t.ledger->commit_staged(batch, testing::done()));
    }
    EXPECT_TRUE(t.ledger->close());
    key = t.ring->note_key(kMainStream);
    content = dump(original);
  }
  static std::string dump(const std::string& path) {
    Hand hand(path);
    std::string out;
    for (const char* table : {"meta", "entry", "run", "kind", "tile", "checkpoint", "head"}) {
      out += hand.dump(std::string("SELECT * FROM ") + table) + ";";
    }
    return out;
  }
  void restore() {
    std::filesystem::remove(copy + "-wal");
    std::filesystem::remove(copy + "-shm");
    std::filesystem::copy_file(original, copy, std::filesystem::copy_options::overwrite_existing);
  }
  VerifyReport verify() {
    auto store = open_entry_file_to_read({copy, ""});
    if (!store) return {0, 0, {}, 0, "does not open: " + store.error().detail};
    auto report = verify_log(**store, key);
    if (!report) return {0, 0, {}, 0, "cannot be read: " + report.error().detail};
    return *report;
  }
};

/// An entry to be harmed, and another of the same run.
struct Target {
  std::uint64_t run, count, first, index;
  std::string row, other;
};

Target choose(Hand& hand, SeededRandom& random) {
  Target t{};
  t.run = 1 + random.below(5);
  const std::string where = " FROM run WHERE id = " + std::to_string(t.run);
  t.count = hand.number("SELECT count" + where);
  t.first = hand.number("SELECT first" + where);
  t.index = random.below(t.count);
  const std::uint64_t other = (t.index + 1 + random.below(t.count - 1)) % t.count;
  t.row = std::to_string((t.run << 32) + t.index);
  t.other = std::to_string((t.run << 32) + other);
  return t;
}

/// Harms entries; answers how. `position` is set where exactly one was touched.
std::string harm_entry(Hand& hand, SeededRandom& random, std::optional<std::uint64_t>& position) {
  const auto [run, count, first, index, row, other] = choose(hand, random);
  const std::string id = " id = " + row;
  const std::string run_id = " WHERE id = " + std::to_string(run);
  switch (random.below(10)) {
    case 0:
    case 1:
      position = first + index;
      hand.flip("entry", "bytes", id, random);
      return "a bit of an entry";
    case 2:
      position = first + index;
      hand.run("DELETE FROM entry WHERE" + id);
      return "an entry dropped";
    case 3:
      hand.run("UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE id = " + other + ") WHERE" +
               id);
      position = first + index;
      return "an entry replaced by another";
    case 4:
      hand.run("CREATE TABLE two AS SELECT id, bytes FROM entry WHERE id IN (" + row + "," + other +
               "); UPDATE entry SET bytes = (SELECT bytes FROM two WHERE two.id <> entry.id)"
               " WHERE id IN (" +
               row + "," + other + "); DROP TABLE two");
      return "two entries swapped";
    case 5:
      hand.run("INSERT INTO entry SELECT " + std::to_string((run << 32) + count) +
               ", bytes FROM entry WHERE" + id + "; UPDATE run SET count = count + 1" + run_id);
      return "an entry added to a run";
    case 6:
      hand.run("INSERT INTO entry SELECT " + std::to_string((9ull << 32) + index) +
               ", bytes FROM entry WHERE" + id);
      return "an entry added outside";
    case 7:
      hand.run("DELETE FROM entry WHERE id > (5 << 32) + " + std::to_string(index) +
               " % ((SELECT count FROM run WHERE id = 5) - 1)" +
               "; UPDATE run SET count = (SELECT count(*) FROM entry WHERE id >= 5 << 32)"
               " WHERE id = 5");
      return "the end cut off";
    case 8:
      hand.run("UPDATE entry SET bytes = substr(bytes, 1, length(bytes) - 1) WHERE" + id);
      position = first + index;
      return "an entry's last byte cut off";
    default:
      hand.run("UPDATE entry SET bytes = CAST(bytes || x'00' AS BLOB) WHERE" + id);
      position = first + index;
      return "an entry made longer";
  }
}

/// Harms what is around the entries.
std::string harm_log(Hand& hand, SeededRandom& random) {
  const std::string number = std::to_string(random.below(7));
  const std::string run_id = " WHERE id = " + std::to_string(1 + random.below(5));
  switch (10 + random.below(10)) {
    case 10:
      hand.flip("tile", "hashes", "level = 0 AND idx = 0", random);
      return "a bit of a tile";
    case 11:
      hand.run("DELETE FROM tile");
      return "a tile dropped";
    case 12:
      hand.flip("checkpoint", "note", "number = " + number, random);
      return "a bit of a kept checkpoint";
    case 13:
      hand.run("DELETE FROM checkpoint WHERE number = " + number);
      return "a kept checkpoint dropped";
    case 14:
      hand.run("UPDATE checkpoint SET note = (SELECT note FROM head) WHERE number = " + number);
      return "a kept checkpoint replaced";
    case 15:
      hand.flip("head", "note", "one = 1", random);
      return "a bit of the head";
    case 16:
      hand.run("UPDATE head SET note = (SELECT note FROM checkpoint WHERE number = " + number +
               ")");
      return "the head put back";
    case 17:
      hand.run("UPDATE run SET first = first + 1" + run_id);
      return "a run moved";
    case 18:
      hand.run("UPDATE run SET batch = x'000102030405060708090a0b0c0d0e0f'" + run_id);
      return "a run's batch changed";
    default:
      hand.run(
          "UPDATE run SET first = (SELECT 341 - first FROM run WHERE id = 2) WHERE id = 4;"
          "INSERT OR REPLACE INTO kind VALUES(5, 5)");
      return "runs reordered, a kind added";
  }
}

TEST(Verify, TwoThousandMutationsAreAllFound) {
  Sample sample;
  sample.restore();
  const VerifyReport whole = sample.verify();
  ASSERT_TRUE(whole.good()) << whole.reason;
  EXPECT_EQ(whole.entries, 382u);
  EXPECT_GE(whole.checkpoints, 7u);
  SeededRandom random(2026);
  for (int i = 0; i < 2000; ++i) {
    sample.restore();
    std::optional<std::uint64_t> position;
    std::string what;
    {
      Hand hand(sample.copy);
      what = random.chance(1, 2) ? harm_entry(hand, random, position) : harm_log(hand, random);
    }
    const VerifyReport report = sample.verify();
    ASSERT_FALSE(report.good()) << "mutation " << i << ": " << what;
    ASSERT_TRUE(report.first_bad_position.has_value());
    if (!position) continue;
    EXPECT_LE(*report.first_bad_position, *position) << i << ": " << what;
    EXPECT_LE(*position - *report.first_bad_position, kTileWidth + kCheckpointEvery) << what;
  }
}

TEST(Verify, AnyFlippedByteOfTheFileIsFoundOrHarmless) {
  Sample sample;
  SeededRandom random(99);
  const auto size = std::filesystem::file_size(sample.original);
  int found = 0;
  for (int i = 0; i < 400; ++i) {
    sample.restore();
    {
      std::fstream file(sample.copy, std::ios::in | std::ios::out | std::ios::binary);
      const auto at = static_cast<std::streamoff>(random.below(size));
      file.seekg(at);
      const char byte = static_cast<char>(file.get() ^ static_cast<int>(1 + random.below(255)));
      file.seekp(at);
      file.put(byte);
    }
    const VerifyReport report = sample.verify();
    if (report.good()) {
      EXPECT_EQ(Sample::dump(sample.copy), sample.content) << i;
    } else {
      ++found;
    }
  }
  EXPECT_GT(found, 200);  // most of the file is entries
}

TEST(Verify, NeedsTheRightKeyAndSeesAnUnfinishedImportAsNoFault) {
  Sample sample;
  sample.restore();
  crypto::NoteKey right = sample.key;
  sample.key.key[0] ^= 1;
  EXPECT_FALSE(sample.verify().good());
  sample.key = right;
  EXPECT_TRUE(sample.verify().good());
  {
    Hand hand(sample.copy);
    hand.run(
        "INSERT INTO run VALUES(8, NULL, 1, x'000102030405060708090a0b0c0d0e0f');"
        "INSERT INTO entry VALUES(8 << 32, x'80')");
  }
  EXPECT_TRUE(sample.verify().good());
}

TEST(Verify, ReadsACopyTakenFromARunningStoreWhereNothingCanBeWritten) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  ASSERT_TRUE(t.open());
  for (std::uint64_t i = 0; i < 40; ++i) ASSERT_TRUE(t.ledger->append(one(note(i, "x"))));
  // The file and its WAL, without the index of the WAL that SQLite keeps beside them.
  const std::string copy = folder.file("copy.db");
  std::filesystem::copy_file(folder.file("ledger.db"), copy);
  std::filesystem::copy_file(folder.file("ledger.db-wal"), copy + "-wal");
  SqliteOptions options{copy, "unix-none"};
  options.alone = true;
  auto store = open_entry_file_to_read(options);
  ASSERT_TRUE(store) << to_text(store.error());
  const auto report = verify_log(**store, t.ring->note_key(kMainStream));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->good()) << report->reason;
  EXPECT_EQ(report->entries, 40u);
  EXPECT_FALSE(std::filesystem::exists(copy + "-shm"));
}

}  // namespace
}  // namespace sallyport::ledger
