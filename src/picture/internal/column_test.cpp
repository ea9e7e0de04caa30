// Packed or flat, a column says what was put in; a packed chunk goes through a file and comes back.
#include "picture/internal/column.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <vector>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "picture/internal/event_ids.hpp"
#include "picture/internal/tables.hpp"

namespace sallyport::picture {
namespace {

template <class T>
using Maker = std::function<T(SeededRandom&, std::uint32_t row)>;

/// Shapes that columns have: one value, few, counting, a stray one, times, and no shape at all.
template <class T>
std::vector<Maker<T>> shapes() {
  const T least = std::numeric_limits<T>::min();
  const T most = std::numeric_limits<T>::max();
  return {
      [=](SeededRandom&, std::uint32_t) { return most; },
      [=](SeededRandom& r, std::uint32_t) { return static_cast<T>(r.below(5) * 17); },
      [=](SeededRandom& r, std::uint32_t) { return r.chance(1, 50) ? least : most; },
      [=](SeededRandom&, std::uint32_t row) { return static_cast<T>(row / 3); },
      [=](SeededRandom& r, std::uint32_t row) {
        return r.chance(1, 40) ? static_cast<T>(r.next()) : static_cast<T>(row);
      },
      [=](SeededRandom& r, std::uint32_t row) {
        return r.chance(1, 30) ? most : static_cast<T>(std::uint64_t{row} * 60'000'000u + 1000u);
      },
      [=](SeededRandom& r, std::uint32_t) { return static_cast<T>(r.below(31)); },
      [=](SeededRandom& r, std::uint32_t) { return static_cast<T>(r.next()); },
      [=](SeededRandom& r, std::uint32_t) { return static_cast<T>(-static_cast<int>(r.below(9))); },
  };
}

template <class T>
void says_what_was_put_in(const Maker<T>& make, std::uint64_t seed, std::uint32_t chunk_bits) {
  SeededRandom r(seed);
  Column<T> column;
  column.set_chunk_bits(chunk_bits);
  std::vector<T> expected;
  for (std::uint32_t row = 0; row < 1000; ++row) {
    expected.push_back(make(r, row));
    column.push(expected.back());
    if (r.chance(1, 100)) column.tidy();
    if (!r.chance(1, 20)) continue;
    const auto at = static_cast<std::uint32_t>(r.below(row + 1));
    expected[at] = make(r, at);
    column.store(at, expected[at]);
  }
  column.tidy();
  for (std::uint32_t row = 0; row < 1000; ++row) {
    ASSERT_EQ(column[row], expected[row]) << row;
    ASSERT_EQ(column.load(row), expected[row]) << row;
  }
  std::vector<std::uint32_t> rows(64);
  std::vector<T> values(rows.size());
  for (int round = 0; round < 20; ++round) {
    for (auto& row : rows) row = static_cast<std::uint32_t>(r.below(1000));
    column.read(rows.data(), rows.size(), values.data());
    for (std::size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(values[i], expected[rows[i]]) << i;
  }
  Bytes file;
  column.each_chunk([&](const std::uint8_t* bytes, std::uint64_t size) {
    file.insert(file.end(), bytes, bytes + size);
  });
  Column<T> again;
  again.set_chunk_bits(chunk_bits);
  std::size_t read = 0;
  ASSERT_TRUE(again.fill(1000, [&](std::uint8_t* out, std::uint64_t size) {
    if (size > file.size() - read) return false;
    std::copy_n(file.begin() + static_cast<std::ptrdiff_t>(read), size, out);
    read += size;
    return true;
  }));
  EXPECT_EQ(read, file.size());
  EXPECT_EQ(again.bytes(), column.bytes());
  for (std::uint32_t row = 0; row < 1000; ++row) ASSERT_EQ(again[row], expected[row]) << row;
}

template <class T>
void every_shape() {
  std::uint64_t seed = 0;
  for (const auto& make : shapes<T>()) {
    says_what_was_put_in<T>(make, ++seed, 7);
    says_what_was_put_in<T>(make, seed, 9);  // exceptions in two blocks
  }
}

TEST(Column, PackedOrFlatItSaysWhatWasPutIn) {
  every_shape<std::uint8_t>();
  every_shape<std::uint32_t>();
  every_shape<std::int32_t>();
  every_shape<std::uint64_t>();
  every_shape<std::int64_t>();
}

TEST(Column, OneValueCostsNextToNothingAndTimesTheirUnit) {
  Column<std::uint32_t> same;
  Column<std::int64_t> minutes;
  for (std::uint32_t row = 0; row < (4u << 14); ++row) {
    same.push(kNone);
    minutes.push(std::int64_t{row % 1000} * 60'000'000);
  }
  same.tidy();
  minutes.tidy();
  EXPECT_EQ(same.bytes(), 4 * sizeof(PackedHead));
  EXPECT_LT(minutes.bytes(), (4u << 14) * 11 / 8);
}

TEST(Column, AReaderKeepsAReplacedChunkUntilItIsReclaimed) {
  Column<std::uint32_t> column;
  column.set_chunk_bits(4);
  for (std::uint32_t row = 0; row < 16; ++row) column.push(row);
  column.tidy();
  column.store(3, 99);
  column.tidy();
  EXPECT_EQ(column[3], 99u);
  column.reclaim();
  EXPECT_EQ(column[3], 99u);
  EXPECT_EQ(column[4], 4u);
}

TEST(Column, ADamagedChunkIsRefused) {
  std::vector<std::uint64_t> values(128);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = i == 5 ? 1u << 30 : i % 13 * 7;
  PackedHead* made = pack_chunk(values, 4);
  ASSERT_NE(made, nullptr);
  EXPECT_TRUE(well_formed(*made, 128, 4));
  EXPECT_FALSE(well_formed(*made, 127, 4));
  EXPECT_FALSE(well_formed(*made, 128, 8));
  for (int what = 0; what < 4; ++what) {
    PackedHead bad = *made;
    if (what == 0) bad.bits = 57;
    if (what == 1) bad.exceptions += 1;
    if (what == 2) bad.codes_at += 1;
    if (what == 3) bad.bytes -= 1;
    EXPECT_FALSE(well_formed(bad, 128, 4)) << what;
  }
  std::free(made);
}

TEST(Column, AChunkWhoseExceptionsBeginNowhereIsRefused) {
  std::vector<std::uint64_t> values(128);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = i == 5 ? 1u << 30 : i * 7;
  PackedHead* made = pack_chunk(values, 4);
  ASSERT_NE(made, nullptr);
  ASSERT_EQ(made->exceptions, 1u);
  EXPECT_TRUE(well_formed(*made, 128, 4));
  ++*(reinterpret_cast<std::uint8_t*>(made) + made->codes_at - 2);
  EXPECT_FALSE(well_formed(*made, 128, 4));
  std::free(made);
}

TEST(EventLength, IsExactForAnyTwoTimes) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const std::vector<std::int64_t> times = {least, least + 1,  -7,       -1,  0,
                                           1,     60'000'000, most - 1, most};
  for (const std::int64_t from : times) {
    for (const std::int64_t to : times) EXPECT_EQ(end_of(from, length_of(from, to)), to) << from;
    EXPECT_EQ(length_of(from, TimeRange::kOpen), least) << "still so is one value";
  }
}

TEST(EventIds, RunsAndStrangersAreFoundAndMadeAgain) {
  const Bytes key(16, 3);
  crypto::IdDeriver ids(key);
  SeededRandom r(5);
  EventIds kept;
  std::vector<Id128> expected;
  for (std::uint64_t batch = 1; batch <= 3; ++batch) {
    std::uint64_t n = batch * 100;
    for (int i = 0; i < 3000; ++i) {
      if (r.chance(1, 200)) n += r.below(2000);               // a gap
      if (r.chance(1, 200)) expected.push_back(r.next_id());  // an id of elsewhere
      if (r.chance(1, 200)) expected.push_back(expected.empty() ? Id128{1, 2} : expected.back());
      expected.push_back(ids.derive_id(Id128{batch, 77}, n++));
    }
  }
  for (const Id128& id : expected) kept.push(ids.origin_of(id));
  EXPECT_LT(kept.runs(), 400u);
  for (std::uint32_t row = 0; row < expected.size(); ++row) {
    ASSERT_EQ(kept.id_of(ids, row), expected[row]) << row;
    bool found = false;
    (void)kept.find(ids.origin_of(expected[row]), [&](std::uint32_t at) {
      EXPECT_EQ(expected[at], expected[row]);
      found |= at == row;
      return false;
    });
    ASSERT_TRUE(found) << row;
  }
  const auto any = [](std::uint32_t) { return true; };
  EXPECT_EQ(kept.find(ids.origin_of(Id128{8, 8}), any), kNone);
  EXPECT_EQ(kept.find({1, 99}, any), kNone) << "before the run";
  EXPECT_EQ(kept.find({2, 1'000'000}, any), kNone) << "after it";
}

}  // namespace
}  // namespace sallyport::picture
