// The synthetic country as files: determinism, ranges, calibration, truth, documents.
#include "synth/synth.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <tuple>

#include "base/time.hpp"
#include "synth/internal/codes.hpp"
#include "synth/internal/feeds.hpp"
#include "synth/internal/world.hpp"
#include "synth/test_country.hpp"

namespace sallyport::synth {
namespace {

TEST(Synth, EqualOptionsGiveEqualBytesWhateverTheThreads) {
  const Country& one = demo_country();
  const Country two = make_country({.seed = 1, .threads = 1}, "det2");
  ASSERT_GT(one.files().size(), 40u);
  EXPECT_EQ(one.digests(), two.digests());
}

TEST(Synth, AnotherSeedIsAnotherCountry) {
  const Country& one = demo_country();
  const Country two = make_country({.seed = 2}, "seed2");
  EXPECT_NE(one.text("estmere-prisons/roll.csv"), two.text("estmere-prisons/roll.csv"));
}

TEST(Synth, PeopleAreTheSameAtEveryScale) {
  // Without the error layer's place and cell: number, name, birth, sex of every demo prisoner.
  const auto identity = [](const Country& country) {
    std::map<std::string, std::string> out;
    for (const auto& row : country.table("estmere-prisons/roll.csv")) {
      out[row.at("prison_number")] = row.at("surname") + "|" + row.at("forenames") + "|" +
                                     row.at("date_of_birth") + "|" + row.at("sex");
    }
    return out;
  };
  const auto demo = identity(make_country({.seed = 5}, "scale1"));
  const auto regional = identity(
      make_country({.scale = Scale::kRegional, .people_in_custody = 4000, .seed = 5}, "scale2"));
  ASSERT_GT(regional.size(), demo.size());
  for (const auto& [number, person] : demo) {
    ASSERT_TRUE(regional.contains(number)) << number;
    EXPECT_EQ(regional.at(number), person);
  }
}

TEST(Synth, DocumentsAndFilesAgreeOnColumns) {
  const std::filesystem::path docs = std::filesystem::path(SALLYPORT_SOURCE_DIR) / "docs/formats";
  const std::regex cell("^\\| `([^`]+)` \\| .*");
  int compared = 0;
  for (const FeedSpec& spec : feed_specs()) {
    std::ifstream page(docs / (std::string(spec.name) + ".md"));
    ASSERT_TRUE(page.good()) << spec.name;
    if (spec.json_lines) continue;
    std::string header;
    for (std::string line; std::getline(page, line);) {
      std::smatch found;
      if (!std::regex_match(line, found, cell)) continue;
      if (!header.empty()) header += ',';
      header += found[1].str();
    }
    EXPECT_EQ(header, spec.header) << spec.name;
    ++compared;
  }
  EXPECT_EQ(compared, 29);
}

TEST(Synth, EveryRowHasItsColumnsAndEveryFileItsMarking) {
  const Country& country = demo_country();
  for (const FileCount& file : country.files()) {
    if (file.feed.empty()) continue;
    const FeedSpec& spec = feed_spec(file.feed);
    std::istringstream text(country.text(file.path));
    std::string first;
    std::getline(text, first);
    EXPECT_NE(first.find(spec.marking), std::string::npos) << file.path;
    if (spec.json_lines) continue;
    const std::size_t columns = split_csv(spec.header).size();
    std::uint64_t rows = 0;
    std::string line;
    std::getline(text, line);
    for (; std::getline(text, line); ++rows) {
      ASSERT_EQ(split_csv(line).size(), columns) << file.path << ": " << line;
    }
    EXPECT_EQ(rows, file.rows) << file.path;
  }
}

/// Every run of digits and blanks that looks like a telephone number, and every e-mail address.
void expect_ranges(const std::string& text, const std::string& path, std::size_t& phones) {
  const auto digit = [&](std::size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
  };
  const auto run = [&](std::size_t from, std::size_t count) {
    std::size_t n = 0;
    while (n < count && digit(from + n)) ++n;
    return n == count;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    ASSERT_FALSE(text[i] == '+' && digit(i + 1)) << path << ": " << text.substr(i, 20);
    if (text[i] == '0' && (i == 0 || !digit(i - 1)) && run(i, 5) && text[i + 5] == ' ' &&
        run(i + 6, 6)) {
      ASSERT_TRUE(is_drama_number(text.substr(i, 12))) << text.substr(i, 12) << " in " << path;
      ++phones;
    }
    if (text[i] == '@') {
      ASSERT_EQ(text.substr(i, 12), "@example.org") << path;
    }
  }
}

TEST(Synth, NumbersStayInTheirRanges) {
  const Country& country = demo_country();
  std::size_t phones = 0;
  for (const FileCount& file : country.files())
    expect_ranges(country.text(file.path), file.path, phones);
  EXPECT_GT(phones, 50'000u);
}

TEST(Synth, BeyondTheDramaRangesOnlyAnUnusedCountryCode) {
  for (std::uint64_t n : {0ULL, 1ULL, 77ULL, 1'999'999ULL, 8'000'000'001ULL}) {
    const std::string number = estmere_number(n);
    EXPECT_EQ(number.substr(0, 6), "+999 7");
    EXPECT_EQ(number.find('9', 4), std::string::npos) << number;
  }
  std::set<std::string> seen;
  for (std::uint64_t n = 0; n < 50'000; ++n) seen.insert(estmere_number(n));
  EXPECT_EQ(seen.size(), 50'000u);
}

TEST(Synth, CheckLettersAreRightAndWrongOnesAreCaught) {
  EXPECT_TRUE(valid_pnc(pnc_number(2003, 412'345)));
  std::string pnc = pnc_number(2003, 412'345);
  pnc[10] = pnc[10] == '4' ? '5' : '4';
  EXPECT_FALSE(valid_pnc(pnc));
  const Country& country = demo_country();
  int checked = 0;
  for (const auto& row : country.table("estmere-prisons/roll.csv")) {
    if (!row.at("pnc").empty()) {
      ASSERT_TRUE(valid_pnc(row.at("pnc"))) << row.at("pnc");
      ++checked;
    }
    if (!row.at("cro").empty()) {
      ASSERT_TRUE(valid_cro(row.at("cro"))) << row.at("cro");
    }
  }
  EXPECT_GT(checked, 3000);
}

TEST(Synth, PrisonNumbersAreUniqueAndTheStorysAreFree) {
  std::set<std::string> seen;
  for (std::uint32_t n = 0; n < 300'000; ++n) {
    const std::string number = prison_number(n);
    ASSERT_TRUE(seen.insert(number).second) << number;
    ASSERT_FALSE(number.starts_with("Z90") || number.starts_with("Z91") ||
                 number.starts_with("Z8877"));
  }
  for (std::uint32_t n = 0; n < 2600; ++n) {
    ASSERT_TRUE(seen.insert(second_prison_number(n)).second);
  }
}

TEST(Synth, TheCountryIsCalibrated) {
  const Country& demo = demo_country();
  EXPECT_EQ(demo.report().in_custody, 2400u);
  EXPECT_LE(demo.report().rows, 400'000u);
  const Country big = make_country({.people_in_custody = 12'000, .seed = 1}, "calibration2");
  const SynthReport& r = big.report();
  EXPECT_EQ(r.in_custody, 12'000u);
  EXPECT_GT(r.linked_in_custody * 1000, r.in_custody * 95);  // 10.6 % of E&W
  EXPECT_LT(r.linked_in_custody * 1000, r.in_custody * 115);
  EXPECT_GT(r.principals_in_custody * 1000, r.linked_in_custody * 25);  // 4 %
  EXPECT_LT(r.principals_in_custody * 1000, r.linked_in_custody * 55);
  // 37,000 in 4,500 groups; 250,000 with history for 88,000 in custody
  EXPECT_GT(r.memberships * 10, r.groups * 72);
  EXPECT_LT(r.memberships * 10, r.groups * 95);
  EXPECT_NEAR(static_cast<double>(r.with_history) / r.in_custody, 250.0 / 88.0, 0.08);
}

TEST(Synth, EveryScaleHasItsPeopleAndPrisons) {
  const std::tuple<Scale, std::uint32_t, std::size_t> scales[] = {
      {Scale::kDemo, 2'400, 6}, {Scale::kRegional, 12'000, 18}, {Scale::kNational, 88'000, 120}};
  for (const auto& [scale, people, prisons] : scales) {
    const World world({.scale = scale}, 100, {});
    EXPECT_EQ(world.in_custody_count() + 100, people);
    ASSERT_EQ(world.prisons().size(), prisons);
    std::set<std::string> names;
    for (const PrisonInfo& prison : world.prisons()) names.insert(prison.name);
    EXPECT_EQ(names.size(), prisons);
    EXPECT_EQ(world.prisons()[5].name, "Quayle Sands");
    std::set<std::string> groups;
    for (std::uint32_t g = 0; g < world.groups(); ++g) groups.insert(world.group_name(g));
    EXPECT_EQ(groups.size(), world.groups());
  }
}

TEST(Synth, SourceKeysAreUniqueWithinAFile) {
  const Country& country = demo_country();
  for (const FileCount& file : country.files()) {
    if (file.feed.empty() || feed_spec(file.feed).json_lines) continue;
    std::vector<std::size_t> columns = {0};
    if (file.feed == "police.ocgm_extract") columns = {4, 22};
    if (file.feed == "police.pras") columns = {4};
    if (file.feed == "police.stops") columns = {0, 1};
    if (file.feed == "police.vehicles") columns = {0, 4};
    std::istringstream text(country.text(file.path));
    std::string line;
    std::getline(text, line);
    std::getline(text, line);
    std::set<std::string> seen;
    while (std::getline(text, line)) {
      const auto cells = split_csv(line);
      std::string key;
      for (const std::size_t column : columns) key += cells[column] + "/";
      ASSERT_TRUE(seen.insert(key).second) << file.path << ": " << key;
    }
  }
}

TEST(Synth, NobodyIsMovedToAPrisonForTheOtherSexOrToHisOwn) {
  const Country& country = demo_country();
  int women = 0;
  for (const auto& row : country.table("estmere-prisons/roll.csv")) {
    if (row.at("status") == "INACTIVE OUT") continue;
    ASSERT_EQ(row.at("sex") == "F", row.at("prison") == "Marrowdale") << row.at("prison_number");
    women += row.at("sex") == "F" ? 1 : 0;
  }
  EXPECT_GT(women, 50);
  int transfers = 0;
  for (const auto& row : country.table("estmere-prisons/movements.csv")) {
    if (row.at("type") != "TRANSFER") continue;
    ++transfers;
    ASSERT_NE(row.at("from_prison"), row.at("to_prison")) << row.at("movement_id");
    ASSERT_EQ(row.at("from_prison") == "Marrowdale", row.at("to_prison") == "Marrowdale");
  }
  EXPECT_GT(transfers, 100);
}

TEST(Synth, TruthNamesEveryPersonRecordOfTheFilesOnce) {
  const Country& country = demo_country();
  std::map<std::string, std::map<std::string, std::string>> truth;
  std::istringstream text(country.text("truth/clusters.csv"));
  std::string line;
  std::getline(text, line);
  while (std::getline(text, line)) {
    const auto cells = split_csv(line);
    ASSERT_EQ(cells.size(), 3u);
    const auto [at, fresh] = truth[cells[0]].emplace(cells[1], cells[2]);
    ASSERT_EQ(at->second, cells[2]) << "one record, two people: " << line;
  }
  const std::tuple<const char*, const char*, const char*> feeds[] = {
      {"prison.roll", "estmere-prisons/roll.csv", "prison_number"},
      {"prison.visitors", "estmere-prisons/visitors.csv", "visitor_id"},
      {"probation.cases", "estmere-probation/cases.csv", "crn"}};
  for (const auto& [feed, path, key] : feeds) {
    std::size_t rows = 0;
    for (const auto& row : country.table(path)) {
      ASSERT_TRUE(truth[feed].contains(row.at(key))) << feed << " " << row.at(key);
      ++rows;
    }
    EXPECT_GT(rows, 2000u);
  }
  EXPECT_EQ(truth["prison.roll"].size(), country.table("estmere-prisons/roll.csv").size());
  // somebody is in prison, probation and police files; somebody has two prison numbers
  std::map<std::string, std::set<std::string>> where;
  std::map<std::string, int> numbers;
  for (const auto& [source, records] : truth) {
    for (const auto& [record, cluster] : records) {
      where[cluster].insert(source);
      if (source == "prison.roll") ++numbers[cluster];
    }
  }
  int three = 0;
  for (const auto& [cluster, sources] : where) {
    three += sources.contains("prison.roll") && sources.contains("probation.cases") &&
                     sources.contains("police.ocgm_extract")
                 ? 1
                 : 0;
  }
  int twice = 0;
  for (const auto& [cluster, count] : numbers) twice += count == 2 ? 1 : 0;
  EXPECT_GT(three, 20);
  EXPECT_GT(twice, 10);
}

TEST(Synth, ProgressCountsEveryFileOnce) {
  std::vector<std::size_t> told;
  std::size_t all = 0;
  const Country country = make_country({.people_in_custody = 300,
                                        .threads = 3,
                                        .progress =
                                            [&](std::size_t done, std::size_t of) {
                                              told.push_back(done);
                                              all = of;
                                            }},
                                       "progress");
  ASSERT_EQ(told.size(), all);
  EXPECT_EQ(all, country.files().size() - 1);  // the truth is gathered after the feeds
  for (std::size_t n = 0; n < told.size(); ++n) EXPECT_EQ(told[n], n + 1);
}

TEST(Synth, BadOptionsAreRefusedAndAFullPathIsAnError) {
  SynthOptions options;
  options.out = std::filesystem::temp_directory_path() / "sallyport_synth_refused";
  options.threads = 0;
  EXPECT_EQ(synthesise(options).error().code, ErrorCode::kBadValue);
  options.threads = 2;
  options.people_in_custody = 2'000'000;
  EXPECT_EQ(synthesise(options).error().code, ErrorCode::kBadValue);
  options.people_in_custody = 300;
  options.out = "/dev/null/country";
  EXPECT_EQ(synthesise(options).error().code, ErrorCode::kStorage);
  EXPECT_EQ(parse_scale("village").error().code, ErrorCode::kBadValue);
  EXPECT_EQ(*parse_scale("national"), Scale::kNational);
}

// The roll, the movements and the cell moves tell one story of a man: each cell is in the prison
// where he was by then, each journey starts where the one before ended, the last cell is tonight's.
TEST(Synth, ACellIsInThePrisonWhereTheManWasThen) {
  const Country country = make_country({.story = false}, "journeys");
  struct Man {
    std::vector<std::pair<std::string, std::string>> journeys;  // when, to
    std::vector<std::array<std::string, 3>> cells;              // when, prison, cell
  };
  std::map<std::string, Man> men;
  std::size_t transfers = 0;
  for (const auto& row : country.table("estmere-prisons/movements.csv")) {
    if (row.at("status") != "COMPLETED") continue;
    auto& journeys = men[row.at("prison_number")].journeys;
    const std::string& type = row.at("type");
    if (type != "RECEPTION" && !journeys.empty()) {
      EXPECT_EQ(row.at("from_prison"), journeys.back().second) << row.at("movement_id");
    }
    if (type == "RECEPTION") journeys.emplace_back("", row.at("to_prison"));
    if (type == "RECEPTION" || type == "RELEASE") continue;
    if (journeys.empty()) journeys.emplace_back("", row.at("from_prison"));
    if (type == "TRANSFER") journeys.emplace_back(row.at("at"), row.at("to_prison"));
    transfers += type == "TRANSFER" ? 1 : 0;
  }
  EXPECT_GT(transfers, 500u);
  for (const auto& row : country.table("estmere-prisons/cell_moves.csv"))
    men[row.at("prison_number")].cells.push_back(
        {row.at("at"), row.at("prison"), row.at("to_location")});
  std::size_t elsewhere = 0;
  std::size_t inside = 0;
  for (const auto& row : country.table("estmere-prisons/roll.csv")) {
    if (row.at("prison").empty()) continue;
    const Man& man = men[row.at("prison_number")];
    ASSERT_FALSE(man.cells.empty()) << row.at("prison_number");
    ++inside;
    EXPECT_EQ(man.cells.back()[1], row.at("prison"));
    EXPECT_EQ(man.cells.back()[2], row.at("location"));
    EXPECT_EQ(man.cells.back()[0].substr(0, 10), row.at("at_location_since"));
    if (man.journeys.empty()) continue;  // received long ago, never moved since
    for (const auto& cell : man.cells) {
      std::string then = man.journeys.front().second;
      for (const auto& [when, to] : man.journeys) then = when <= cell[0] ? to : then;
      EXPECT_EQ(cell[1], then) << row.at("prison_number") << " on " << cell[0];
      elsewhere += cell[1] != row.at("prison") ? 1 : 0;
    }
  }
  EXPECT_GT(inside, 2000u);
  EXPECT_GT(elsewhere, 300u) << "men were elsewhere before";
}

TEST(Synth, NobodyWritesDownTheHourThatTheClockSkips) {
  const auto local = [](int year, unsigned month, unsigned day, int hour, int minute) {
    return to_date({year, month, day}).day * kDaySeconds + hour * 3600 + minute * 60;
  };
  EXPECT_EQ(iso_time(local(2026, 3, 29, 1, 30)), "2026-03-29 02:30");
  EXPECT_EQ(uk_time(local(2026, 3, 29, 1, 0), true), "29/03/2026 02:00:00");
  EXPECT_EQ(iso_time(local(2026, 3, 29, 0, 59)), "2026-03-29 00:59");
  EXPECT_EQ(iso_time(local(2026, 3, 29, 2, 0)), "2026-03-29 02:00");
  EXPECT_EQ(iso_time(local(2026, 3, 22, 1, 30)), "2026-03-22 01:30") << "a Sunday before the last";
  EXPECT_EQ(iso_time(local(2026, 3, 30, 1, 30)), "2026-03-30 01:30");
  EXPECT_EQ(iso_time(local(2025, 3, 30, 1, 30)), "2025-03-30 02:30");
  EXPECT_EQ(iso_time(local(2026, 10, 25, 1, 30)), "2026-10-25 01:30") << "that hour comes twice";
}

}  // namespace
}  // namespace sallyport::synth
