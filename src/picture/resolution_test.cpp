// That comparing people at an import's commit does not depend on how the import was cut.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "picture/picture.hpp"
#include "picture/testing/random_world.hpp"
#include "picture/view.hpp"

namespace sallyport::picture {
namespace {

using namespace testing;  // NOLINT: user_of, label_for, says, id_of, person, at
using model::Property;

constexpr std::uint64_t kPeople = 400;
const char* const kSurnames[] = {"Vesper", "Dzurik", "Prill", "Foss", "Quill", "Arden"};

/// Many who may be one another, some of whom are told of twice: by the roll and by a later row.
std::vector<model::Op> operations() {
  SeededRandom random(7);
  std::vector<model::Op> out;
  for (std::uint64_t n = 1; n <= kPeople; ++n) {
    out.emplace_back(person(n, kSurnames[random.below(6)], 0));
    if (random.chance(1, 3))
      out.emplace_back(
          model::PutStatements{id_of(random.below(n) + 1), {says(Property::alias, "Owen Foss")}});
  }
  return out;
}

Batch part_of_import(std::vector<model::Op> ops) {
  Batch b;
  b.import = model::ImportFacts{model::ImportId(Id128{5, 5}), "prison.roll", "roll.csv", "h"};
  b.labels = {label_for({"x"})};
  b.ops = std::move(ops);
  return b;
}

/// Folds them as one import of so many operations a chunk, behind some who were there before.
void fold_cut(Picture& p, const std::vector<model::Op>& ops, std::size_t in_chunk) {
  Batch before;
  before.labels = {label_for({"x"})};
  for (std::uint64_t n = kPeople + 1; n <= kPeople + 50; ++n)
    before.ops.emplace_back(person(n, kSurnames[n % 6], 0));
  p.fold(at(0, 1), before);
  std::uint64_t position = 1;
  for (std::size_t first = 0; first < ops.size(); first += in_chunk) {
    const auto begin = ops.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end =
        ops.begin() + static_cast<std::ptrdiff_t>(std::min(ops.size(), first + in_chunk));
    p.fold({position++, Instant{2}, model::EntryType::import_chunk}, part_of_import({begin, end}));
  }
  p.fold({position, Instant{2}, model::EntryType::import_commit}, part_of_import({}));
}

std::map<std::pair<Id128, Id128>, std::int32_t> pairs_of(const Picture& p) {
  const View v = View::open(p, user_of({"x"}), "security", {}, Instant{0});
  std::map<std::pair<Id128, Id128>, std::int32_t> out;
  for (std::uint64_t n = 1; n <= kPeople + 50; ++n) {
    const auto h = v.find(id_of(n));
    if (!h) continue;
    std::set<Id128> met;
    v.pairs(*h, [&](const PairRow& row) {
      const Id128 other = v.record(row.a == *h ? row.b : row.a).id;
      EXPECT_TRUE(met.insert(other).second) << "a pair stands twice";
      out[{id_of(n), other}] = row.weight_millibits;
      return true;
    });
  }
  return out;
}

TEST(Resolution, IsTheSameHoweverAnImportIsCut) {
  const auto ops = operations();
  Picture whole;
  fold_cut(whole, ops, ops.size());
  const auto expected = pairs_of(whole);
  EXPECT_GT(expected.size(), 100u);
  for (const std::size_t in_chunk : {1u, 7u, 64u}) {
    Picture cut;
    fold_cut(cut, ops, in_chunk);
    EXPECT_EQ(pairs_of(cut), expected) << in_chunk;
    EXPECT_EQ(cut.footprint().pairs, whole.footprint().pairs) << in_chunk;
  }
}

class Counted final : public ResolutionWatch {
 public:
  void begins() override { ++begun; }
  void helped() override {}
  void ends(const Resolution& now) override { last = now; }
  int begun = 0;
  Resolution last;
};

TEST(Resolution, ComparesEachPairOnceAndOncePerImport) {
  Picture p;
  Counted watch;
  const auto ops = operations();
  p.watch_resolution(&watch);
  fold_cut(p, ops, 16);
  EXPECT_EQ(watch.begun, 2);  // who was there before, and the import
  EXPECT_EQ(watch.last.people, kPeople);
  // 400 with one another and with 50 others, at the most
  EXPECT_LE(watch.last.pairs_compared, kPeople * (kPeople - 1) / 2 + kPeople * 50);
  EXPECT_GE(watch.last.pairs_compared, watch.last.pairs_kept);
  // said again of one person: he alone is compared
  Batch more;
  more.labels = {label_for({"x"})};
  more.ops = {model::PutStatements{id_of(1), {says(Property::alias, "Ned")}}};
  p.fold(at(p.next_position(), 3), more);
  EXPECT_EQ(watch.last.people, 1u);
}

}  // namespace
}  // namespace sallyport::picture
