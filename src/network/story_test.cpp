// The storylines of the practice country in small: what each engine must say, and must not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "network/arrivals.hpp"
#include "network/group.hpp"
#include "network/neighbourhood.hpp"
#include "network/occupancy.hpp"
#include "network/path.hpp"
#include "network/timeline.hpp"
#include "picture/testing/world.hpp"

namespace sallyport::network {
namespace {

using model::EventKind;
using model::LinkKind;
using model::Property;
using model::RecordId;
using model::RecordKind;
using picture::Handle;
using picture::View;
using picture::testing::at;
using picture::testing::day;
using picture::testing::kSealed;
using picture::testing::World;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kPolice = "northmoor-police";
constexpr const char* kPrisons = "estmere-prisons";
constexpr const char* kProbation = "estmere-probation";

model::Grade grade(char source, char information) {
  return *model::make_grade(model::GradeScheme::uk_3x5x2, source, information, 'P');
}

model::PutLink from_report(RecordId report, model::Grade g) {
  model::PutLink put;
  put.source = report;
  put.grade = g;
  return put;
}

struct Story {
  World world;
  RecordId ransome, ransome_police, kessell, kessell_police, prill, phone_prison, phone_police;
  RecordId report, wexmoor, b1_05, b1_09, b2_14, renn, renn_police, dzurik, durik, ashlar, dockline;
  RecordId millrace, varley, larkin, hostel, tolley, speight, foss, vehicle, sighting, find;
  RecordId number_655, number_702, ostrey, solicitor_sealed;

  Story() {
    places();
    half_a_picture_each();
    keep_apart();
    drone();
    debt();
    hub();
  }

  RecordId cell(const char* name, RecordId part_of) {
    const RecordId out = world.add(RecordKind::place, kPrisons, {{Property::place_name, name}});
    world.link(LinkKind::part_of, out, part_of);
    return out;
  }
  RecordId phone(const char* agency, const char* number) {
    return world.add(RecordKind::phone, agency, {{Property::phone_number, number}});
  }
  void calls(RecordId from, RecordId to, std::initializer_list<const char*> times) {
    for (const char* time : times) {
      model::PutEvent put;
      put.at.to_us = at(time) + 60'000'000;
      put.quantity = 60;
      world.event(EventKind::call, from, to, {}, at(time), put);
    }
  }

  void places() {
    wexmoor = world.add(RecordKind::place, kPrisons, {{Property::place_name, "Wexmoor"}});
    ostrey = world.add(RecordKind::place, kPrisons, {{Property::place_name, "Ostrey"}});
    b1_05 = cell("B1-05", wexmoor);
    b1_09 = cell("B1-09", wexmoor);
    b2_14 = cell("B2-14", wexmoor);
  }

  void half_a_picture_each() {
    ransome = world.person(kProbation, "Victor", "Ransome", "1979-09-21");
    world.say(ransome, Property::licence_status, "LICENCE");
    ransome_police = world.person(kPolice, "Victor", "Ransome", "1979-09-21");
    world.same(ransome, ransome_police);
    kessell = world.person(kProbation, "M", "Kessell", "1989-03-04");
    kessell_police = world.person(kPolice, "Martha", "Kessell", "1989-03-04");
    world.same(kessell, kessell_police);
    prill = world.person(kPrisons, "Owen", "Prill", "1991-02-11");
    phone_prison = phone(kPrisons, "+447700900417");
    phone_police = phone(kPolice, "+447700900417");
    report = world.add(RecordKind::report, kPolice,
                       {{Property::urn, "NMP/2026/004417"}, {Property::report_date, "2026-09-02"}});
    world.link(LinkKind::emergency_contact, ransome, kessell);
    world.link(LinkKind::uses, kessell_police, phone_police, from_report(report, grade('1', 'A')));
    calls(prill, phone_prison,
          {"2026-09-15T17:00:00Z", "2026-09-20T17:00:00Z", "2026-10-14T17:00:00Z"});
    ashlar = world.add(
        RecordKind::group, kPolice,
        {{Property::group_name, "Ashlar Street"}, {Property::group_number, "991/0010112"}});
    model::PutLink principal;
    principal.standing = "Principal Subject";
    principal.status = "ACT";
    world.link(LinkKind::member_of, ransome_police, ashlar, principal);
  }

  void keep_apart() {
    renn = world.person(kPrisons, "Tobias", "Renn", "1984-05-17");
    world.say(renn, Property::prison_number, "Z9011ZA");
    world.stay(renn, b1_05, at("2026-10-03T10:00:00Z"));
    dzurik = world.person(kPrisons, "Kamil", "Dzurik", "1987-06-30");
    world.say(dzurik, Property::prison_number, "Z9021ZC");
    durik = world.person(kPrisons, "Camille", "Durik", "1987-06-30");
    world.say(durik, Property::prison_number, "Z8877ZD");
    model::PutLink apart;
    apart.standing = "WING";
    apart.role = "VIOLENCE";
    apart.valid.from = day("2019-06-11");
    world.link(LinkKind::keep_apart, renn, durik, apart);
    dockline =
        world.add(RecordKind::group, kPolice,
                  {{Property::group_name, "Dockline"}, {Property::group_number, "991/0010140"}});
    model::PutLink member;
    member.status = "ACT";
    member.standing = "Significant Group Member";
    renn_police = world.person(kPolice, "Tobias", "Renn", "1984-05-17");
    world.same(renn, renn_police);
    world.link(LinkKind::member_of, renn_police, ashlar, member);
    member.standing = "Principal Subject";
    world.link(LinkKind::member_of, dzurik, dockline, member);
    model::PutLink hostile = from_report(report, grade('1', 'B'));
    hostile.valid.from = day("2026-08-22");
    world.link(LinkKind::hostile_to, ashlar, dockline, hostile);
    model::PutEvent van;
    van.code = "planned";
    van.at.to_us = at("2026-10-15T17:30:00Z") + 1;
    world.event(EventKind::movement, dzurik, ostrey, b1_09, at("2026-10-15T17:30:00Z"), van);
  }

  void drone() {
    speight = world.person(kPolice, "Aron", "Speight");
    foss = world.person(kPrisons, "Liam", "Foss");
    world.stay(foss, b2_14, at("2026-08-01T09:00:00Z"));
    vehicle = world.add(RecordKind::vehicle, kPolice, {{Property::plate, "QZ21KLN"}});
    number_655 = phone(kPrisons, "+447700900655");
    number_702 = phone(kPolice, "+447700900702");
    model::PutEvent licence;
    licence.code = "varied";
    licence.text = "out until 23:00 on Thursdays for work";
    world.event(EventKind::licence_change, speight, {}, {}, at("2026-09-09T23:00:00Z"), licence);
    const auto moment = [this](EventKind kind, RecordId subject, RecordId other, RecordId place,
                               const char* time) {
      model::PutEvent put;
      put.at.to_us = at(time) + 1;
      world.event(kind, subject, other, place, at(time), put);
    };
    const auto incident = [this](const char* family, const char* number, const char* status) {
      return world.add(RecordKind::incident, kPrisons,
                       {{Property::incident_family, family},
                        {Property::incident_number, number},
                        {Property::incident_status, status}});
    };
    sighting = incident("DRONE_SIGHTING", "IR-2026-0001", "CLOSED");
    moment(EventKind::incident, sighting, {}, wexmoor, "2026-09-24T20:50:00Z");
    const RecordId again = incident("DRONE_SIGHTING", "IR-2026-0002", "DUPLICATE");
    moment(EventKind::incident, again, {}, wexmoor, "2026-09-24T20:52:00Z");
    calls(number_702, number_655, {"2026-09-24T21:02:00Z"});
    moment(EventKind::stop, speight, vehicle, {}, "2026-09-24T21:20:00Z");
    find = incident("FIND", "IR-2026-0004410", "CLOSED");
    moment(EventKind::incident, find, foss, b2_14, "2026-10-09T05:30:00Z");
  }

  void debt() {
    millrace =
        world.add(RecordKind::group, kPolice,
                  {{Property::group_name, "Millrace"}, {Property::group_number, "991/0010177"}});
    larkin = world.person(kPolice, "Bishop", "Larkin");
    varley = world.person(kPrisons, "Colm", "Varley");
    model::PutLink member;
    member.standing = "Significant Group Member";
    world.link(LinkKind::member_of, larkin, millrace, member);
    model::PutLink pressure;
    pressure.label = kSealed;
    world.link(LinkKind::under_pressure_from, varley, millrace, pressure);
  }

  void hub() {
    hostel = phone(kPrisons, "+441632960144");
    tolley = world.person(kPrisons, "Ryan", "Tolley");
    calls(tolley, hostel, {"2026-10-01T12:00:00Z"});
    calls(renn, hostel, {"2026-10-02T12:00:00Z"});
    for (int i = 0; i < 61; ++i) {
      const std::string name = "Number" + std::to_string(i);
      calls(world.person(kPrisons, "Caller", name), hostel, {"2026-10-03T12:00:00Z"});
    }
  }
};

class StoryTest : public ::testing::Test {
 protected:
  Handle of(RecordId id) { return *view.find(id); }
  PossiblySame possibly = [this](Handle handle) {
    // what resolve proposes: Dzurik and Durik, for a person to decide
    const RecordId id = view.record(handle).id;
    std::vector<Handle> out;
    if (id == story.dzurik) out = {of(story.durik)};
    if (id == story.durik) out = {of(story.dzurik)};
    return out;
  };

  Story story;
  std::unique_ptr<picture::Picture> picture = story.world.fold();
  View view = World::open(*picture);
  IdentityOf identity = story.world.identity(view);
};

TEST_F(StoryTest, A2OneWayInThreeStepsOnThreeAgenciesRecords) {
  const auto answer = connect(view, identity, of(story.ransome_police), of(story.prill));
  ASSERT_TRUE(answer);
  const Paths& paths = answer->value;
  EXPECT_TRUE(paths.met);
  EXPECT_EQ(paths.steps, 3u);
  EXPECT_EQ(paths.shortest_count, 1u);
  ASSERT_EQ(paths.ways.size(), 1u);
  const Path& way = paths.ways[0];
  EXPECT_THAT(way.agencies, ElementsAre(kPrisons, kProbation, kPolice));
  EXPECT_EQ(way.steps[0].sentence, "Victor Ransome gave as emergency contact Martha Kessell");
  EXPECT_EQ(way.steps[1].sentence, "Martha Kessell uses 07700 900417");
  EXPECT_EQ(way.steps[2].sentence,
            "Owen Prill called 07700 900417 3 times between 15 Sep and 14 Oct 2026");
  EXPECT_THAT(way.steps[1].records, ElementsAre(story.report));
  EXPECT_EQ(way.weight, 1024ull * model::path_weight_1024(grade('1', 'A')) * 1024);
  ASSERT_EQ(paths.cuts.size(), 2u);
  EXPECT_EQ(paths.cuts[0].sentence, "Without Martha Kessell these two do not meet.");
  EXPECT_EQ(way.rests_on.size(), 3u);
  for (const RecordId id : way.rests_on) EXPECT_TRUE(view.find(id));
  EXPECT_TRUE(std::is_sorted(answer->evidence.begin(), answer->evidence.end()));
  EXPECT_FALSE(answer->partial);
}

TEST_F(StoryTest, E4TheHostelLineIsOneNodeAndNoWay) {
  const auto paths = connect(view, identity, of(story.tolley), of(story.renn));
  ASSERT_TRUE(paths);
  EXPECT_FALSE(paths->value.met);
  EXPECT_TRUE(paths->value.ways.empty());
  PathOptions through;
  through.graph.through_hubs = true;
  EXPECT_EQ(connect(view, identity, of(story.tolley), of(story.renn), through)->value.steps, 2u)
      << "asked for, it is a way";
  const auto to_hub = connect(view, identity, of(story.tolley), of(story.hostel));
  EXPECT_EQ(to_hub->value.steps, 1u) << "an end may be a hub";

  const auto all = neighbourhood(view, identity, {of(story.renn)}, {.depth = 2});
  ASSERT_TRUE(all);
  const auto& nodes = all->value.nodes;
  const auto hub = std::find_if(nodes.begin(), nodes.end(), [&](const ChartNode& n) {
    return n.facts.title == "01632 960144";
  });
  ASSERT_NE(hub, nodes.end());
  EXPECT_TRUE(hub->hub);
  EXPECT_EQ(hub->hub_words, "63 people");
  for (const ChartNode& node : nodes) EXPECT_NE(node.facts.title, "Ryan Tolley");
  EXPECT_EQ(nodes[0].facts.title, "Tobias Renn");
  EXPECT_EQ(nodes[0].custody, Custody::inside);
  EXPECT_EQ(nodes[0].where, "Wexmoor, B1-05");
}

TEST_F(StoryTest, B1TheKeepApartOnTheOldNumberIsNotMissed) {
  const auto answer =
      arrivals(view, identity, possibly, {of(story.wexmoor), parse_iso_date("2026-10-15").value()});
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->value.arrivals.size(), 1u);
  const Arrival& arrival = answer->value.arrivals[0];
  EXPECT_EQ(arrival.person.title, "Kamil Dzurik");
  EXPECT_EQ(arrival.when, "Thu 15 Oct 2026 18:30");
  EXPECT_EQ(arrival.from, "Ostrey");
  EXPECT_EQ(arrival.planned_cell, "B1-09");
  ASSERT_EQ(arrival.conflicts.size(), 2u);
  EXPECT_EQ(arrival.conflicts[0].sentence,
            "Keep apart from Tobias Renn (B1-05): prison non-association on number Z8877ZD, "
            "possible same person");
  EXPECT_EQ(arrival.conflicts[0].breach, Breach::broken);
  EXPECT_TRUE(arrival.conflicts[0].possibly_same);
  EXPECT_EQ(arrival.conflicts[1].kind, ConflictKind::hostile_group);
  EXPECT_THAT(arrival.conflicts[1].sentence, HasSubstr("Tobias Renn (B1-05)"));
  EXPECT_THAT(arrival.conflicts[1].sentence, HasSubstr("since 22 Aug 2026"));
  // without the proposal the number is another man's, and the keep-apart not his
  const PossiblySame nobody = [](Handle) { return std::vector<Handle>{}; };
  const auto without =
      arrivals(view, identity, nobody, {of(story.wexmoor), parse_iso_date("2026-10-15").value()});
  EXPECT_EQ(without->value.arrivals[0].conflicts.size(), 1u);
  const auto tomorrow =
      arrivals(view, identity, possibly, {of(story.wexmoor), parse_iso_date("2026-10-16").value()});
  EXPECT_TRUE(tomorrow->value.arrivals.empty());
}

TEST_F(StoryTest, B1AnotherWingIsNotTheSameWing) {
  const auto there = conflicts_at(view, identity, possibly, of(story.dzurik), of(story.wexmoor));
  ASSERT_TRUE(there);
  EXPECT_EQ(there->value[0].breach, Breach::not_known) << "no cell was named";
  const auto elsewhere = conflicts_at(view, identity, possibly, of(story.dzurik), of(story.ostrey));
  EXPECT_TRUE(elsewhere->value.empty()) << "Renn is not in that prison";
}

TEST_F(StoryTest, D2OneChainInOrderWithAgenciesAndGaps) {
  const auto answer = timeline(view, identity,
                               {of(story.number_655), of(story.vehicle), of(story.speight),
                                of(story.foss), of(story.wexmoor)},
                               {.range = {at("2026-09-01T00:00:00Z"), TimeRange::kOpen}});
  ASSERT_TRUE(answer);
  std::vector<std::string> lines;
  for (const TimelineEntry& entry : answer->value.entries) {
    lines.push_back(entry.when + " | " + entry.gap + " | " + entry.agencies.front() + " | " +
                    entry.sentence);
  }
  EXPECT_THAT(
      lines,
      ElementsAre("Thu 10 Sep 2026 |  | northmoor-police | Aron Speight: licence varied: out until "
                  "23:00 on Thursdays for work",
                  "Thu 24 Sep 2026 21:50 | 14 days later | estmere-prisons | Drone sighting at "
                  "Wexmoor",
                  "Thu 24 Sep 2026 22:02 | 12 minutes later | northmoor-police | 07700 900702 "
                  "called 07700 900655 (1 minute)",
                  "Thu 24 Sep 2026 22:20 | 18 minutes later | northmoor-police | Aron Speight was "
                  "stopped with QZ21 KLN",
                  "Fri 9 Oct 2026 06:30 | 15 days later | estmere-prisons | Find at Wexmoor "
                  "B2-14: Liam Foss"));
  EXPECT_THAT(answer->value.entries[3].seeds, ElementsAre(1, 2)) << "vehicle and driver, once";
}

TEST_F(StoryTest, C2UnderPressureIsNeverMembershipAndOnlyForTheCleared) {
  const auto page = group_page(view, identity, of(story.millrace), view.now());
  ASSERT_TRUE(page);
  ASSERT_EQ(page->value.members.size(), 1u);
  EXPECT_EQ(page->value.members[0].person.title, "Bishop Larkin");
  EXPECT_TRUE(page->value.under_pressure.empty());
  const View cleared = World::open(*picture, true);
  const auto sealed = group_page(cleared, story.world.identity(cleared),
                                 *cleared.find(story.millrace), cleared.now());
  ASSERT_EQ(sealed->value.under_pressure.size(), 1u);
  EXPECT_EQ(sealed->value.under_pressure[0].person.title, "Colm Varley");
  ASSERT_EQ(sealed->value.members.size(), 1u);
}

TEST_F(StoryTest, GroupPageSaysWhereAndAgainstWhom) {
  const auto page = group_page(view, identity, of(story.ashlar), view.now());
  ASSERT_TRUE(page);
  ASSERT_EQ(page->value.members.size(), 2u);
  EXPECT_EQ(page->value.members[0].person.title, "Victor Ransome") << "principal first";
  ASSERT_EQ(page->value.tonight.size(), 1u);
  EXPECT_EQ(page->value.tonight[0].prison, "Wexmoor");
  EXPECT_EQ(page->value.tonight[0].wing, "B");
  EXPECT_EQ(page->value.not_in_custody, 1u);
  ASSERT_EQ(page->value.relations.size(), 1u);
  EXPECT_EQ(page->value.relations[0].sentence,
            "Ashlar Street is hostile to Dockline since 22 Aug 2026");
  EXPECT_EQ(page->value.reports.size(), 1u);
}

TEST_F(StoryTest, OccupancyKnowsWhoIsWhereAndForHowLong) {
  const auto wing = occupancy(view, identity, of(story.wexmoor), view.now());
  ASSERT_TRUE(wing);
  ASSERT_EQ(wing->value.people.size(), 2u);
  EXPECT_EQ(wing->value.people[0].person.title, "Tobias Renn");
  EXPECT_EQ(wing->value.people[0].where.age, "11 days");
  EXPECT_EQ(occupancy(view, identity, of(story.b1_05), view.now())->value.people.size(), 1u);
  const View before = World::open(*picture, false, "2026-09-01T00:00:00Z");
  const auto then =
      occupancy(before, story.world.identity(before), *before.find(story.wexmoor), before.now());
  EXPECT_EQ(then->value.people.size(), 1u) << "Renn came on 3 October";
  EXPECT_FALSE(occupancy(view, identity, of(story.renn), view.now())) << "a person is no place";
}

TEST_F(StoryTest, OptionsOutOfRangeAreRefused) {
  PathOptions options;
  options.max_steps = 7;
  EXPECT_FALSE(connect(view, identity, of(story.renn), of(story.prill), options));
  EXPECT_FALSE(neighbourhood(view, identity, {of(story.renn)}, {.depth = 3}));
  EXPECT_FALSE(neighbourhood(view, identity, {of(story.renn)}, {.limit = 5000}));
  EXPECT_FALSE(group_page(view, identity, of(story.renn), view.now()));
}

TEST_F(StoryTest, OneIdentityIsNoPath) {
  const auto answer = connect(view, identity, of(story.renn), of(story.renn_police));
  EXPECT_TRUE(answer->value.same);
  EXPECT_FALSE(answer->value.met);
}

}  // namespace
}  // namespace sallyport::network
