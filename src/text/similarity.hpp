// How alike two texts are, in whole numbers: every result is the same bits on every machine.
// The kernels compare code points of *folded* text as given; name_similarity folds by itself.
// Ownership: values. Threads: any. Failure: none; malformed UTF-8 compares as U+FFFD.
// Cost: bit-parallel where the shorter side has at most 64 characters (nearly every name):
// one step a character of the other side; beyond that the product of the lengths, and texts are
// cut at kMaxCharacters. Figures: similarity_bench.cpp.
// Source: Jaro 1989 and Winkler 1990; Hyyrö 2003 "A bit-vector algorithm for computing Levenshtein
// and Damerau edit distances"; Hyyrö 2004 for the subsequence; Rinne's bit form of Jaro
// (rapidfuzz).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::text {

inline constexpr std::size_t kMaxCharacters =
    2048;  ///< a name is 100; the rest of a text is not read

/// Jaro-Winkler in thousandths, rounded down: 0..1000, 1000 only for equal texts, symmetric.
/// Prefix weight 0.1 over at most 4 characters, above a Jaro of 0.7. Two empty texts: 1000.
int jaro_winkler(std::string_view a, std::string_view b);

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, no part
/// edited twice. At most max + 1, which says "more than max".
int damerau_osa(std::string_view a, std::string_view b, int max);

/// Two neighbouring letters were swapped and one came or went between them ("melton", "metnlon"):
/// two slips that damerau_osa counts as three, because it edits no swap again. O(letters).
bool is_swap_across_a_letter(std::string_view a, std::string_view b);

/// Length of the longest common subsequence, in characters.
int lcs_length(std::string_view a, std::string_view b);

/// A name made ready once to be compared many times: what a matcher keeps a record.
struct PreparedName {
  struct Word {
    std::string latin;
    std::string skeleton;                      ///< see consonant_skeleton
    std::vector<std::uint16_t> nickname_sets;  ///< sorted; see nicknames.hpp
    std::uint32_t letters = 0;                 ///< which occur: bounds the edit distance from below
    bool particle = false;
  };
  std::string folded;
  std::vector<Word> words;  ///< at most kMaxNameWords; the rest of a longer name is not compared
};
inline constexpr std::size_t kMaxNameWords = 10;
PreparedName prepare_name(std::string_view utf8);

/// 0..1000 for two names of people: words pair up best to best whatever their order ("KESSELL,
/// Marta"), an initial stands for the word it begins, short forms for their names, "al masri" for
/// "almasri", any script for its Latin form; a word that one side lacks costs little, a word that
/// contradicts costs much. Symmetric; 1000 exactly when the folded names are equal; 0 when either
/// is empty and the other is not. 850 and more: worth showing as the same name.
int name_similarity(const PreparedName& a, const PreparedName& b);
int name_similarity(std::string_view a, std::string_view b);

}  // namespace sallyport::text
