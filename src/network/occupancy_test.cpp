// Who is where tonight when movements say more than the stays: released, moved on, at court.
#include "network/occupancy.hpp"

#include <gtest/gtest.h>

#include "network/graph.hpp"
#include "picture/testing/world.hpp"

namespace sallyport::network {
namespace {

using model::EventKind;
using model::LinkKind;
using model::Property;
using model::RecordId;
using model::RecordKind;
using picture::View;
using picture::testing::at;
using picture::testing::World;

constexpr const char* kPrisons = "estmere-prisons";

struct Prisons {
  World world;
  RecordId wexmoor = prison("Wexmoor");
  RecordId ostrey = prison("Ostrey");
  RecordId b1_05 = cell("B1-05", wexmoor);
  RecordId n2_07 = cell("N2-07", ostrey);
  RecordId renn = world.person(kPrisons, "Tobias", "Renn", "1984-05-17");

  RecordId prison(const char* name) {
    return world.add(RecordKind::place, kPrisons, {{Property::place_name, name}});
  }
  RecordId cell(const char* name, RecordId part_of) {
    const RecordId out = world.add(RecordKind::place, kPrisons, {{Property::place_name, name}});
    world.link(LinkKind::part_of, out, part_of);
    return out;
  }
  void event(EventKind kind, const char* code, RecordId place, const char* time) {
    model::PutEvent put;
    put.code = code;
    put.at.to_us = at(time) + 1;
    world.event(kind, renn, {}, place, at(time), put);
  }
  /// Where Renn is on the morning of 15 October, in words; "" when nothing tells.
  std::string renn_is() {
    const auto picture = world.fold();
    const View view = World::open(*picture);
    const auto where = where_tonight(view, world.identity(view), {*view.find(renn)}, view.now());
    return where ? where->words : std::string();
  }
  std::size_t people_in(RecordId place) {
    const auto picture = world.fold();
    const View view = World::open(*picture);
    const auto there = occupancy(view, world.identity(view), *view.find(place), view.now());
    EXPECT_TRUE(there);
    return there ? there->value.people.size() : 0;
  }
};

class Tonight : public ::testing::Test {
 protected:
  Tonight() { prisons.world.stay(prisons.renn, prisons.b1_05, at("2026-10-03T10:00:00Z")); }
  Prisons prisons;
};

TEST_F(Tonight, AReleaseThatWasMadeEndsTheStay) {
  EXPECT_EQ(prisons.renn_is(), "Wexmoor, B1-05");
  prisons.event(EventKind::release, "made", prisons.wexmoor, "2026-10-14T09:00:00Z");
  EXPECT_EQ(prisons.renn_is(), "");
  EXPECT_EQ(prisons.people_in(prisons.wexmoor), 0u);
}

TEST_F(Tonight, APlannedOrAnOlderReleaseDoesNot) {
  prisons.event(EventKind::release, "planned", prisons.wexmoor, "2026-10-14T09:00:00Z");
  prisons.event(EventKind::release, "made", prisons.wexmoor, "2025-01-10T09:00:00Z");
  prisons.event(EventKind::release, "made", prisons.wexmoor, "2026-10-20T09:00:00Z");
  EXPECT_EQ(prisons.renn_is(), "Wexmoor, B1-05");
}

TEST_F(Tonight, AMoveToAnotherPrisonTakesHimThere) {
  prisons.event(EventKind::movement, "cancelled", prisons.ostrey, "2026-10-13T09:00:00Z");
  EXPECT_EQ(prisons.renn_is(), "Wexmoor, B1-05");
  prisons.event(EventKind::movement, "made", prisons.ostrey, "2026-10-14T09:00:00Z");
  EXPECT_EQ(prisons.renn_is(), "Ostrey");
  EXPECT_EQ(prisons.people_in(prisons.wexmoor), 0u);
  prisons.world.stay(prisons.renn, prisons.n2_07, at("2026-10-14T15:00:00Z"));
  EXPECT_EQ(prisons.renn_is(), "Ostrey, N2-07");
  EXPECT_EQ(prisons.people_in(prisons.ostrey), 1u);
}

TEST_F(Tonight, ToCourtAndBackIsNoLeaving) {
  prisons.event(EventKind::movement, "made", {}, "2026-10-14T08:00:00Z");
  EXPECT_EQ(prisons.renn_is(), "Wexmoor, B1-05");
  prisons.event(EventKind::movement, "made", prisons.wexmoor, "2026-10-14T18:00:00Z");
  EXPECT_EQ(prisons.renn_is(), "Wexmoor, B1-05");
}

TEST_F(Tonight, WhoCameBackAfterAReleaseIsWhereHeWasReceived) {
  prisons.event(EventKind::release, "made", prisons.wexmoor, "2026-10-12T09:00:00Z");
  prisons.event(EventKind::movement, "made", prisons.ostrey, "2026-10-14T17:00:00Z");
  EXPECT_EQ(prisons.renn_is(), "Ostrey");
  prisons.event(EventKind::movement, "made", prisons.wexmoor, "2026-10-14T19:00:00Z");
  EXPECT_EQ(prisons.renn_is(), "Wexmoor") << "his cell of before is another's by now";
}

TEST_F(Tonight, WhomTheRollCallsReleasedIsNotThere) {
  prisons.world.say(prisons.renn, Property::custody_status, "INACTIVE OUT");
  EXPECT_EQ(prisons.renn_is(), "");
}

}  // namespace
}  // namespace sallyport::network
