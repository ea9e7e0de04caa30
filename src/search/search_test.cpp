#include "search/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "picture/testing/world.hpp"

namespace sallyport::search {
namespace {

using model::EventKind;
using model::LinkKind;
using model::Property;
using model::RecordId;
using model::RecordKind;
using picture::Handle;
using picture::View;
using picture::testing::at;
using picture::testing::kOpen;
using picture::testing::kSealed;
using picture::testing::World;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPolice = "northmoor-police";
constexpr const char* kPrisons = "estmere-prisons";

class SearchTest : public ::testing::Test {
 protected:
  SearchTest() {
    phone = world.add(RecordKind::phone, kPolice, {{Property::phone_number, "+447700900417"}});
    other_phone =
        world.add(RecordKind::phone, kPrisons, {{Property::phone_number, "+447700900655"}});
    kessell = world.person(kPolice, "Martha", "Kessell", "1989-03-04");
    visitor = world.person(kPrisons, "Marta", "Kessel", "1989-04-03");
    world.link(LinkKind::uses, kessell, phone);
    prill = world.person(kPrisons, "Owen", "Prill", "1991-02-11");
    world.say(prill, Property::prison_number, "Z9012ZB");
    decoy = world.person("estmere-probation", "Karen", "Castle", "1989-04-03");
    world.say(decoy, Property::crn, "X900417");
    vehicle = world.add(RecordKind::vehicle, kPolice, {{Property::plate, "QZ21KLN"}});
    group = world.add(
        RecordKind::group, kPolice,
        {{Property::group_name, "Ashlar Street"}, {Property::group_number, "991/0010112"}});
    card = world.add(RecordKind::account, kPrisons,
                     {{Property::card_ending, "4417"}, {Property::billing_name, "B Larkin"}});
    cell = world.add(RecordKind::place, kPrisons, {{Property::place_name, "B2-13"}});
    world.stay(prill, cell, at("2026-05-02T13:00:00Z"));
    house = world.add(RecordKind::place, kPolice, {{Property::address, "6 Saltpan Row, Leeds"}});
    smyth = world.person(kPolice, "John", "Smyth", "1987-05-06");
    world.link(LinkKind::resides_at, smyth, house);
    smith = world.person(kPolice, "John", "Smith", "1987-01-01");
    obrien = world.person(kPrisons, "Liam", "O'Brien", "1990-01-01");
    ivanov = world.person(kPrisons, "Yuri", "Ivanov", "1980-01-01");
    world.say(ivanov, Property::native_name, "Юрий Иванов");
    almasri = world.person(kPrisons, "Yusuf", "Al Masri", "1985-07-07");
    haddow = world.add(RecordKind::staff, kPrisons,
                       {{Property::surname, "Haddow"}, {Property::given_name, "Lorne"}});
    report = world.add(RecordKind::report, kPolice,
                       {{Property::urn, "NMP/2026/000001"},
                        {Property::report_text, "Heard that fishing line was bought by Speight"}});
    sealed = world.person(kPolice, "Marta", "Kessel", "1989-03-04", kSealed);
    picture = world.fold();
    view.emplace(World::open(*picture));
  }

  SearchResult ask(std::string_view text, bool cleared = false) {
    const View v = World::open(*picture, cleared);
    auto answer = search(v, world.identity(v), {.text = text});
    EXPECT_TRUE(answer);
    EXPECT_FALSE(answer->partial);
    return std::move(answer->value);
  }
  RecordId first(std::string_view text) {
    const SearchResult result = ask(text);
    return result.hits.empty() ? RecordId{} : result.hits[0].self;
  }
  bool finds(std::string_view text, RecordId id, bool cleared = false) {
    const SearchResult result = ask(text, cleared);
    return std::any_of(result.hits.begin(), result.hits.end(),
                       [id](const Hit& hit) { return hit.self == id; });
  }

  World world;
  RecordId phone, other_phone, kessell, visitor, prill, decoy, vehicle, group, card, cell, house,
      smyth, smith;
  RecordId obrien, ivanov, almasri, haddow, report, sealed;
  std::unique_ptr<picture::Picture> picture;
  std::optional<View> view;
};

TEST_F(SearchTest, A3EachFirst) {
  const SearchResult number = ask("900417");
  ASSERT_FALSE(number.hits.empty());
  EXPECT_EQ(number.hits[0].self, phone);
  EXPECT_THAT(number.hits[0].users, ElementsAre("is used by Martha Kessell"));
  EXPECT_THAT(number.hits[0].why, ElementsAre("phone number ends 900417: 07700 900417"));
  EXPECT_EQ(number.groups[0].group, Group::numbers);
  EXPECT_TRUE(finds("900417", kessell)) << "the user is a hit too";
  EXPECT_EQ(first("kessell marta"), kessell);
  EXPECT_EQ(first("kessell 4/3/89"), kessell);
  EXPECT_EQ(first("QZ21"), vehicle);
  world.same(kessell, visitor);
  EXPECT_EQ(ask("kessel marta").hits[0].title, "Martha Kessell");
  EXPECT_EQ(ask("kessel 4/3/89").hits[0].title, "Martha Kessell");
  EXPECT_EQ(ask("kessel 4/3/89").hits[0].members.size(), 2u);
}

TEST_F(SearchTest, SaysWhy) {
  const SearchResult result = ask("kessel 3/4/89");
  ASSERT_GE(result.hits.size(), 2u);
  EXPECT_EQ(result.hits[0].self, visitor);
  EXPECT_THAT(result.hits[0].why, ElementsAre("surname Kessel", "born 3 Apr 1989"));
  EXPECT_EQ(result.hits[1].self, kessell);
  EXPECT_THAT(result.hits[1].why, ElementsAre("surname Kessell: one letter off",
                                              "born 4 Mar 1989: day and month exchanged"));
}

TEST_F(SearchTest, NumbersWholeAndInPart) {
  for (const char* text : {"07700 900417", "+44 7700 900417", "07700900417", "0770090041",
                           "447700900417", "00447700900417"}) {
    EXPECT_EQ(first(text), phone) << text;
  }
  for (const char* text : {"Z9012ZB", "z9012zb", "Z9012"}) EXPECT_EQ(first(text), prill) << text;
  for (const char* text : {"QZ21 KLN", "qz21kln", "1KLN"}) EXPECT_EQ(first(text), vehicle) << text;
  for (const char* text : {"991/0010112", "0010112"}) EXPECT_EQ(first(text), group) << text;
  EXPECT_EQ(first("4417"), card);
  EXPECT_EQ(first("X900417"), decoy);
  EXPECT_EQ(first("NMP/2026/000001"), report);
}

TEST_F(SearchTest, NamesInAnyOrderScriptAndSpelling) {
  EXPECT_EQ(first("prill owen"), prill);
  EXPECT_EQ(first("PRILL, Owen"), prill);
  EXPECT_EQ(first("pirll"), prill) << "two letters swapped";
  EXPECT_EQ(first("kesxsell"), kessell);
  EXPECT_EQ(first("ivaonov"), ivanov);
  EXPECT_EQ(first("ivnoaov"), ivanov) << "two letters swapped, and one between them";
  EXPECT_EQ(first("o brien"), obrien);
  EXPECT_EQ(first("O'Brien"), obrien);
  EXPECT_EQ(first("obrien"), obrien);
  EXPECT_EQ(first("Иванов"), ivanov);
  EXPECT_EQ(first("ivanov"), ivanov);
  EXPECT_EQ(first("almasri"), almasri);
  EXPECT_EQ(first("al-masri yousef"), almasri);
  EXPECT_EQ(first("jack smith"), smith) << "Jack is a short form of John";
  EXPECT_EQ(first("M Kessell"), kessell);
  EXPECT_EQ(first("ashlar"), group);
  EXPECT_EQ(first("fishing"), report);
  EXPECT_TRUE(ask("").hits.empty());
  EXPECT_TRUE(ask("zzzzzz").hits.empty());
}

TEST_F(SearchTest, PartsTogetherAndAPartThatMatchesNothingOnlyLowers) {
  const SearchResult result = ask("smyth 1987 leeds");
  ASSERT_FALSE(result.hits.empty());
  EXPECT_EQ(result.hits[0].self, smyth);
  EXPECT_EQ(result.hits[0].parts_matched, 3u);
  EXPECT_THAT(result.hits[0].why, Contains("lives at 6 Saltpan Row, Leeds"));
  EXPECT_TRUE(finds("smyth 1987 leeds", smith));
  EXPECT_EQ(first("prill xyzzy"), prill);
  EXPECT_EQ(first("kessell 900417"), kessell) << "two parts beat one";
}

TEST(SearchParts, OneWordSpeaksForOnePart) {
  World world;
  const RecordId mia = world.person(kPolice, "Mia", "Murton", "1989-03-04");
  const RecordId owen = world.person(kPolice, "Owen", "Murton", "1988-03-04");
  const RecordId both = world.person(kPolice, "Mia N'Dour-Pell", "Foss", "1988-03-04");
  const RecordId jack = world.person(kPolice, "Jack", "Jackson", "1988-03-04");
  const RecordId amir = world.person(kPolice, "Amir", "Jackson", "1988-03-04");
  const RecordId saeed = world.person(kPolice, "Ibrahim", "Saeed", "1988-03-04");
  const RecordId ibrahim = world.person(kPolice, "Ibrahim", "Ibrahim", "1988-03-04");
  const RecordId ali = world.person(kPolice, "Ali", "Ali", "1988-03-04");
  const auto picture = world.fold();
  const View view = World::open(*picture);
  const auto parts_of = [&](std::string_view text, RecordId id) {
    const auto answer = search(view, world.identity(view), {.text = text});
    for (const Hit& hit : answer->value.hits) {
      if (hit.self == id) return hit.parts_matched;
    }
    return 0u;
  };
  EXPECT_EQ(parts_of("m murton", mia), 2u);
  EXPECT_EQ(parts_of("m murton", owen), 1u) << "the M of Murton is no initial of his";
  EXPECT_EQ(parts_of("m foss", both), 2u);
  EXPECT_EQ(parts_of("p foss", both), 2u) << "every part of a written-together name has one";
  EXPECT_EQ(parts_of("n foss", both), 2u) << "also one with an apostrophe";
  EXPECT_EQ(parts_of("jack jackson", jack), 2u);
  EXPECT_EQ(parts_of("jack jackson", amir), 1u)
      << "Jackson is a long form of it, but asked for itself";
  EXPECT_EQ(parts_of("mur murton", owen), 1u);
  EXPECT_EQ(parts_of("ibrahim ibrahzim", ibrahim), 2u);
  EXPECT_EQ(parts_of("ibrahim ibrahzim", saeed), 1u) << "he is called so once";
  EXPECT_EQ(parts_of("ali ali", ali), 2u) << "who is called twice the same is found so";
}

std::size_t sounding(const SearchResult& result) {
  return static_cast<std::size_t>(
      std::count_if(result.hits.begin(), result.hits.end(), [](const Hit& hit) {
        return std::any_of(hit.why.begin(), hit.why.end(), [](const std::string& why) {
          return why.find("sounds like") != std::string::npos;
        });
      }));
}

TEST(SearchSound, FillsNoListWhereSomebodyIsSpeltSo) {
  for (const auto label : {kOpen, kSealed}) {
    World world;
    const RecordId dzurik = world.person(kPolice, "Kamil", "Dzurik", "1986-11-23", label);
    const RecordId durik = world.person(kPrisons, "Camille", "Durik", "1986-11-23", label);
    for (int i = 0; i < 12; ++i) world.person(kPolice, "Sergei", "Popov", "1980-01-01");
    for (int i = 0; i < 3; ++i) world.person(kPolice, "Kamil", "Novikov", "1980-01-01");
    const auto picture = world.fold();
    const View view = World::open(*picture);
    const auto one = search(view, world.identity(view), {.text = "dzurik"});
    const auto two = search(view, world.identity(view), {.text = "kamil dzurik"});
    ASSERT_TRUE(one && two);
    if (label == kSealed) {  // what is hidden cuts nothing
      EXPECT_EQ(sounding(one->value), 12u);
      EXPECT_EQ(one->value.hits.size(), 12u);
      EXPECT_GT(sounding(two->value), 5u);
      continue;
    }
    ASSERT_EQ(one->value.hits.size(), 2 + kSounding);
    EXPECT_EQ(one->value.hits[0].self, dzurik);
    EXPECT_EQ(one->value.hits[1].self, durik);
    EXPECT_EQ(sounding(one->value), kSounding) << "a few, said to sound so";
    EXPECT_EQ(two->value.hits[0].self, dzurik);
    EXPECT_EQ(sounding(two->value), 0u);
    EXPECT_GE(two->value.hits.size(), 4u) << "who is called so in part is offered after him";
  }
}

TEST(SearchPartial, IsSaidWhereAnAnswerMayBeBetter) {
  World world;
  for (int i = 0; i < 12; ++i) world.person(kPolice, "Owen", "Foss", "1980-01-01");
  for (int i = 0; i < 70; ++i) {
    world.person(kPolice, "Owen", "Murton", "1981-01-01");
    world.person(kPolice, "Bryony", "Foss", "1982-01-01");
  }
  const auto picture = world.fold();
  const View view = World::open(*picture);
  const auto ask = [&](std::string_view text) {
    return *search(view, world.identity(view), {.text = text});
  };
  EXPECT_EQ(ask("owen foss").value.hits.size(), 12u) << "nobody who only is an Owen";
  EXPECT_FALSE(ask("owen foss").partial);
  EXPECT_FALSE(ask("foss").partial);
  EXPECT_EQ(ask("foss").value.hits.size(), limits::kSearchHits);
  EXPECT_TRUE(ask("murton foss").partial) << "two records of one may say it, of hundreds";
}

TEST_F(SearchTest, NewestAndKinds) {
  const SearchResult result = ask("prill");
  EXPECT_EQ(*result.hits[0].newest, *parse_iso_date("2026-10-15"));
  const auto only =
      search(*view, world.identity(*view), {.text = "900417", .kinds = {RecordKind::person}});
  for (const Hit& hit : only->value.hits) EXPECT_EQ(hit.kind, RecordKind::person);
  EXPECT_FALSE(search(*view, world.identity(*view), {.text = "x", .limit = 0}));
  EXPECT_FALSE(search(*view, world.identity(*view), {.text = std::string(600, 'x')}));
}

TEST_F(SearchTest, StaffAreNeverOffered) {
  for (const char* text : {"Haddow", "lorne haddow", "hadow", "had", "lorne"}) {
    EXPECT_FALSE(finds(text, haddow, true)) << text;
    const auto typed = suggest(*view, world.identity(*view), text);
    for (const Hit& hit : typed->value.hits) EXPECT_NE(hit.self, haddow);
  }
}

TEST_F(SearchTest, SealedIsAbsent) {
  EXPECT_FALSE(finds("kessel marta", sealed));
  EXPECT_TRUE(finds("kessel marta", sealed, true));
}

TEST_F(SearchTest, SuggestsTheBeginningOfTheLastWord) {
  const auto typed = [&](std::string_view text) {
    std::vector<std::string> out;
    const auto answer = suggest(*view, world.identity(*view), text);
    for (const Hit& hit : answer->value.hits) out.push_back(hit.title);
    return out;
  };
  EXPECT_THAT(typed("pri"), ElementsAre("Owen Prill"));
  EXPECT_THAT(typed("owen p"), ElementsAre("Owen Prill"));
  EXPECT_THAT(typed("k"), Contains("Martha Kessell"));
  EXPECT_THAT(typed("ashl"), ElementsAre("Ashlar Street"));
  EXPECT_THAT(typed("qz21"), ElementsAre("QZ21 KLN"));
  EXPECT_EQ(typed("pirll").at(0), "Owen Prill")
      << "nothing begins so: typing errors are looked for";
  EXPECT_LE(suggest(*view, world.identity(*view), "k", 2)->value.hits.size(), 2u);
}

std::string dump(const model::Answer<SearchResult>& answer) {
  std::ostringstream out;
  for (const Hit& hit : answer.value.hits) {
    out << to_text(Id128(hit.self)) << " " << hit.title << " " << hit.parts_matched << " "
        << hit.score;
    for (const auto& line : hit.why) out << "; " << line;
    for (const auto& line : hit.users) out << "; " << line;
    for (const Matched& m : hit.matched) out << "; " << m.value << to_text(Id128(m.record));
    for (const RecordId id : hit.members) out << " " << to_text(Id128(id));
    out << "\n";
  }
  for (const Id128 id : answer.evidence) out << to_text(id);
  out << answer.partial;
  return out.str();
}

// A short list is the beginning of the long one: stopping early leaves nobody out, whoever is one
// with whom.
TEST(SearchLimit, TheFirstOfAllAreTheSameAsTheFirstAskedFor) {
  const std::vector<std::string> given = {"Liam", "Lian", "Owen", "Ovin"};
  const std::vector<std::string> surnames = {"Smyth", "Smith", "Smythe", "Foss"};
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SeededRandom random(seed);
    World world;
    std::vector<RecordId> people;
    for (int i = 0; i < 45; ++i) {
      const auto& first = given[random.below(given.size())];
      const auto& last = surnames[random.below(surnames.size())];
      people.push_back(world.person(kPolice, random.chance(1, 5) ? "" : first,
                                    random.chance(1, 5) ? "" : last,
                                    "198" + std::to_string(random.below(10)) + "-01-01"));
      if (i > 0 && random.chance(1, 3))
        world.same(people.back(), people[random.below(people.size() - 1)]);
    }
    const auto picture = world.fold();
    const View view = World::open(*picture);
    for (const char* text : {"smith", "liam smith", "l smith", "owen foss 1984", "liam"}) {
      const auto all = search(view, world.identity(view), {.text = text});
      ASSERT_TRUE(all);
      ASSERT_LT(all->value.hits.size(), limits::kSearchHits);  // nobody was cut
      for (const std::size_t limit : {std::size_t{1}, std::size_t{3}, std::size_t{10}}) {
        Query query{.text = text};
        query.limit = limit;
        const auto some = search(view, world.identity(view), query);
        ASSERT_TRUE(some);
        ASSERT_EQ(some->value.hits.size(), std::min(limit, all->value.hits.size()));
        for (std::size_t i = 0; i < some->value.hits.size(); ++i) {
          EXPECT_EQ(some->value.hits[i].self, all->value.hits[i].self) << text;
          EXPECT_EQ(some->value.hits[i].score, all->value.hits[i].score) << text;
          EXPECT_EQ(some->value.hits[i].why, all->value.hits[i].why) << text;
        }
      }
    }
  }
}

TEST(SearchTwin, WhatIsHiddenAndTheOrderOfRowsChangeNothing) {
  const char* given[] = {"Marta", "Martha", "Owen", "William", "Bill", "Mohammed", "Muhamad"};
  const char* surnames[] = {"Kessel", "Kessell", "Castle", "Prill", "Al Masri", "O'Brien", "Smyth"};
  const char* queries[] = {"kessel",     "marta kessell", "kesel 1989",      "4/3/89",    "900001",
                           "0770090000", "bill",          "mohamed almasri", "m kessell", "k",
                           "qzx"};
  std::size_t mattered = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    World world(seed);
    SeededRandom random(seed);
    std::vector<RecordId> people;
    std::vector<RecordId> phones;
    const auto label = [&] { return random.chance(1, 3) ? kSealed : kOpen; };
    for (int i = 0; i < 30; ++i) {
      const std::string born = "1989-0" + std::to_string(1 + random.below(4)) + "-0" +
                               std::to_string(1 + random.below(4));
      people.push_back(
          world.person(kPolice, given[random.below(7)], surnames[random.below(7)], born, label()));
      if (random.chance(1, 4)) world.say(people.back(), Property::alias, "Kess", {}, kSealed);
      if (i > 0 && random.chance(1, 5)) world.same(people[i], people[random.below(i)]);
    }
    for (int i = 0; i < 8; ++i) {
      phones.push_back(world.add(RecordKind::phone, kPolice,
                                 {{Property::phone_number, "+44770090000" + std::to_string(i % 4)}},
                                 label()));
    }
    for (int i = 0; i < 20; ++i) {
      model::PutLink put;
      put.label = label();
      world.link(LinkKind::uses, people[random.below(30)], phones[random.below(8)], put);
    }
    const auto full = world.fold(true);
    const auto twin = world.fold(false);
    const auto shuffled = world.fold(true, seed + 9);
    const View view = World::open(*full);
    const View twin_view = World::open(*twin);
    const View shuffled_view = World::open(*shuffled);
    const View cleared = World::open(*full, true);
    for (const char* query : queries) {
      for (const bool typing : {false, true}) {
        const auto ask = [&](const View& v) {
          return typing ? dump(*suggest(v, world.identity(v), query, 5))
                        : dump(*search(v, world.identity(v), {.text = query}));
        };
        const std::string answer = ask(view);
        ASSERT_EQ(answer, ask(twin_view)) << query << " seed " << seed;
        ASSERT_EQ(answer, ask(shuffled_view)) << query << " seed " << seed;
        mattered += answer != ask(cleared);
      }
    }
  }
  EXPECT_GT(mattered, 300u);
}

}  // namespace
}  // namespace sallyport::search
