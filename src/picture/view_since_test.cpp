// What came since, and what was known before, are what the whole View says of them.
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <tuple>

#include "picture/picture.hpp"
#include "picture/testing/random_world.hpp"
#include "picture/view.hpp"

namespace sallyport::picture {
namespace {

using namespace testing;  // NOLINT: user_of, random_world, tight
using model::EventKinds;
using model::LinkKinds;

constexpr std::uint64_t kRecords = 60;

/// Everything a View has of the records of a random world: by record, property and value; by id.
struct Seen {
  std::multiset<std::tuple<std::uint32_t, model::Property, std::string>> statements;
  std::set<Id128> links, events;
  bool operator==(const Seen&) const = default;
};

Seen all_of(const View& v, const std::function<bool(OriginRef)>& wanted) {
  Seen out;
  for (std::uint64_t n = 1; n <= kRecords; ++n) {
    const auto handle = v.find(id_of(n));
    if (!handle) continue;
    v.statements(*handle, [&](const StatementRow& row) {
      if (wanted(row.origin))
        out.statements.emplace(row.record.row, row.property, std::string(row.value));
      return true;
    });
    v.links(*handle, LinkKinds::all(), [&](const LinkRow& row) {
      if (wanted(row.origin)) out.links.insert(row.id);
      return true;
    });
    v.events(*handle, EventKinds::all(), {}, [&](const EventRow& row) {
      if (wanted(row.origin)) out.events.insert(row.id);
      return true;
    });
  }
  return out;
}

PropertySet all_properties() {
  PropertySet out;
  for (const auto& info : model::properties()) out.add(info.property);
  return out;
}

Seen since(const View& v, std::uint64_t position) {
  Seen out;
  v.statements_since(position, all_properties(), [&](const StatementRow& row) {
    out.statements.emplace(row.record.row, row.property, std::string(row.value));
    return true;
  });
  v.links_since(position, LinkKinds::all(),
                [&](const LinkRow& row) { return out.links.insert(row.id), true; });
  v.events_since(position, EventKinds::all(),
                 [&](const EventRow& row) { return out.events.insert(row.id), true; });
  return out;
}

TEST(ViewSince, IsWhatTheWholeViewSaysCameAfter) {
  std::size_t came = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RandomWorld w = random_world(seed);
    Picture p(tight());
    for (std::size_t i = 0; i < w.entries.size(); ++i)
      p.fold(at(10 * i, static_cast<int>(i)), w.entries[i]);
    for (const auto& user : w.users) {
      const View v = View::open(p, user, "security", {}, Instant{0});
      for (std::size_t i = 0; i < w.entries.size(); ++i) {
        const std::uint64_t position = 10 * i;
        const Seen wanted =
            all_of(v, [&](OriginRef origin) { return v.came_after(origin, position); });
        const Seen got = since(v, position);
        ASSERT_EQ(got, wanted) << "seed " << seed << " after entry " << i;
        came += got.statements.size() + got.links.size() + got.events.size();
      }
    }
  }
  EXPECT_GT(came, 1000u);
}

TEST(ViewSince, BeforeIsTheDayOfThatEntry) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RandomWorld w = random_world(seed);
    Picture p(tight());
    for (std::size_t i = 0; i < w.entries.size(); ++i)
      p.fold(at(10 * i, static_cast<int>(i)), w.entries[i]);
    const auto any = [](OriginRef) { return true; };
    for (const auto& user : w.users) {
      const View now = View::open(p, user, "security", {}, Instant{0});
      for (std::size_t i = 0; i < w.entries.size(); ++i) {
        const View day =
            View::open(p, user, "security", {Date{static_cast<std::int32_t>(i)}}, Instant{0});
        const View then = now.before(10 * i + 5);  // between this entry and the next
        ASSERT_EQ(all_of(then, any), all_of(day, any)) << "seed " << seed << " entry " << i;
        ASSERT_EQ(then.position_for_audit(), day.position_for_audit());
      }
      EXPECT_EQ(now.before(1'000'000).digest(), now.digest()) << "later than all: nothing changes";
    }
  }
}

TEST(ViewSince, AJudgementIsThereWhileItStands) {
  Picture p(tight());
  Batch people;
  people.labels = {label_for({"x"})};
  people.ops = {person(1, "Prill", 0), person(2, "Prill", 0)};
  p.fold(at(1, 1), people);
  Batch judged;
  judged.labels = people.labels;
  const model::JudgementId id(Id128{7, 7});
  judged.ops = {model::PutJudgement{id, id_of(1), id_of(2), model::Verdict::same, "a", "b", 0}};
  p.fold(at(5, 2), judged);
  const auto count = [&](const access::Grants& user, std::uint64_t position) {
    std::size_t n = 0;
    View::open(p, user, "security", {}, Instant{0}).judgements_since(position, [&](const auto&) {
      return ++n, true;
    });
    return n;
  };
  EXPECT_EQ(count(user_of({"x"}), 1), 1u);
  EXPECT_EQ(count(user_of({"x"}), 5), 0u) << "known already";
  EXPECT_EQ(count(user_of({"y"}), 1), 0u) << "hidden";
  Batch undone;
  undone.ops = {model::Retract{model::ItemKind::judgement, id, "wrong"}};
  p.fold(at(6, 3), undone);
  EXPECT_EQ(count(user_of({"x"}), 1), 0u) << "taken back";
}

}  // namespace
}  // namespace sallyport::picture
