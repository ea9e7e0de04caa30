// kill -9 in the middle of an import by the built program, reader process and all: afterwards the
// store verifies, the import is there whole or not at all, running it again gives exactly one, as a
// user who sees it counts it, and no reader is left over. SALLYPORT_LONG: 3,000 kills.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <iostream>
#include <thread>

#include "base/random.hpp"
#include "job.hpp"

namespace sallyport::hard {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kVisitors = 1600;  // in four chunks

/// Names that resemble one another as little as can be: nobody is taken for somebody else.
std::string visitors() {
  SeededRandom random(2026);
  const auto name = [&random] {
    constexpr std::string_view kFirst = "BDFGKLMNPRSTVZ";
    constexpr std::string_view kVowels = "aeiou";
    constexpr std::string_view kNext = "bdfgklmnprstvz";
    std::string out;
    out += kFirst[random.below(kFirst.size())];
    for (int i = 0; i < 4; ++i) {
      out += kVowels[random.below(kVowels.size())];
      out += kNext[random.below(kNext.size())];
    }
    return out;
  };
  std::string out =
      "OFFICIAL SENSITIVE\n"
      "visitor_id,surname,forenames,date_of_birth,prison_number,prison,relationship,status\n";
  for (int i = 0; i < kVisitors; ++i) {
    char birth[16];
    std::snprintf(birth, sizeof birth, "%d-%02d-%02d", 1950 + static_cast<int>(random.below(50)),
                  1 + static_cast<int>(random.below(12)), 1 + static_cast<int>(random.below(28)));
    out += "VR-" + std::to_string(1'000'000 + i) + "," + name() + "," + name() + "," + birth +
           ",A1234BC,Wexmoor,friend,APPROVED\n";
  }
  return out;
}

struct Seen {
  std::size_t imports = 0;
  std::int64_t things = 0;
  bool operator==(const Seen&) const = default;
};

class KillImport : public ::testing::Test {
 protected:
  void SetUp() override {
    fresh_.make_store();
    fresh_.write("set/estmere-prisons/visitors.csv", visitors());
    man_ = fresh_.first_hit("Quillfeather");
    ASSERT_EQ(man_.size(), 26u);
    job_.copy_from(fresh_, "set");
  }

  std::vector<std::string> import() const {
    return {"import", "--store", job_.store(), job_.at("set")};
  }

  /// What a user sees: the imports that are there, and the man with everybody around him.
  Seen look() {
    Seen out;
    out.imports =
        job_.ask({"import", "list", "--store", job_.store()}).find("imports")->items.size();
    const std::string file = job_.at("work/seen" + std::to_string(++exports_) + ".jsonl");
    const auto told = job_.ask({"export", man_, "--store", job_.store(), "--as", "imran.sethi",
                                "--format", "jsonl", "--limit", "2000", "--out", file});
    out.things = number(told, "things");
    EXPECT_FALSE(told.find("partial")->boolean);
    return out;
  }

  // Until the moment drawn, noting which readers there are.
  void kill_at(pid_t child, const std::function<bool()>& now, std::vector<pid_t>& readers) {
    while (!now()) {
      for (const pid_t reader : children_of(child)) {
        if (std::find(readers.begin(), readers.end(), reader) == readers.end())
          readers.push_back(reader);
      }
      if (is_gone(child)) break;
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    kill(child, SIGKILL);
  }

  static bool all_gone(const std::vector<pid_t>& readers) {
    const auto until = Steady::now() + std::chrono::seconds(20);
    while (Steady::now() < until) {
      if (std::all_of(readers.begin(), readers.end(), is_gone)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }

  Job fresh_;
  Job job_;
  std::string man_;
  int exports_ = 0;
};

TEST_F(KillImport, WholeOrNotAtAllAndThenExactlyOne) {
  const std::uint64_t start = number_from("SALLYPORT_SEED", 1);
  const int rounds = is_set("SALLYPORT_LONG") ? 3000 : 30;
  job_.copy_from(fresh_, "store");
  const Seen none = look();
  const auto begun = Steady::now();
  const pid_t undisturbed = job_.start(import());
  std::uintmax_t bytes = 0;
  while (!is_gone(undisturbed)) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(job_.at("store/ledger.db-wal"), ignored);
    if (!ignored) bytes = std::max(bytes, size);
  }
  const auto whole_us = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - begun).count());
  ASSERT_EQ(job_.wait(undisturbed).code, 0);
  const Seen whole = look();
  ASSERT_EQ(whole.imports, none.imports + 1);
  ASSERT_EQ(whole.things, none.things + kVisitors);

  SeededRandom random(start);
  int absent = 0;
  int present = 0;
  std::size_t readers_met = 0;
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE("seed " + std::to_string(start) + ", round " + std::to_string(round));
    job_.copy_from(fresh_, "store");
    const bool by_bytes = round % 2 == 1;
    const std::uint64_t at_us = random.below(whole_us + whole_us / 10 + 1);
    const std::uint64_t at_bytes = random.below(bytes + 1);
    const auto now = Steady::now();
    const pid_t child = job_.start(import());
    std::vector<pid_t> readers;
    kill_at(
        child,
        [&] {
          if (!by_bytes) return Steady::now() - now >= std::chrono::microseconds(at_us);
          std::error_code error;
          const auto size = std::filesystem::file_size(job_.at("store/ledger.db-wal"), error);
          return !error && size >= at_bytes && size > 0;
        },
        readers);
    const Ended ended = job_.wait(child);
    EXPECT_TRUE(ended.signal == SIGKILL || ended.code == 0) << ended.code << ended.err;
    readers_met += readers.size();
    EXPECT_TRUE(all_gone(readers)) << "a reader is left over";

    EXPECT_EQ(job_.run({"verify", "--store", job_.store()}).code, 0);
    const Seen after = look();
    EXPECT_TRUE(after == none || after == whole)
        << after.imports << " imports, " << after.things << " things";
    ++(after == none ? absent : present);
    const auto again = job_.ask(import());
    EXPECT_EQ(number(*again.find("total"), after == none ? "taken" : "unchanged"), kVisitors);
    EXPECT_EQ(number(*again.find("total"), "rejected"), 0);
    EXPECT_EQ(look().things, whole.things);
    EXPECT_EQ(job_.run({"verify", "--store", job_.store()}).code, 0);
  }
  std::cout << rounds << " kills from seed " << start << ": " << absent << " left nothing, "
            << present << " the whole; " << readers_met << " readers were at work\n";
  EXPECT_GT(absent, rounds / 6);  // else the kills came too late to mean anything
  EXPECT_GT(readers_met, 0u);
}

}  // namespace
}  // namespace sallyport::hard
