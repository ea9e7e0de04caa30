// Everything under ../shared/data/badinput that a reader could take, through the built program and
// its confined reader: a clear error or quarantine, never a crash, never above 256 MiB or 5 seconds
// of processor time, nothing written outside the store and the named quarantine file, and a store
// that verifies and holds what it held. Files are read as they are, forced to a format, and behind
// a proper head, so that their bytes reach the rows and not only the recognition.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/error.hpp"
#include "base/random.hpp"
#include "job.hpp"

namespace sallyport::hard {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint64_t kMostKib = 256u * 1024;
constexpr std::uint64_t kMostUs = 5'000'000;
constexpr const char* kRollHead =
    "OFFICIAL SENSITIVE\nprison_number,surname,forenames,date_of_birth,sex,status,prison,"
    "location,at_location_since,category\n";
constexpr const char* kReportsHead =
    "{\"marking\":\"OFFICIAL SENSITIVE\",\"feed\":\"police.intelligence_reports\"}\n";
constexpr const char* kEntityHead =
    "{\"id\":\"ok-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Orla Pennyroyal\"]}}\n";
// FollowTheMoney comes by agreement only; the story has none.
constexpr const char* kEntityFeed =
    "\n[[feed]]\nname = \"ftm.entities\"\nagencies = [\"estmere-regional\"]\n"
    "pattern = \"*.ftm.json\"\nmarking = \"OFFICIAL SENSITIVE\"\nlevel = \"official-sensitive\"\n"
    "purposes = [\"security\"]\nalways_to = [\"estmere-regional/unit\"]\n"
    "default_to = [\"estmere-prisons/security\"]\nceiling = [\"estmere-prisons/security\"]\n"
    "compartments = []\nlawful_basis = \"test\"\nretention = \"mopi-g4\"\nreview_months = 12\n";

struct Format {
  std::string feed, agency;
};

Format format_for(const fs::path& path) {
  const std::string ending = path.extension().string();
  if (ending == ".ndjson" || path.string().find("/stix/") != std::string::npos)
    return {"ftm.entities", "estmere-regional"};
  if (ending == ".json") return {"police.intelligence_reports", "northmoor-police"};
  return {"prison.roll", "estmere-prisons"};
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// A name that stays its own in one folder.
std::string flat_name(const fs::path& path, const fs::path& root) {
  std::string name = path.lexically_relative(root).string();
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

/// What happened, where or why, and how to mend it.
bool is_whole_message(const std::string& problem, std::int64_t code) {
  const ErrorInfo& info = describe(static_cast<ErrorCode>(code));
  const std::string head = std::string(info.title) + ": ";
  const std::string tail = ". " + std::string(info.advice);
  return problem.starts_with(head) && problem.ends_with(tail) &&
         problem.size() > head.size() + tail.size() + 6;
}

class BadInput : public ::testing::Test {
 protected:
  void SetUp() override {
    if (shared_data().empty()) GTEST_SKIP() << "the shared data is not there";
    root_ = shared_data() + "/badinput";
    job_.make_store();
    std::ofstream(job_.at("store/feeds.toml"), std::ios::app) << kEntityFeed;
    before_ = job_.listing();
  }
  void TearDown() override {
    if (root_.empty()) return;
    EXPECT_EQ(job_.run({"verify", "--store", job_.store()}).code, 0);
    EXPECT_NE(job_.first_hit("Quillfeather"), "");
    expect_nothing_outside();
  }

  /// One run: limits, one line for every file, each either brought in or refused in whole words.
  api::JsonValue bring_in(const std::string& path, const std::vector<std::string>& more) {
    std::vector<std::string> words = {"import", "--store", job_.store(), path, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = job_.run(words);
    EXPECT_EQ(ended.signal, 0) << ended.err;
    EXPECT_THAT(ended.code, ::testing::AnyOf(0, 2, 6)) << ended.out << ended.err;
    // the program and one reader at a time: twice the larger bounds their sum
    EXPECT_LE(2 * ended.peak_kib, kMostKib);
    EXPECT_LE(ended.cpu_us, kMostUs);
    peak_kib_ = std::max(peak_kib_, ended.peak_kib);
    cpu_us_ = std::max(cpu_us_, ended.cpu_us);
    auto document = api::parse_json(ended.out, 30);
    EXPECT_TRUE(document) << ended.out << ended.err;
    if (!document) return {};
    for (const auto& file : document->find("files")->items) check_file(file, ended.code);
    for (const auto& file : document->find("unknown")->items) {
      EXPECT_TRUE(is_whole_message(file.find("why")->text,
                                   static_cast<std::int64_t>(ErrorCode::kUnsupportedFormat)))
          << file.find("path")->text << ": " << file.find("why")->text;
    }
    return std::move(*document);
  }

  void check_file(const api::JsonValue& file, int code) {
    SCOPED_TRACE(file.find("path")->text);
    ++seen_;
    if (!file.find("ok")->boolean) {
      EXPECT_NE(code, 0);
      const std::string problem = file.find("problem")->text;
      EXPECT_TRUE(is_whole_message(problem, number(file, "code"))) << problem;
      // nothing but a limit may have ended the reader
      for (const char* words : {"misbehave", "reader fail", "gave up", "stopped half-way", "stuck"})
        EXPECT_THAT(problem, Not(HasSubstr(words)));
      return;
    }
    ++brought_;
    EXPECT_TRUE(file.find("committed")->boolean);
    EXPECT_EQ(number(file, "rows"), number(file, "taken") + number(file, "unchanged") +
                                        number(file, "rejected") + number(file, "refused"));
    if (number(file, "rejected") == 0) return;
    const auto* named = file.find("rejected_file");
    ASSERT_NE(named, nullptr);
    EXPECT_TRUE(fs::exists(named->text));
    quarantine_.insert(fs::path(named->text).lexically_relative(job_.at("")).string());
    for (const auto& problem : file.find("problems")->items) {
      EXPECT_GT(number(problem, "row"), 0);
      EXPECT_FALSE(problem.find("expected")->text.empty());
    }
  }

  // What a file may change: the three ledgers' own files and the quarantine that was named.
  void expect_nothing_outside() {
    const Listing after = job_.listing();
    for (const auto& [name, what] : after) {
      const auto was = before_.find(name);
      if (was != before_.end() && was->second == what) continue;
      const bool ledger =
          name.starts_with("store/ledger.db") || name.starts_with("store/keys.db") ||
          name.starts_with("store/consultations.db") || name.starts_with("store/snapshot");
      const bool folder = what == "folder" && name.starts_with("store/rejected");
      EXPECT_TRUE(ledger || folder || quarantine_.contains(name) || name.starts_with("set"))
          << name << " was " << (was == before_.end() ? "made" : "changed");
    }
    for (const auto& [name, what] : before_)
      EXPECT_TRUE(after.contains(name)) << name << " is gone";
    for (const char* path : {"/etc/cron.d/evil", "/tmp/evil", "/tmp/evil.txt", "/evil.txt"})
      EXPECT_FALSE(fs::exists(path));
  }

  std::size_t committed() const {
    return job_.ask({"import", "list", "--store", job_.store()}).find("imports")->items.size();
  }

  Job job_;
  fs::path root_;
  Listing before_;
  std::set<std::string> quarantine_;
  std::size_t seen_ = 0;
  std::size_t brought_ = 0;
  std::uint64_t peak_kib_ = 0;
  std::uint64_t cpu_us_ = 0;
};

TEST_F(BadInput, EachFileAlone) {
  std::size_t files = 0;
  const std::size_t imports = committed();
  for (const auto& path : files_below(root_)) {
    const std::string inside = path.lexically_relative(root_).string();
    const bool named = inside.starts_with("gen") || inside.starts_with("csv") ||
                       inside.starts_with("blns") || inside.starts_with("json/test_transform");
    if (!named && !is_set("SALLYPORT_LONG")) continue;
    SCOPED_TRACE(path);
    ++files;
    const Format format = format_for(path);
    bring_in(path, {"--feed", format.feed, "--agency", format.agency});
  }
  EXPECT_GT(files, 100u);
  EXPECT_EQ(seen_, files);
  EXPECT_EQ(committed(), imports + brought_) << "something was half imported";
  std::cout << files << " files, " << brought_ << " with rows; largest process " << peak_kib_ / 1024
            << " MiB, most processor time " << cpu_us_ / 1000 << " ms\n";
}

TEST_F(BadInput, TheWholeSetAsAFolder) {
  const std::size_t imports = committed();
  const auto document = bring_in(root_, {"--agency", "estmere-prisons"});
  const std::size_t told =
      document.find("files")->items.size() + document.find("unknown")->items.size();
  EXPECT_EQ(told, files_below(root_).size());  // none is passed over in silence
  EXPECT_EQ(committed(), imports + brought_);
  std::cout << told << " files; largest process " << peak_kib_ / 1024 << " MiB, " << cpu_us_ / 1000
            << " ms of processor time in all\n";
}

// Behind a proper head the bytes are read as rows: most end in quarantine, none stops the file.
TEST_F(BadInput, BehindAProperHead) {
  const std::size_t step = is_set("SALLYPORT_LONG") ? 1 : 6;
  std::size_t at = 0;
  std::set<std::string> used;
  for (const auto& path : files_below(root_)) {
    const bool generated = path.string().find("/gen/") != std::string::npos;
    if (++at % step != 0 && !generated) continue;
    const Format format = format_for(path);
    const char* head = format.feed == "prison.roll"    ? kRollHead
                       : format.feed == "ftm.entities" ? kEntityHead
                                                       : kReportsHead;
    const char* ending = format.feed == "prison.roll" ? ".csv" : ".json";
    job_.write("set/" + format.feed + "/" + flat_name(path, root_) + ending,
               head + text_of_file(path));
    used.insert(format.feed + "|" + format.agency);
  }
  ASSERT_EQ(used.size(), 3u);
  const std::size_t imports = committed();
  for (const auto& both : used) {
    const std::string feed = both.substr(0, both.find('|'));
    bring_in(job_.at("set/" + feed), {"--feed", feed, "--agency", both.substr(both.find('|') + 1)});
  }
  EXPECT_GT(brought_, 50u);
  EXPECT_EQ(committed(), imports + brought_);
  std::cout << seen_ << " files, " << brought_ << " with rows; largest process " << peak_kib_ / 1024
            << " MiB, most processor time of a folder " << cpu_us_ / 1000 << " ms\n";
}

// Each hostile text as the surname of an otherwise good row: taken or rejected, and afterwards the
// program still answers.
TEST_F(BadInput, HostileTextsAsValues) {
  std::string roll = kRollHead;
  std::size_t rows = 0;
  for (const char* name :
       {"blns/blns.txt", "gen/unicode/invalid_utf8_lines.bin", "gen/misc/path_traversal.txt",
        "gen/csv/formula_injection.csv", "gen/misc/eml_header_injection.eml",
        "gen/unicode/names_adversarial.json", "gen/stix/names_sqli_xss.json"}) {
    std::ifstream lines(root_ / name, std::ios::binary);
    ASSERT_TRUE(lines) << name;
    for (std::string line; std::getline(lines, line) && rows < 3000;) {
      std::string cell;
      for (const char c : line) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
      char key[32];
      std::snprintf(key, sizeof key, "B%04zuCD", ++rows);
      roll += std::string(key) + ",\"" + cell +
              "\",Osric,1988-03-04,M,ACTIVE IN,Wexmoor,B1-05,2026-05-02,C\n";
    }
  }
  ASSERT_GT(rows, 500u);
  job_.write("set/roll.csv", roll);
  const auto document =
      bring_in(job_.at("set/roll.csv"), {"--feed", "prison.roll", "--agency", "estmere-prisons"});
  ASSERT_EQ(brought_, 1u);
  const auto& file = document.find("files")->items[0];
  EXPECT_EQ(static_cast<std::size_t>(number(file, "rows")), rows);  // none merged, none lost
  EXPECT_GT(number(file, "taken"), 400);
  // whoever was taken is found by number, and his page can be made, whatever he is called
  int found = 0;
  for (std::size_t row = 7; row <= rows; row += rows / 10) {
    char key[32];
    std::snprintf(key, sizeof key, "B%04zuCD", row);
    const std::string id = job_.first_hit(key);
    if (id.empty()) continue;
    ++found;
    const Ended page =
        job_.run({"person", "--store", job_.store(), "--as", "imran.sethi", id, "--json"});
    EXPECT_EQ(page.code, 0) << key << page.err;
    EXPECT_TRUE(api::parse_json(page.out, 30)) << key;
  }
  EXPECT_GT(found, 5);
}

// Workbooks whose sheet is one of the hostile XML files.
TEST_F(BadInput, HostileXmlAsASheet) {
  const auto pack = [&](const std::string& name, const fs::path& sheet, const char* part) {
    int error = 0;
    fs::create_directories(job_.at("set"));
    zip_t* zip = zip_open(job_.at("set/" + name).c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    ASSERT_NE(zip, nullptr);
    const std::string text = text_of_file(sheet);
    const std::string workbook = "<workbook><workbookPr/></workbook>";
    const auto add = [&](const char* as, const std::string& bytes) {
      zip_file_add(zip, as, zip_source_buffer(zip, bytes.data(), bytes.size(), 0), 0);
    };
    add("xl/workbook.xml", workbook);
    add(part, text);
    ASSERT_EQ(zip_close(zip), 0);
  };
  std::size_t at = 0;
  std::size_t packed = 0;
  const std::size_t step = is_set("SALLYPORT_LONG") ? 1 : 12;
  for (const auto& path : files_below(root_)) {
    const std::string ending = path.extension();
    if (ending != ".xml" && ending != ".svg") continue;
    const bool generated = path.string().find("/gen/") != std::string::npos;
    if (!generated && ++at % step != 0) continue;
    const std::string name = flat_name(path, root_);
    pack(name + ".1.xlsx", path, "xl/worksheets/sheet1.xml");
    pack(name + ".2.xlsx", path, "xl/sharedStrings.xml");
    packed += 2;
  }
  ASSERT_GT(packed, 40u);
  bring_in(job_.at("set"), {"--feed", "prison.roll", "--agency", "estmere-prisons"});
  EXPECT_EQ(seen_, packed);
  EXPECT_EQ(brought_, 0u);
  std::cout << packed << " workbooks; largest process " << peak_kib_ / 1024 << " MiB, "
            << cpu_us_ / 1000 << " ms of processor time in all\n";
}

}  // namespace
}  // namespace sallyport::hard
