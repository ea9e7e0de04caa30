// Reports that say the same in the same words: the same report that came again under another
// number, or was copied with a word changed. Offered to a person, never joined by itself.
//  - Compared are the words: case, white space, punctuation, accents and marking lines are nothing.
//    The same text: the same words in the same order. Nearly the same: of the shingles (three words
//    in a row) of both, four fifths are shared (Jaccard; Broder 1997).
//  - Candidates are found by the text's rarer words in the View's own index: nothing hidden is ever
//    looked at, and how rare a word is, is counted among what the view shows.
//  - Short texts ("He collects.") say nothing: fewer than kFewestWords words are never compared.
// Ownership: values out. Threads: one per View. Failure: none. Cost: O(words * kCommonest visible
// postings) at most, then kCompared texts read.
#pragma once

#include <string_view>
#include <vector>

#include "model/answer.hpp"
#include "picture/view.hpp"

namespace sallyport::search {

enum class Likeness : std::uint8_t { number, text, nearly };

struct AlikeReport {
  model::RecordId report;
  picture::Handle handle;
  Likeness likeness = Likeness::text;
  bool operator==(const AlikeReport& o) const {
    return report == o.report && likeness == o.likeness;
  }
};

struct AlikeQuery {
  std::string_view text;
  std::string_view number;  ///< of the report; "" = not asked
  model::RecordId except;   ///< the report itself, when it is there already
};

inline constexpr std::size_t kFewestWords = 5;
inline constexpr std::size_t kCommonest = 2000;  ///< a word in more visible texts finds nothing
inline constexpr std::size_t kCompared = 60;
inline constexpr std::size_t kAlikeShown = 5;

/// Same number first, then same text, then nearly the same; ties by public id. At most kAlikeShown.
/// Partial when a word was left out for being common, or not every candidate was compared, and
/// nothing was found.
model::Answer<std::vector<AlikeReport>> alike_reports(const picture::View& view,
                                                      const AlikeQuery& query);

/// The words that are compared: public for tests.
std::vector<std::string> compared_words(std::string_view text);
/// Thousandths of the shingles of both that are shared.
std::uint32_t shared_permille(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace sallyport::search
