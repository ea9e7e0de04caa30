// The search over plain names: what it forgives, in which order, why it says so; the same answer
// whatever the order of rows; files in and out; and two names as one person's.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "base/clock.hpp"
#include "names/internal/key_lists.hpp"
#include "names/internal/near_keys.hpp"
#include "names/internal/pattern.hpp"
#include "names/internal/words.hpp"
#include "names/name_index.hpp"
#include "names/same_name.hpp"
#include "names/search_files.hpp"
#include "text/similarity.hpp"

namespace sallyport::names {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kPeople = {
    "Marta Kessell",      "Imran Sethi",        "Dana Whitlock",       "Kamil Dzurick",
    "William Owen Ashby", "Ahmed Al-Masri",     "Сергей Лавренко",     "Yusuf Haddad",
    "Li Ramirez",         "Lucas van der Berg", "Mary-Jane O'Connell", "Ana Sofia Pereira",
    "Pereira Duarte Ana", "محمد حداد",          "John Smith",          "Joan Smith",
    "John William Smith", "J Whitlock",         "Mac Donald Fraser",   "Noor Sethi",
};

NameIndex index_of(const std::vector<std::string>& names) {
  NameIndex index;
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_TRUE(index.add("n" + std::to_string(i), names[i]));
  EXPECT_TRUE(index.finish());
  return index;
}

class Names : public testing::Test {
 protected:
  std::vector<Hit> hits(const std::string& asked, std::size_t top = 10) {
    return searcher_.search(asked, top);
  }
  std::string first(const std::string& asked) {
    const auto found = hits(asked);
    return found.empty() ? "nobody" : std::string(index_.name(found[0].row));
  }
  std::string why(const std::string& asked) {
    const auto found = hits(asked);
    return found.empty() ? "nobody" : in_words(found[0]);
  }

  NameIndex index_ = index_of(kPeople);
  Searcher searcher_{index_};
};

TEST_F(Names, EveryNameIsFirstForItself) {
  for (const std::string& name : kPeople) {
    const auto found = hits(name);
    ASSERT_FALSE(found.empty()) << name;
    EXPECT_EQ(index_.name(found[0].row), name);
    EXPECT_EQ(found[0].score, 1000) << name;
    EXPECT_EQ(in_words(found[0]), "as asked") << name;
  }
}

TEST_F(Names, OneAndTwoTypingErrorsAnywhere) {
  EXPECT_EQ(first("Marta Kesell"), "Marta Kessell");
  EXPECT_EQ(first("Matra Kessell"), "Marta Kessell");
  EXPECT_EQ(first("Narta Kessel"), "Marta Kessell");
  EXPECT_EQ(first("Imrna Sethu"), "Imran Sethi");
  EXPECT_EQ(first("Xq Ramirez"), "Li Ramirez");        // nothing is left of the short word
  EXPECT_EQ(first("Dan aWhitlock"), "Dana Whitlock");  // a blank took part
  EXPECT_EQ(first("Dzurxxck Kamil"), "Kamil Dzurick");
}

TEST_F(Names, OtherScriptsBothWays) {
  EXPECT_EQ(first("Sergei Lavrenko"), "Сергей Лавренко");
  EXPECT_EQ(first("Марта Кесселл"), "Marta Kessell");
  EXPECT_EQ(first("Mohammed Haddad"), "محمد حداد");
  EXPECT_EQ(first("يوسف حداد"), "Yusuf Haddad");
}

TEST_F(Names, ReadingsThatLettersDoNotShow) {
  NameIndex index = index_of({"Morbeck Aspar", "Peter Kopelev", "Guido Jarrant", "Vladimir Spiro"});
  Searcher searcher(index);
  const auto found = [&](const std::string& asked) {
    const auto hits = searcher.search(asked, 1);
    return hits.empty() ? "nobody" : std::string(index.name(hits[0].row));
  };
  EXPECT_EQ(found("מורבק אספר"), "Morbeck Aspar");  // bet is b or v, pe is p or f
  EXPECT_EQ(found("פטר קופלב"), "Peter Kopelev");
  EXPECT_EQ(found("جويدو جارانت"), "Guido Jarrant");  // jim is j or g
}

TEST_F(Names, MarksOnLatinLettersAreNoOtherScript) {
  EXPECT_EQ(first("M\u00e1rta K\u1ebfssell"), "Marta Kessell");
  EXPECT_EQ(why("M\u00e1rta K\u1ebfssell"), "as asked");
}

TEST_F(Names, OrderPartsShortFormsInitials) {
  EXPECT_EQ(first("Kessell, Marta"), "Marta Kessell");
  EXPECT_EQ(why("Kessell, Marta"), "in another order");
  EXPECT_EQ(first("William Ashby"), "William Owen Ashby");
  EXPECT_EQ(why("William Ashby"), "not asked for: owen");
  EXPECT_EQ(why("Bill Owen Ashby"), "short form: bill for william");
  EXPECT_EQ(why("William O Ashby"), "initial: o for owen");
  EXPECT_EQ(why("Dana Mary Whitlock"), "not there: mary");
}

TEST_F(Names, WrittenTogetherAndApart) {
  EXPECT_EQ(first("Ahmed Almasri"), "Ahmed Al-Masri");
  EXPECT_EQ(first("Almasri"), "Ahmed Al-Masri");
  EXPECT_EQ(first("Lucas Vanderberg"), "Lucas van der Berg");
  EXPECT_EQ(first("vanderberg lucas"), "Lucas van der Berg");
  EXPECT_EQ(first("Maryjane OConnell"), "Mary-Jane O'Connell");
  EXPECT_EQ(first("DanaWhitlock"), "Dana Whitlock");
  EXPECT_EQ(first("DanaWhitlokc"), "Dana Whitlock");
  EXPECT_EQ(first("MacDonald Fraser"), "Mac Donald Fraser");
  EXPECT_EQ(first("Kamil Dzu Rick"), "Kamil Dzurick");
}

TEST_F(Names, OneErrorBeforeTwoAndAPartLeftOutBeforeAnError) {
  const auto found = hits("John Smith");
  ASSERT_GE(found.size(), 3U);
  EXPECT_EQ(index_.name(found[0].row), "John Smith");
  EXPECT_EQ(index_.name(found[1].row), "John William Smith");
  EXPECT_EQ(index_.name(found[2].row), "Joan Smith");
  EXPECT_LT(found[0].cost, found[1].cost);
  EXPECT_LT(found[1].cost, found[2].cost);
}

TEST_F(Names, NothingIsAskedNobodyIsFound) {
  EXPECT_TRUE(hits("").empty());
  EXPECT_TRUE(hits(" -- ").empty());
  EXPECT_TRUE(hits("Marta", 0).empty());
  EXPECT_TRUE(hits("zzzzzzzz qqqqqqqq").empty());
  NameIndex nobody;
  ASSERT_TRUE(nobody.finish());
  EXPECT_TRUE(Searcher(nobody).search("Marta", 10).empty());
}

TEST_F(Names, AShortListIsTheBeginningOfALongOne) {
  for (const std::string asked : {"John Smith", "Sethi", "Ana Pereira", "D Whitlock"}) {
    const auto all = hits(asked, 20);
    for (std::size_t top = 1; top <= all.size(); ++top) {
      const auto some = hits(asked, top);
      ASSERT_EQ(some.size(), top);
      for (std::size_t i = 0; i < top; ++i) EXPECT_EQ(some[i].row, all[i].row) << asked;
    }
  }
}

// Made-up names from few syllables: crowded neighbourhoods and many equals.
std::vector<std::string> crowd(std::size_t names, std::uint64_t seed) {
  static constexpr const char* kParts[] = {"ka", "mi", "lo", "ren", "dar", "su", "vi", "tan"};
  std::mt19937_64 dice(seed);
  std::set<std::string> known;
  std::vector<std::string> out;
  while (out.size() < names) {
    std::string name;
    for (std::size_t word = 0, words = 2 + dice() % 2; word < words; ++word) {
      if (word > 0) name += ' ';
      for (std::size_t i = 0, parts = 1 + dice() % 3; i < parts; ++i) name += kParts[dice() % 8];
    }
    if (known.insert(name).second) out.push_back(name);
  }
  return out;
}

TEST(NamesProperty, TheOrderOfRowsChangesNothing) {
  auto names = crowd(600, 5);
  std::vector<std::pair<std::string, std::string>> rows;
  for (std::size_t i = 0; i < names.size(); ++i) rows.emplace_back(std::to_string(i), names[i]);
  const auto answers = [&] {
    NameIndex index;
    for (const auto& [id, name] : rows) EXPECT_TRUE(index.add(id, name));
    EXPECT_TRUE(index.finish());
    Searcher searcher(index);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < 60; ++i) {
      std::string asked = names[i * 7];
      asked.erase(i % asked.size(), 1);
      for (const Hit& hit : searcher.search(asked, 10))
        if (hit.cost <= 2000)  // of what is further off only some is looked at
          out.push_back(asked + "=" + std::string(index.id(hit.row)) + " " + in_words(hit));
    }
    return out;
  };
  const auto before = answers();
  EXPECT_GT(before.size(), 60U);
  std::shuffle(rows.begin(), rows.end(), std::mt19937_64(7));
  EXPECT_EQ(answers(), before);
}

// What has the fewest errors as a whole text is among the first, measured against every name.
TEST(NamesProperty, NothingNearerIsMissed) {
  const auto names = crowd(2000, 11);
  const NameIndex index = index_of(names);
  Searcher searcher(index);
  std::mt19937_64 dice(13);
  for (int i = 0; i < 300; ++i) {
    std::string asked = names[dice() % names.size()];
    for (int errors = 0; errors < 2; ++errors) {
      const std::size_t at = dice() % asked.size();
      if (asked[at] != ' ') asked[at] = static_cast<char>('a' + dice() % 26);
    }
    int least = 3;
    for (const auto& name : names) least = std::min(least, text::damerau_osa(asked, name, 2));
    const auto hits = searcher.search(asked, 10);
    ASSERT_FALSE(hits.empty()) << asked;
    EXPECT_LE(hits[0].cost, least * 1000 + 50) << asked << ", " << index.name(hits[0].row);
  }
}

TEST(NamesInternal, APatternMeasuresAsTextDoes) {
  const auto words = crowd(120, 3);
  for (const auto& a : words) {
    internal::Pattern pattern;
    pattern.set("what was there before");
    pattern.set(a);
    for (const auto& b : words)
      for (const int most : {1, 2, 6})
        EXPECT_EQ(pattern.distance(b, most), text::damerau_osa(a, b, most)) << a << ", " << b;
  }
}

TEST(NamesInternal, WordsWithinTwoEditsShareAKey) {
  const auto words = crowd(300, 17);
  const auto keys = [](const std::string& word) {
    std::set<std::uint64_t> out;
    internal::near_keys(word, internal::left_out(word.size()),
                        [&](std::uint64_t key) { out.insert(key); });
    return out;
  };
  std::mt19937_64 dice(19);
  for (std::string word : words) {
    word.erase(std::remove(word.begin(), word.end(), ' '), word.end());
    if (word.size() < 6) continue;
    std::string other = word;
    other[dice() % other.size()] = 'x';
    std::swap(other[2], other[3]);
    const auto one = keys(word);
    const auto two = keys(other);
    EXPECT_TRUE(std::any_of(one.begin(), one.end(), [&](auto key) { return two.contains(key); }))
        << word << ", " << other;
    EXPECT_TRUE(internal::Shape::of(word).may_be_within(internal::Shape::of(other), 2));
  }
}

class NameFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(SALLYPORT_BINARY_DIR) / "names_test" /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  static std::string read(const fs::path& path) {
    std::stringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(out).str();
  }
  fs::path folder_;
  SystemClock clock_;
};

TEST_F(NameFiles, HitsAreWrittenWithRankAndScore) {
  const auto names =
      write("names.tsv", "\xEF\xBB\xBFp1\tMarta Kessell\r\np2\tImran Sethi\n\nNo Id\n");
  const auto queries = write("queries.tsv", "q1\tkessell marta\nq2\tno id");
  std::vector<std::string> seen;
  const auto report =
      search_files({names, queries, folder_ / "hits.tsv", 1}, clock_, [&](const Answer& answer) {
        seen.push_back(std::string(answer.query_id) + ":" + in_words(answer.hits.at(0)));
      });
  ASSERT_TRUE(report);
  EXPECT_EQ(report->names, 3U);
  EXPECT_EQ(report->queries, 2U);
  EXPECT_EQ(report->unanswered, 0U);
  EXPECT_GT(report->index_bytes, 0U);
  EXPECT_EQ(read(folder_ / "hits.tsv"), "q1\t1\tp1\t989\tMarta Kessell\nq2\t1\t4\t1000\tNo Id\n");
  EXPECT_EQ(seen, (std::vector<std::string>{"q1:in another order", "q2:as asked"}));
}

TEST_F(NameFiles, LongLinesAndBadBytesAreRead) {
  std::string text = "a\t" + std::string(200'000, 'x') + "\nb\t\xFF\xFE Marta\nc\t";
  for (int i = 0; i < 500; ++i) text += "word" + std::to_string(i) + " ";
  const auto names = write("names.tsv", text + "\n");
  const auto queries = write("queries.tsv", text + "\nq\tmarta\n");
  const auto report = search_files({names, queries, folder_ / "hits.tsv", 10}, clock_);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->names, 3U);
  EXPECT_NE(read(folder_ / "hits.tsv").find("q\t1\tb\t"), std::string::npos);
}

TEST_F(NameFiles, WhatIsNotThereIsSaid) {
  const auto names = write("names.tsv", "a\tb\n");
  EXPECT_FALSE(search_files({folder_ / "none.tsv", names, {}, 1}, clock_));
  EXPECT_FALSE(search_files({names, folder_, {}, 1}, clock_));
  EXPECT_FALSE(search_files({names, names, folder_ / "no" / "hits.tsv", 1}, clock_));
}

TEST(SameName, WhatIsNoPartOfANameIsTakenOff) {
  EXPECT_EQ(plain_name("Dr. Marta Kessell"), "Marta Kessell");
  EXPECT_EQ(plain_name("Sheikh Hamad"), "Hamad");
  EXPECT_EQ(plain_name("Mr Li"), "Mr Li");  // too little would be left
  EXPECT_EQ(plain_name("Imran Imran Sethi"), "Imran Sethi");
  EXPECT_EQ(plain_name("Im1an S3thi"), "Imian Sethi");
  EXPECT_EQ(plain_name("Henry 8"), "Henry 8");
}

TEST(SameName, SymmetricWhateverIsKept) {
  NameComparer comparer;
  for (const auto& a : kPeople)
    for (const auto& b : kPeople) {
      const int similarity = comparer.similarity(a, b);
      EXPECT_EQ(similarity, comparer.similarity(b, a));
      EXPECT_EQ(similarity, NameComparer().similarity(a, b));
      EXPECT_EQ(similarity == 1000, a == b);
    }
  EXPECT_GE(comparer.similarity("Mr Kamil Dzurik", "Kamil Dzurick"), kSameName);
  EXPECT_LT(comparer.similarity("Imran Sethi", "Noor Sethi"), kSameName);
}

}  // namespace
}  // namespace sallyport::names
