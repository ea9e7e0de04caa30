// The story's acceptance tests of stage F (story.md) over the service: import the agencies' files,
// ask as one of the thirteen, expect. Each test reads as a scenario.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "country.hpp"
#include "service/connections.hpp"
#include "service/pages.hpp"
#include "service/person.hpp"

namespace sallyport::story {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string> kPolice = {"northmoor-police", "southwater-police"};
const std::vector<std::string> kPrison = {"estmere-prisons"};
const std::vector<std::string> kProbation = {"estmere-probation"};

std::uint64_t seed() {
  const char* given = std::getenv("SALLYPORT_SEED");
  return given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
}

Country& whole() {
  static Country country(seed());
  return country;
}

std::vector<std::string> both(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string text_of(const service::Sentence& sentence) {
  std::string out;
  for (const auto& segment : sentence) out += segment.text;
  return out;
}

// How Dana gets at the two men: Ransome by his name, Prill by his number or his name.
std::optional<service::PathAnswer> ransome_to_prill(Country& country, const std::string& user) {
  auto look = country.look(user);
  const std::string ransome = country.first_hit(*look, "Victor Ransome");
  const std::string prill = country.first_hit(*look, "Owen Prill Z9012ZB");
  const auto answer = service::paths_between(*look, ransome, prill, 6);
  if (!answer) return std::nullopt;  // one of them is not there to be asked about
  return *answer;
}

TEST(StoryA1, NoOneOrTwoAgenciesAloneConnectRansomeAndPrill) {
  const std::vector<std::vector<std::string>> cases = {kPolice,
                                                       kPrison,
                                                       kProbation,
                                                       both(kPolice, kPrison),
                                                       both(kPolice, kProbation),
                                                       both(kPrison, kProbation)};
  for (const auto& agencies : cases) {
    Country country(seed(), agencies);
    auto look = country.look("dana.whitlock");
    const std::string ransome = country.first_hit(*look, "Victor Ransome");
    const std::string prill = country.first_hit(*look, "Z9012ZB");
    if (ransome.empty() || prill.empty()) continue;
    const auto answer = service::paths_between(*look, ransome, prill, 6);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->paths.empty()) << agencies.front() << " and " << agencies.back();
  }
}

TEST(StoryA2, AllThreeTogetherGiveOneShortestPathOfThreeSteps) {
  for (const char* user : {"dana.whitlock", "imran.sethi", "kerstin.vale"}) {
    const auto answer = ransome_to_prill(whole(), user);
    ASSERT_TRUE(answer) << user;
    ASSERT_EQ(answer->paths.size(), 1u) << user;
    const auto& steps = answer->paths.front();
    std::string read;
    for (const auto& step : steps) read += step.tag + ": " + text_of(step.words) + "\n";
    ASSERT_EQ(steps.size(), 3u) << user << "\n" << read;
    std::vector<std::string> tags;
    auto look = whole().look(user);
    for (const auto& step : steps) {
      tags.push_back(step.tag);
      ASSERT_FALSE(step.records.empty());
      for (const auto& record : step.records)
        EXPECT_TRUE(look->view().find(record.record)) << "opens";
    }
    EXPECT_EQ(tags, (std::vector<std::string>{"PRO", "POL", "PRI"})) << user;
    EXPECT_THAT(text_of(steps[2].words), HasSubstr("23 times"));
    std::string without;
    for (const auto& sentence : answer->without) without += text_of(sentence);
    EXPECT_THAT(without, HasSubstr("Kessell"));
  }
}

TEST(StoryA2, WhoLacksAFileSeesNoPath) {
  for (const char* user :
       {"edda.moran", "morag.leith", "femi.cole", "sunniva.hart", "ruth.calder"}) {
    const auto answer = ransome_to_prill(whole(), user);
    EXPECT_TRUE(!answer || answer->paths.empty()) << user;
  }
}

TEST(StoryA3, SearchesFindTheRightThingFirst) {
  auto look = whole().look("dana.whitlock");
  auto first = [&](const std::string& text) -> service::HitLine {
    service::SearchRequest request;
    request.text = text;
    const auto answer = service::search_for(*look, request);
    if (!answer || answer->groups.empty() || answer->groups.front().hits.empty()) return {};
    return answer->groups.front().hits.front();
  };
  const auto number = first("900417");
  EXPECT_EQ(number.item.title, "07700 900417");
  std::string users;
  for (const auto& user : number.users) users += user.title;
  EXPECT_THAT(users, HasSubstr("Kessell"));
  EXPECT_THAT(first("kessel marta").item.title, HasSubstr("Kessel"));
  EXPECT_THAT(first("kessel 4/3/89").item.title, HasSubstr("Kessel"));
  EXPECT_EQ(first("QZ21").item.title, "QZ21 KLN");
}

TEST(StoryB1, TonightsArrivalConflictsThroughAnOldNumber) {
  for (const char* user : {"dana.whitlock", "imran.sethi", "morag.leith"}) {
    auto look = whole().look(user);
    const auto arrivals = service::arrivals_on(*look, "", std::nullopt);
    ASSERT_TRUE(arrivals) << user;
    const service::ArrivalLine* dzurik = nullptr;
    for (const auto& a : *arrivals) {
      if (a.person.title.find("Dzurik") != std::string::npos) dzurik = &a;
    }
    ASSERT_NE(dzurik, nullptr) << user;
    std::string words;
    for (const auto& c : dzurik->conflicts) words += text_of(c.words) + "\n";
    EXPECT_THAT(words, HasSubstr("Renn")) << user;
    EXPECT_THAT(words, HasSubstr("prison non-association on number Z8877ZD, possible same person"))
        << user;
  }
}

TEST(StoryC2, AManUnderPressureIsNeverAMember) {
  for (const char* user : {"imran.sethi", "dana.whitlock", "sunniva.hart"}) {
    auto look = whole().look(user);
    const std::string group = whole().first_hit(*look, "Millrace");
    const auto page = service::group_page(*look, group);
    if (!page) {
      EXPECT_STREQ(user, "sunniva.hart") << "sees the group";
      continue;
    }
    for (const auto& m : page->members)
      EXPECT_EQ(m.person.title.find("Varley"), std::string::npos) << user;
    std::string pressed;
    for (const auto& p : page->under_pressure) pressed += p.person.title;
    if (std::string(user) == "sunniva.hart") {
      EXPECT_THAT(pressed, HasSubstr("Varley"));
    } else {
      EXPECT_EQ(pressed, "") << user;
    }
  }
}

TEST(StoryD2, TheChainIsTheTimeLineOfASelection) {
  auto look = whole().look("dana.whitlock");
  std::vector<std::string> ids;
  for (const char* text : {"07700 900655", "QZ21KLN", "Liam Foss Z9041ZG"})
    ids.push_back(whole().first_hit(*look, text));
  // Speight: the mapped man on licence, and the man in the stop, who is for a person to join
  service::SearchRequest speight;
  speight.text = "Aron Speight";
  const auto hits = service::search_for(*look, speight);
  ASSERT_TRUE(hits);
  for (const auto& group : hits->groups) {
    for (const auto& hit : group.hits) {
      if (hit.item.title == "Aron Speight") ids.push_back(to_text(hit.item.id));
    }
  }
  // the B side of Wexmoor, where drones are seen
  look->view().records(model::RecordKind::place, [&](const picture::Record& place) {
    const auto name = look->view().value(place.handle, model::Property::place_name);
    if (name == "Wexmoor B side") ids.push_back(to_text(place.id));
    return true;
  });
  const auto line = service::timeline_of(*look, ids, {});
  ASSERT_TRUE(line);
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"PRO", "10 Sep 2026"},       {"PRI", "17 Sep 2026 21:50"}, {"PRI", "24 Sep 2026 21:50"},
      {"POL", "24 Sep 2026 22:02"}, {"POL", "24 Sep 2026 22:20"}, {"PRI", "8 Oct 2026 21:48"},
      {"POL", "8 Oct 2026 21:51"},  {"PRI", "9 Oct 2026 06:30"}};
  std::size_t at = 0;
  std::string read;
  for (const auto& entry : *line) {
    read +=
        std::string(entry.source.tag) + " " + entry.time.local + " " + text_of(entry.words) + "\n";
    if (at < expected.size() && entry.source.tag == expected[at].first &&
        entry.time.local.find(expected[at].second) != std::string::npos) {
      EXPECT_TRUE(at == 0 || !entry.gap.empty());
      ++at;
    }
    EXPECT_EQ(text_of(entry.words).find("Eldersby"), std::string::npos);
  }
  EXPECT_EQ(at, expected.size()) << "breaks after "
                                 << (at == 0 ? "nothing" : expected[at - 1].second) << "\n"
                                 << read;
}

TEST(StoryE3, CallsToALegalNumberAreRefusedAndLeaveNoTrace) {
  std::uint64_t refused = 0;
  for (const auto& file : whole().imported()) {
    if (file.result.feed != "prison.calls") continue;
    refused += file.result.outcome.refused;
    EXPECT_EQ(file.result.outcome.rejected, 0u);
  }
  EXPECT_EQ(refused, 17u);
  auto look = whole().look("dana.whitlock");
  EXPECT_FALSE(look->view().token(model::IndexClass::id, "+441632960201"));
  std::size_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(whole().folder())) {
    if (!entry.is_regular_file()) continue;
    FILE* in = std::fopen(entry.path().c_str(), "rb");
    ASSERT_NE(in, nullptr);
    std::string content(std::filesystem::file_size(entry.path()), '\0');
    content.resize(std::fread(content.data(), 1, content.size(), in));
    std::fclose(in);
    bytes += content.size();
    for (const char* number : {"01632 960201", "01632960201", "441632960201"})
      EXPECT_EQ(content.find(number), std::string::npos) << entry.path();
  }
  EXPECT_GT(bytes, 1'000'000u);
}

TEST(StoryE4, TheHostelLineIsOneCollapsedHub) {
  auto look = whole().look("dana.whitlock");
  service::NeighbourhoodRequest request;
  request.ids = {whole().first_hit(*look, "Tobias Renn Z9011ZA")};
  const auto chart = service::neighbourhood_of(*look, request);
  ASSERT_TRUE(chart);
  const service::ChartNodeLine* hub = nullptr;
  for (const auto& node : chart->nodes) {
    if (node.item.title == "01632 960144") hub = &node;
  }
  ASSERT_NE(hub, nullptr);
  EXPECT_EQ(hub->hub, "63 people");
  const auto path = service::paths_between(*look, request.ids.front(),
                                           whole().first_hit(*look, "Ryan Tolley Z9051ZH"), 2);
  ASSERT_TRUE(path);
  EXPECT_TRUE(path->paths.empty()) << "the hostel line is no way through";
}

TEST(StoryE5, CopperLaneIsNoGroup) {
  for (const char* user : {"dana.whitlock", "imran.sethi", "kerstin.vale", "anselm.roe"}) {
    auto look = whole().look(user);
    look->view().records(model::RecordKind::group, [&](const picture::Record& group) {
      EXPECT_NE(look->view().value(group.handle, model::Property::group_name), "Copper Lane");
      return true;
    });
  }
}

TEST(StoryG2, ImportingEverythingTwiceChangesNothing) {
  const auto before = whole().desk().picture().footprint();
  const auto again = whole().import_all();
  for (const auto& file : again) {
    const auto& o = file.result.outcome;
    EXPECT_EQ(o.taken, 0u) << file.file << ": " << o.rows << " rows, " << o.changed << " changed, "
                           << o.unchanged << " unchanged, " << o.new_records << " new records";
  }
  const auto after = whole().desk().picture().footprint();
  EXPECT_EQ(after.records, before.records);
  EXPECT_EQ(after.statements, before.statements);
  EXPECT_EQ(after.links, before.links);
  EXPECT_EQ(after.events, before.events);
}

}  // namespace
}  // namespace sallyport::story
