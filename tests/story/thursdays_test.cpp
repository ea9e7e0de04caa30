// D. Thursday's drone, and the note that paid. Test D2 of the story: one chain, three agencies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "whole.hpp"

namespace sallyport::story {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Link {
  const char* agency;
  const char* at;     ///< as the page shows it
  const char* words;  ///< a part of them
};

// "curfew variation - sightings - call - stop - sighting and call - find in order"
constexpr Link kChain[] = {
    {"PRO", "Thu 10 Sep 2026", "licence varied: CURFEW: Curfew from 23:00 on Thursdays"},
    {"PRI", "Thu 17 Sep 2026 21:50", "Drone sighting at Wexmoor B side"},
    {"PRI", "Thu 24 Sep 2026 21:50", "Drone sighting at Wexmoor B side"},
    {"POL", "Thu 24 Sep 2026 22:02", "07700 900702 called 07700 900655"},
    {"POL", "Thu 24 Sep 2026 22:20", "Aron Speight was stopped with QZ21 KLN"},
    {"PRI", "Thu 8 Oct 2026 21:48", "Drone sighting at Wexmoor B side"},
    {"POL", "Thu 8 Oct 2026 21:51", "07700 900702 called 07700 900655"},
    {"PRI", "Fri 9 Oct 2026 06:30", "Find at Wexmoor B2-14: Liam Foss"}};

void sees_the_chain(const std::string& user) {
  SCOPED_TRACE(user);
  Visitor& visitor = the(user);
  // the selection: the number, the vehicle, Speight, Foss, the side where drones are seen
  std::vector<std::string> selection;
  for (const auto& [text, titled] : {std::pair{"07700 900655", "07700 900655"},
                                     {"QZ21 KLN", "QZ21 KLN"},
                                     {"Aron Speight", "Aron Speight"},
                                     {"Liam Foss Z9041ZG", "Liam Foss"},
                                     {"Wexmoor B side", "Wexmoor B side"}}) {
    const Told item = visitor.hit(text, titled);
    ASSERT_TRUE(item.there()) << text;
    selection.push_back(item["id"].text());
  }
  const Told line = visitor.time_line(selection);
  ASSERT_EQ(line.status(), 200);
  std::string read;
  std::size_t next = 0;
  for (const Told& entry : line["entries"].all()) {
    const std::string words = entry["words"].words();
    const std::string agency = entry["told"][0]["source.tag"].text();
    read += agency + " " + entry["time.local"].text() + " " + words + "\n";
    EXPECT_THAT(words, Not(HasSubstr("Eldersby"))) << "Saturday's drone is not in it";
    if (next == std::size(kChain)) continue;
    const Link& link = kChain[next];
    if (agency != link.agency || entry["time.local"].text().find(link.at) == std::string::npos ||
        words.find(link.words) == std::string::npos)
      continue;
    EXPECT_THAT(entry["gap"].text(), HasSubstr("later")) << words;
    ++next;
  }
  EXPECT_EQ(next, std::size(kChain))
      << "the chain breaks before " << kChain[std::min(next, std::size(kChain) - 1)].words << "\n"
      << read;
}

TEST(StoryD2, DanaSeesTheChainInOrder) {
  sees_the_chain("dana.whitlock");
}

TEST(StoryD2, ImranSeesTheChainInOrder) {
  sees_the_chain("imran.sethi");
}

TEST(StoryD2, KerstinSeesTheChainInOrder) {
  sees_the_chain("kerstin.vale");
}

// the man in the stop, the keeper, the man on licence and the mapped man are one
TEST(StoryD2, ThereIsOneAronSpeight) {
  for (const char* user : {"dana.whitlock", "imran.sethi", "kerstin.vale"}) {
    Visitor& visitor = the(user);
    std::vector<Told> found;
    for (const Told& group : visitor.search("Aron Speight")["groups"].all()) {
      for (const Told& hit : group["hits"].all()) {
        if (hit["title"].text() == "Aron Speight") found.push_back(hit);
      }
    }
    ASSERT_EQ(found.size(), 1u) << user;
    EXPECT_EQ(visitor.open(found[0])["same_person.joined"].count(), 5) << user;
  }
}

}  // namespace
}  // namespace sallyport::story
