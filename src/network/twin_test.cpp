// The rule everything is tested against: what is hidden changes nothing (LT-00, LT-09, LT-10).
// Random countries; every engine; the answer over the full picture, as text, equals the answer over
// a picture without what is hidden, and over one whose rows came in another order.
#include <gtest/gtest.h>

#include <sstream>

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
using picture::testing::kOpen;
using picture::testing::kSealed;
using picture::testing::World;

std::ostream& operator<<(std::ostream& out, const NodeFacts& node) {
  out << "{" << node.title << " " << static_cast<int>(node.kind);
  for (const RecordId id : node.members) out << " " << to_text(Id128(id));
  for (const auto& agency : node.agencies) out << " " << agency;
  return out << "}";
}
std::ostream& operator<<(std::ostream& out, const std::vector<Telling>& told) {
  for (const Telling& one : told)
    out << " [" << to_text(Id128(one.record)) << one.agency << one.feed << to_text(one.recorded)
        << model::to_text(one.grade) << "]";
  return out;
}
std::ostream& operator<<(std::ostream& out, const Tie& tie) {
  out << "<" << tie.sentence << "|" << tie.count << "|" << tie.weight_1024 << "|" << tie.role;
  for (const Id128 id : tie.items) out << " " << to_text(id);
  for (const RecordId id : tie.sources) out << " " << to_text(Id128(id));
  return out << tie.told << ">";
}
template <class T>
void evidence(std::ostream& out, const model::Answer<T>& answer) {
  for (const Id128 id : answer.evidence) out << to_text(id) << " ";
  out << answer.partial << "\n";
}

/// A random country: people, phones, groups, cells; a third of everything sealed.
struct Country {
  World world;
  std::vector<RecordId> people, phones, groups, cells, all;
  RecordId prison;

  explicit Country(std::uint64_t seed) : world(seed) {
    SeededRandom random(seed * 977 + 5);
    const auto label = [&] { return random.chance(1, 3) ? kSealed : kOpen; };
    const auto pick = [&](const std::vector<RecordId>& from) {
      return from[random.below(from.size())];
    };
    prison = world.add(RecordKind::place, "estmere-prisons", {{Property::place_name, "Wexmoor"}});
    for (const char* name : {"A1-01", "B1-05", "B1-09", "B2-13"}) {
      cells.push_back(
          world.add(RecordKind::place, "estmere-prisons", {{Property::place_name, name}}));
      world.link(LinkKind::part_of, cells.back(), prison);
    }
    const char* given[] = {"Owen", "Marta", "Tobias", "Kamil", "Ryan"};
    const char* agencies[] = {"estmere-prisons", "northmoor-police", "estmere-probation"};
    for (int i = 0; i < 14; ++i) {
      people.push_back(world.person(agencies[random.below(3)], given[random.below(5)],
                                    "Name" + std::to_string(random.below(7)), "1989-03-04",
                                    label()));
      if (i > 0 && random.chance(1, 4)) world.same(people[i], people[random.below(i)]);
    }
    for (int i = 0; i < 6; ++i) {
      const std::string number = "+44770090000" + std::to_string(random.below(4));
      phones.push_back(world.add(RecordKind::phone, agencies[random.below(3)],
                                 {{Property::phone_number, number}}, label()));
    }
    for (int i = 0; i < 3; ++i) {
      groups.push_back(world.add(RecordKind::group, "northmoor-police",
                                 {{Property::group_name, "Street " + std::to_string(i)}}, label()));
    }
    for (int i = 0; i < 40; ++i) tie(random, label(), pick);
    all = people;
    for (const auto* more : {&phones, &groups, &cells})
      all.insert(all.end(), more->begin(), more->end());
  }

  template <class Pick>
  void tie(SeededRandom& random, model::LabelIndex label, Pick pick) {
    model::PutLink link;
    link.label = label;
    link.standing = random.chance(1, 2) ? "Principal Subject" : "WING";
    if (random.chance(1, 2)) link.valid.from = day("2026-08-22");
    model::PutEvent event;
    event.label = label;
    const std::int64_t time =
        at("2026-09-01T08:00:00Z") + static_cast<std::int64_t>(random.below(44)) * Instant::kDayUs;
    switch (random.below(9)) {
      case 0:
        world.link(LinkKind::uses, pick(people), pick(phones), link);
        break;
      case 1:
        world.link(LinkKind::member_of, pick(people), pick(groups), link);
        break;
      case 2:
        world.link(LinkKind::keep_apart, pick(people), pick(people), link);
        break;
      case 3:
        world.link(LinkKind::hostile_to, pick(groups), pick(groups), link);
        break;
      case 4:
        world.link(LinkKind::family_of, pick(people), pick(people), link);
        break;
      case 5:
        world.link(LinkKind::under_pressure_from, pick(people), pick(groups), link);
        break;
      case 6:
        world.event(EventKind::call, pick(people), pick(phones), {}, time, event);
        break;
      case 7:
        world.event(EventKind::stay, pick(people), {}, pick(cells), time, event);
        break;
      default:
        event.code = "planned";
        world.event(EventKind::movement, pick(people), {}, pick(cells), at("2026-10-15T17:30:00Z"),
                    event);
    }
  }
};

void dump_paths(std::ostream& out, const model::Answer<Paths>& answer) {
  const Paths& paths = answer.value;
  out << paths.sentence << " " << paths.steps << " " << paths.shortest_count << "\n";
  for (const Path& way : paths.ways) {
    for (const NodeFacts& node : way.nodes) out << node;
    for (const PathStep& step : way.steps) {
      for (const Tie& tie : step.ties) out << tie;
    }
    out << way.weight;
    for (const RecordId id : way.rests_on) out << " " << to_text(Id128(id));
    out << "\n";
  }
  for (const Cut& cut : paths.cuts) out << cut.node << cut.sentence << "\n";
  evidence(out, answer);
}

void dump_chart(std::ostream& out, const model::Answer<Chart>& answer) {
  for (const ChartNode& node : answer.value.nodes) {
    out << node.facts << node.depth << node.hub_words << static_cast<int>(node.custody)
        << node.where << node.at.x << "," << node.at.y;
    for (const KindCount& count : node.neighbours) out << " " << count.count;
    for (const KindCount& count : node.not_drawn) out << " -" << count.count;
    out << "\n";
  }
  for (const ChartEdge& edge : answer.value.edges) {
    out << edge.a << "-" << edge.b;
    for (const Tie& tie : edge.ties) out << tie;
    out << "\n";
  }
  evidence(out, answer);
}

/// Everything one may ask, as text.
std::string ask_everything(const Country& country, const View& view) {
  std::ostringstream out;
  const IdentityOf identity = country.world.identity(view);
  const PossiblySame possibly = [&](Handle handle) {  // people of one surname
    std::vector<Handle> others;
    for (const RecordId id : country.people) {
      const auto other = view.find(id);
      if (!other || view.value(*other, Property::surname) != view.value(handle, Property::surname))
        continue;
      const auto own = identity(handle);
      if (std::find(own.begin(), own.end(), *other) == own.end()) others.push_back(*other);
    }
    std::sort(others.begin(), others.end(),
              [&](Handle a, Handle b) { return view.record(a).id < view.record(b).id; });
    return others;
  };
  std::vector<Handle> seeds;
  for (const RecordId id : country.all) {
    if (const auto handle = view.find(id)) seeds.push_back(*handle);
  }
  PathOptions small_hubs;
  small_hubs.graph.hub_degree = 3;
  PathOptions soon_stopped = small_hubs;
  soon_stopped.neighbour_budget = 12;
  for (std::size_t i = 0; i + 1 < seeds.size(); i += 2) {
    dump_paths(out, *connect(view, identity, seeds[i], seeds[i + 1]));
    dump_paths(out, *connect(view, identity, seeds[i], seeds[i + 1], small_hubs));
    dump_paths(out, *connect(view, identity, seeds[i], seeds[i + 1], soon_stopped));
  }
  for (const Handle seed : seeds) {
    dump_chart(out, *neighbourhood(view, identity, {seed}, {.depth = 2, .limit = 8}));
    const auto line = timeline(view, identity, {seed});
    for (const TimelineEntry& e : line->value.entries)
      out << e.when << e.gap << e.sentence << e.told << "\n";
    evidence(out, *line);
    if (view.record(seed).kind == RecordKind::group) {
      const auto page = group_page(view, identity, seed, view.now());
      for (const auto& m : page->value.members) out << m.person << m.standing << m.links.size();
      for (const auto& r : page->value.relations) out << r.sentence;
      for (const auto& p : page->value.under_pressure) out << p.person;
      for (const auto& w : page->value.tonight) out << w.wing << w.people;
      evidence(out, *page);
    }
  }
  const Handle prison = *view.find(country.prison);
  const auto people = occupancy(view, identity, prison, view.now());
  for (const Occupant& o : people->value.people) out << o.person << o.where.words << o.where.age;
  evidence(out, *people);
  const auto van = arrivals(view, identity, possibly, {prison, *parse_iso_date("2026-10-15")});
  for (const Arrival& a : van->value.arrivals) {
    out << a.person << a.when << a.planned_cell;
    for (const Conflict& c : a.conflicts) out << c.sentence << static_cast<int>(c.breach) << "\n";
  }
  evidence(out, *van);
  return out.str();
}

TEST(Twin, WhatIsHiddenAndTheOrderOfRowsChangeNothing) {
  std::size_t hidden_mattered = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Country country(seed);
    const auto full = country.world.fold(true);
    const auto twin = country.world.fold(false);
    const auto shuffled = country.world.fold(true, seed + 100);
    const View view = World::open(*full);
    const View twin_view = World::open(*twin);
    const View shuffled_view = World::open(*shuffled);
    const std::string answer = ask_everything(country, view);
    ASSERT_EQ(answer, ask_everything(country, twin_view)) << "seed " << seed;
    ASSERT_EQ(answer, ask_everything(country, shuffled_view)) << "seed " << seed;
    const View cleared = World::open(*full, true);
    hidden_mattered += ask_everything(country, cleared) != answer;
  }
  EXPECT_GT(hidden_mattered, 50u) << "the sealed rows must be such as could show";
}

TEST(Layout, IsTheSameForTheSameChartAndKeepsNeighboursNear) {
  std::vector<Id128> ids;
  std::vector<LayoutEdge> edges;
  SeededRandom random(3);
  for (std::uint32_t i = 0; i < 30; ++i) {
    ids.push_back({random.next(), random.next()});
    if (i > 0) edges.push_back({i, i / 2});
  }
  const auto points = lay_out(ids, edges);
  std::vector<Id128> turned(ids.rbegin(), ids.rend());
  std::vector<LayoutEdge> turned_edges;
  for (const LayoutEdge& e : edges) turned_edges.push_back({29 - e.b, 29 - e.a});
  const auto again = lay_out(turned, turned_edges);
  for (std::size_t i = 0; i < 30; ++i) EXPECT_EQ(points[i], again[29 - i]);
  const auto apart = [&](std::size_t a, std::size_t b) {
    const double dx = points[a].x - points[b].x;
    const double dy = points[a].y - points[b].y;
    return dx * dx + dy * dy;
  };
  double near = 0;
  double far = 0;
  for (const LayoutEdge& e : edges) near += apart(e.a, e.b) / static_cast<double>(edges.size());
  for (std::size_t i = 0; i < 30; ++i) far += apart(i, 29 - i) / 30.0;
  EXPECT_LT(near * 3, far);
  EXPECT_TRUE(lay_out({}, {}).empty());
  EXPECT_EQ(lay_out({ids[0]}, {}).size(), 1u);
}

}  // namespace
}  // namespace sallyport::network
