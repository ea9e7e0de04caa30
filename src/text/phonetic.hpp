// Keys by sound, for finding candidates: equal keys say "compare these two", never "the same".
// Both take folded Latin (to_latin) and skip what is not a letter; give them one word at a time.
// Ownership: values. Threads: any. Failure: none; a word without letters has empty keys.
// Cost: linear, 100 to 300 ns a word.
// Source: L. Philips, "The Double Metaphone Search Algorithm", C/C++ Users Journal, June 2000; the
// skeleton is ours: what the romanisations of one name have in common after BGN/PCGN, ALA-LC,
// French and German habits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sallyport::text {

struct Metaphone {
  std::string primary;
  std::string secondary;  ///< equal to primary when the word has one reading
  bool operator==(const Metaphone&) const = default;
};

/// Double Metaphone; '0' stands for th, 'X' for sh/ch. Philips' own keys have four letters.
Metaphone double_metaphone(std::string_view latin_word, std::size_t max_letters = 4);

/// Consonants in classes, vowels dropped but for a mark at the start. Romanisations of one name
/// mostly share it: Mohammed, Muhamad, Mokhamed -> "mmt"; Yusuf, Youssef, Iosif -> "asf".
std::string consonant_skeleton(std::string_view latin_word);

}  // namespace sallyport::text
