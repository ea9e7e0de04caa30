#include "service/row_index.hpp"

#include <gtest/gtest.h>

#include <map>

#include "base/random.hpp"

namespace sallyport::service {
namespace {

std::vector<model::RowTrace> rows_of(const std::vector<std::uint64_t>& keys) {
  std::vector<model::RowTrace> out(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) out[i].row_key = keys[i];
  return out;
}

Bytes encoded(const RowIndex& index) {
  cbor::Writer out;
  index.encode(out);
  return out.take();
}

// 200 entries of 0 to 600 rows, every third row one that came before.
std::map<std::uint64_t, std::vector<std::uint64_t>> fill(RowIndex& index, SeededRandom& random) {
  std::map<std::uint64_t, std::vector<std::uint64_t>> entries_of;
  std::vector<std::uint64_t> known;
  for (std::uint64_t position = 5; position < 1000; position += 5) {
    std::vector<std::uint64_t> keys;
    const auto count = random.below(600);
    for (std::uint64_t i = 0; i < count; ++i) {
      const bool again = !known.empty() && random.chance(1, 3);
      const std::uint64_t key = again ? known[random.below(known.size())] : random.next();
      if (!again) known.push_back(key);
      auto& positions = entries_of[key];
      if (!positions.empty() && positions.back() == position) continue;
      positions.push_back(position);
      keys.push_back(key);
    }
    index.note(position, rows_of(keys));
  }
  return entries_of;
}

TEST(RowIndex, NamesEveryEntryOfARowInOrder) {
  RowIndex index;
  SeededRandom random(1);
  const auto entries_of = fill(index, random);
  std::vector<std::uint64_t> found;
  for (const auto& [key, positions] : entries_of) {
    index.find(key, found);
    EXPECT_EQ(found, positions) << key;
  }
}

TEST(RowIndex, RarelyNamesAnEntryForARowThatNeverCame) {
  RowIndex index;
  SeededRandom random(2);
  fill(index, random);
  std::size_t named = 0;
  std::vector<std::uint64_t> found;
  for (int i = 0; i < 100'000; ++i) {
    index.find(random.next(), found);
    named += found.size();
  }
  EXPECT_LT(named, 10u);  // 40,000 rows against 2^34: 0.2 expected
}

TEST(RowIndex, KeysThatShareAllItKeepsOfThemAreBothNamed) {
  RowIndex index;
  index.note(1, rows_of({0xABCDEF0123456789}));
  index.note(2, rows_of({0xABCDEF0123456788}));
  std::vector<std::uint64_t> found;
  index.find(0xABCDEF0123456789, found);
  EXPECT_EQ(found, (std::vector<std::uint64_t>{1, 2}));
}

TEST(RowIndex, GoesThroughASnapshotAndOnAsIfItHadNot) {
  RowIndex whole, first, second;
  SeededRandom random(3), again(3);
  const auto entries_of = fill(whole, random);
  fill(first, again);
  const Bytes bytes = encoded(first);
  cbor::Reader in(bytes);
  ASSERT_TRUE(second.decode(in));
  ASSERT_TRUE(in.finish());
  EXPECT_EQ(second.size(), whole.size());
  std::vector<std::uint64_t> found;
  for (const auto& [key, positions] : entries_of) {
    second.find(key, found);
    ASSERT_EQ(found, positions) << key;
  }
  for (auto* index : {&whole, &second}) index->note(5000, rows_of({1, 2, 3, ~std::uint64_t{0}}));
  EXPECT_EQ(encoded(second), encoded(whole));
}

TEST(RowIndex, ADamagedSnapshotIsAnErrorOrAnotherIndexNeverACrash) {
  RowIndex index;
  index.note(7, rows_of({11, 12, 13}));
  const Bytes bytes = encoded(index);
  SeededRandom random(4);
  int refused = 0;
  for (int i = 0; i < 500; ++i) {
    Bytes damaged = bytes;
    damaged[random.below(40)] ^= static_cast<std::uint8_t>(1 + random.below(255));
    RowIndex other;
    cbor::Reader in(damaged);
    refused += other.decode(in) && in.finish() ? 0 : 1;
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace sallyport::service
