// Who could meet him, when and how near: what files of cells and movements say together.
#include "network/together.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "network/words.hpp"
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
using picture::testing::kSealed;
using picture::testing::World;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kPrisons = "estmere-prisons";

class CouldMeet : public ::testing::Test {
 protected:
  RecordId place(const char* name, RecordId part_of = {}) {
    const RecordId out = world.add(RecordKind::place, kPrisons, {{Property::place_name, name}});
    if (!part_of.is_nil()) world.link(LinkKind::part_of, out, part_of);
    return out;
  }
  void apart(RecordId a, RecordId b, const char* status = "open",
             model::LabelIndex label = picture::testing::kOpen) {
    model::PutLink put;
    put.status = status;
    put.label = label;
    world.link(LinkKind::keep_apart, a, b, put);
  }
  void moved(RecordId person, RecordId to, const char* when) {
    model::PutEvent put;
    put.code = "made";
    put.at.to_us = at(when) + 1;
    world.event(EventKind::movement, person, {}, to, at(when), put);
  }
  /// "Renn, wing, Wexmoor B wing, 3 Oct 2026 to 10 Oct 2026, to be kept apart"
  std::vector<std::string> told(RecordId who, bool with_hidden = true) {
    const auto picture = world.fold(with_hidden);
    const View view = World::open(*picture);
    const auto answer = together(view, world.identity(view), *view.find(who), view.now());
    EXPECT_TRUE(answer);
    std::vector<std::string> out;
    for (const Together& one : answer->value) {
      std::string line = one.other.title + ", " + std::string(nearness_name(one.nearness)) + ", " +
                         one.place + ", " + day_words(local_day(one.from));
      line += one.until ? " to " + day_words(local_day(*one.until)) : " on";
      out.push_back(line + ", " + one.because);
      EXPECT_EQ(one.told.empty(), false) << "on whose word";
    }
    return out;
  }

  World world;
  RecordId wexmoor = place("Wexmoor");
  RecordId ostrey = place("Ostrey");
  RecordId b1_05 = place("B1-05", wexmoor);
  RecordId b1_09 = place("B1-09", wexmoor);
  RecordId b2_01 = place("B2-01", wexmoor);
  RecordId c1_01 = place("C1-01", wexmoor);
  RecordId o1_01 = place("B1-05", ostrey);
  RecordId renn = world.person(kPrisons, "Tobias", "Renn");
  RecordId dzurik = world.person(kPrisons, "Kamil", "Dzurik");
  RecordId foss = world.person(kPrisons, "Liam", "Foss");
};

TEST_F(CouldMeet, AsNearAsTheirCellsWereWhileBothLasted) {
  apart(renn, dzurik);
  world.stay(renn, b1_05, at("2026-09-01T10:00:00Z"));
  world.stay(dzurik, c1_01, at("2026-09-02T10:00:00Z"));  // another wing
  world.stay(dzurik, b2_01, at("2026-09-10T10:00:00Z"));
  world.stay(dzurik, b1_09, at("2026-09-20T10:00:00Z"));
  world.stay(dzurik, b1_05, at("2026-09-25T10:00:00Z"));
  EXPECT_THAT(
      told(renn),
      ElementsAre(
          "Kamil Dzurik, wing, Wexmoor B wing, 10 Sep 2026 to 20 Sep 2026, to be kept apart",
          "Kamil Dzurik, landing, Wexmoor B1 landing, 20 Sep 2026 to 25 Sep 2026, to be kept apart",
          "Kamil Dzurik, cell, Wexmoor B1-05, 25 Sep 2026 on, to be kept apart"));
}

TEST_F(CouldMeet, WhoMovedAwayIsTogetherNoMore) {
  apart(renn, dzurik);
  world.stay(renn, b1_05, at("2026-09-01T10:00:00Z"));
  world.stay(dzurik, b1_09, at("2026-09-02T10:00:00Z"));
  moved(dzurik, ostrey, "2026-09-12T10:00:00Z");
  EXPECT_THAT(
      told(renn),
      ElementsAre("Kamil Dzurik, landing, Wexmoor B1 landing, 2 Sep 2026 to 12 Sep 2026, to be "
                  "kept apart"));
}

TEST_F(CouldMeet, CellsOfOneNameInTwoPrisonsAreFarApart) {
  apart(renn, dzurik);
  world.stay(renn, b1_05, at("2026-09-01T10:00:00Z"));
  world.stay(dzurik, o1_01, at("2026-09-02T10:00:00Z"));
  EXPECT_THAT(told(renn), IsEmpty());
}

TEST_F(CouldMeet, ACellChangedWithinTheWingGoesOn) {
  const RecordId group = world.add(RecordKind::group, kPrisons, {{Property::group_name, "Dock"}});
  world.link(LinkKind::member_of, renn, group);
  world.link(LinkKind::member_of, foss, group);
  world.stay(renn, b1_05, at("2026-09-01T10:00:00Z"));
  world.stay(foss, b2_01, at("2026-09-02T10:00:00Z"));
  world.stay(renn, b1_09, at("2026-09-05T10:00:00Z"));
  EXPECT_THAT(told(renn),
              ElementsAre("Liam Foss, wing, Wexmoor B wing, 2 Sep 2026 on, also in Dock"));
}

TEST_F(CouldMeet, WhoDoesNotMatterOrIsHiddenIsNotThere) {
  apart(renn, dzurik, "closed");
  world.stay(renn, b1_05, at("2026-09-01T10:00:00Z"));
  world.stay(dzurik, b1_09, at("2026-09-02T10:00:00Z"));
  world.stay(foss, b1_05, at("2026-09-02T10:00:00Z"));
  EXPECT_THAT(told(renn), IsEmpty()) << "a closed keep-apart, and a stranger";
  apart(renn, foss, "open", kSealed);
  EXPECT_THAT(told(renn), IsEmpty()) << "the reason is hidden";
  EXPECT_EQ(told(renn), told(renn, false));
}

}  // namespace
}  // namespace sallyport::network
