// What the undoing of an import takes back and what stays, for whom, and as of when.
#include <gtest/gtest.h>

#include <sstream>

#include "picture/picture.hpp"
#include "picture/testing/random_world.hpp"
#include "picture/twin.hpp"
#include "picture/view.hpp"

namespace sallyport::picture {
namespace {

using namespace testing;  // NOLINT: user_of, label_for, says, id_of, random_world, everything
using model::LinkKind;
using model::Property;

const model::ImportId kFirst{Id128{5, 5}};
const model::ImportId kSecond{Id128{6, 6}};

EntryPlace committed(std::uint64_t position, int day) {
  return {position, Instant{day * Instant::kDayUs}, model::EntryType::import_commit};
}
Batch import_of(model::ImportId id) {
  Batch b;
  b.import = model::ImportFacts{id, "prison.roll", "roll.csv", "h"};
  b.labels = {label_for({"x"}), label_for({"y"})};
  return b;
}
Batch undo_of(model::ImportId id) {
  Batch b;
  b.ops = {model::RetractImport{id, "wrong file"}};
  return b;
}
model::PutRecord thing(std::uint64_t n, RecordKind kind, const std::string& key,
                       std::vector<model::Statement> statements) {
  model::PutRecord r;
  r.id = id_of(n);
  r.kind = kind;
  r.agency = "estmere-prisons";
  r.source_key = key;
  r.statements = std::move(statements);
  return r;
}
View seen(const Picture& p, const std::vector<std::string>& audiences, AsOf as_of = {}) {
  return View::open(p, user_of(audiences), "security", as_of, Instant{0});
}
std::string values(const View& v, std::uint64_t n) {
  const auto h = v.find(id_of(n));
  if (!h) return "absent";
  std::string out;
  for (const auto& s : v.statements(*h)) out += (out.empty() ? "" : " ") + std::string(s.value);
  return out;
}

constexpr std::uint64_t kMan = 1, kPhone = 2, kCell = 3, kWing = 4, kOther = 5;

// The first import brings a man, his phone, a cell on a wing; the second a call and a stay of them,
// which it labels for y.
class Undo : public ::testing::Test {
 protected:
  void SetUp() override {
    Batch first = import_of(kFirst);
    first.ops = {
        thing(kMan, RecordKind::person, "A1111AA",
              {says(Property::prison_number, "A1111AA"), says(Property::surname, "Vesper")}),
        thing(kPhone, RecordKind::phone, "phone:+447700900417",
              {says(Property::phone_number, "+447700900417"), says(Property::alias, "handset")}),
        thing(kCell, RecordKind::place, "place:B2-14", {says(Property::place_name, "B2-14")}),
        thing(kWing, RecordKind::place, "place:B", {says(Property::place_name, "B")}),
        thing(kOther, RecordKind::person, "A2222AA", {says(Property::surname, "Kettle")}),
        link(1, LinkKind::part_of, kCell, kWing),
        link(2, LinkKind::uses, kMan, kPhone)};
    picture_.fold(committed(0, 1), first);
    Batch second = import_of(kSecond);
    second.ops = {event(1, model::EventKind::call, kMan, kPhone, 1),
                  event(2, model::EventKind::stay, kMan, 0, 1)};
    std::get<model::PutEvent>(second.ops[1]).place = id_of(kCell);
    picture_.fold(committed(1, 2), second);
  }
  void undo(model::ImportId id, int day) {
    picture_.fold(at(picture_.next_position(), day), undo_of(id));
  }
  static model::PutLink link(std::uint64_t n, LinkKind kind, std::uint64_t a, std::uint64_t b) {
    model::PutLink out;
    out.id = model::LinkId(Id128{7, n});
    out.kind = kind;
    out.a = id_of(a);
    out.b = id_of(b);
    return out;
  }
  static model::PutEvent event(std::uint64_t n, model::EventKind kind, std::uint64_t subject,
                               std::uint64_t other, model::LabelIndex label) {
    model::PutEvent out;
    out.id = model::EventId(Id128{8, n});
    out.kind = kind;
    out.subject = id_of(subject);
    if (other != 0) out.other = id_of(other);
    out.label = label;
    return out;
  }

  Picture picture_;
};

TEST_F(Undo, ARecordStaysForWhomSomebodyElseStillSpeaksOfIt) {
  undo(kFirst, 3);
  const View both = seen(picture_, {"x", "y"});
  EXPECT_EQ(values(both, kMan), "A1111AA") << "by what the call names him, and no more";
  EXPECT_EQ(values(both, kPhone), "+447700900417");
  EXPECT_TRUE(both.event(model::EventId(Id128{8, 1})));
  EXPECT_FALSE(both.link(model::LinkId(Id128{7, 2})));
  EXPECT_TRUE(both.token(model::IndexClass::id, "A1111AA"));
  EXPECT_FALSE(both.token(model::IndexClass::name, "vesper"));
  EXPECT_EQ(values(both, kOther), "absent") << "nobody else speaks of him";
  // who does not see the call learns nothing from it
  const View one = seen(picture_, {"x"});
  for (const std::uint64_t n : {kMan, kPhone, kCell, kWing}) EXPECT_EQ(values(one, n), "absent");
}

TEST_F(Undo, APlaceThatStaysKeepsThePlaceItIsPartOf) {
  undo(kFirst, 3);
  const View both = seen(picture_, {"x", "y"});
  EXPECT_EQ(values(both, kCell), "B2-14");
  EXPECT_EQ(values(both, kWing), "B");
  EXPECT_TRUE(both.link(model::LinkId(Id128{7, 1})));
}

TEST_F(Undo, WhatNobodySpeaksOfAnyMoreGoesWithTheLastOfThem) {
  undo(kFirst, 3);
  undo(kSecond, 4);
  const View both = seen(picture_, {"x", "y"});
  for (const std::uint64_t n : {kMan, kPhone, kCell, kWing, kOther})
    EXPECT_EQ(values(both, n), "absent");
  // and what was known then is known then
  EXPECT_EQ(values(seen(picture_, {"x", "y"}, {Date{3}}), kMan), "A1111AA");
  EXPECT_EQ(values(seen(picture_, {"x", "y"}, {Date{2}}), kMan), "Vesper A1111AA");
}

TEST_F(Undo, WhatTheImportEndedStandsAgainAndCanBeEndedAgain) {
  const model::ImportId third{Id128{9, 9}};
  Batch change = import_of(third);
  change.ops = {model::EndStatements{id_of(kMan), {says(Property::surname, "Vesper")}},
                model::PutStatements{id_of(kMan), {says(Property::surname, "Wrong")}},
                model::Retract{model::ItemKind::link, Id128{7, 2}, "the row changed"}};
  picture_.fold(committed(2, 3), change);
  EXPECT_EQ(values(seen(picture_, {"x"}), kMan), "Wrong A1111AA");
  EXPECT_FALSE(seen(picture_, {"x"}).link(model::LinkId(Id128{7, 2})));
  undo(third, 4);
  EXPECT_EQ(values(seen(picture_, {"x"}), kMan), "Vesper A1111AA");
  EXPECT_TRUE(seen(picture_, {"x"}).link(model::LinkId(Id128{7, 2})));
  Batch again;
  again.ops = {model::EndStatements{id_of(kMan), {says(Property::surname, "Vesper")}},
               model::Retract{model::ItemKind::link, Id128{7, 2}, "wrong"}};
  picture_.fold(at(4, 5), again);
  EXPECT_EQ(values(seen(picture_, {"x"}), kMan), "A1111AA");
  EXPECT_FALSE(seen(picture_, {"x"}).link(model::LinkId(Id128{7, 2})));
}

TEST(UndoPairs, AreScoredByWhatIsLeft) {
  Picture p;
  auto pairs = [&] {
    std::size_t n = 0;
    const View v = seen(p, {"x"});
    if (const auto h = v.find(id_of(kMan))) v.pairs(*h, [&](const PairRow&) { return ++n, true; });
    return n;
  };
  Batch known;
  known.labels = {label_for({"x"})};
  known.ops = {person(kMan, "Vesper", 0), person(kOther, "Vesper", 0)};
  p.fold(at(0, 1), known);
  ASSERT_EQ(pairs(), 1u);
  Batch wrong = import_of(kFirst);
  wrong.ops = {
      model::EndStatements{id_of(kMan),
                           {says(Property::surname, "Vesper"), says(Property::given_name, "Owen"),
                            says(Property::date_of_birth, "1989-03-04")}},
      model::PutStatements{id_of(kMan), {says(Property::surname, "Dzurik")}}};
  p.fold(committed(1, 2), wrong);
  ASSERT_EQ(pairs(), 0u);
  p.fold(at(2, 3), undo_of(kFirst));
  EXPECT_EQ(pairs(), 1u);
}

// Every third entry of a random world is an import; some are undone later.
std::vector<Batch> with_imports(const RandomWorld& w, std::uint64_t seed) {
  SeededRandom r(seed);
  std::vector<Batch> out = w.entries;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 3 == 0)
      out[i].import =
          model::ImportFacts{model::ImportId(Id128{4, i}), "f" + std::to_string(i), "n", "h"};
    if (i % 3 == 1 && i > 4 && r.chance(1, 2)) {
      const model::ImportId earlier(Id128{4, (r.below(i / 3)) * 3});
      out[i].ops.push_back(model::RetractImport{earlier, "wrong"});
    }
  }
  return out;
}
void fold_all(Picture& p, const std::vector<Batch>& entries,
              const std::function<Batch(const Batch&)>& keep) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const int day = static_cast<int>(i);
    p.fold(entries[i].import ? committed(i, day) : at(i, day), keep(entries[i]));
  }
}
std::string without_pairs(const View& v) {
  std::istringstream in(everything(v));
  std::string out;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("p ")) out += line + "\n";
  }
  return out;
}

TEST(UndoTwin, EveryReadIsTheSameOverTheWorldWithoutWhatIsHidden) {
  std::size_t undone = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const RandomWorld w = random_world(seed);
    const auto entries = with_imports(w, seed);
    Picture full;
    fold_all(full, entries, [](const Batch& b) { return b; });
    for (const auto& [id, state] : full.directory()->imports) undone += state.retracted_at ? 1 : 0;
    for (const auto& user : w.users) {
      const TwinFilter filter(entries, user, "security", Instant{0});
      Picture twin;
      fold_all(twin, entries, [&](const Batch& b) { return filter.keep(b); });
      for (const AsOf as_of : {AsOf{}, AsOf{Date{20}}}) {
        const View a = View::open(full, user, "security", as_of, Instant{0});
        const View b = View::open(twin, user, "security", as_of, Instant{0});
        ASSERT_EQ(everything(a), everything(b)) << "seed " << seed << " user " << user.name;
      }
    }
  }
  EXPECT_GT(undone, 60u);
}

TEST(UndoTwin, ThePreviewIsWhatTheUndoingLeaves) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RandomWorld w = random_world(seed);
    const auto entries = with_imports(w, seed);
    Picture full;
    fold_all(full, entries, [](const Batch& b) { return b; });
    const model::ImportId import(Id128{4, 12});
    std::vector<std::string> preview;
    for (const auto& user : w.users)
      preview.push_back(
          without_pairs(View::open(full, user, "security", {}, Instant{0}).without(import)));
    full.fold(at(entries.size(), 90), undo_of(import));
    for (std::size_t i = 0; i < w.users.size(); ++i) {
      const View after = View::open(full, w.users[i], "security", {}, Instant{0});
      ASSERT_EQ(preview[i], without_pairs(after)) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace sallyport::picture
