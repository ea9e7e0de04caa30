// The search index: tokens of four classes, the records that hold each, and the ways to a token
// (beginning, ending, deletion neighbourhood, phonetic key). Built by the fold with match/'s keys;
// the View filters what comes out. It keeps its own texts, so that one thread can fill it while
// another folds rows (token_fold.hpp). One writer, lock-free readers. A prefix of one or two
// letters is a way for each length of word: the shortest words, which fit it best, are found
// without looking at the others. Deletion neighbourhood: W. Garbe, SymSpell (2012), after T. Bocek
// et al., Fast Similarity Search (2007).
#pragma once

#include <string_view>

#include "base/id.hpp"
#include "model/kinds.hpp"
#include "picture/internal/column.hpp"
#include "picture/internal/grow_table.hpp"
#include "picture/internal/number_trie.hpp"
#include "picture/internal/posting_lists.hpp"
#include "picture/internal/text_blocks.hpp"

namespace sallyport::picture {

/// Rows under a key, newest first, as one number: nothing, one row, or the place of a link that has
/// a row and such a number for what is older. Most keys have one row and so no link.
class Chain {
 public:
  /// `older` with this row before it; a row that is the newest already is not added twice.
  std::uint32_t with(std::uint32_t older, std::uint32_t row) {
    if (older == kNone) return row << 1;
    if (newest(older) == row) return older;
    older_.push(older);
    return rows_.push(row) << 1 | 1;
  }
  /// f(row), newest first; f returns false to stop.
  template <class F>
  void each(std::uint32_t at, F&& f) const {
    while (at != kNone) {
      if ((at & 1) == 0) return (void)f(at >> 1);
      if (!f(rows_[at >> 1])) return;
      at = older_[at >> 1];
    }
  }
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("chain_rows", self.rows_);
    f("chain_older", self.older_);
  }

 private:
  std::uint32_t newest(std::uint32_t at) const { return (at & 1) == 0 ? at >> 1 : rows_[at >> 1]; }

  Column<std::uint32_t> rows_;
  Column<std::uint32_t> older_;
};

/// Chains of rows under 64-bit keys. In a TagTable keys that agree in their first half share a
/// chain, whatever else there is: for whoever measures what he is given.
template <class Table>
class ChainsUnder {
 public:
  /// The same row twice in a row is kept once.
  void add(std::uint64_t key, std::uint32_t row) {
    const std::uint32_t known = table_.find(key, any);
    const std::uint32_t chain = chain_.with(known, row);
    if (known == kNone) {
      table_.insert(key, chain);
    } else if (chain != known) {
      table_.replace(key, any, chain);
    }
  }
  /// Newest first; f returns false to stop.
  template <class F>
  void each(std::uint64_t key, F&& f) const {
    chain_.each(table_.find(key, any), f);
  }
  /// For snapshots: f(name, part).
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("keys", self.table_);
    Chain::parts(self.chain_, f);
  }

 private:
  static bool any(std::uint32_t) { return true; }

  Table table_;  // key -> chain
  Chain chain_;
};
using KeyChains = ChainsUnder<KeyTable>;

/// The place of a property among those of its class, and back.
std::uint32_t posting_slot(model::Property property);
std::size_t posting_slots(model::IndexClass cls);
model::Property property_in_slot(model::IndexClass cls, std::uint32_t slot);

class TokenIndex {
 public:
  static constexpr std::size_t kMaxPrefix = 6;
  static constexpr std::size_t kShortPrefix = 2;   ///< a way for each length of word
  static constexpr std::size_t kLongestWord = 24;  ///< longer words are looked up as this long

  struct Holder {
    std::uint32_t record;
    Id128 id;
    model::Property property;
  };
  /// The token's number, with the ways to it when it is new. Writer only.
  std::uint32_t number(model::IndexClass cls, std::string_view text);
  /// A statement of this record and property holds this token. Writer only.
  void add(std::uint32_t token, const Holder& holder);

  std::uint32_t find(model::IndexClass cls, std::string_view text) const;
  std::string_view text(std::uint32_t token) const { return texts_.at(token + 1); }
  model::IndexClass cls(std::uint32_t token) const {
    return static_cast<model::IndexClass>(classes_[token]);
  }

  std::uint32_t count() const { return heads_.size(); }
  PostingLists::Head head(std::uint32_t token) const { return heads_.load(token); }
  const PostingLists& lists() const { return lists_; }

  /// Of a record with postings: its slice, and which letters its names begin with (whoever may see
  /// them).
  std::uint8_t slice_of(std::uint32_t record) const {
    return static_cast<std::uint8_t>(mark_of(record) >> kLetters);
  }
  bool may_begin_with(std::uint32_t record, char letter) const {
    return (mark_of(record) & letter_bit(letter)) != 0;
  }

  /// f(token); false stops. A prefix of kShortPrefix and less gives the shortest words first.
  template <class F>
  void with_prefix(model::IndexClass cls, std::string_view prefix, F&& f) const {
    if (prefix.size() > kShortPrefix)
      return ways_.each(way_key(kPrefixWay, cls, prefix.substr(0, kMaxPrefix)), f);
    bool more = true;
    for (std::size_t length = prefix.size(); more && length <= kLongestWord; ++length) {
      ways_.each(short_way(cls, prefix, length), [&](std::uint32_t token) {
        more = f(token);
        return more;
      });
    }
  }
  /// Numbers that begin or end so (from NumberTrie::kShortest characters), in the order of their
  /// text, of those that end so read backwards.
  template <class F>
  void numbers(std::string_view part, bool at_the_end, F&& f) const {
    (at_the_end ? endings_ : beginnings_)
        .each(
            part, [&](std::uint32_t token) { return text(token); }, f);
  }
  template <class F>
  void near(std::uint64_t deletion_key, F&& f) const {
    ways_.each(mix64(kNearWay, deletion_key), f);
  }
  template <class F>
  void sounding(std::uint64_t phonetic_key, F&& f) const {
    ways_.each(mix64(kSoundWay, phonetic_key), f);
  }
  /// For snapshots: f(name, part).
  template <class Self, class F>
  static void parts(Self& self, F&& f) {
    f("numbers", self.table_);
    f("texts", self.texts_);
    TextBlocks::parts(self.texts_, [&](std::string_view name, auto& part) {
      f(name == "starts" ? "text_starts" : "text_lengths", part);
    });
    f("classes", self.classes_);
    f("heads", self.heads_);
    f("marks", self.marks_);
    PostingLists::parts(self.lists_, f);
    NumberTrie::parts(self.beginnings_, [&](std::string_view name, auto& part) {
      f(name == "nodes" ? "beginnings" : "beginning_tokens", part);
    });
    NumberTrie::parts(self.endings_, [&](std::string_view name, auto& part) {
      f(name == "nodes" ? "endings" : "ending_tokens", part);
    });
    ChainsUnder<TagTable>::parts(self.ways_, f);
  }

 private:
  static constexpr std::uint64_t kPrefixWay = 1, kNearWay = 3, kSoundWay = 4;
  static constexpr std::uint32_t kLetters = 32 - PostingLists::kSliceBits;
  static std::uint64_t way_key(std::uint64_t way, model::IndexClass cls, std::string_view text) {
    return hash64(text, mix64(way, static_cast<std::uint64_t>(cls)));
  }
  static std::uint64_t short_way(model::IndexClass cls, std::string_view prefix,
                                 std::size_t length) {
    return mix64(way_key(kPrefixWay, cls, prefix), length);
  }
  /// Whatever is no letter shares a's.
  static std::uint32_t letter_bit(char letter) {
    return letter < 'a' || letter > 'z' ? 1 : 1u << (letter - 'a');
  }
  void add_ways(std::uint32_t token, model::IndexClass cls, std::string_view text);
  /// None of a record that came after the last with postings.
  std::uint32_t mark_of(std::uint32_t record) const {
    return record < marks_.size() ? marks_.load(record) : 0;
  }
  void mark(std::uint32_t token, const Holder& holder);

  TagTable table_;    // hash(class, text) -> token
  TextBlocks texts_;  // of token n the one numbered n + 1
  Column<std::uint8_t> classes_;
  Column<std::uint32_t> heads_;      // (mutable) of lists_
  FlatColumn<std::uint32_t> marks_;  // by record (mutable): slice, then letters
  PostingLists lists_;
  NumberTrie beginnings_{false};
  NumberTrie endings_{true};
  ChainsUnder<TagTable> ways_;
};

}  // namespace sallyport::picture
