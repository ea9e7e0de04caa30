// The confined reader: escapes end it, hostile files give errors within the limits, nothing is
// written anywhere.
#include "intake/internal/shadow.hpp"
#include "intake/test_support.hpp"

namespace sallyport::intake::testing {
namespace {

namespace fs = std::filesystem;

TEST(Sandbox, EscapesEndTheReader) {
  for (const char* what : {"open", "create", "socket", "exec", "fork", "kill", "run-memory"}) {
    const Status got = sandbox().attempt(what);
    ASSERT_FALSE(got) << what;
    EXPECT_EQ(got.error().detail, "the file made its reader misbehave") << what;
  }
  EXPECT_FALSE(fs::exists("/tmp/sallyport-escape"));
}

TEST(Sandbox, MemoryAndTimeAreLimited) {
  if (!internal::kShadowMemory) {  // a sanitizer's map alone is larger
    EXPECT_EQ(sandbox().attempt("memory").error().detail, "the file needs over 256 MiB to be read");
  }
  EXPECT_EQ(sandbox().attempt("spin").error().detail, "the file takes too long to be read");
}

TEST(Sandbox, AMissingReaderIsAnError) {
  Sandbox none("/nowhere/sallyport-reader");
  const auto file = InputFile::from_bytes("a.csv", as_bytes("a,b\n1,2\n"));
  ASSERT_TRUE(file);
  class Nothing final : public RowSink {
    Status preamble(const Preamble&) override { return ok(); }
    Status row(const SourceRow&) override { return ok(); }
  } sink;
  EXPECT_EQ(none.run(*file, FileKind::csv, sink).error().code, ErrorCode::kInternal);
}

// A line that is JSON and no object is a bad row like any other, whatever it is.
TEST(Sandbox, LinesThatAreNoObjectsGoToQuarantine) {
  const std::string text =
      "{\"marking\":\"OFFICIAL SENSITIVE\",\"feed\":\"police.intelligence_reports\"}\n"
      "[1,[2]]\n17\n\"text\"\nnull\ntrue\n[]\n{\"urn\":[1]}\nnot JSON\n";
  const auto imported = import_text("police.intelligence_reports", text,
                                    context_for("police.intelligence_reports"), "reports.jsonl");
  ASSERT_TRUE(imported.outcome) << to_text(imported.outcome.error());
  EXPECT_EQ(imported.outcome->rows, 8u);
  EXPECT_EQ(imported.outcome->rejected, 8u);
  EXPECT_NE(imported.outcome->quarantine.find("{\"line\":\"[1,[2]]\""), std::string::npos)
      << imported.outcome->quarantine;
}

// What the readers take of the bad inputs: a clear error or rows and quarantine, under 256 MiB.
TEST(Sandbox, BadInputs) {
  if (shared_data().empty()) GTEST_SKIP() << "no shared data here";
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(shared_data() + "/badinput")) {
    if (!entry.is_regular_file()) continue;
    const auto file = InputFile::open(entry.path());
    ASSERT_TRUE(file);
    ++files;
    const std::string ending = entry.path().extension();
    const std::string path = entry.path();
    const char* format = "prison.roll";
    if (ending == ".json") format = "police.intelligence_reports";
    if (ending == ".ndjson" || path.find("/stix/") != std::string::npos) format = "ftm.entities";
    {
      auto context = context_for(format);
      std::uint64_t written = 0;
      const auto outcome =
          import_file(sandbox(), *file, mapping(format), context, [&](Chunk&& chunk) {
            written += chunk.rows.size();
            return ok();
          });
      if (outcome) {
        if (!internal::kShadowMemory) {
          EXPECT_LT(outcome->reader.peak_kib, 256u * 1024) << entry.path();
        }
        EXPECT_LT(outcome->reader.cpu_us, 5'000'000u) << entry.path();
        EXPECT_TRUE(outcome->reader.confinement.seccomp);
        EXPECT_EQ(outcome->taken, written) << entry.path();
      } else {
        EXPECT_FALSE(outcome.error().detail.empty()) << entry.path();
        EXPECT_NE(outcome.error().code, ErrorCode::kInternal) << entry.path();
      }
    }
  }
  EXPECT_GT(files, 300u);
}

}  // namespace
}  // namespace sallyport::intake::testing
