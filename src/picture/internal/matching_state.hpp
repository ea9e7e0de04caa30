// The inside of a Matching: what is known of a question while it is answered. Included by
// matching.cpp and match_records.cpp alone.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "picture/internal/match_keys.hpp"
#include "picture/internal/view_state.hpp"
#include "picture/matching.hpp"

namespace sallyport::picture {

class Matching::State {
 public:
  static constexpr std::size_t kMostParts = 16;

  State(const View& view, std::vector<AskedPart> parts, const MatchRules& rules);

  bool next_of_several(RecordFound& out);
  bool next_of_one(std::size_t part, RecordFound& out);
  void of(std::uint32_t row, RecordFound& out);
  Best best() const { return {best_.parts, best_.score}; }

  Work work;

 private:
  /// In the order of a heap: coarse entries know only the slice of their id, and stand before all
  /// of that slice.
  enum class Known : std::uint8_t { slice, id, all };
  struct Several {
    std::uint32_t rank;  ///< the smaller the better
    std::uint8_t slice;
    Known known;
    std::uint32_t number;  ///< of found_
    Id128 id;
    bool later_than(const Several& other) const;
  };
  struct One {
    Id128 id;
    MatchKey key;
    std::uint32_t row;
  };
  /// Where next_of_one() stands: inside the postings of one quality.
  struct Cursor {
    std::vector<PartIndex::Equal> equals;
    std::size_t next = 0;
    BySlice flat;
    std::vector<PartIndex::Equal> longs;
    std::uint32_t slice = PostingLists::kSlices;  ///< the next to be read
    std::vector<One> waiting;                     ///< a heap by id
    RowNumbers given;
  };

  // matching.cpp: from postings to records that may match
  void start_several();
  void scan(std::uint32_t slice);
  void put_aside(const RawMatch& raw);
  void gather();
  bool may_have_initial(std::uint32_t row) const;
  void count_initials();
  void emit(std::uint32_t slice);
  bool start_equals(std::size_t part, Cursor& cursor);
  void read_slice(std::size_t part, Cursor& cursor);
  void wait(Cursor& cursor, std::uint32_t row, MatchKey key);
  /// Does it match two parts or more? Of a row of found_; remembered.
  bool is_of_several(std::uint32_t number);
  /// f(raw match) of every posting of this record that is asked for, in no order. O(postings of its
  /// slice).
  template <class F>
  void postings_of(std::uint32_t row, F&& f);

  // match_records.cpp: what a record's visible statements bear
  struct Rank {
    std::uint32_t parts = 0;
    std::int32_t score = 0;
    std::uint32_t packed() const {
      return (0xFFu - parts) << 24 | (0xFFFFFFu - static_cast<std::uint32_t>(score));
    }
  };
  Rank rank_of(const MatchKey* keys) const;
  std::size_t matched(const MatchKey* keys) const;
  bool offered(std::uint32_t row) const;
  /// The best visible ones in place of the best ones, of initials what they are. The record is
  /// visible.
  void verify(std::uint32_t row, MatchKey* keys);
  class Spoken;
  bool holds(const Spoken& spoken, std::uint32_t row, std::uint32_t part, MatchKey key) const;
  bool stands(std::uint32_t row, const MatchKey* keys) const;
  void exact(std::uint32_t row, MatchKey* keys);
  void note_initials(std::uint32_t row, MatchKey* keys);
  MatchKey initial_of(std::uint32_t row, std::uint32_t part);
  /// One word of the record speaks for one part, unless it says the word twice.
  void part_words(std::uint32_t row, MatchKey* keys);
  bool says_twice(std::uint32_t row, std::string_view token) const;
  /// The best visible match of the part by another token.
  MatchKey best_but(std::uint32_t row, std::uint32_t part, std::uint32_t token);
  bool meant_by_another(std::string_view token) const;
  void fill(std::uint32_t row, const MatchKey* keys, RecordFound& out);
  MatchKey* keys_of(std::uint32_t number) { return &found_keys_[number * parts_.size()]; }

  const View::State& view_;
  const TokenIndex& index_;
  MatchRules rules_;
  std::vector<PartIndex> parts_;
  Rank best_;  ///< no record is better

  // next_of_several()
  bool started_ = false;
  std::uint32_t slices_ = 1;      ///< 1 when no list is long: all is one slice then
  std::uint32_t next_slice_ = 0;  ///< the next to be read
  BySlice flat_;
  bool arranged_ = false;
  static constexpr std::uint32_t kPlaceBits = 13;
  static std::uint32_t place_of(std::uint32_t row) {
    return (row * 0x9E3779B1u) >> (32 - kPlaceBits);
  }
  // which slice, and bits of the parts that came to the place in it
  std::vector<std::uint32_t> places_ = std::vector<std::uint32_t>(1u << kPlaceBits);
  std::uint32_t this_slice_ = 0;
  std::vector<RawMatch> raw_here_;  ///< of this slice
  RowNumbers here_;                 ///< rows of this slice that may match several parts
  std::vector<std::uint32_t> rows_here_;
  std::vector<MatchKey> keys_here_;
  std::vector<std::uint32_t> found_;  ///< rows that may match several parts
  std::vector<MatchKey> found_keys_;  ///< of each, one for each part
  enum class Found : std::uint8_t { unknown, of_several, of_one };
  std::vector<Found> found_state_;      ///< of each: what its visible statements bear
  std::vector<Several> several_;        ///< a heap
  std::optional<RowNumbers> in_found_;  ///< made when first asked

  std::vector<Cursor> cursors_;
  std::unordered_map<std::uint64_t, std::string_view> initial_tokens_;  ///< by row and part
  std::vector<MatchKey> scratch_;
  std::vector<RawMatch> posted_;  ///< of one record
};

template <class F>
void Matching::State::postings_of(std::uint32_t row, F&& f) {
  if (!started_) start_several();
  if (!arranged_) {
    flat_.arrange(index_);
    arranged_ = true;
  }
  const std::uint32_t slice = index_.slice_of(row);
  for (const RawMatch& raw : flat_.of(slice)) {
    if (raw.row == row) f(raw);
  }
  for (std::uint32_t number = 0; number < parts_.size(); ++number) {
    const PartIndex& part = parts_[number];
    for (const std::uint32_t token : part.longs()) {
      (void)index_.lists().each_in_slice(part.head(token), slice, [&](Posting posting) {
        if (posting.record() != row) return true;
        const MatchKey key = part.key(token, posting.slot());
        if (key != kNoMatch) f({row, number, key});
        return true;
      });
    }
  }
}

}  // namespace sallyport::picture
