// What a walk asks of a View is what whole rows say: neighbours, rows between two, rows from one.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "picture/picture.hpp"
#include "picture/testing/random_world.hpp"
#include "picture/view.hpp"

namespace sallyport::picture {
namespace {

using namespace testing;  // NOLINT: user_of, random_world, tight
using model::EventKind;
using model::EventKinds;
using model::LinkKind;
using model::LinkKinds;

/// Visits with a prison, moves between two, groups: what random_world does not have.
Batch more_ties(SeededRandom& r) {
  Batch b;
  b.labels = {label_for({"x"}), label_for({"y"}), label_for({"x", "y"}), label_for({"x"}, {"A"})};
  for (int n = 0; n < 80; ++n) {
    model::PutEvent event;
    event.id = model::EventId(r.next_id());
    constexpr EventKind kKinds[] = {EventKind::visit, EventKind::movement, EventKind::stay};
    event.kind = kKinds[r.below(3)];
    event.subject = id_of(1 + r.below(60));
    if (r.chance(3, 4)) event.other = id_of(1 + r.below(60));
    event.place = id_of(1 + r.below(60));
    event.at = {static_cast<std::int64_t>(r.below(1000)), TimeRange::kOpen};
    event.label = static_cast<model::LabelIndex>(r.below(4));
    if (r.chance(1, 5)) event.source = id_of(1 + r.below(60));
    b.ops.push_back(event);
    model::PutLink link;
    link.id = model::LinkId(r.next_id());
    link.kind = r.chance(1, 2) ? LinkKind::member_of : LinkKind::part_of;
    link.a = id_of(1 + r.below(60));
    link.b = id_of(1 + r.below(60));
    link.label = static_cast<model::LabelIndex>(r.below(4));
    if (link.a != link.b) b.ops.push_back(link);
  }
  return b;
}

struct Kinds {
  LinkKinds links;
  EventKinds events;
};

std::set<std::uint32_t> ends_told_by_rows(const View& v, Handle handle, const Kinds& kinds) {
  std::set<std::uint32_t> out;
  v.links(handle, kinds.links, [&](const LinkRow& row) {
    out.insert(row.a == handle ? row.b.row : row.a.row);
    return true;
  });
  v.events(handle, kinds.events, {}, [&](const EventRow& row) {
    if (row.subject == handle && row.has_other) out.insert(row.other.row);
    if (row.has_other && row.other == handle) out.insert(row.subject.row);
    return true;
  });
  return out;
}

template <class Row>
std::set<Id128> ids_between(const std::vector<Row>& rows,
                            const std::function<bool(const Row&)>& f) {
  std::set<Id128> out;
  for (const Row& row : rows) {
    if (f(row)) out.insert(row.id);
  }
  return out;
}

void compare_rows(const View& v, Handle handle, const Kinds& kinds,
                  const std::vector<Handle>& others) {
  std::vector<LinkRow> links;
  std::vector<EventRow> events;
  v.links(handle, kinds.links, [&](const LinkRow& row) { return links.push_back(row), true; });
  v.events(handle, kinds.events, {},
           [&](const EventRow& row) { return events.push_back(row), true; });
  const auto among = [&](Handle end) {
    return std::find(others.begin(), others.end(), end) != others.end();
  };
  std::set<Id128> between;
  v.links_to(handle, kinds.links, others,
             [&](const LinkRow& row) { return between.insert(row.id).second; });
  ASSERT_EQ(between, ids_between<LinkRow>(links, [&](const LinkRow& row) {
              return among(row.a == handle ? row.b : row.a);
            }));
  between.clear();
  v.events_to(handle, kinds.events, others,
              [&](const EventRow& row) { return between.insert(row.id).second; });
  ASSERT_EQ(between, ids_between<EventRow>(events, [&](const EventRow& row) {
              return row.has_other && ((row.subject == handle && among(row.other)) ||
                                       (row.other == handle && among(row.subject)));
            }));
  std::set<Id128> from;
  v.links_from(handle, kinds.links, [&](const LinkRow& row) { return from.insert(row.id).second; });
  ASSERT_EQ(from, ids_between<LinkRow>(links, [&](const LinkRow& row) { return row.a == handle; }));
}

/// Asked for alone, they come another way than beside all others.
void compare_where_events(const View& v, Handle handle) {
  const EventKinds where{EventKind::stay, EventKind::movement, EventKind::release};
  std::multiset<Id128> among_all;
  std::multiset<Id128> alone;
  v.events(handle, EventKinds::all(), {}, [&](const EventRow& row) {
    if (where.has(row.kind)) among_all.insert(row.id);
    return true;
  });
  v.events(handle, where, {}, [&](const EventRow& row) { return alone.insert(row.id), true; });
  ASSERT_EQ(alone, among_all);
}

TEST(ViewTies, AreWhatTheRowsSay) {
  std::size_t neighbours = 0;
  const Kinds few{{LinkKind::member_of}, {EventKind::visit}};
  const Kinds all{LinkKinds::all(), EventKinds::all()};
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const RandomWorld w = random_world(seed);
    SeededRandom random(seed);
    Picture p(tight());
    for (std::size_t i = 0; i < w.entries.size(); ++i)
      p.fold(at(i, static_cast<int>(i)), w.entries[i]);
    p.fold(at(w.entries.size(), 40), more_ties(random));
    for (const auto& user : w.users) {
      const View v = View::open(p, user, "security", {}, Instant{0});
      std::vector<Handle> known;
      for (std::uint64_t n = 1; n <= 60; ++n) {
        if (const auto h = v.find(id_of(n))) known.push_back(*h);
      }
      for (const Handle handle : known) {
        for (const Kinds& kinds : {few, all}) {
          std::set<std::uint32_t> met;
          v.neighbours(handle, kinds.links, kinds.events, [&](Handle other) {
            EXPECT_TRUE(met.insert(other.row).second) << "each once";
            return true;
          });
          ASSERT_EQ(met, ends_told_by_rows(v, handle, kinds)) << "seed " << seed;
          neighbours += met.size();
          const std::size_t some = known.size() / (1 + random.below(12));
          compare_rows(v, handle, kinds, {known.begin(), known.begin() + some});
        }
        compare_where_events(v, handle);
        std::size_t asked = 0;
        v.neighbours(handle, all.links, all.events, [&](Handle) { return ++asked < 2; });
        EXPECT_LE(asked, 2u) << "a sink that has enough is not asked again";
      }
    }
  }
  EXPECT_GT(neighbours, 5000u);
}

}  // namespace
}  // namespace sallyport::picture
