// What it costs to take one word for another, in thousandths of a typing error. Pure.
// Among equal numbers of errors: a letter left out or two exchanged is likelier to give just this
// text than a letter put in or changed, for that one could have been any of 26; and people get the
// first letter right. Changes that are no errors (short form, initial, a part left out) come before
// one error where they explain everything, and behind as many errors where they do not.
#pragma once

#include <string_view>

#include "names/internal/pattern.hpp"
#include "names/name_index.hpp"

namespace sallyport::names::internal {

inline constexpr int kEdit = 1000;
inline constexpr int kImpossible = 1 << 28;
/// Of a change that is no error: alone, and beside errors. Each further one.
inline constexpr int kAlone = 900;
inline constexpr int kBesideErrors = 1100;
inline constexpr int kFurther = 400;
/// A word that was asked for and is not there at all; of a short one, as many errors as it has
/// letters at most.
inline constexpr int kAbsent = 2200;
inline constexpr int kAbsentShort = 1200;
inline constexpr int kOtherOrder = 150;
inline constexpr int kWrittenTogether = 200;

struct Fit {
  int cost = kImpossible;
  How how = How::exact;
  int edits = 0;
};

/// Edits a word of so many letters may have and still be looked for by itself.
inline int most_edits(std::size_t letters) {
  return letters <= 1 ? 0 : letters <= 3 ? 1 : 2;
}

/// kImpossible above `most` edits.
Fit typing_fit(const Pattern& asked, std::string_view found, int most);
/// Of two words that sound alike. In another script vowels were guessed, so that letters say less.
Fit sound_fit(const Pattern& asked, std::string_view found, bool other_script);
/// Cost of `edits` errors between whole texts.
int edits_cost(std::string_view asked, std::string_view found, int edits);

}  // namespace sallyport::names::internal
