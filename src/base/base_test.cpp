#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/id.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace sallyport {
namespace {

TEST(Id, TextRoundTripsAndKeepsOrder) {
  SeededRandom random(1);
  Id128 previous{};
  for (int i = 0; i < 1000; ++i) {
    const Id128 id = random.next_id();
    const std::string text = to_text(id);
    EXPECT_EQ(text.size(), 26u);
    EXPECT_EQ(parse_id(text), id);
    EXPECT_EQ(previous < id, to_text(previous) < text);
    previous = id;
  }
  EXPECT_FALSE(parse_id("8ZZZZZZZZZZZZZZZZZZZZZZZZZ"));
  EXPECT_FALSE(parse_id("short"));
}

TEST(Time, CivilDatesRoundTrip) {
  for (int day = -800'000; day < 800'000; day += 37) {
    const CivilDate c = to_civil(Date{day});
    EXPECT_EQ(to_date(c).day, day);
  }
  EXPECT_FALSE(parse_iso_date("2025-02-29"));
  EXPECT_TRUE(parse_iso_date("2024-02-29"));
  EXPECT_EQ(to_text(*parse_iso_instant("2026-10-15T08:00:00+01:00")), "2026-10-15T07:00:00Z");
  EXPECT_FALSE(parse_iso_instant("2026-10-15T08:00:00"));
}

TEST(Time, FuzzyDatesHaveOneCanonicalText) {
  for (const char* text : {"1989-03-04", "1989-03", "1989", "~1989", "1988/1989",
                           "1989-03-02/1989-03-05", "~1989-03-04"}) {
    const auto d = parse_fuzzy_date(text);
    ASSERT_TRUE(d) << text;
    EXPECT_EQ(to_text(*d), text);
  }
  EXPECT_FALSE(parse_fuzzy_date("1989-13"));
  EXPECT_FALSE(parse_fuzzy_date("1990/1989"));
}

TEST(Cbor, RoundTripsAndRefusesOtherEncodings) {
  cbor::Writer w;
  w.array(6);
  w.unsigned_int(1ull << 40);
  w.integer(-1);
  w.text("Ashlar Street");
  w.bytes(as_bytes("\x01\x02"));
  w.boolean(true);
  w.null();
  cbor::Reader r(w.out());
  r.array_of(6);
  EXPECT_EQ(r.unsigned_int(), 1ull << 40);
  EXPECT_EQ(r.integer(), -1);
  EXPECT_EQ(r.text(), "Ashlar Street");
  EXPECT_EQ(r.bytes().size(), 2u);
  EXPECT_TRUE(r.boolean());
  EXPECT_TRUE(r.next_is_null());
  EXPECT_TRUE(r.finish());

  const Bytes not_shortest = {0x18, 0x05};
  cbor::Reader bad(not_shortest);
  bad.unsigned_int();
  EXPECT_TRUE(bad.failed());
  const Bytes lying_size = {0x9A, 0xFF, 0xFF, 0xFF, 0xFF};
  cbor::Reader liar(lying_size);
  EXPECT_EQ(liar.array(), 0u);
  EXPECT_TRUE(liar.failed());
}

TEST(Bytes, TextFormsRoundTripAndAreUnique) {
  SeededRandom random(2);
  for (std::size_t n = 0; n < 70; ++n) {
    Bytes b(n);
    random.fill(b);
    EXPECT_EQ(from_hex(to_hex(b)), b);
    EXPECT_EQ(from_base64(to_base64(b)), b);
    EXPECT_EQ(from_base64url(to_base64url(b)), b);
  }
  EXPECT_FALSE(from_base64url("AB"));  // two spare bits not zero
}

TEST(Errors, NumbersAreUniqueSortedAndTitled) {
  const auto& table = error_table();
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (i > 0) {
      EXPECT_LT(table[i - 1].code, table[i].code);
    }
    EXPECT_FALSE(table[i].advice.empty());
    EXPECT_EQ(&describe(table[i].code), &table[i]);
  }
}

}  // namespace
}  // namespace sallyport
