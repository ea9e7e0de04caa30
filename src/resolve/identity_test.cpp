// The story's three Kessells (A4) and a shared number, over a real picture.
#include "resolve/identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "match/model.hpp"
#include "picture/picture.hpp"

namespace sallyport::resolve {
namespace {

using model::Property;
using model::RecordId;
using model::RecordKind;
using model::Verdict;
using testing::Contains;
using testing::HasSubstr;

RecordId id(std::uint64_t n) {
  return RecordId(Id128{n, n});
}

class IdentityTest : public testing::Test {
 protected:
  IdentityTest() {
    label_.originators = {"northmoor-police"};
    label_.level = model::Level::official;
    label_.releasable_to = {{"all"}};
    label_.purposes = {"security"};
    grants_.clearance = model::Level::secret;
    grants_.audiences = {"all"};
    grants_.purposes = {"security"};
    grants_.active = true;
  }

  void fold(std::vector<model::Op> ops) {
    model::Batch batch;
    batch.labels = {label_};
    batch.ops = std::move(ops);
    picture_.fold({.position = position_, .recorded = Instant{}, .type = model::EntryType::command},
                  batch);
    ++position_;
  }
  void put(std::uint64_t n, RecordKind kind,
           const std::vector<std::pair<Property, std::string>>& values) {
    model::PutRecord record;
    record.id = id(n);
    record.kind = kind;
    record.agency = "northmoor-police";
    record.source_key = std::to_string(n);
    for (const auto& [property, value] : values) {
      model::Statement statement;
      statement.property = property;
      statement.value = value;
      record.statements.push_back(statement);
    }
    fold({record});
  }
  void judge(std::uint64_t n, std::uint64_t a, std::uint64_t b, Verdict verdict) {
    model::PutJudgement judgement;
    judgement.id = model::JudgementId(Id128{n, n});
    judgement.a = id(a);
    judgement.b = id(b);
    judgement.verdict = verdict;
    judgement.actor = "dana.whitlock";
    fold({judgement});
  }
  void take_back(std::uint64_t n) {
    fold({model::Retract{.kind = model::ItemKind::judgement, .id = Id128{n, n}, .reason = "undo"}});
  }
  void kessells() {
    put(1, RecordKind::person,
        {{Property::surname, "Kessell"},
         {Property::given_name, "Martha"},
         {Property::date_of_birth, "1989-03-04"},
         {Property::address, "6 Saltpan Row, Harrowfield"}});
    put(2, RecordKind::person,
        {{Property::surname, "Kessell"},
         {Property::given_name, "M"},
         {Property::date_of_birth, "1989-03-04"},
         {Property::address, "6 Saltpan Row, Harrowfield"}});
    put(3, RecordKind::person,
        {{Property::surname, "Kessel"},
         {Property::given_name, "Marta"},
         {Property::date_of_birth, "1989-04-03"},
         {Property::address, "11 Cooperage Lane, Harrowfield"}});
  }
  picture::View view() const {
    return picture::View::open(picture_, grants_, "security", {}, Instant{});
  }
  model::Answer<Identity> identity(std::uint64_t n, Options options = {}) const {
    const auto now = view();
    auto out = identity_of(now, now.find(id(n)).value(), options);
    EXPECT_TRUE(out.has_value());
    expect_same_members(now, *out, options, id(n));
    return std::move(*out);
  }
  // The short form says the same of everybody.
  static void expect_same_members(const picture::View& now, const model::Answer<Identity>& whole,
                                  const Options& options, RecordId asked) {
    const Members found = members_of(now, now.find(asked).value(), options);
    std::vector<RecordId> members;
    for (const auto handle : found.members) members.push_back(now.record(handle).id);
    EXPECT_EQ(members, whole.value.members);
    std::set<RecordId> outside;
    for (const Proposal& p : whole.value.proposals) {
      for (const RecordId end : {p.a, p.b}) {
        if (std::find(members.begin(), members.end(), end) == members.end()) outside.insert(end);
      }
    }
    std::vector<RecordId> proposed;
    for (const auto handle : found.proposed) proposed.push_back(now.record(handle).id);
    EXPECT_EQ(proposed, std::vector<RecordId>(outside.begin(), outside.end()));
    EXPECT_EQ(found.partial, whole.partial);
  }

  model::Label label_;
  access::Grants grants_;
  picture::Picture picture_;
  std::uint64_t position_ = 0;
};

TEST_F(IdentityTest, KessellIsJoinedProposedJudgedAndRestored) {
  kessells();
  const auto before = identity(2);
  EXPECT_EQ(before.value.self, id(1));
  EXPECT_EQ(before.value.members, (std::vector{id(1), id(2)}));
  ASSERT_TRUE(before.value.weakest.has_value());
  EXPECT_GE(before.value.weakest->millibits, match::kJoinMillibits);
  ASSERT_FALSE(before.value.proposals.empty());
  EXPECT_EQ(before.value.proposals[0].a, id(1));
  EXPECT_EQ(before.value.proposals[0].b, id(3));
  EXPECT_THAT(before.evidence, Contains(Id128(id(3))));
  EXPECT_EQ(identity(1).value, before.value);

  judge(90, 1, 3, Verdict::same);
  EXPECT_EQ(identity(3).value.members, (std::vector{id(1), id(2), id(3)}));
  EXPECT_EQ(identity(3).value, identity(2).value);
  EXPECT_TRUE(identity(3).value.proposals.empty());

  take_back(90);
  EXPECT_EQ(identity(2).value, before.value);
  EXPECT_EQ(identity(2).evidence, before.evidence);
}

TEST_F(IdentityTest, ADifferentSplitsWhatTheModelJoined) {
  kessells();
  judge(90, 1, 2, Verdict::different);
  const auto split = identity(1);
  EXPECT_EQ(split.value.members, (std::vector{id(1)}));
  ASSERT_EQ(split.value.kept_apart_by.size(), 1U);
  EXPECT_EQ(split.value.kept_apart_by[0].judgement, model::JudgementId(Id128{90, 90}));
  judge(91, 2, 1, Verdict::same);  // the newest of the pair holds
  EXPECT_EQ(identity(1).value.members, (std::vector{id(1), id(2)}));
  take_back(91);
  EXPECT_EQ(identity(1).value, split.value);
  judge(92, 1, 2, Verdict::unsure);
  EXPECT_EQ(identity(1).value.members, (std::vector{id(1)}));
  EXPECT_THAT(identity(1).value.proposals,
              Contains(testing::Field(&Proposal::b, testing::Eq(id(2)))));
}

TEST_F(IdentityTest, TwoRecordsOfOneNumberAreOnePhone) {
  put(5, RecordKind::phone, {{Property::phone_number, "+447700900417"}});
  put(6, RecordKind::phone, {{Property::phone_number, "+447700900417"}});
  put(7, RecordKind::phone, {{Property::phone_number, "+447700900418"}});
  const auto phone = identity(6);
  EXPECT_EQ(phone.value.members, (std::vector{id(5), id(6)}));
  EXPECT_EQ(phone.value.edges[0].by, Edge::By::identifier);
  EXPECT_EQ(identity(7).value.members.size(), 1U);
}

TEST_F(IdentityTest, TheLimitIsSaid) {
  kessells();
  EXPECT_TRUE(identity(1, {.most_records = 1}).partial);
  EXPECT_FALSE(identity(1).partial);
}

TEST_F(IdentityTest, APairIsExplainedWithTheKeepApartsThatComeWithIt) {
  kessells();
  put(8, RecordKind::person, {{Property::surname, "Renn"}, {Property::given_name, "Tobias"}});
  model::PutLink link;
  link.id = model::LinkId(Id128{70, 70});
  link.kind = model::LinkKind::keep_apart;
  link.a = id(3);
  link.b = id(8);
  fold({link});
  const auto now = view();
  const auto why = explain_pair(now, now.find(id(1)).value(), now.find(id(3)).value());
  ASSERT_TRUE(why.has_value());
  EXPECT_THAT(why->value.sentences_for, Contains(HasSubstr("day and month exchanged")));
  EXPECT_THAT(why->value.missing, Contains("no official number in either record"));
  EXPECT_EQ(why->value.would_join, (std::vector<std::string>{to_text(id(8))}));
  EXPECT_GE(why->value.millibits, match::kFractureMillibits);
  EXPECT_LT(why->value.millibits, match::kJoinMillibits);
}

}  // namespace
}  // namespace sallyport::resolve
