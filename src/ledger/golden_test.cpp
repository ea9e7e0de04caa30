// The golden ledger: a small store written once, by version 1 of the format, and replayed for ever.
// A change that breaks it would make existing stores unreadable. To add a golden ledger of a newer
// format, run this test with SALLYPORT_WRITE_GOLDEN=file and commit the file beside the old ones.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "ledger/files.hpp"
#include "ledger/internal/test_ledger.hpp"
#include "ledger/sqlite/key_file.hpp"
#include "ledger/verify.hpp"

namespace sallyport::ledger {
namespace {

using testing::note;
using testing::one;
using testing::TestFolder;
using testing::TestLedger;

constexpr const char* kGolden = SALLYPORT_SOURCE_DIR "/src/ledger/golden/format-1.txt";

Bytes unhex(const std::string& text) {
  return *from_hex(text == "-" ? "" : text);
}
std::string hex_or_dash(ByteView bytes) {
  return bytes.empty() ? "-" : to_hex(bytes);
}

Id128 id_of(const std::string& text) {
  const Bytes bytes = unhex(text);
  return id_from_bytes(std::span<const std::uint8_t, 16>(bytes.data(), 16));
}

/// Puts one line of the golden file back into a store.
Status put_line(const std::string& line, const std::string& ring, EntryStore& store,
                KeyFile& keys) {
  std::istringstream in(line);
  std::string word;
  std::string a;
  std::string b;
  std::uint64_t n = 0;
  std::uint64_t m = 0;
  in >> word;
  if (word == "keyring" && in >> a) return replace_file(ring, unhex(a), 0600);
  if (word == "key") {
    std::uint64_t generation = 0;
    in >> n >> a >> m >> generation >> b;
    TRY_ASSIGN(const bool fresh, keys.insert({n, id_of(a), static_cast<std::uint16_t>(m),
                                              static_cast<std::uint16_t>(generation), unhex(b)}));
    return fresh ? ok() : Status(fail(ErrorCode::kAlreadyThere));
  }
  if (word == "origin" && in >> a) return store.set_origin(a);
  if (word == "run") {
    std::uint64_t count = 0;
    in >> n >> m >> count >> a;
    return store.put_run({static_cast<std::uint32_t>(n), m, count, id_of(a)});
  }
  if (word == "entry") {
    in >> n >> m >> a;
    return store.put_entry({static_cast<std::uint32_t>(n), m}, unhex(a));
  }
  if (word == "kind") {
    in >> n >> m;
    return store.put_kind(static_cast<std::uint16_t>(n), static_cast<std::uint16_t>(m));
  }
  if (word == "checkpoint") {
    in >> n >> a;
    return store.put_checkpoint(n, std::string(as_text(unhex(a))));
  }
  if (word == "head" && in >> a) return store.put_head(std::string(as_text(unhex(a))));
  if (word == "text" || word == "#") return ok();
  return fail(ErrorCode::kMalformedFile, line);
}

/// What was in it when it was written: the lines "text POSITION TEXT".
std::vector<std::string> expected_texts(std::istream& in) {
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("text ")) out.push_back(line.substr(5));
  }
  return out;
}

Result<std::vector<std::string>> read_texts(Ledger& ledger) {
  std::vector<std::string> out;
  TRY(ledger.read(0, ~0ull, [&](const Entry& entry) {
    for (const OpenedBox& box : entry.boxes) {
      out.push_back(std::to_string(entry.header.position) + " " +
                    (box.erased ? "(erased)" : std::string(as_text(box.plaintext))));
    }
    return ok();
  }));
  return out;
}

TEST(Golden, FormatOneReplays) {
  std::ifstream file(kGolden);
  ASSERT_TRUE(file) << kGolden;
  const TestFolder folder;
  const std::string ring_path = folder.file("keyring");
  {
    auto store = open_entry_file({folder.file("ledger.db"), ""});
    auto keys = KeyFile::open({folder.file("keys.db"), ""});
    ASSERT_TRUE(store && keys);
    ASSERT_TRUE((*store)->begin(true));
    for (std::string line; std::getline(file, line);) {
      const auto put = put_line(line, ring_path, **store, **keys);
      ASSERT_TRUE(put) << line << ": " << to_text(put.error());
    }
    ASSERT_TRUE((*store)->commit());
    ASSERT_TRUE((*store)->close());
    ASSERT_TRUE((*keys)->close());
  }
  const auto ring = Keyring::load(ring_path);
  ASSERT_TRUE(ring) << to_text(ring.error());
  SeededRandom random(1);
  ManualClock clock(Instant{1'800'000'000'000'000});
  auto keys = KeyTable::open({folder.file("keys.db"), ""}, *ring, random, clock);
  ASSERT_TRUE(keys);
  LedgerOptions options;
  options.origin = ring->origin(kMainStream);
  options.clock = &clock;
  options.random = &random;
  const EntryTypes types = testing::test_types();
  auto store = open_entry_file({folder.file("ledger.db"), ""});
  ASSERT_TRUE(store);
  auto ledger = Ledger::open(std::move(*store), **keys, ring->signer(), types, options);
  ASSERT_TRUE(ledger) << to_text(ledger.error());
  const auto texts = read_texts(**ledger);
  ASSERT_TRUE(texts) << to_text(texts.error());
  std::ifstream again(kGolden);
  EXPECT_EQ(*texts, expected_texts(again));
  EXPECT_GT(texts->size(), 10u);
  EXPECT_TRUE((*ledger)->verify()->good());
  EXPECT_TRUE((*ledger)->append(one(note(1, "and it goes on"))));
}

/// Writes what a store holds, line by line.
void write_golden(std::ostream& out, const std::string& ring, const std::string& path,
                  const std::vector<std::string>& texts) {
  out << "# A ledger as format 1 wrote it; made up. See golden_test.cpp.\n";
  out << "keyring " << to_hex(*read_file(ring)) << "\n";
  auto keys = KeyFile::open({path + ".keys", ""});
  for (std::uint64_t id = 1; id < *(*keys)->next_id(); ++id) {
    const auto row = **(*keys)->find(id);
    out << "key " << id << " " << to_hex(to_bytes(row.subject)) << " " << row.agency << " "
        << row.generation << " " << hex_or_dash(row.wrapped) << "\n";
  }
  auto store = open_entry_file_to_read({path, ""});
  const StoreState state = *(*store)->load(false);
  out << "origin " << state.origin << "\n";
  for (const Run& run : state.runs) {
    out << "run " << run.id << " " << *run.first << " " << run.count << " "
        << to_hex(to_bytes(run.batch)) << "\n";
    EXPECT_TRUE(
        (*store)->read_entries({run.id, 0}, run.count, [&](std::uint64_t i, ByteView bytes) {
          out << "entry " << run.id << " " << i << " " << to_hex(bytes) << "\n";
          return ok();
        }));
  }
  for (const auto& [type, version] : state.kinds) out << "kind " << type << " " << version << "\n";
  for (std::uint64_t i = 0; i < state.checkpoints; ++i) {
    out << "checkpoint " << i << " " << to_hex(as_bytes(*(*store)->checkpoint(i))) << "\n";
  }
  out << "head " << to_hex(as_bytes(state.head)) << "\n";
  for (const auto& text : texts) out << "text " << text << "\n";
}

TEST(Golden, WritesANewOneWhenAsked) {
  const char* target = std::getenv("SALLYPORT_WRITE_GOLDEN");
  if (target == nullptr) GTEST_SKIP() << "SALLYPORT_WRITE_GOLDEN is not set";
  const TestFolder folder;
  const std::string path = folder.file("ledger.db");
  TestLedger t(path, 2026);
  t.options.checkpoint_every = 5;
  ASSERT_TRUE(t.open());
  for (std::uint64_t i = 0; i < 7; ++i) {
    Draft draft = note(i % 3, "entry " + std::to_string(i));
    draft.padded = i == 4;
    if (i == 5) draft.boxes.push_back({{}, "", testing::bytes("of the store")});
    ASSERT_TRUE(t.ledger->append(one(draft)));
  }
  ASSERT_TRUE(t.ledger->begin_staged({1, 1}));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(t.ledger->append_staged({1, 1}, note(8, "chunk")));
  ASSERT_TRUE(t.ledger->commit_staged({1, 1}, testing::done()));
  ASSERT_TRUE(t.ledger->append(one(note(2, "after the import"))));
  const auto texts = read_texts(*t.ledger);
  ASSERT_TRUE(t.ledger->close());
  ASSERT_TRUE(t.keys->close());
  ASSERT_TRUE(t.ring->save(folder.file("keyring")));
  std::ofstream out(target);
  write_golden(out, folder.file("keyring"), path, *texts);
}

}  // namespace
}  // namespace sallyport::ledger
