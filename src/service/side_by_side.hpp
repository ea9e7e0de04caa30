// Two records side by side, as somebody who must say whether they are one person reads them: name,
// birth, sex, numbers, telephone, address; what agrees is quiet, what differs is marked in words.
// Ownership: values. Threads: the look's. Failure: none. Cost: O(rows of the two records).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/teller.hpp"

namespace sallyport::service {

struct SideLine {
  std::string words;              ///< "Date of birth"
  std::vector<std::string> a, b;  ///< as people read them, each once
  std::string_view how;           ///< same near part differ one
  std::string note;               ///< "day and month exchanged"
};

/// "nearly the same (one letter)" of two names whose words are each a letter or two apart; empty
/// when one of them is another word.
std::string nearly_the_same(std::string_view a, std::string_view b);

std::vector<SideLine> side_by_side(Look& look, Teller& teller, picture::Handle a,
                                   picture::Handle b);

}  // namespace sallyport::service
