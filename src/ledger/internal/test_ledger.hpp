// What the ledger's tests share: a folder of their own, a ledger with its keys, drafts.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "ledger/key_table.hpp"
#include "ledger/keyring.hpp"
#include "ledger/ledger.hpp"
#include "ledger/sqlite/entry_file.hpp"

namespace sallyport::ledger::testing {

/// A fresh folder that goes with its owner.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sallyport-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline constexpr std::uint16_t kNote = 1;
inline constexpr std::uint16_t kDone = 2;

inline EntryTypes test_types() {
  EntryTypes types;
  EXPECT_TRUE(types.add(kNote, "note"));
  EXPECT_TRUE(types.add(kDone, "import done"));
  return types;
}

inline Id128 subject(std::uint64_t n) {
  return Id128{0xABCD, n};
}

inline Bytes bytes(std::string_view text) {
  return Bytes(as_bytes(text).begin(), as_bytes(text).end());
}

inline Draft note(std::uint64_t about, std::string_view text) {
  return Draft{kNote, 1, {}, false, {{subject(about), "estmere-prisons", bytes(text)}}};
}

inline Draft done() {
  return Draft{kDone, 1, {}, false, {{{}, "", bytes("done")}}};
}

inline std::vector<Draft> one(Draft draft) {
  std::vector<Draft> out;
  out.push_back(std::move(draft));
  return out;
}

/// A ledger at a path with seeded keys: the same seed makes the same bytes.
class TestLedger {
 public:
  explicit TestLedger(std::string path = ":memory:", std::uint64_t seed = 7)
      : random(seed), path_(std::move(path)) {
    ring = std::make_unique<Keyring>(
        *Keyring::make({"estmere-prisons", "northmoor-police"}, random, clock.wall_now()));
    options.origin = ring->origin(kMainStream);
    options.clock = &clock;
    options.random = &random;
  }
  Status open() {
    const bool memory = path_ == ":memory:";
    if (!keys) {
      TRY_ASSIGN(keys, KeyTable::open({memory ? path_ : path_ + ".keys", ""}, *ring, random, clock,
                                      cached_keys));
    }
    TRY_ASSIGN(auto store, open_entry_file({path_, ""}));
    TRY_ASSIGN(ledger, Ledger::open(std::move(store), *keys, ring->signer(), types, options));
    return ok();
  }
  Status reopen() {
    if (ledger) TRY(ledger->close());
    ledger.reset();
    keys.reset();
    return open();
  }
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    const auto read = ledger->read(0, ~0ull, [&](const Entry& entry) {
      for (const auto& box : entry.boxes) {
        out.emplace_back(box.erased ? "(erased)" : as_text(box.plaintext));
      }
      return ok();
    });
    EXPECT_TRUE(read) << to_text(read.error());
    return out;
  }

  ManualClock clock{Instant{1'700'000'000'000'000}};
  SeededRandom random;
  std::size_t cached_keys = 1024;
  EntryTypes types = test_types();
  std::unique_ptr<Keyring> ring;
  LedgerOptions options;
  std::unique_ptr<KeyTable> keys;
  std::unique_ptr<Ledger> ledger;

 private:
  std::string path_;
};

}  // namespace sallyport::ledger::testing
