// In which order a large import's rows become chunks: by whom they are about, so that what is said
// of one person lies in few boxes; and that nothing else depends on it.
#include <gtest/gtest.h>

#include <set>

#include "crypto/aes.hpp"
#include "intake/test_support.hpp"
#include "model/codec.hpp"

namespace sallyport::intake {
namespace {

using namespace testing;  // NOLINT: import_text, Dump

constexpr int kRows = 3000;
constexpr int kPeople = 40;

// Calls of forty people in turn, as a day brings them, of two prisons with labels of their own.
std::string many_calls() {
  std::string text =
      "OFFICIAL SENSITIVE\ncall_id,prison_number,prison,number,at,duration_seconds,result\n";
  for (int i = 0; i < kRows; ++i) {
    const int who = i * 7 % kPeople;
    text += "CA-" + std::to_string(i) + ",Z90" + std::to_string(10 + who) + "ZB," +
            (who % 2 == 0 ? "Wexmoor" : "Carrowstead") + ",07700 9004" + std::to_string(10 + who) +
            ",2026-10-08 21:48:10," + std::to_string(i) + ",ANSWERED\n";
  }
  return text;
}

std::size_t boxes_of(const Imported& imported) {
  std::size_t out = 0;
  for (const auto& chunk : imported.chunks) out += model::to_boxes(chunk.batch).size();
  return out;
}

TEST(Order, WhatIsSaidOfOnePersonLiesInFewBoxes) {
  const auto imported = import_text("prison.calls", many_calls());
  ASSERT_TRUE(imported.outcome) << to_text(imported.outcome.error());
  EXPECT_EQ(imported.outcome->taken, std::uint64_t{kRows});
  EXPECT_EQ(imported.chunks.size(), std::size_t{(kRows + 511) / 512});
  // forty people in each of six chunks would be 240; a person's rows lie in at most two
  EXPECT_LT(boxes_of(imported), std::size_t{6 + 2 * kPeople + 2 * kPeople});
}

TEST(Order, EveryRowIsTracedToItsOwnOperations) {
  const auto imported = import_text("prison.calls", many_calls());
  std::set<std::uint64_t> rows;
  for (const auto& chunk : imported.chunks) {
    EXPECT_LE(chunk.rows.size(), limits::kChunkRows);
    std::uint32_t next = 0;
    for (const auto& row : chunk.rows) {
      EXPECT_TRUE(rows.insert(row.row).second);
      EXPECT_EQ(row.first_op, next);
      next += row.ops;
      const auto* call = std::get_if<model::PutEvent>(&chunk.batch.ops[next - 1]);
      ASSERT_NE(call, nullptr);
      EXPECT_EQ(call->quantity, static_cast<std::int64_t>(row.row) - 3);  // two lines before
      ASSERT_LT(call->label, chunk.batch.labels.size());
      EXPECT_EQ(call->label, row.label);
    }
    EXPECT_EQ(next, chunk.batch.ops.size());
  }
  EXPECT_EQ(rows.size(), std::size_t{kRows});
}

TEST(Order, EventsAreNumberedAsTheLedgerHasThem) {
  const auto context = context_for("prison.calls");
  const auto imported = import_text("prison.calls", many_calls(), context, "calls.csv");
  crypto::IdDeriver ids(crypto::IdDeriver::key_from(context.id_key));
  std::uint64_t next = 0;
  for (const auto& op : imported.ops()) {
    if (const auto* call = std::get_if<model::PutEvent>(&op))
      EXPECT_EQ(ids.origin_of(call->id).row, next++);
  }
  EXPECT_EQ(next, std::uint64_t{kRows});
}

TEST(Order, TheLabelIsTheRowsOwnInEveryChunk) {
  const auto imported = import_text("prison.calls", many_calls());
  for (const auto& chunk : imported.chunks) {
    std::map<model::RecordId, model::Label> by_person;
    for (const auto& op : chunk.batch.ops) {
      const auto* call = std::get_if<model::PutEvent>(&op);
      if (call == nullptr) continue;
      const auto& label = chunk.batch.labels[call->label];
      EXPECT_EQ(by_person.emplace(call->subject, label).first->second, label);
    }
  }
}

}  // namespace
}  // namespace sallyport::intake
