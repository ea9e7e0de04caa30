// A search over plain names: a million of them, an answer in under a millisecond, forgiving typing
// errors anywhere, other scripts, exchanged order, short forms, initials, parts left out, and parts
// written together or apart. No store and no View stands behind it: whoever may read the names may
// read all of them. The live picture's search is `search`, which reads nothing of this.
//
// Ownership: NameIndex owns the texts it was given; a Searcher borrows the index and owns scratch
// of about 3 bytes a name. Threads: one writer until finish(), then any number of Searchers, one a
// thread. Failure: kLimitExceeded above kMostNames or kMostWords.
// Determinism: an answer is a function of the names and the question alone; equal costs go by a
// hash of name and id, so that the order of rows changes nothing, except among names further off
// than two errors, of which only some are looked at (kMostFilled in asking.cpp). A short list is
// the beginning of a long one. Cost: docs/design/name-search.md. Source: deletion neighbourhoods of
// words (Mor & Fraenkel 1982, SymSpell 2012), optimal string alignment (Hyyrö 2003); the rest is
// ours.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace sallyport::names {

namespace internal {
struct Tables;
class Builder;
class Asking;
}  // namespace internal

inline constexpr std::size_t kMostNames = 20'000'000;  ///< about 2.5 GB
inline constexpr std::size_t kMostWords = 8'000'000;   ///< distinct ones
inline constexpr std::size_t kMostNameBytes = 4096;    ///< of a name; what is behind is not read
inline constexpr std::size_t kMostNameWords = 12;      ///< of a name; the rest is not searched
inline constexpr std::size_t kMostHits = 1000;

class NameIndex {
 public:
  NameIndex();
  NameIndex(NameIndex&&) noexcept;
  NameIndex& operator=(NameIndex&&) noexcept;
  ~NameIndex();

  Status add(std::string_view id, std::string_view name);
  /// No more names; makes what the search reads.
  Status finish();

  std::size_t size() const;
  std::size_t distinct_words() const;
  std::uint64_t bytes() const;
  std::string_view id(std::uint32_t row) const;
  std::string_view name(std::uint32_t row) const;
  const internal::Tables& tables() const { return *tables_; }

 private:
  std::unique_ptr<internal::Tables> tables_;
  std::unique_ptr<internal::Builder> builder_;
};

/// How a word that was asked for and a word of the name belong together.
enum class How : std::uint8_t { exact, typing_error, short_form, initial, sound, joined };
std::string_view to_text(How how);

struct WordMatch {
  std::string asked;
  std::string found;
  How how = How::exact;
  int edits = 0;
  bool operator==(const WordMatch&) const = default;
};

struct Hit {
  std::uint32_t row = 0;
  int score = 0;  ///< 1..1000; 1000 is the name as it was asked for
  int cost = 0;   ///< in thousandths of a typing error: what the order goes by
  std::vector<WordMatch> matches;
  std::vector<std::string> not_found;  ///< words asked for that the name has not
  std::vector<std::string> not_asked;  ///< words of the name that were not asked for
  bool other_order = false;
  int edits_over_all = 0;  ///< not 0: the whole text is so many typing errors away, blanks included
};

class Searcher {
 public:
  explicit Searcher(const NameIndex& index);
  Searcher(Searcher&&) noexcept;
  ~Searcher();
  /// At most `top` (at most kMostHits) names, the likeliest first.
  std::vector<Hit> search(std::string_view asked, std::size_t top);
  std::uint64_t bytes() const;

 private:
  std::unique_ptr<internal::Asking> asking_;
};

/// "same words in another order; one letter of smoth differs from smith": for a person.
std::string in_words(const Hit& hit);

}  // namespace sallyport::names
