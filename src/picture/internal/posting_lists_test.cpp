#include "picture/internal/posting_lists.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/random.hpp"
#include "picture/internal/number_trie.hpp"

namespace sallyport::picture {
namespace {

// Of a list, by slice; whatever came before it was long is in none.
std::multiset<std::uint32_t> records_of(const PostingLists& lists, PostingLists::Head head) {
  std::multiset<std::uint32_t> out;
  (void)lists.each(head, [&](Posting posting) {
    out.insert(posting.bits);
    return true;
  });
  return out;
}

TEST(PostingLists, KeepsWhatWasAddedInOrderOfSlices) {
  SeededRandom random(1);
  PostingLists lists;
  for (const std::size_t most : {0u, 1u, 2u, 3u, 4u, 5u, 6u, 30u, PostingLists::kMostFlat,
                                 PostingLists::kMostFlat + 1, 1000u, 60'000u}) {
    PostingLists::Head head = kNone;
    std::set<std::uint32_t> expected;
    std::map<std::uint32_t, std::uint8_t> slices;
    for (std::uint32_t record = 0; record < most; ++record) {
      const auto slice = static_cast<std::uint8_t>(random.below(PostingLists::kSlices));
      const Posting posting = Posting::of(record * 7, random.below(2) == 0 ? 3 : 31);
      slices[posting.bits] = slice;
      expected.insert(posting.bits);
      head = lists.with(head, posting, slice);
      head = lists.with(head, posting, slice);  // not twice
    }
    EXPECT_EQ(records_of(lists, head), std::multiset(expected.begin(), expected.end())) << most;
    EXPECT_EQ(PostingLists::is_long(head), most > PostingLists::kMostFlat) << most;
    std::size_t in_slices = 0;
    for (std::uint32_t slice = 0; PostingLists::is_long(head) && slice < PostingLists::kSlices;
         ++slice) {
      (void)lists.each_in_slice(head, slice, [&](Posting posting) {
        EXPECT_EQ(slices.at(posting.bits), slice);
        ++in_slices;
        return true;
      });
    }
    if (most > PostingLists::kMostFlat) {
      EXPECT_EQ(in_slices, most - PostingLists::kMostFlat);
    }
  }
}

TEST(PostingLists, StopsWhenTold) {
  PostingLists lists;
  PostingLists::Head head = kNone;
  for (std::uint32_t i = 0; i < 500; ++i)
    head = lists.with(head, Posting::of(i, 0), static_cast<std::uint8_t>(i % 64));
  int seen = 0;
  EXPECT_FALSE(lists.each(head, [&](Posting) { return ++seen < 300; }));
  EXPECT_EQ(seen, 300);
}

// Few letters, so that many share a long beginning.
TEST(NumberTrie, GivesThemInTheOrderOfTheirText) {
  for (const bool backwards : {false, true}) {
    SeededRandom random(backwards ? 3 : 2);
    NumberTrie trie(backwards);
    std::vector<std::string> texts;
    std::set<std::string> known;
    while (texts.size() < 4000) {
      std::string text = random.chance(1, 2) ? "+4477" : "";
      for (std::uint64_t n = 1 + random.below(9); n > 0; --n)
        text.push_back(static_cast<char>('0' + random.below(3)));
      if (random.chance(1, 3)) text += "7744";
      if (!known.insert(text).second) continue;
      trie.add(text, static_cast<std::uint32_t>(texts.size()));
      texts.push_back(text);
    }
    const auto as_read = [&](std::string_view text) {
      return backwards ? std::string(text.rbegin(), text.rend()) : std::string(text);
    };
    for (const char* part :
         {"+447", "+4477", "+44770", "+4477012", "0120", "7744", "17744", "012"}) {
      std::vector<std::string> expected;
      for (const auto& text : texts) {
        const bool fits = backwards ? text.ends_with(part) : text.starts_with(part);
        if (fits && std::string_view(part).size() >= NumberTrie::kShortest)
          expected.push_back(as_read(text));
      }
      std::sort(expected.begin(), expected.end());
      std::vector<std::string> found;
      const auto text_of = [&](std::uint32_t token) { return std::string_view(texts[token]); };
      trie.each(part, text_of, [&](std::uint32_t token) {
        found.push_back(as_read(texts[token]));
        return true;
      });
      EXPECT_EQ(found, expected) << part;
      found.clear();
      trie.each(part, text_of, [&](std::uint32_t token) {
        found.push_back(as_read(texts[token]));
        return found.size() < 3;
      });
      expected.resize(std::min<std::size_t>(3, expected.size()));
      EXPECT_EQ(found, expected) << part;
    }
  }
}

}  // namespace
}  // namespace sallyport::picture
