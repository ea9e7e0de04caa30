// E. The false lead: what must not be raised. Tests E3, E4 and E5 of the story.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "network/words.hpp"
#include "whole.hpp"

namespace sallyport::story {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr const char* kSolicitor = "01632 960201";
constexpr const char* kHostel = "01632 960144";
const std::vector<std::string> kAllUsers = {
    "edda.moran",   "dana.whitlock", "imran.sethi", "joss.tarbuck", "morag.leith",
    "femi.cole",    "kerstin.vale",  "anselm.roe",  "sunniva.hart", "ruth.calder",
    "lorne.haddow", "pia.lund",      "hal.merriden"};

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

// The lines of September's calls that go to the solicitor: what must leave no trace.
std::vector<std::string> refused_lines() {
  std::vector<std::string> out;
  std::ifstream in(files_of(seed()) / "estmere-prisons/calls_2026-09.csv");
  for (std::string line; std::getline(in, line);) {
    if (line.find(kSolicitor) != std::string::npos) out.push_back(line);
  }
  return out;
}

// "17 refused: one count for the import, no reject row"
TEST(StoryE3, ImranReadsOneCountAndNoRejectedRow) {
  Visitor& imran = the("imran.sethi");
  std::vector<Told> refusing;
  for (const Told& import : imran.imports().all()) {
    if (import["refused"].count() != 0) refusing.push_back(import);
  }
  ASSERT_EQ(refusing.size(), 1u);
  EXPECT_EQ(refusing[0]["file"].text(), "calls_2026-09.csv");
  EXPECT_EQ(refusing[0]["refused"].count(), 17);
  EXPECT_EQ(refusing[0]["rejected"].count(), 0);
  const std::string address = "/api/imports/" + refusing[0]["id"].text();
  EXPECT_THAT(imran.get(address)["rejects"].all(), IsEmpty());
  EXPECT_EQ(imran.get(address + "/rejected").status(), 404);
}

// "no trace of number or time in store": nobody finds the number, and Renn's pages tell no such
// call
TEST(StoryE3, NobodyFindsTheSolicitorsNumberOrTheCalls) {
  const auto lines = refused_lines();
  ASSERT_EQ(lines.size(), 17u);
  for (const char* user : {"dana.whitlock", "imran.sethi", "kerstin.vale", "anselm.roe"}) {
    SCOPED_TRACE(user);
    Visitor& visitor = the(user);
    EXPECT_FALSE(visitor.hit(kSolicitor, kSolicitor).there());
    EXPECT_FALSE(visitor.first("960201").there());
    const Told renn = visitor.first("Tobias Renn Z9011ZA");
    const Told page = visitor.open(renn);
    EXPECT_THAT(page.everything(), Not(HasSubstr("960201")));
    const Told line = visitor.time_line({renn["id"].text()});
    ASSERT_FALSE(line["entries"].empty());
    const auto times = line["entries"].each("time.at");
    for (const std::string& refused : lines) {
      // CA-202609-00004000,Z9011ZA,Wexmoor,01632 960201,2026-09-15 14:00:00,600,ANSWERED
      const std::string at = refused.substr(refused.find(kSolicitor) + 13, 19);
      const auto as_utc = parse_iso_instant(at.substr(0, 10) + "T" + at.substr(11) + "Z");
      ASSERT_TRUE(as_utc) << at;
      const std::int64_t instant = as_utc->us - network::london_offset_us(*as_utc);
      for (const std::string& told : times)
        EXPECT_NE(parse_iso_instant(told)->us, instant) << "a call at " << at;
    }
  }
}

// "no trace in store, log or quarantine; the original file is not kept"
TEST(StoryE3, TheStoresFilesHoldNeitherTheCallsNorTheFile) {
  std::vector<std::string> traces = {"01632 960201", "01632960201", "441632960201",
                                     "call_id,prison_number"};
  for (const auto& line : refused_lines()) {
    traces.push_back(line.substr(0, line.find(',')));               // its own id
    traces.push_back(line.substr(line.find(kSolicitor) + 13, 19));  // its time
  }
  const std::string calls = bytes_of(files_of(seed()) / "estmere-prisons/calls_2026-09.csv");
  for (const auto& trace : traces)
    ASSERT_TRUE(calls.find(trace) != std::string::npos || trace.find("960201") != std::string::npos)
        << trace << " is in the file that came";
  std::size_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(whole().folder())) {
    if (!entry.is_regular_file()) continue;
    const std::string content = bytes_of(entry.path());
    bytes += content.size();
    for (const auto& trace : traces)
      EXPECT_EQ(content.find(trace), std::string::npos) << trace << " in " << entry.path();
  }
  EXPECT_GT(bytes, 1'000'000u);
}

// "hostel line is one collapsed hub '63 people', offers no path by default"
TEST(StoryE4, TheHostelLineIsOneCollapsedHubOnRennsChart) {
  Visitor& dana = the("dana.whitlock");
  const Told renn = dana.first("Tobias Renn Z9011ZA");
  for (const int depth : {1, 2}) {
    const Told chart = dana.neighbourhood({renn["id"].text()}, depth);
    const Told hub = chart["nodes"].with("title", kHostel);
    ASSERT_TRUE(hub.there()) << "depth " << depth;
    EXPECT_EQ(hub["hub"].text(), "63 people");
    EXPECT_FALSE(chart["nodes"].with("title", "Tolley").there());
    for (const Told& edge : chart["edges"].all()) {
      const bool of_the_hub =
          edge["a"].text() == hub["id"].text() || edge["b"].text() == hub["id"].text();
      const bool of_renn =
          edge["a"].text() == renn["id"].text() || edge["b"].text() == renn["id"].text();
      EXPECT_TRUE(!of_the_hub || of_renn) << "the hub leads on to nobody";
    }
  }
}

TEST(StoryE4, TheHostelLineIsNoWayFromRennToTolley) {
  Visitor& dana = the("dana.whitlock");
  const std::string renn = dana.first("Tobias Renn Z9011ZA")["id"].text();
  const std::string tolley = dana.first("Ryan Tolley Z9051ZH")["id"].text();
  const Told answer = dana.connect(renn, tolley);
  EXPECT_EQ(answer.status(), 200);
  ASSERT_TRUE(answer["paths"].there());
  EXPECT_TRUE(answer["paths"].empty()) << answer["paths"][0]["steps"].everything();
  const Told hostel = dana.open(dana.first(kHostel));
  EXPECT_EQ(hostel["shared_by"].count(), 63);
}

// "zero groups called Copper Lane"
TEST(StoryE5, NobodyFindsAGroupCalledCopperLane) {
  std::size_t searched = 0;
  for (const auto& user : kAllUsers) {
    Visitor& visitor = the(user);
    const Told answer = visitor.search("Copper Lane");
    if (answer.status() == 403) continue;
    ++searched;
    for (const Told& group : answer["groups"].all()) {
      for (const Told& hit : group["hits"].all()) {
        EXPECT_FALSE(hit["kind"].text() == "group" && hit["title"].text() == "Copper Lane") << user;
      }
    }
  }
  EXPECT_EQ(searched, 10u) << "all but Joss, Pia and Hal may search";
}

// The four who share a gym slot: on nobody's list, tied to no group and not to one another.
TEST(StoryE5, TheFourOfTheGymSlotAreNoMembersAndHaveNoTies) {
  Visitor& dana = the("dana.whitlock");
  std::vector<std::string> four;
  for (const char* text : {"Jory Maddern Z9091ZA", "Sunday Ekpo Z9091ZB", "Callan Laurie Z9091ZC",
                           "Telmo Vasco Z9091ZD"}) {
    const Told man = dana.first(text);
    const Told page = dana.open(man);
    ASSERT_EQ(page.status(), 200) << text;
    EXPECT_TRUE(page["memberships"].empty()) << text;
    four.push_back(man["id"].text());
  }
  for (std::size_t n = 1; n < four.size(); ++n)
    EXPECT_TRUE(dana.connect(four[0], four[n])["paths"].empty());
}

// What every user is given to do or to know unasked: tonight's arrivals with what speaks against
// them, and the pairs of records put to a person.
TEST(StoryE5, NoUserIsGivenAnythingAboutTolley) {
  for (const auto& user : kAllUsers) {
    SCOPED_TRACE(user);
    Visitor& visitor = the(user);
    EXPECT_THAT(visitor.arrivals().everything(), Not(HasSubstr("Tolley")));
    const Told tolley = visitor.hit("Ryan Tolley Z9051ZH", "Ryan Tolley");
    if (!tolley.there()) continue;
    const Told page = visitor.open(tolley);
    EXPECT_EQ(page["same_person.proposals"].count(), 0) << "nothing to decide about him";
    EXPECT_THAT(page["memberships"].all(), IsEmpty()) << "linked to no group";
    EXPECT_THAT(page["under_pressure"].all(), IsEmpty());
    EXPECT_THAT(page["keep_aparts"].all(), IsEmpty());
    EXPECT_THAT(page["do"].all(), IsEmpty());
    EXPECT_THAT(page["do_not"].all(), IsEmpty());
    EXPECT_THAT(page["summary"].words(), Not(HasSubstr("Ashlar")));
  }
}

// "Dana, Imran: two reports, graded, one origin"; "Tolly separate"; no tie to the group
TEST(StoryE5, DanaAndImranReadTwoGradedReportsOfOneOrigin) {
  for (const char* user : {"dana.whitlock", "imran.sethi"}) {
    SCOPED_TRACE(user);
    Visitor& visitor = the(user);
    const Told tolley = visitor.first("Ryan Tolley Z9051ZH");
    EXPECT_THAT(visitor.open(tolley)["reports"].each("title"),
                UnorderedElementsAre("report NMP/2026/0003551", "report NMP/2026/0003598",
                                     "report PN-0004003"))
        << "the two, and his officer's note of no concern";
    const Told first = visitor.open(visitor.first("NMP/2026/0003551"));
    const Told second = visitor.open(visitor.first("NMP/2026/0003598"));
    EXPECT_EQ(first["grade"].text(), "3 E P");
    EXPECT_EQ(second["grade"].text(), "2 D P");
    EXPECT_THAT(second["same_origin"].each("title"), ElementsAre("report NMP/2026/0003551"));
    const Told tolly = visitor.hit("Ryan Tolly", "Ryan Tolly");
    ASSERT_TRUE(tolly.there());
    const Told why = visitor.why_one_person(tolley["id"].text());
    EXPECT_FALSE(why["members"].with("title", "Tolly").there());
    const Told ashlar = visitor.hit("Ashlar Street", "Ashlar Street");
    EXPECT_THAT(visitor.open(ashlar)["members"].everything(), Not(HasSubstr("Tolley")));
    EXPECT_TRUE(visitor.connect(tolley["id"].text(), ashlar["id"].text())["paths"].empty());
  }
}

}  // namespace
}  // namespace sallyport::story
