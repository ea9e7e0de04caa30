// Matching beside its meaning: every visible record, every visible statement, sorted.
#include "picture/matching.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "match/index_keys.hpp"
#include "picture/testing/random_world.hpp"

namespace sallyport::picture {
namespace {

using model::IndexClass;
using model::Property;
using namespace sallyport::picture::testing;

std::int32_t weigh(const FittingToken& token, Property property) {
  return property == Property::alias ? token.quality - 30 : token.quality;
}
std::uint8_t speaks_first(Property property) {
  return static_cast<std::uint8_t>(property);
}
MatchRules rules() {
  MatchRules out{weigh, speaks_first};
  model::RecordKinds kinds;
  kinds.add(RecordKind::person);
  out.kinds = kinds;
  return out;
}

AskedPart names(const View& view, std::vector<std::pair<const char*, std::int32_t>> words) {
  AskedPart out;
  for (const auto& [word, quality] : words) {
    if (const auto hit = view.token(IndexClass::name, word))
      out.tokens.push_back({*hit, IndexClass::name, quality,
                            quality == 1000 ? std::uint8_t{0} : std::uint8_t{2}, 0});
  }
  return out;
}
AskedPart initial(char letter) {
  AskedPart out;
  out.initial = letter;
  out.of_initial.quality = 420;
  out.of_initial.how = 6;
  return out;
}
AskedPart year(std::string prefix) {
  AskedPart out;
  FittingBeginning& beginning = out.beginnings.emplace_back();
  beginning.text = std::move(prefix);
  beginning.same.quality = 1000;
  beginning.longer.quality = 850;
  beginning.longer.how = 9;
  return out;
}

/// What a record matches of a part, by its visible statements.
PartFound plainly(const View& view, Handle handle, const AskedPart& part) {
  std::vector<std::tuple<std::int32_t, int, int, std::string_view>> all;
  std::vector<std::string> kept;
  kept.reserve(100);
  view.statements(handle, [&](const StatementRow& row) {
    match::index_tokens(row.property, row.value, [&](IndexClass cls, std::string_view text) {
      kept.emplace_back(text);
      if (part.initial != 0 && cls == IndexClass::name && text[0] == part.initial)
        all.emplace_back(-part.of_initial.quality, part.of_initial.how, speaks_first(row.property),
                         kept.back());
      for (const FittingBeginning& beginning : part.beginnings) {
        if (beginning.cls != cls || !text.starts_with(beginning.text)) continue;
        const FittingToken& fits = text == beginning.text ? beginning.same : beginning.longer;
        all.emplace_back(-fits.quality, fits.how, speaks_first(row.property), kept.back());
      }
      for (const FittingToken& token : part.tokens) {
        if (token.cls != cls || token.hit.text != text) continue;
        all.emplace_back(-weigh(token, row.property), token.how, speaks_first(row.property),
                         token.hit.text);
      }
    });
    return true;
  });
  PartFound out;
  if (all.empty()) return out;
  const auto& [quality, how, speaks, text] = *std::min_element(all.begin(), all.end());
  out.quality = -quality;
  out.how = static_cast<std::uint8_t>(how);
  out.property = static_cast<Property>(speaks);
  return out;
}

std::string line(const RecordFound& r) {
  std::string out = to_text(r.id) + " " + std::to_string(r.parts) + " " + std::to_string(r.score);
  for (const PartFound& f : r.found) {
    out += f.quality == 0 ? " -"
                          : " " + std::to_string(f.quality) + "/" + std::to_string(f.how) + "/" +
                                std::to_string(static_cast<int>(f.property));
  }
  return out;
}

std::vector<RecordFound> plainly_all(const View& view, const std::vector<AskedPart>& parts) {
  std::vector<RecordFound> out;
  view.records(RecordKind::person, [&](const Record& record) {
    RecordFound found;
    found.record = record.handle;
    found.id = record.id;
    for (const AskedPart& part : parts) {
      found.found.push_back(plainly(view, record.handle, part));
      const std::int32_t quality = found.found.back().quality;
      if (quality == 0) continue;
      found.parts += part.helps_only ? 0 : 1;
      found.score += part.helps_only ? quality / 8 : quality;
    }
    out.push_back(found);
    return true;
  });
  std::sort(out.begin(), out.end(), [](const RecordFound& a, const RecordFound& b) {
    return std::tie(b.parts, b.score, a.id) < std::tie(a.parts, a.score, b.id);
  });
  return out;
}

std::size_t matched(const RecordFound& r) {
  return static_cast<std::size_t>(
      std::count_if(r.found.begin(), r.found.end(), [](const auto& f) { return f.quality > 0; }));
}

Picture& country(bool with_hidden) {
  static std::map<bool, std::unique_ptr<Picture>> made;
  auto& picture = made[with_hidden];
  if (picture) return *picture;
  picture = std::make_unique<Picture>();
  SeededRandom r(5);
  const std::vector<std::string> surnames = {"Prill",   "Prill",  "Prill",
                                             "Kessell", "Kessel", "Foss"};
  const std::vector<std::string> given = {"Owen", "Owen", "Marta", "Liam", "Ovin"};
  std::vector<RecordId> known;
  for (std::uint64_t e = 0; e < 40; ++e) {
    Batch b;
    b.labels = {label_for({"x"}), label_for({"x"}, {"STAFF"})};
    for (int n = 0; n < 60; ++n) {
      const bool hidden = r.chance(1, 4);
      model::PutRecord record = person(1, surnames[r.below(6)], hidden ? 1 : 0);
      record.id = RecordId(r.next_id());
      record.statements[1].value = given[r.below(5)];
      record.statements[2].value = "19" + std::to_string(80 + r.below(9)) + "-03-04";
      if (r.chance(1, 3)) record.statements.push_back(says(Property::alias, surnames[r.below(6)]));
      if (r.chance(1, 5))
        record.statements.push_back(says(Property::surname, surnames[r.below(6)]));
      std::vector<model::Statement> kept;
      for (auto& s : record.statements) {
        const bool sealed = r.chance(1, 6);
        if (sealed) s.label = 1;
        if (with_hidden || !sealed) kept.push_back(s);
      }
      record.statements = kept;
      if (with_hidden || !hidden) b.ops.push_back(record);
    }
    picture->fold(at(e, 1), b);
  }
  return *picture;
}

class MatchingTest : public ::testing::TestWithParam<bool> {};

TEST_P(MatchingTest, GivesWhatIsThereInItsOrder) {
  const View view =
      View::open(country(GetParam()), user_of({"x"}), "security", {}, Instant{9 * Instant::kDayUs});
  AskedPart helps = names(view, {{"owen", 1000}});
  helps.helps_only = true;
  const std::vector<std::vector<AskedPart>> questions = {
      {names(view, {{"prill", 1000}, {"foss", 600}})},
      {names(view, {{"prill", 1000}}), names(view, {{"owen", 1000}, {"ovin", 700}})},
      {names(view, {{"foss", 1000}, {"kessel", 700}}), initial('m')},
      {names(view, {{"kessell", 1000}, {"kessel", 800}}), names(view, {{"marta", 1000}}),
       year("1984")},
      {helps, names(view, {{"foss", 1000}}), year("198")},
      {names(view, {{"nobody", 1000}}), names(view, {{"foss", 1000}})},
  };
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const auto& parts = questions[q];
    const auto expected = plainly_all(view, parts);
    Matching matching(view, parts, rules());
    RecordFound found;
    std::size_t count = 0;
    for (const RecordFound& wanted : expected) {
      if (matched(wanted) < 2) continue;
      ASSERT_TRUE(matching.next_of_several(found)) << q;
      ASSERT_EQ(line(found), line(wanted)) << q;
      ++count;
    }
    EXPECT_FALSE(matching.next_of_several(found)) << q;
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (parts[part].initial != 0) continue;
      for (const RecordFound& wanted : expected) {
        if (matched(wanted) != 1 || wanted.found[part].quality == 0) continue;
        ASSERT_TRUE(matching.next_of_one(part, found)) << q;
        ASSERT_EQ(line(found), line(wanted)) << q;
        ++count;
      }
      EXPECT_FALSE(matching.next_of_one(part, found)) << q;
    }
    EXPECT_GT(count, 100u) << q;
    matching.of(expected.front().record, found);
    EXPECT_EQ(line(found), line(expected.front())) << q;
  }
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutWhatIsHidden, MatchingTest, ::testing::Bool());

TEST(Matching, WhatIsHiddenChangesNothing) {
  const auto told = [](bool with_hidden) {
    const View view = View::open(country(with_hidden), user_of({"x"}), "security", {},
                                 Instant{9 * Instant::kDayUs});
    Matching matching(view, {names(view, {{"prill", 1000}}), names(view, {{"owen", 1000}})},
                      rules());
    RecordFound found;
    std::string out;
    while (matching.next_of_several(found)) out += line(found) + "\n";
    while (matching.next_of_one(0, found)) out += line(found) + "\n";
    return out;
  };
  EXPECT_EQ(told(true), told(false));
}

}  // namespace
}  // namespace sallyport::picture
