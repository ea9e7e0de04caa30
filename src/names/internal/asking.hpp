// One question at a time against the tables. In the order of the work:
//   1. The question's words, and for each the words of the index that it may mean, in classes: as
//      written; one error or a short form; two errors, or sounding alike.
//   2. Marks: for each name which words it has and how well, two bits a word. Where a name is
//   within
//      two errors of the question, then at least one word is as written or (of two words) both have
//      one error at most. So a word with two errors need not be looked for: the name is marked by
//      another, and its shape (length, letters) says that it may be near.
//   3. Marked names in the order of the least they can cost; each is measured exactly, until no
//   other
//      can be better than the last of the best.
//   4. Where nothing is within two errors: words with two errors and by sound on their own; a word
//      of the question as two of a name.
// Ownership: borrows the tables, owns scratch. Threads: one. Failure: none. Cost: the postings of
// the words it may mean, one nanosecond or two each, and 0.1 us a name measured.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "names/internal/cost.hpp"
#include "names/internal/tables.hpp"

namespace sallyport::names::internal {

/// The classes of step 1, as they stand in a mark.
inline constexpr unsigned kNotThere = 0, kFar = 1, kNear = 2, kAsWritten = 3;

struct Variant {
  std::uint32_t word = kNoWord;
  unsigned cls = kNotThere;
  Fit fit;
};

struct AskedWord {
  std::string text;
  std::string native;  ///< as it was asked, where that is another script
  Pattern pattern;
  Shape shape;
  bool particle = false;
  std::vector<Variant> variants;     ///< each word once, the better classes first
  std::vector<std::uint32_t> slots;  ///< variant + 1 by hash of its word

  const Fit* fit_of(std::uint32_t word) const;
  void add(const Variant& variant);
  void begin(std::string word);
  int absent() const;
  bool initial() const { return text.size() == 1; }

 private:
  void make_room();
};

/// A name that may be an answer.
struct Candidate {
  std::uint32_t row = 0;
  int cost = 0;
};

class Asking {
 public:
  static constexpr std::size_t kMostAsked = 8;  ///< words of a question that are looked at
  explicit Asking(const Tables& tables);
  std::vector<Hit> search(std::string_view asked, std::size_t top);
  std::uint64_t bytes() const;

 private:
  static constexpr std::uint8_t kNowhere = 0xff;
  using Fits = std::array<std::array<Fit, kMostAsked>, kMostNameWords>;  ///< by word of the name
  /// The words of the question laid against the words of one name.
  struct Alignment {
    int cost = kImpossible;
    std::array<Fit, kMostAsked> fits{};
    std::array<std::uint8_t, kMostAsked> place{};  ///< of the name's word; kNowhere
    std::uint32_t used = 0;                        ///< words of the name, a bit each
    std::uint32_t joined = 0;                      ///< words asked for that are part of a join
    int joins = 0;
    int join_errors = 0;
    bool other_order = false;
    int edits_over_all = 0;  ///< not 0: as whole texts they are nearer than word by word
  };

  void read(std::string_view asked);
  void run(bool thorough);
  void run_joined();
  void run_split();
  void measure_with_both(std::uint32_t a, std::uint32_t b);
  // Step 1.
  void find_words(bool thorough);
  void find_written(AskedWord& word);
  void find_typed(AskedWord& word, int most);
  void find_short_forms(AskedWord& word);
  void find_sounding(AskedWord& word, const KeyLists& lists, bool thorough);
  void find_bridged(AskedWord& word, const KeyLists& lists);
  // Step 2.
  void mark_class(std::size_t asked, unsigned cls, bool only_marked);
  void mark(bool thorough);
  bool others_written(std::size_t asked) const;
  std::uint64_t names_near(std::size_t asked) const;
  void unmark();
  // Step 3.
  void price_marks();
  int price(unsigned mark, bool may_be_near) const;
  int least_cost(std::uint32_t row) const;
  void measure_marked();
  void measure(std::uint32_t row, bool try_joins);
  int limit() const { return best_.size() < top_ ? kImpossible : best_.back().cost; }
  void offer(std::uint32_t row, int cost);
  bool comes_before(const Candidate& a, const Candidate& b) const;
  // One name against the question (align.cpp).
  void align(std::uint32_t row, bool try_joins, Alignment& out) const;
  Fit fit(const AskedWord& asked, std::uint32_t word) const;
  bool pair_simply(std::span<const std::uint32_t> name, const Fits& fits, Alignment& out) const;
  void pair_best(std::span<const std::uint32_t> name, const Fits& fits, Alignment& out) const;
  void pair_up(std::span<const std::uint32_t> name, Alignment& out) const;
  void join_rest(std::span<const std::uint32_t> name, Alignment& out) const;
  void sum_up(std::span<const std::uint32_t> name, Alignment& out) const;
  void compare_whole(std::uint32_t row, Alignment& out) const;
  Hit explain(const Candidate& candidate) const;

  const Tables& tables_;
  std::array<AskedWord, kMostAsked> words_;  ///< kept, so that their memory is
  std::span<AskedWord> asked_;               ///< of those, the words of the question
  std::string whole_;                        ///< the words, a blank between
  Pattern whole_pattern_;
  Shape whole_shape_;
  bool other_script_ = false;
  /// Vowels were guessed on one side of some variant, so that sound is as good as letters.
  bool guessing_ = false;
  std::size_t top_ = 0;
  std::vector<Candidate> best_;

  std::vector<std::uint16_t> marks_;  ///< by row; all 0 between questions
  std::vector<std::uint32_t> marked_;
  std::vector<int> prices_;  ///< by mark: the least its words cost
  std::vector<std::vector<std::uint32_t>> buckets_;
  std::vector<std::uint32_t> seen_;  ///< by word: the number of the question that saw it
  std::uint32_t round_ = 0;
};

}  // namespace sallyport::names::internal
