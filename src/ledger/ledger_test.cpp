#include "ledger/ledger.hpp"

#include <atomic>
#include <future>
#include <latch>
#include <set>
#include <thread>

#include "ledger/internal/entry_codec.hpp"
#include "ledger/internal/test_ledger.hpp"
#include "ledger/receipt.hpp"
#include "ledger/sqlite/store.hpp"
#include "ledger/verify.hpp"

namespace sallyport::ledger {
namespace {

using testing::note;
using testing::one;
using testing::subject;
using testing::TestFolder;
using testing::TestLedger;
using Texts = std::vector<std::string>;

TEST(Ledger, AppendsReadsAndComesBack) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  ASSERT_TRUE(t.open());
  EXPECT_EQ(t.ledger->size(), 0u);
  const auto first = t.ledger->append(one(note(1, "Reyes to cell 2-14")));
  ASSERT_TRUE(first) << to_text(first.error());
  EXPECT_EQ(first->first, 0u);
  std::vector<Draft> two = one(note(2, "a"));
  two.push_back(note(1, "b"));
  EXPECT_EQ(t.ledger->append(std::move(two))->first, 1u);
  const auto root = t.ledger->root();
  ASSERT_TRUE(t.reopen());
  EXPECT_EQ(t.texts(), (Texts{"Reyes to cell 2-14", "a", "b"}));
  EXPECT_EQ(t.ledger->root(), root);
  EXPECT_EQ(t.ledger->head().size, 3u);
  Texts tail;
  ASSERT_TRUE(t.ledger->read(1, 2, [&](const Entry& e) {
    EXPECT_EQ(e.header.position, 1u);
    EXPECT_EQ(e.boxes[0].subject, subject(2));
    EXPECT_EQ(e.boxes[0].agency, "estmere-prisons");
    tail.emplace_back(as_text(e.boxes[0].plaintext));
    return ok();
  }));
  EXPECT_EQ(tail, Texts{"a"});
}

TEST(Ledger, RefusesWhatItDoesNotKnow) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  ASSERT_TRUE(t.types.add(9, "leaves again"));
  ASSERT_TRUE(t.open());
  Draft unknown = note(1, "x");
  unknown.type = 77;
  EXPECT_EQ(t.ledger->append(one(unknown)).error().code, ErrorCode::kUnknownEntry);
  unknown.type = testing::kNote;
  unknown.version = 2;
  EXPECT_EQ(t.ledger->append(one(unknown)).error().code, ErrorCode::kUnknownEntry);
  EXPECT_EQ(t.ledger->append({}).error().code, ErrorCode::kBadValue);
  Draft stranger = note(1, "x");
  stranger.boxes[0].agency = "nobody";
  EXPECT_EQ(t.ledger->append(one(stranger)).error().code, ErrorCode::kKeyMissing);
  Draft large = note(1, "x");
  large.boxes[0].plaintext.resize(9u << 20);
  EXPECT_EQ(t.ledger->append(one(large)).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(t.ledger->size(), 0u);
  Draft later = note(1, "x");
  later.type = 9;
  ASSERT_TRUE(t.ledger->append(one(later)));
  t.types = testing::test_types();  // an older program
  EXPECT_EQ(t.reopen().error().code, ErrorCode::kUnknownEntry);
}

TEST(Ledger, OneOwnerAndOnlyItsOwnKeys) {
  const TestFolder folder;
  const std::string path = folder.file("ledger.db");
  TestLedger t(path);
  ASSERT_TRUE(t.open());
  ASSERT_TRUE(t.ledger->append(one(note(1, "x"))));
  EXPECT_EQ(open_entry_file({path, ""}).error().code, ErrorCode::kStoreInUse);
  ASSERT_TRUE(t.ledger->close());
  ASSERT_TRUE(t.keys->close());
  TestLedger other(path, 8);  // another keyring
  EXPECT_EQ(other.open().error().code, ErrorCode::kLedgerBroken);
  other.options.origin = t.options.origin;  // pretends to be the same log
  EXPECT_EQ(other.open().error().code, ErrorCode::kLedgerBroken);
  const auto keys = KeyTable::open({path + ".other", ""}, *t.ring, t.random, t.clock);
  ASSERT_TRUE(keys);  // the right keyring beside an empty key table
  auto store = open_entry_file({path, ""});
  ASSERT_TRUE(store);
  auto opened = Ledger::open(std::move(*store), **keys, t.ring->signer(), t.types, t.options);
  ASSERT_TRUE(opened);
  const auto read = (*opened)->read(0, 1, [](const Entry&) { return ok(); });
  EXPECT_EQ(read.error().code, ErrorCode::kKeyMissing);  // lost is not erased
}

TEST(Ledger, ErasureLeavesTheTreeAlone) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  ASSERT_TRUE(t.open());
  Draft both = note(1, "of the first");
  both.boxes.push_back({subject(2), "northmoor-police", testing::bytes("of the second")});
  ASSERT_TRUE(t.ledger->append(one(both)));
  const auto root = t.ledger->root();
  EXPECT_EQ(*t.keys->destroy_key(subject(1)), 1u);
  EXPECT_EQ(*t.keys->destroy_key(subject(1)), 0u);
  EXPECT_EQ(t.texts(), (Texts{"(erased)", "of the second"}));
  EXPECT_EQ(t.ledger->root(), root);
  ASSERT_TRUE(t.ledger->append(one(note(1, "a new start"))));  // under a new key
  ASSERT_TRUE(t.reopen());
  EXPECT_EQ(t.texts(), (Texts{"(erased)", "of the second", "a new start"}));
  EXPECT_TRUE(t.ledger->verify()->good());
}

TEST(Ledger, StagedChunksAppearTogetherInOrder) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  ASSERT_TRUE(t.open());
  const Id128 batch{5, 5};
  ASSERT_TRUE(t.ledger->append(one(note(1, "before"))));
  ASSERT_TRUE(t.ledger->begin_staged(batch));
  EXPECT_EQ(t.ledger->begin_staged(batch).error().code, ErrorCode::kAlreadyThere);
  ASSERT_TRUE(t.ledger->append_staged(batch, note(2, "chunk 0")));
  ASSERT_TRUE(t.ledger->append(one(note(1, "meanwhile"))));
  ASSERT_TRUE(t.ledger->append_staged(batch, note(3, "chunk 1")));
  EXPECT_EQ(t.texts(), (Texts{"before", "meanwhile"}));
  t.clock.set_wall(Instant{1'700'000'100'000'000});
  const auto receipt = t.ledger->commit_staged(batch, testing::done());
  ASSERT_TRUE(receipt) << to_text(receipt.error());
  EXPECT_EQ(receipt->first, 2u);
  EXPECT_EQ(receipt->count, 3u);
  ASSERT_TRUE(t.ledger->append(one(note(1, "after"))));
  const Texts all{"before", "meanwhile", "chunk 0", "chunk 1", "done", "after"};
  EXPECT_EQ(t.texts(), all);
  ASSERT_TRUE(t.reopen());
  EXPECT_EQ(t.texts(), all);
  EXPECT_TRUE(t.ledger->verify()->good());
  // An import counts from its commit, whenever its chunks were staged.
  EXPECT_EQ(*t.ledger->position_at(Instant{1'699'999'999'999'999}), 0u);
  EXPECT_EQ(*t.ledger->position_at(Instant{1'700'000'000'000'000}), 2u);
  EXPECT_EQ(*t.ledger->position_at(Instant{1'700'000'099'999'999}), 2u);
  EXPECT_EQ(*t.ledger->position_at(Instant{1'700'000'100'000'000}), 6u);
  EXPECT_EQ(t.ledger->append_staged(batch, note(3, "late")).error().code, ErrorCode::kBadValue);
}

TEST(Ledger, AbortedAndForgottenSegmentsLeaveNothing) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  ASSERT_TRUE(t.open());
  ASSERT_TRUE(t.ledger->begin_staged({1, 1}));
  ASSERT_TRUE(t.ledger->begin_staged({2, 2}));
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(t.ledger->append_staged({1, 1}, note(2, "aborted")));
    ASSERT_TRUE(t.ledger->append_staged({2, 2}, note(2, "forgotten")));
  }
  ASSERT_TRUE(t.ledger->abort_staged({1, 1}));
  EXPECT_FALSE(t.ledger->commit_staged({1, 1}, testing::done()));
  ASSERT_TRUE(t.ledger->append(one(note(1, "kept"))));
  ASSERT_TRUE(t.reopen());
  EXPECT_EQ(t.texts(), Texts{"kept"});
  ASSERT_TRUE(t.ledger->close());
  const auto store = open_entry_file_to_read({folder.file("ledger.db"), ""});
  ASSERT_TRUE(store);
  EXPECT_EQ((*store)->load(true)->entry_rows, 1u);
}

TEST(Ledger, ManyThreadsOneOrder) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  std::vector<std::uint64_t> followed;
  t.options.follower = [&](const Receipt& receipt, std::span<const Draft>) {
    followed.push_back(receipt.first);
  };
  ASSERT_TRUE(t.open());
  constexpr int kThreads = 8;
  constexpr int kEach = 100;
  std::vector<std::thread> threads;
  std::vector<std::vector<std::uint64_t>> positions(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        const auto got =
            t.ledger->append(one(note(1, std::to_string(thread) + ":" + std::to_string(i))));
        ASSERT_TRUE(got);
        positions[static_cast<std::size_t>(thread)].push_back(got->first);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const Texts texts = t.texts();
  ASSERT_EQ(texts.size(), 800u);
  std::set<std::uint64_t> seen;
  for (int thread = 0; thread < kThreads; ++thread) {
    const auto& mine = positions[static_cast<std::size_t>(thread)];
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    for (std::size_t i = 0; i < mine.size(); ++i) {
      EXPECT_EQ(texts[mine[i]], std::to_string(thread) + ":" + std::to_string(i));
      EXPECT_TRUE(seen.insert(mine[i]).second);
    }
  }
  EXPECT_EQ(followed.size(), 800u);
  EXPECT_TRUE(std::is_sorted(followed.begin(), followed.end()));
}

/// Holds the sequencer inside a validation until it is let go.
struct Gate {
  std::promise<void> entered, leave;
  AppendOptions options() {
    AppendOptions out;
    out.validate = [this] {
      entered.set_value();
      leave.get_future().wait();
      return ok();
    };
    return out;
  }
};

TEST(Ledger, LooksBeforeChangesBeforeImportsAndFullIsBusy) {
  TestLedger t;
  t.options.queue_items = 4;
  ASSERT_TRUE(t.open());
  Gate gate;
  std::atomic<int> failed{0};
  const auto completion = [&](Result<Receipt> result) { failed += result ? 0 : 1; };
  t.ledger->append_async(one(note(1, "gate")), gate.options(), completion);
  gate.entered.get_future().wait();
  for (const auto& [priority, text] :
       std::vector<std::pair<Priority, std::string>>{{Priority::kImport, "import"},
                                                     {Priority::kCommand, "command"},
                                                     {Priority::kConsultation, "look"},
                                                     {Priority::kCommand, "command 2"}}) {
    t.ledger->append_async(one(note(1, text)), {priority, {}, {}}, completion);
  }
  for (int i = 0; i < 2; ++i) {
    t.ledger->append_async(one(note(1, "more")), {Priority::kCommand, {}, {}}, completion);
  }
  const auto busy = t.ledger->append(one(note(1, "too many")));
  EXPECT_EQ(busy.error().code, ErrorCode::kBusy);
  gate.leave.set_value();
  ASSERT_TRUE(t.ledger->append(one(note(1, "last")), {Priority::kImport, {}, {}}));
  EXPECT_EQ(t.texts(),
            (Texts{"gate", "look", "command", "command 2", "more", "more", "import", "last"}));
  EXPECT_EQ(failed, 0);
}

TEST(Ledger, AConflictIsValidatedAfterWhatItConflictsWithWasFollowed) {
  TestLedger t;
  bool taken = false;
  t.options.follower = [&](const Receipt&, std::span<const Draft>) { taken = true; };
  ASSERT_TRUE(t.open());
  Gate gate;
  t.ledger->append_async(one(note(9, "gate")), gate.options(), [](Result<Receipt>) {});
  gate.entered.get_future().wait();
  // Both wait in the queue and would share a commit; each may only pass while nothing is taken.
  std::promise<void> settled;
  std::vector<bool> outcome;
  for (int i = 0; i < 2; ++i) {
    AppendOptions options;
    options.conflicts = {Id128{1, 2}};
    options.validate = [&]() -> Status {
      if (taken && !outcome.empty()) return fail(ErrorCode::kConflict);
      return ok();
    };
    t.ledger->append_async(one(note(1, "mine")), options, [&](Result<Receipt> result) {
      outcome.push_back(result.has_value());
      if (outcome.size() == 2) settled.set_value();
    });
  }
  gate.leave.set_value();
  settled.get_future().wait();
  EXPECT_EQ(outcome, (std::vector<bool>{true, false}));
  EXPECT_EQ(t.ledger->size(), 2u);
}

TEST(Ledger, ProofsHoldForEveryKeptCheckpoint) {
  TestLedger t;
  t.options.checkpoint_every = 100;
  ASSERT_TRUE(t.open());
  std::vector<std::pair<std::uint64_t, Hash256>> heads;
  for (int i = 0; i < 700; ++i) {
    ASSERT_TRUE(t.ledger->append(one(note(1, std::to_string(i)))));
    if (i % 97 == 0) heads.emplace_back(t.ledger->size(), t.ledger->root());
  }
  const auto size = t.ledger->size();
  for (const auto& [old_size, old_root] : heads) {
    EXPECT_EQ(*t.ledger->root_at(old_size), old_root);
    const auto proof = t.ledger->consistency_proof(old_size, size);
    ASSERT_TRUE(proof);
    EXPECT_TRUE(verify_consistency({old_size, old_root, size, t.ledger->root()}, *proof));
  }
  EXPECT_FALSE(t.ledger->inclusion_proof(3, size + 1));
  EXPECT_EQ(t.ledger->checkpoints()->size(), 8u);
  EXPECT_TRUE(t.ledger->verify()->good());
}

TEST(Ledger, TheSameWorkMakesTheSameBytes) {
  std::vector<Hash256> roots;
  for (int round = 0; round < 2; ++round) {
    TestLedger t(":memory:", 42);
    ASSERT_TRUE(t.open());
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(t.ledger->append(one(note(i % 7, "same"))));
    roots.push_back(t.ledger->root());
  }
  EXPECT_EQ(roots[0], roots[1]);
}

TEST(Ledger, PaddingHidesTheSize) {
  EXPECT_EQ(internal::size_class(0), 256u);
  EXPECT_EQ(internal::size_class(255), 256u);
  EXPECT_EQ(internal::size_class(256), 512u);
  EXPECT_EQ(internal::size_class(4096), 8192u);
  TestLedger t;
  ASSERT_TRUE(t.open());
  SeededRandom random(1);
  internal::EntrySealer sealer(*t.keys, random);
  Draft draft = note(1, "");
  draft.padded = true;
  const auto small = sealer.seal(draft, {false, 0, Instant{1}});
  draft.boxes[0].plaintext.assign(200, 'x');
  const auto large = sealer.seal(draft, {false, 0, Instant{1}});
  EXPECT_EQ(small->size(), large->size());
  draft.boxes[0].plaintext = testing::bytes(std::string("ends in zeroes\x80\0\0", 17));
  ASSERT_TRUE(t.ledger->append(one(draft)));
  EXPECT_EQ(t.texts(), Texts{std::string("ends in zeroes\x80\0\0", 17)});
}

TEST(Ledger, TimeNeverGoesBack) {
  TestLedger t;
  ASSERT_TRUE(t.open());
  const auto first = t.ledger->append(one(note(1, "a")));
  t.clock.set_wall(Instant{5});
  EXPECT_EQ(t.ledger->append(one(note(1, "b")))->recorded, first->recorded);
}

TEST(Ledger, UpcastersBringOldEntriesToToday) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  ASSERT_TRUE(t.open());
  ASSERT_TRUE(t.ledger->append(one(note(1, "one"))));
  EntryTypes newer;
  const auto append_mark = [](std::string mark) {
    return [mark](std::size_t, ByteView plaintext) -> Result<Bytes> {
      return testing::bytes(std::string(as_text(plaintext)) + mark);
    };
  };
  ASSERT_TRUE(newer.add(testing::kNote, "note", {append_mark("+2"), append_mark("+3")}));
  EXPECT_EQ(newer.add(testing::kNote, "other").error().code, ErrorCode::kAlreadyThere);
  t.types = newer;
  ASSERT_TRUE(t.reopen());
  EXPECT_EQ(t.texts(), Texts{"one+2+3"});
  EXPECT_EQ(t.ledger->append(one(note(1, "old"))).error().code, ErrorCode::kUnknownEntry);
}

TEST(Keys, SmallCacheSameKeysAndMonths) {
  const TestFolder folder;
  TestLedger t(folder.file("ledger.db"));
  t.cached_keys = 4;
  ASSERT_TRUE(t.open());
  Texts expected;
  for (int i = 0; i < 60; ++i) {
    expected.push_back(std::to_string(i));
    ASSERT_TRUE(t.ledger->append(one(note(static_cast<std::uint64_t>(i % 20), expected.back()))));
  }
  EXPECT_EQ(t.texts(), expected);
  const auto november = parse_iso_instant("2026-11-22T00:00:00Z");
  const auto december = parse_iso_instant("2026-12-01T00:00:00Z");
  const auto key = t.keys->month_key(*november);
  ASSERT_TRUE(key);
  EXPECT_EQ(*t.keys->month_key(*parse_iso_instant("2026-11-01T00:00:00Z")), *key);
  EXPECT_NE(*t.keys->month_key(*december), *key);
  ASSERT_TRUE(t.reopen());
  EXPECT_EQ(t.texts(), expected);
  EXPECT_EQ(*t.keys->month_key(*november), *key);
  EXPECT_EQ(*t.keys->destroy_key(KeyTable::month_subject(*november)), 1u);
}

TEST(Receipts, EqualContentEqualTokenAndNothingShows) {
  const Bytes key(32, 3);
  const ReceiptSealer sealer{ByteView(key)};
  const std::string token = sealer.seal({7, 1, Instant{99}});
  EXPECT_EQ(token, sealer.seal({7, 1, Instant{99}}));
  EXPECT_NE(token, sealer.seal({8, 1, Instant{99}}));
  EXPECT_EQ(token.size(), sealer.seal({1ull << 60, 400, Instant{1ll << 50}}).size());
  EXPECT_EQ(sealer.open(token)->first, 7u);
  EXPECT_FALSE(sealer.open_bytes("cursor", token));
  EXPECT_FALSE(sealer.open(token.substr(1)));
  EXPECT_FALSE(sealer.open("not a token"));
  const Bytes other(32, 4);
  EXPECT_FALSE(ReceiptSealer{ByteView(other)}.open(token));
}

TEST(Store, InitOpenVerify) {
  const TestFolder folder;
  const std::string dir = folder.file("store");
  SeededRandom random(5);
  ManualClock clock(Instant{1'700'000'000'000'000});
  const auto made = init_store(dir, {"estmere-prisons"}, random, clock);
  ASSERT_TRUE(made) << to_text(made.error());
  EXPECT_EQ(init_store(dir, {}, random, clock).error().code, ErrorCode::kAlreadyThere);
  EXPECT_EQ(std::filesystem::status(dir + "/keyring").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const EntryTypes types = testing::test_types();
  StoreOptions options;
  options.clock = &clock;
  options.random = &random;
  auto store = Store::open(dir, types, options);
  ASSERT_TRUE(store) << to_text(store.error());
  EXPECT_EQ(Store::open(dir, types, options).error().code, ErrorCode::kStoreInUse);
  ASSERT_TRUE((*store)->main().append(one(note(1, "x"))));
  Draft look{testing::kNote, 1, {}, true, {}};
  look.boxes.push_back({KeyTable::month_subject(clock.wall_now()), "", testing::bytes("seen")});
  ASSERT_TRUE((*store)->consultations().append(one(look), {Priority::kConsultation, {}, {}}));
  const auto beside = verify_store(dir);  // while it is open
  ASSERT_TRUE(beside) << to_text(beside.error());
  EXPECT_TRUE(beside->good()) << beside->main.reason << beside->consultations.reason;
  EXPECT_EQ(read_identity(dir)->store_id, made->store_id);
  ASSERT_TRUE((*store)->close());
  EXPECT_TRUE(verify_store(dir)->good());
  EXPECT_EQ(verify_store(dir)->consultations.entries, 1u);
}

}  // namespace
}  // namespace sallyport::ledger
