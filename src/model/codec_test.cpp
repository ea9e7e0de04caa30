#include <gtest/gtest.h>

#include "base/random.hpp"
#include "model/codec.hpp"
#include "model/consultation.hpp"

namespace sallyport::model {
namespace {

Statement random_statement(SeededRandom& r) {
  Statement s;
  s.property = Property::alias;
  s.value = "value " + std::to_string(r.below(100));
  s.raw = r.chance(1, 2) ? "raw" : "";
  if (r.chance(1, 2)) s.valid.from = static_cast<std::int32_t>(r.below(20000)) - 10000;
  if (r.chance(1, 2)) s.valid.to = 20000;
  s.grade = *make_grade(GradeScheme::uk_3x5x2, '2', 'C', 'P');
  s.source = r.chance(1, 2) ? RecordId(r.next_id()) : RecordId{};
  s.label = r.chance(1, 2) ? 0 : kRecordLabel;
  return s;
}

Batch random_batch(std::uint64_t seed) {
  SeededRandom r(seed);
  Batch b;
  b.actor = "dana.whitlock";
  b.reason = "arrival tonight";
  b.idempotency_key = "k" + std::to_string(seed);
  if (r.chance(1, 2)) b.import = ImportFacts{ImportId(r.next_id()), "f", "n", "h", 1, 2, 3, 4, 5};
  b.rows = {{1, 2, {{ItemKind::record, r.next_id()}, {ItemKind::event, r.next_id()}}}, {3, 4, {}}};
  Label label;
  label.originators = {"northmoor-police"};
  label.releasable_to = {{"a", "b"}, {"c"}};
  label.purposes = {"security"};
  label.expires = Instant{77};
  b.labels = {label, nobody()};
  const RecordId person(r.next_id());
  const RecordId other(r.next_id());
  b.ops.push_back(PutRecord{person,
                            RecordKind::person,
                            "a",
                            "f",
                            "key",
                            1,
                            {random_statement(r), random_statement(r)},
                            other});
  b.ops.push_back(PutStatements{other, {random_statement(r)}});
  b.ops.push_back(EndStatements{other, {random_statement(r)}});
  PutLink link;
  link.id = LinkId(r.next_id());
  link.kind = LinkKind::keep_apart;
  link.a = person;
  link.b = other;
  link.standing = "WING";
  b.ops.push_back(link);
  PutEvent event;
  event.id = EventId(r.next_id());
  event.kind = EventKind::call;
  event.subject = person;
  event.other = other;
  event.at = {5, 9};
  event.quantity = -3;
  b.ops.push_back(event);
  b.ops.push_back(PutJudgement{JudgementId(r.next_id()), person, other, Verdict::different, "dana",
                               "two men", 0});
  b.ops.push_back(Retract{ItemKind::link, r.next_id(), "wrong"});
  b.ops.push_back(Relabel{ItemKind::record, r.next_id(), 1, "tighten"});
  b.ops.push_back(RetractImport{ImportId(r.next_id()), "wrong file"});
  PutAccount account;
  account.id = UserId(r.next_id());
  account.name = "dana.whitlock";
  account.functions = {"security"};
  b.ops.push_back(account);
  PutFeed feed;
  feed.name = "prison.roll";
  feed.label = label;
  b.ops.push_back(feed);
  return b;
}

TEST(Codec, EveryOperationRoundTrips) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Batch batch = random_batch(seed);
    const auto boxes = to_boxes(batch);
    ASSERT_TRUE(boxes.front().subject.is_nil());
    const auto back = from_boxes(boxes);
    ASSERT_TRUE(back) << to_text(back.error());
    // operations come back grouped by box; encoding them again gives the same boxes
    const auto again = to_boxes(*back);
    ASSERT_EQ(again.size(), boxes.size());
    for (std::size_t i = 0; i < boxes.size(); ++i)
      EXPECT_EQ(again[i].plaintext, boxes[i].plaintext);
    EXPECT_EQ(back->labels, batch.labels);
    EXPECT_EQ(back->rows, batch.rows);
    EXPECT_EQ(back->ops.size(), batch.ops.size());
  }
}

TEST(Codec, AnErasedRecordsBoxLeavesTheRest) {
  auto boxes = to_boxes(random_batch(3));
  const std::size_t before = from_boxes(boxes)->ops.size();
  boxes.pop_back();
  const auto back = from_boxes(boxes);
  ASSERT_TRUE(back);
  EXPECT_LT(back->ops.size(), before);
}

TEST(Codec, AnyBytesGiveABatchOrAnError) {
  SeededRandom random(11);
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto boxes = to_boxes(random_batch(1 + random.below(20)));
    Bytes& bytes = boxes[random.below(boxes.size())].plaintext;
    switch (random.below(3)) {
      case 0:
        bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1u << random.below(8));
        break;
      case 1:
        bytes.resize(random.below(bytes.size()));
        break;
      default:
        bytes.push_back(static_cast<std::uint8_t>(random.below(256)));
    }
    refused += from_boxes(boxes) ? 0 : 1;
  }
  EXPECT_GT(refused, 8'000);
}

TEST(Consultation, SizeSaysNothingAboutTheResult) {
  Consultation c;
  c.verb = "person";
  c.view = ~0ull;
  const std::size_t empty = encode(c).size();
  SeededRandom random(1);
  for (int i = 0; i < 40; ++i) c.shown.push_back(random.next_id());
  c.shown_count = 40;
  const Bytes full = encode(c);
  EXPECT_EQ(full.size(), empty);
  const auto back = decode_consultation(full);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, c);
}

TEST(Consultation, TheFirstVersionIsStillRead) {
  cbor::Writer old;
  old.array(16);
  old.unsigned_int(1);
  old.bytes(to_bytes(Id128{1, 2}));
  for (const char* text : {"session", "person", "/api/people/X", "security", "why", "free search"})
    old.text(text);
  old.integer(10);
  old.integer(20);
  old.unsigned_int(30);  // position
  old.unsigned_int(40);  // access epoch
  old.unsigned_int(1);
  old.array(0);
  old.unsigned_int(0);
  old.text("digest");
  Bytes entry = {0, 0, 0, static_cast<std::uint8_t>(old.out().size())};
  entry.insert(entry.end(), old.out().begin(), old.out().end());
  const auto back = decode_consultation(entry);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->position, 30u);
  EXPECT_EQ(back->view, 0u);
  EXPECT_EQ(back->access_epoch, 40u);
  EXPECT_EQ(back->answer_digest, "digest");
}

}  // namespace
}  // namespace sallyport::model
