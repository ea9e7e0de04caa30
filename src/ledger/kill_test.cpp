// kill -9 at random instants: what was acknowledged is there, a staged segment is there whole or
// not at all, and the log verifies.
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <set>
#include <thread>

#include "ledger/internal/test_ledger.hpp"
#include "ledger/verify.hpp"

namespace sallyport::ledger {
namespace {

using testing::note;
using testing::one;
using testing::TestFolder;
using testing::TestLedger;

constexpr int kRounds = 30;
constexpr int kChunks = 5;

/// One acknowledgement on the pipe: small enough to be written in one piece.
struct Acknowledged {
  std::uint64_t number;
  bool staged;
};

/// Appends and imports for ever, telling the pipe what was acknowledged.
[[noreturn]] void work_until_killed(const std::string& path, std::uint64_t round, int pipe) {
  TestLedger t(path);
  t.random = SeededRandom(1000 + round);
  if (!t.open()) _exit(3);
  const auto tell = [pipe](std::uint64_t number, bool staged) {
    const Acknowledged line{number, staged};
    if (write(pipe, &line, sizeof line) != sizeof line) _exit(4);
  };
  std::thread importer([&] {
    for (std::uint64_t n = round * 1'000'000 + 1;; ++n) {
      const Id128 batch{1, n};
      if (!t.ledger->begin_staged(batch)) _exit(5);
      for (std::uint64_t k = 0; k < kChunks; ++k) {
        if (!t.ledger->append_staged(batch, note(n * 10 + k, std::to_string(k)))) _exit(6);
      }
      if (!t.ledger->commit_staged(batch, testing::done())) _exit(7);
      tell(n, true);
    }
  });
  std::thread second([&] {
    for (std::uint64_t n = round * 1'000'000 + 500'000;; ++n) {
      if (!t.ledger->append(one(note(n, std::to_string(n))))) _exit(8);
      tell(n, false);
    }
  });
  for (std::uint64_t n = round * 1'000'000;; ++n) {
    if (!t.ledger->append(one(note(n % 50, std::to_string(n))))) _exit(9);
    tell(n, false);
  }
}

struct Promised {
  std::set<std::uint64_t> appended, staged;
};

void run_and_kill(const std::string& path, std::uint64_t round, std::uint64_t wait_us,
                  Promised& promised) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    close(ends[0]);
    work_until_killed(path, round, ends[1]);
  }
  close(ends[1]);
  Acknowledged line{};
  // Every third child is killed while it may still be opening, the others after some work, counted
  // and not timed: a slow disk makes the test longer, not weaker.
  const auto note_down = [&] {
    (line.staged ? promised.staged : promised.appended).insert(line.number);
  };
  bool imported = round % 3 == 0;
  for (std::uint64_t wanted = imported ? 0 : 1 + wait_us % 12; wanted > 0 || !imported;) {
    ASSERT_EQ(read(ends[0], &line, sizeof line), static_cast<ssize_t>(sizeof line));
    note_down();
    imported = imported || line.staged;
    if (wanted > 0) --wanted;
  }
  usleep(static_cast<useconds_t>(wait_us));
  kill(child, SIGKILL);
  while (read(ends[0], &line, sizeof line) == sizeof line) {
    note_down();
  }
  close(ends[0]);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
}

void check_promises(const std::string& path, const Promised& promised) {
  TestLedger t(path);
  const auto opened = t.open();
  ASSERT_TRUE(opened) << to_text(opened.error());
  std::set<std::uint64_t> appended;
  std::map<std::uint64_t, std::vector<std::string>> staged;
  const auto read = t.ledger->read(0, ~0ull, [&](const Entry& entry) {
    EXPECT_FALSE(entry.boxes[0].erased) << entry.header.position;
    const std::string text(as_text(entry.boxes[0].plaintext));
    if (entry.header.batch.is_nil()) {
      EXPECT_TRUE(appended.insert(std::stoull(text)).second) << text << " twice";
    } else {
      staged[entry.header.batch.lo].push_back(text);
    }
    return ok();
  });
  ASSERT_TRUE(read) << to_text(read.error());
  for (const auto number : promised.appended) EXPECT_TRUE(appended.contains(number)) << number;
  for (const auto number : promised.staged) EXPECT_TRUE(staged.contains(number)) << number;
  for (const auto& [number, texts] : staged) {
    EXPECT_EQ(texts, (std::vector<std::string>{"0", "1", "2", "3", "4", "done"})) << number;
  }
  const auto report = t.ledger->verify();
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->good()) << report->reason;
}

TEST(Kill, NothingAcknowledgedIsLostNothingIsHalf) {
  const TestFolder folder;
  const std::string path = folder.file("ledger.db");
  SeededRandom random(77);
  Promised promised;
  for (std::uint64_t round = 0; round < kRounds && !HasFatalFailure(); ++round) {
    run_and_kill(path, round, 1000 + random.below(30'000), promised);
    if (HasFatalFailure()) return;
    check_promises(path, promised);
  }
  EXPECT_GE(promised.staged.size(), 20u);  // one in every counted round
  EXPECT_GE(promised.staged.size() + promised.appended.size(), 60u);
}

}  // namespace
}  // namespace sallyport::ledger
