// The search index: tokens of four classes, the statements that hold each, and the ways to a token
// (prefix, ending, deletion neighbourhood, phonetic key). Built by the fold with match/'s keys; the
// View filters what comes out. One writer, lock-free readers.
// Deletion neighbourhood: W. Garbe, SymSpell (2012), after T. Bocek et al., Fast Similarity Search
// (2007).
#pragma once

#include <string_view>

#include "model/kinds.hpp"
#include "picture/internal/column.hpp"
#include "picture/internal/grow_table.hpp"
#include "picture/internal/string_pool.hpp"

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

/// Chains of rows under 64-bit keys.
class KeyChains {
 public:
  void add(std::uint64_t key, std::uint32_t row);  ///< the same row twice in a row is kept once
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

  KeyTable table_;  // key -> chain
  Chain chain_;
};

class TokenIndex {
 public:
  static constexpr std::size_t kMaxPrefix = 6;
  static constexpr std::size_t kIdGram = 4;

  /// The statement holds this token. Writer only.
  void add(StringPool& strings, model::IndexClass cls, std::string_view text,
           std::uint32_t statement);

  std::uint32_t find(const StringPool& strings, model::IndexClass cls, std::string_view text) const;
  std::string_view text(const StringPool& strings, std::uint32_t token) const {
    return strings.at(texts_[token]);
  }
  model::IndexClass cls(std::uint32_t token) const {
    return static_cast<model::IndexClass>(classes_[token]);
  }

  /// f(statement row) from the newest back; false stops.
  template <class F>
  void postings(std::uint32_t token, F&& f) const {
    postings_.each(heads_.load(token), f);
  }
  template <class F>
  void with_prefix(model::IndexClass cls, std::string_view prefix, F&& f) const {
    ways_.each(way_key(kPrefixWay, cls, prefix.substr(0, kMaxPrefix)), f);
  }
  template <class F>
  void ending(std::string_view last, F&& f) const {
    ways_.each(way_key(kEndWay, model::IndexClass::id, last), f);
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
    f("classes", self.classes_);
    f("heads", self.heads_);
    Chain::parts(self.postings_, [&](std::string_view name, auto& part) {
      f(name == "chain_rows" ? "posting_rows" : "posting_older", part);
    });
    KeyChains::parts(self.ways_, f);
  }

 private:
  static constexpr std::uint64_t kPrefixWay = 1, kEndWay = 2, kNearWay = 3, kSoundWay = 4;
  static std::uint64_t way_key(std::uint64_t way, model::IndexClass cls, std::string_view text) {
    return hash64(text, mix64(way, static_cast<std::uint64_t>(cls)));
  }
  void add_ways(std::uint32_t token, model::IndexClass cls, std::string_view text);

  TagTable table_;               // hash(class, text) -> token
  Column<std::uint32_t> texts_;  // strings
  Column<std::uint8_t> classes_;
  Column<std::uint32_t> heads_;  // (mutable) chain of postings_
  Chain postings_;
  KeyChains ways_;
};

}  // namespace sallyport::picture
