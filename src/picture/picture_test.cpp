// Folding and filtering: what a View gives, as of when, and that hidden equals absent.
#include <gtest/gtest.h>

#include "picture/internal/core.hpp"
#include "picture/picture.hpp"
#include "picture/testing/random_world.hpp"
#include "picture/twin.hpp"
#include "picture/view.hpp"

namespace sallyport::picture {
namespace {

using namespace testing;  // NOLINT: user_of, person, random_world, everything

TEST(View, HiddenIsAbsentAndALinkNeedsBothEnds) {
  Picture p;
  Batch b;
  b.labels = {label_for({"x"}), label_for({"y"})};
  b.ops = {person(1, "Prill", 0), person(2, "Haddow", 1), person(3, "Renn", 0)};
  model::PutLink seen{model::LinkId(Id128{9, 1}), model::LinkKind::associates_with, id_of(1),
                      id_of(3)};
  model::PutLink half{model::LinkId(Id128{9, 2}), model::LinkKind::associates_with, id_of(1),
                      id_of(2)};
  b.ops.push_back(seen);
  b.ops.push_back(half);
  p.fold(at(0, 1), b);
  const View v = View::open(p, user_of({"x"}), "security", {}, Instant{0});
  ASSERT_TRUE(v.find(id_of(1)));
  EXPECT_FALSE(v.find(id_of(2)));
  EXPECT_FALSE(v.find(id_of(77)));
  std::vector<model::LinkId> links;
  v.links(*v.find(id_of(1)), model::LinkKinds::all(), [&](const LinkRow& row) {
    links.push_back(row.id);
    return true;
  });
  EXPECT_EQ(links, std::vector<model::LinkId>{seen.id});
  EXPECT_FALSE(v.link(half.id));
  EXPECT_FALSE(v.token(model::IndexClass::name, "haddow"));
  EXPECT_TRUE(v.token(model::IndexClass::name, "renn"));
  const View nobody = View::open(p, user_of({"x"}), "placement", {}, Instant{0});
  EXPECT_FALSE(nobody.find(id_of(1)));
}

TEST(View, KnownThenIsTheKnowledgeOfThenAndTheAccessOfNow) {
  Picture p;
  Batch first;
  first.labels = {label_for({"x"})};
  first.ops = {person(1, "Prill", 0)};
  p.fold(at(0, 10), first);
  Batch second;
  second.ops = {model::EndStatements{id_of(1), {says(model::Property::surname, "Prill")}},
                model::PutStatements{id_of(1), {says(model::Property::surname, "Prell")}}};
  p.fold(at(1, 20), second);
  auto surname = [&](AsOf as_of) {
    const View v = View::open(p, user_of({"x"}), "security", as_of, Instant{0});
    const auto h = v.find(id_of(1));
    return h ? std::string(v.value(*h, model::Property::surname)) : std::string("absent");
  };
  EXPECT_EQ(surname({}), "Prell");
  EXPECT_EQ(surname({Date{20}}), "Prell");
  EXPECT_EQ(surname({Date{19}}), "Prill");
  EXPECT_EQ(surname({Date{9}}), "absent");
  Batch third;
  third.labels = {label_for({"y"})};
  third.ops = {model::Relabel{model::ItemKind::record, id_of(1), 0, "tighten"}};
  p.fold(at(2, 30), third);
  EXPECT_EQ(surname({}), "absent");
  EXPECT_EQ(surname({Date{10}}), "absent");
}

TEST(View, AnImportShowsAtItsCommitAndGoesWholeWhenUndone) {
  Picture p;
  auto chunk = [&](std::uint64_t n) {
    Batch b;
    b.import = model::ImportFacts{model::ImportId(Id128{5, 5}), "prison.roll", "roll.csv", "h"};
    b.labels = {label_for({"x"})};
    b.ops = {person(n, "Prill", 0)};
    return b;
  };
  auto visible = [&](std::uint64_t n) {
    return View::open(p, user_of({"x"}), "security", {}, Instant{0}).find(id_of(n)).has_value();
  };
  p.fold({0, Instant{1}, model::EntryType::import_chunk}, chunk(1));
  p.fold({1, Instant{1}, model::EntryType::import_chunk}, chunk(2));
  EXPECT_FALSE(visible(1));
  Batch closing;
  closing.import = chunk(1).import;
  p.fold({2, Instant{1}, model::EntryType::import_commit}, closing);
  EXPECT_TRUE(visible(1));
  EXPECT_TRUE(visible(2));
  Batch other;
  other.labels = {label_for({"x"})};
  other.ops = {person(3, "Foss", 0)};
  p.fold(at(3, 1), other);
  Batch undo;
  undo.ops = {model::RetractImport{model::ImportId(Id128{5, 5}), "wrong file"}};
  p.fold(at(4, 2), undo);
  EXPECT_FALSE(visible(1));
  EXPECT_FALSE(visible(2));
  EXPECT_TRUE(visible(3));
  std::size_t brought = 0;
  p.brought_by(model::ImportId(Id128{5, 5}), [&](model::ItemKind, Id128) { ++brought; });
  EXPECT_EQ(brought, 2u);
}

TEST(View, EveryRowSaysWhoseFileBroughtIt) {
  Picture p;
  const auto file = [](std::uint64_t n, std::string feed) {
    Batch b;
    b.agency = "estmere-prisons";
    b.import = model::ImportFacts{model::ImportId(Id128{5, n}), std::move(feed), "file.csv", "h"};
    b.labels = {label_for({"x"})};
    return b;
  };
  const auto commit = [&](std::uint64_t position, const Batch& batch) {
    p.fold({position, Instant{1}, model::EntryType::import_commit}, batch);
  };
  Batch roll = file(9, "prison.roll");
  roll.ops = {person(1, "Prill", 0)};
  p.fold({0, Instant{1}, model::EntryType::import_chunk}, roll);
  roll.ops = {person(2, "Foss", 0)};
  commit(1, roll);
  Batch by_hand;
  by_hand.labels = {label_for({"x"})};
  model::PutStatements said{id_of(2), {says(model::Property::alias, "Fossie")}};
  by_hand.ops = {said};
  p.fold(at(2, 1), by_hand);
  Batch kept_apart = file(3, "prison.non_associations");
  model::PutLink apart;
  apart.id = model::LinkId(Id128{7, 1});
  apart.kind = model::LinkKind::keep_apart;
  apart.a = id_of(1);
  apart.b = id_of(2);
  kept_apart.ops = {apart};
  commit(3, kept_apart);

  const View v = View::open(p, user_of({"x"}), "security", {}, Instant{0});
  const auto told = [&](OriginRef origin) {
    const auto feed = v.feed_of(origin);
    return feed ? std::string(feed->agency) + " " + std::string(feed->feed) : "by hand";
  };
  EXPECT_EQ(told(v.link(apart.id)->origin), "estmere-prisons prison.non_associations");
  EXPECT_TRUE(v.came_after(v.link(apart.id)->origin, 2));
  EXPECT_FALSE(v.came_after(v.link(apart.id)->origin, v.position_for_audit()));
  std::vector<std::string> of_foss;
  for (const auto& row : v.statements(*v.find(id_of(2)))) of_foss.push_back(told(row.origin));
  std::sort(of_foss.begin(), of_foss.end());
  of_foss.erase(std::unique(of_foss.begin(), of_foss.end()), of_foss.end());
  EXPECT_EQ(of_foss, (std::vector<std::string>{"by hand", "estmere-prisons prison.roll"}));
}

TEST(Twin, EveryReadIsTheSameOverTheWorldWithoutWhatIsHidden) {
  std::size_t hidden = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const RandomWorld w = random_world(seed);
    Picture full(tight());
    for (std::size_t i = 0; i < w.entries.size(); ++i)
      full.fold(at(i, static_cast<int>(i)), w.entries[i]);
    for (const auto& user : w.users) {
      const TwinFilter filter(w.entries, user, "security", Instant{0});
      hidden += filter.hidden_items();
      Picture twin(seed % 2 == 0 ? tight() : PictureOptions{});
      for (std::size_t i = 0; i < w.entries.size(); ++i)
        twin.fold(at(i, static_cast<int>(i)), filter.keep(w.entries[i]));
      for (const AsOf as_of : {AsOf{}, AsOf{Date{12}}}) {
        const View a = View::open(full, user, "security", as_of, Instant{0});
        const View b = View::open(twin, user, "security", as_of, Instant{0});
        ASSERT_EQ(everything(a), everything(b)) << "seed " << seed << " user " << user.name;
      }
    }
  }
  EXPECT_GT(hidden, 1000u);
}

TEST(Picture, HowItIsKeptChangesNothing) {
  const RandomWorld w = random_world(7);
  Picture wide;
  Picture narrow(tight());
  for (std::size_t i = 0; i < w.entries.size(); ++i) {
    wide.fold(at(i, static_cast<int>(i)), w.entries[i]);
    narrow.fold(at(i, static_cast<int>(i)), w.entries[i]);
  }
  for (const auto& user : w.users) {
    EXPECT_EQ(everything(View::open(wide, user, "security", {}, {})),
              everything(View::open(narrow, user, "security", {}, {})));
  }
}

TEST(Picture, AnImportsEventsAreOneRunInWhateverOrderItsEntriesKeepThem) {
  Picture p(tight());
  std::uint64_t n = 0;
  for (std::uint64_t e = 0; e < 20; ++e) {
    Batch b;
    b.labels = {label_for({"x"})};
    if (e == 0) b.ops = {person(1, "Prill", 0), person(2, "Haddow", 0)};
    std::vector<std::uint64_t> numbers;
    for (int i = 0; i < 10; ++i) numbers.push_back(n++);
    std::rotate(numbers.begin(), numbers.begin() + 3, numbers.end());
    for (const std::uint64_t number : numbers) {
      model::PutEvent event;
      event.id = model::EventId(event_id(0, number));
      event.subject = id_of(1 + number % 2);
      b.ops.push_back(event);
    }
    p.fold(at(e, 1), b);
  }
  EXPECT_EQ(p.core().tables.events.id.runs(), 1u);
  const View v = View::open(p, user_of({"x"}), "security", {}, {});
  for (std::uint64_t number = 0; number < n; ++number) {
    const auto event = v.event(model::EventId(event_id(0, number)));
    ASSERT_TRUE(event);
    EXPECT_EQ(v.record(event->subject).id, id_of(1 + number % 2));
  }
}

TEST(Picture, FoldingAgainGivesTheSameWhateverTheEntriesBoundaries) {
  const RandomWorld w = random_world(99);
  Picture once;
  Picture again;
  for (std::size_t i = 0; i < w.entries.size(); ++i) {
    once.fold(at(i, 1), w.entries[i]);
    again.fold(at(i, 1), w.entries[i]);
  }
  const auto user = user_of({"x", "y"}, {"STAFF"});
  EXPECT_EQ(everything(View::open(once, user, "security", {}, {})),
            everything(View::open(again, user, "security", {}, {})));
}

}  // namespace
}  // namespace sallyport::picture
