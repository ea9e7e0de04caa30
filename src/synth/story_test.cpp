// The story within the country: there whole at every scale and seed, touched by nothing random, and
// true to story.md's figures as far as files can show it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "synth/internal/codes.hpp"
#include "synth/internal/story.hpp"
#include "synth/test_country.hpp"

namespace sallyport::synth {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string path_of(const StoryRow& row) {
  return row.agency + "/" + feed_spec(row.feed).stem + (row.part.empty() ? "" : "_" + row.part) +
         (feed_spec(row.feed).json_lines ? ".jsonl" : ".csv");
}

void expect_story_whole(const Country& country) {
  const Story story = make_story();
  std::map<std::string, std::multiset<std::string>> files;
  for (const FileCount& file : country.files()) {
    if (file.feed.empty()) continue;
    auto lines = lines_of(country.text(file.path));
    files[file.path].insert(lines.begin(), lines.end());
  }
  std::size_t found = 0;
  for (const StoryRow& row : story.rows) {
    const auto times = std::count_if(story.rows.begin(), story.rows.end(), [&](const StoryRow& o) {
      return o.line == row.line && path_of(o) == path_of(row);
    });
    ASSERT_EQ(times, 1) << "two story rows alike: " << row.line;
    ASSERT_TRUE(files.contains(path_of(row))) << path_of(row);
    ASSERT_EQ(files[path_of(row)].count(row.line), 1u) << path_of(row) << ": " << row.line;
    ++found;
  }
  EXPECT_GT(found, 400u);
}

TEST(Story, IsWholeForFiveSeeds) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    expect_story_whole(make_country({.seed = seed}, "story_seed"));
  }
}

TEST(Story, IsWholeAtEveryScale) {
  expect_story_whole(
      make_country({.scale = Scale::kRegional, .people_in_custody = 3000, .seed = 9}, "story_reg"));
  expect_story_whole(
      make_country({.scale = Scale::kNational, .people_in_custody = 1500, .seed = 9}, "story_nat"));
}

TEST(Story, RowsAreWovenInNotAppended) {
  const Country& country = demo_country();
  for (const char* path : {"estmere-prisons/calls_2026-09.csv", "estmere-prisons/incidents.jsonl",
                           "northmoor-police/intelligence_reports.jsonl",
                           "estmere-prisons/money_credits.csv", "estmere-prisons/visitors.csv"}) {
    const auto lines = lines_of(country.text(path));
    std::set<std::string> fixed;
    for (const StoryRow& row : make_story().rows) {
      if (path_of(row) == path) fixed.insert(row.line);
    }
    ASSERT_FALSE(fixed.empty()) << path;
    std::size_t last = 0;
    for (std::size_t n = 0; n < lines.size(); ++n) {
      if (fixed.contains(lines[n])) last = n;
    }
    EXPECT_LT(last + 2, lines.size()) << path;
  }
}

/// What belongs to the story alone, as it would stand in any file.
const char* const kReserved[] = {"Z90",          "Z91",          "Z8877",       "900417",
                                 "900655",       "900702",       "07700 9004",  "07700 9006",
                                 "07700 9007",   "01632 9601",   "01632 9602",  "01632 9603",
                                 "CARD,4417,",   "CARD,4418,",   "CARD,4419,",  "CARD,4420,",
                                 "60-00-0",      "31926819",     "41108822",    "QZ21",
                                 "Saltpan",      "Cooperage",    "Quarry Lane", "Tidemill",
                                 "Millstone",    "Tollhouse",    "Ashlar",      "Dockline",
                                 "Millrace",     "Gantry",       "Copper Lane", "991/0010",
                                 "LANTERN",      "PLOVER",       "STAFF",       "PRESSURE",
                                 "X9000",        "Kessel",       "Renn,",       "Ransome",
                                 "Prill",        "Dzurik",       "Durik",       "Larkin",
                                 "Varley",       "Astbury",      "Speight",     "Tolley",
                                 "Tolly",        "Reyes-Holt",   "Haddow",      "Tarbuck",
                                 "joss.tarbuck", "lorne.haddow", "DUPLICATE",   "NOT_REPORTABLE",
                                 "HF9 "};

// Where it stands, but as a part of a longer code (PRISONER_ON_STAFF is no compartment).
std::size_t find_word(std::string_view text, std::string_view word) {
  const auto joins = [](char c) { return c == '_' || (c >= 'A' && c <= 'Z'); };
  const bool code = std::all_of(word.begin(), word.end(), joins);
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    const bool part = (at > 0 && joins(text[at - 1])) || (end < text.size() && joins(text[end]));
    if (!code || !part) return at;
  }
  return std::string_view::npos;
}

TEST(Story, NothingRandomTouchesIt) {
  for (const Scale scale : {Scale::kDemo, Scale::kRegional, Scale::kNational}) {
    const Country country = make_country(
        {.scale = scale, .people_in_custody = scale == Scale::kDemo ? 0u : 1800u, .story = false},
        "alone");
    for (const FileCount& file : country.files()) {
      const std::string text = country.text(file.path);
      for (const char* reserved : kReserved) {
        const auto at = find_word(text, reserved);
        ASSERT_EQ(at, std::string::npos)
            << reserved << " in " << file.path << ": " << text.substr(at < 40 ? 0 : at - 40, 120);
      }
    }
    const Story story = make_story();
    for (const auto& row : country.table("estmere-prisons/roll.csv")) {
      ASSERT_FALSE(story.cells.contains(row.at("prison") + "/" + row.at("location")));
    }
    for (const auto& row : country.table("estmere-prisons/cell_moves.csv")) {
      ASSERT_FALSE(story.cells.contains(row.at("prison") + "/" + row.at("to_location")));
    }
  }
}

TEST(Story, CallsAreExact) {
  const Country& country = demo_country();
  std::set<std::string> hostel;
  int prill = 0;
  int others_to_kessell = 0;
  int solicitor = 0;
  std::set<std::string> legal;
  for (const auto& row : country.table("estmere-prisons/legal_numbers.csv")) {
    legal.insert(row.at("number"));
  }
  EXPECT_TRUE(legal.contains("01632 960201"));
  for (const char* path :
       {"estmere-prisons/calls_2026-09.csv", "estmere-prisons/calls_2026-10.csv"}) {
    for (const auto& row : country.table(path)) {
      const std::string& number = row.at("number");
      if (number == "01632 960144") hostel.insert(row.at("prison_number"));
      if (number == "07700 900417") {
        ++(row.at("prison_number") == "Z9012ZB" ? prill : others_to_kessell);
        EXPECT_GE(row.at("at"), "2026-09-15");
        EXPECT_LT(row.at("at"), "2026-10-15");
      }
      if (legal.contains(number)) {
        ++solicitor;
        EXPECT_EQ(row.at("prison_number"), "Z9011ZA");
        EXPECT_LT(row.at("at"), "2026-10-01") << "one import counts all";
      }
    }
  }
  EXPECT_EQ(hostel.size(), 63u);
  EXPECT_TRUE(hostel.contains("Z9011ZA") && hostel.contains("Z9051ZH"));
  EXPECT_EQ(prill, 23);
  EXPECT_EQ(others_to_kessell, 0);
  EXPECT_EQ(solicitor, 17);
}

/// The two counting rules of vocabularies 4.9 over every payer of the country.
TEST(Story, MoneyRulesFireOnTheStorysSourcesAlone) {
  const Country& country = demo_country();
  struct Credit {
    std::int32_t day;
    std::string prisoner;
  };
  std::map<std::string, std::vector<Credit>> sources;
  for (const auto& row : country.table("estmere-prisons/money_credits.csv")) {
    const std::string source =
        row.at("method") == "CARD"
            ? row.at("card_last4") + "/" + row.at("card_expiry") + "/" + row.at("billing_name")
        : row.at("method") == "BANK" ? row.at("sort_code") + "/" + row.at("account_number")
                                     : "";
    if (source.empty()) continue;
    sources[source].push_back(
        {parse_iso_date(row.at("received_at").substr(0, 10))->day, row.at("prison_number")});
  }
  std::set<std::string> frequent;
  std::set<std::string> several;
  for (const auto& [source, credits] : sources) {
    for (const Credit& last : credits) {
      std::set<std::string> prisoners;
      int count = 0;
      for (const Credit& credit : credits) {
        if (credit.day > last.day || credit.day <= last.day - 8) continue;
        ++count;
        prisoners.insert(credit.prisoner);
      }
      if (count > 3) frequent.insert(source);
      if (prisoners.size() > 3) several.insert(source);
    }
  }
  EXPECT_EQ(several, std::set<std::string>({"4417/08/28/B Larkin"}));
  EXPECT_EQ(frequent, std::set<std::string>({"4417/08/28/B Larkin", "4419/08/28/A Haworth"}));
  EXPECT_TRUE(sources.contains("60-00-01/31926819"));
}

TEST(Story, SightingsFindsAndDecoysAreAsTold) {
  const Country& country = demo_country();
  int duplicates = 0;
  int not_reportable = 0;
  std::vector<std::string> thursdays;
  std::map<std::string, int> eldersby;
  for (const std::string& line : lines_of(country.text("estmere-prisons/incidents.jsonl"))) {
    const auto field = [&](const std::string& name) {
      const auto at = line.find("\"" + name + "\":\"");
      if (at == std::string::npos) return std::string();
      const auto from = at + name.size() + 4;
      return line.substr(from, line.find('"', from) - from);
    };
    if (field("family").empty()) continue;
    duplicates += field("status") == "DUPLICATE" ? 1 : 0;
    not_reportable += field("status") == "NOT_REPORTABLE" ? 1 : 0;
    const std::string at = field("at");
    if (field("family") == "FIND") {
      EXPECT_NE(line.find(at < "2026-10-01" ? "\"version\":5" : "\"version\":6"),
                std::string::npos);
      if (field("prison") == "Eldersby" && field("status") == "CLOSED") ++eldersby[at.substr(0, 7)];
    }
    if (field("family") == "DRONE_SIGHTING" && parse_iso_date(at.substr(0, 10))->day % 7 == 0) {
      thursdays.push_back(field("prison") + " " + at);
    }
  }
  EXPECT_EQ(duplicates, 12);
  EXPECT_EQ(not_reportable, 3);
  EXPECT_EQ(thursdays,
            std::vector<std::string>({"Wexmoor 2026-09-17T21:50", "Wexmoor 2026-09-24T21:50",
                                      "Tarnholt 2026-10-01T21:55", "Wexmoor 2026-10-08T21:48"}));
  EXPECT_NEAR(eldersby["2026-09"], 2 * eldersby["2026-07"], 4);
}

TEST(Story, MatchDecoysAreSpelledAsTold) {
  const Country& country = demo_country();
  const std::string visitors = country.text("estmere-prisons/visitors.csv");
  EXPECT_NE(visitors.find("VR-0004000,Kessel,Marta,1989-04-03,\"11 Cooperage Lane"),
            std::string::npos);
  const std::string cases = country.text("estmere-probation/cases.csv");
  EXPECT_NE(cases.find(",Kessell,M,04/03/1989,partner,Y,"), std::string::npos);
  const std::string reports = country.text("northmoor-police/intelligence_reports.jsonl");
  EXPECT_NE(reports.find("\"surname\":\"Kessell\",\"forenames\":\"Martha\",\"dob\":\"1989-03-04\""),
            std::string::npos);
  const std::string visits = country.text("estmere-prisons/visits.csv");
  EXPECT_EQ(visits.find("VR-0004000"), std::string::npos) << "Marta Kessel never came";
}

TEST(Story, PrillIsOnNoListAndHasOneNumber) {
  const Country& country = demo_country();
  std::map<std::string, int> seen;
  for (const FileCount& file : country.files()) {
    if (file.feed.empty()) continue;
    for (const std::string& line : lines_of(country.text(file.path))) {
      if (line.find("Z9012ZB") != std::string::npos) ++seen[file.feed];
    }
  }
  EXPECT_EQ(seen, (std::map<std::string, int>{
                      {"prison.activities", 1}, {"prison.calls", 23}, {"prison.roll", 1}}));
}

}  // namespace
}  // namespace sallyport::synth
