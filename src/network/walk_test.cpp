// What a walk reads and asks, and what it says when it stops: counted, not timed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "network/neighbourhood.hpp"
#include "network/path.hpp"
#include "picture/testing/world.hpp"

namespace sallyport::network {
namespace {

using model::LinkKind;
using model::Property;
using model::RecordId;
using model::RecordKind;
using picture::Handle;
using picture::View;
using picture::testing::World;
using ::testing::HasSubstr;

constexpr const char* kPolice = "northmoor-police";

/// A line that so many people use, a friend of one of them, and a pair who know each other.
struct Helpline {
  World world;
  RecordId line, first, friend_of_first, second;

  explicit Helpline(int users) {
    line = world.add(RecordKind::phone, kPolice, {{Property::phone_number, "+441632960144"}});
    for (int i = 0; i < users; ++i) {
      const RecordId user = world.person(kPolice, "Ryan", "Caller" + std::to_string(i));
      world.link(LinkKind::uses, user, line);
      if (i == 0) first = user;
      if (i == 1) second = user;
    }
    friend_of_first = world.person(kPolice, "Owen", "Prill");
    world.link(LinkKind::associates_with, friend_of_first, first);
  }
};

struct Asked {
  std::unique_ptr<picture::Picture> picture;
  View view;
  IdentityOf identity;
  explicit Asked(const Helpline& helpline)
      : picture(helpline.world.fold()),
        view(World::open(*picture)),
        identity(helpline.world.identity(view)) {}
  Handle of(RecordId id) const { return *view.find(id); }
};

TEST(Walk, LeavesAHubAsSoonAsThereAreTooManyPeople) {
  const Helpline helpline(400);
  const Asked asked(helpline);
  internal::Work work;
  PathOptions options;
  options.work = &work;
  const auto none = connect(asked.view, asked.identity, asked.of(helpline.friend_of_first),
                            asked.of(helpline.second), options);
  EXPECT_FALSE(none->value.met);
  EXPECT_LE(work.neighbours_read, 2 * limits::kHubDegree) << "of 400 people on the line";
  EXPECT_LE(work.identities_asked, 2 * limits::kHubDegree);
}

TEST(Walk, AsksNobodyWhoHeIsBesideAThingThatFewUse) {
  const Helpline helpline(20);
  const Asked asked(helpline);
  internal::Work work;
  PathOptions options;
  options.work = &work;
  const auto found = connect(asked.view, asked.identity, asked.of(helpline.first),
                             asked.of(helpline.line), options);
  EXPECT_EQ(found->value.steps, 1u);
  EXPECT_LE(work.identities_asked, 3u) << "the two ends, and whom a way round would begin with";
}

TEST(Walk, SaysHowFarItLookedWhenItStops) {
  const Helpline helpline(20);
  const Asked asked(helpline);
  PathOptions options;
  options.neighbour_budget = 2;
  const auto stopped = connect(asked.view, asked.identity, asked.of(helpline.friend_of_first),
                               asked.of(helpline.second), options);
  EXPECT_TRUE(stopped->partial);
  EXPECT_FALSE(stopped->value.met);
  EXPECT_GE(stopped->value.looked_at, 3u);
  EXPECT_THAT(stopped->value.sentence,
              HasSubstr("within the " + std::to_string(stopped->value.looked_at) + " people"));
  const auto whole = connect(asked.view, asked.identity, asked.of(helpline.friend_of_first),
                             asked.of(helpline.second));
  EXPECT_EQ(whole->value.steps, 3u);
  EXPECT_EQ(whole->value.looked_at, 0u);
}

TEST(Chart, DoesNotCountACrowd) {
  const Helpline helpline(static_cast<int>(kCrowdPeople) + 1);
  const Asked asked(helpline);
  const auto chart =
      neighbourhood(asked.view, asked.identity, {asked.of(helpline.first)}, {.depth = 2});
  ASSERT_EQ(chart->value.nodes.size(), 3u) << "he, his friend, the line; nobody beyond it";
  const auto& nodes = chart->value.nodes;
  const auto hub = std::find_if(nodes.begin(), nodes.end(), [](const auto& n) { return n.hub; });
  ASSERT_NE(hub, nodes.end());
  EXPECT_EQ(hub->hub_words, "more than 250 people");
  EXPECT_TRUE(hub->neighbours.empty());
  EXPECT_EQ(chart->value.edges.size(), 2u) << "the tie to the line is drawn all the same";
  EXPECT_FALSE(chart->partial);
  const Helpline smaller(static_cast<int>(kCrowdPeople));
  const Asked of_smaller(smaller);
  const auto counted =
      neighbourhood(of_smaller.view, of_smaller.identity, {of_smaller.of(smaller.line)});
  EXPECT_EQ(counted->value.nodes.front().hub_words, "250 people");
}

}  // namespace
}  // namespace sallyport::network
