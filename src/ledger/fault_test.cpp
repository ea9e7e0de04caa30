// A store that fails: what the ledger does after a failed write, a failed sync, a full disk.
#include <functional>

#include "ledger/internal/test_ledger.hpp"
#include "ledger/verify.hpp"

namespace sallyport::ledger {
namespace {

using testing::note;
using testing::one;
using testing::TestFolder;
using testing::TestLedger;

/// Passes everything on; the n-th writing call fails instead.
class FailingStore final : public EntryStore {
 public:
  struct Plan {
    int calls = 0;
    int fail_at = -1;
    ErrorCode with = ErrorCode::kStorage;
  };
  FailingStore(std::unique_ptr<EntryStore> store, Plan& plan)
      : store_(std::move(store)), plan_(plan) {}

  Result<StoreState> load(bool count) override { return store_->load(count); }
  Status begin(bool durable) override {
    return guarded([&] { return store_->begin(durable); });
  }
  Status set_origin(const std::string& origin) override { return store_->set_origin(origin); }
  Status put_entry(EntryPlace place, ByteView entry) override {
    return guarded([&] { return store_->put_entry(place, entry); });
  }
  Status put_run(const Run& run) override {
    return guarded([&] { return store_->put_run(run); });
  }
  Status drop_run(std::uint32_t run) override {
    return guarded([&] { return store_->drop_run(run); });
  }
  Status put_tile(unsigned level, std::uint64_t index, ByteView hashes) override {
    return guarded([&] { return store_->put_tile(level, index, hashes); });
  }
  Status put_kind(std::uint16_t type, std::uint16_t version) override {
    return guarded([&] { return store_->put_kind(type, version); });
  }
  Status put_head(const std::string& head) override {
    return guarded([&] { return store_->put_head(head); });
  }
  Status put_checkpoint(std::uint64_t number, const std::string& text) override {
    return guarded([&] { return store_->put_checkpoint(number, text); });
  }
  Status commit() override {
    return guarded([&] { return store_->commit(); });
  }
  Status rollback() override { return store_->rollback(); }
  Status maintain(bool idle) override { return store_->maintain(idle); }
  Status read_entries(EntryPlace from, std::uint64_t count,
                      const std::function<Status(std::uint64_t, ByteView)>& sink) override {
    return store_->read_entries(from, count, sink);
  }
  Result<Bytes> tile(unsigned level, std::uint64_t index) override {
    return store_->tile(level, index);
  }
  Result<std::string> checkpoint(std::uint64_t number) override {
    return store_->checkpoint(number);
  }
  Status close() override { return store_->close(); }

 private:
  Status guarded(const std::function<Status()>& call) {
    if (plan_.calls++ == plan_.fail_at) return fail(plan_.with, "injected");
    return call();
  }
  std::unique_ptr<EntryStore> store_;
  Plan& plan_;
};

/// Opens `t`'s ledger over a store that follows the plan from now on.
void open_failing(TestLedger& t, const std::string& path, FailingStore::Plan& plan) {
  t.ledger.reset();
  auto file = open_entry_file({path, ""});
  ASSERT_TRUE(file);
  auto ledger = Ledger::open(std::make_unique<FailingStore>(std::move(*file), plan), *t.keys,
                             t.ring->signer(), t.types, t.options);
  ASSERT_TRUE(ledger) << to_text(ledger.error());
  t.ledger = std::move(*ledger);
  plan.calls = 0;
}

/// One run: fails the n-th writing call and answers whether it came to that.
bool fails_cleanly(int n, ErrorCode with) {
  const TestFolder folder;
  const std::string path = folder.file("ledger.db");
  TestLedger t(path);
  EXPECT_TRUE(t.open());
  FailingStore::Plan plan;
  open_failing(t, path, plan);
  EXPECT_TRUE(t.ledger->append(one(note(1, "before"))));
  plan = {0, n, with};
  std::vector<std::string> expected{"before"};
  const auto told = t.ledger->append(one(note(2, "during")));
  if (told) expected.emplace_back("during");
  EXPECT_TRUE(t.ledger->begin_staged({1, 1}));
  EXPECT_TRUE(t.ledger->append_staged({1, 1}, note(3, "chunk")));
  const auto imported = t.ledger->commit_staged({1, 1}, testing::done());
  if (imported) expected.insert(expected.end(), {"chunk", "done"});
  const bool reached = plan.calls > n;
  plan.fail_at = -1;
  EXPECT_EQ(!told || !imported, reached) << n;
  const auto after = t.ledger->append(one(note(1, "after")));
  if (reached && with == ErrorCode::kStorage) {
    EXPECT_EQ(after.error().code, ErrorCode::kStorage) << n;  // and never retries
  } else {
    EXPECT_TRUE(after) << n << to_text(after.error());  // a full disk is no damage
    expected.emplace_back("after");
  }
  EXPECT_EQ(t.texts(), expected) << n;  // what was not acknowledged is not seen
  (void)t.ledger->close();
  EXPECT_TRUE(t.reopen());
  EXPECT_EQ(t.texts(), expected) << n;
  EXPECT_TRUE(t.ledger->verify()->good()) << n;
  return reached;
}

TEST(Fault, EveryWriteThatFailsStopsTheLedgerAndLosesNothing) {
  int n = 0;
  while (fails_cleanly(n, ErrorCode::kStorage)) ++n;
  EXPECT_GT(n, 10);
}

// The first chunk of an import meets a full disk, so its run was never kept and its number goes to
// whoever writes next. Giving the import up must not take that one's entries with it.
TEST(Fault, AnImportThatNeverBeganTakesNobodyElsesEntries) {
  for (const bool commits : {false, true}) {
    const TestFolder folder;
    const std::string path = folder.file("ledger.db");
    TestLedger t(path);
    ASSERT_TRUE(t.open());
    FailingStore::Plan plan;
    open_failing(t, path, plan);
    ASSERT_TRUE(t.ledger->begin_staged({1, 1}));
    ASSERT_TRUE(t.ledger->begin_staged({1, 2}));
    plan = {0, 1, ErrorCode::kDiskFull};
    ASSERT_TRUE(t.ledger->append_staged({1, 1}, note(1, "lost")));
    // giving up another one waits until the chunk was tried; it may fail with it
    ASSERT_TRUE(t.ledger->begin_staged({1, 3}));
    (void)t.ledger->abort_staged({1, 3});
    EXPECT_GT(plan.calls, 1);
    plan.fail_at = -1;
    ASSERT_TRUE(t.ledger->append_staged({1, 2}, note(2, "kept")));
    if (commits) {
      EXPECT_EQ(t.ledger->commit_staged({1, 1}, testing::done()).error().code,
                ErrorCode::kDiskFull);
    } else {
      EXPECT_TRUE(t.ledger->abort_staged({1, 1}));
    }
    ASSERT_TRUE(t.ledger->commit_staged({1, 2}, testing::done()));
    const std::vector<std::string> expected{"kept", "done"};
    EXPECT_EQ(t.texts(), expected);
    EXPECT_TRUE(t.ledger->verify()->good());
  }
}

TEST(Fault, AFullDiskIsToldAndTheLedgerGoesOn) {
  int n = 0;
  while (fails_cleanly(n, ErrorCode::kDiskFull)) ++n;
  EXPECT_GT(n, 10);
}

}  // namespace
}  // namespace sallyport::ledger
