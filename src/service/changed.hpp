// What changed since this user looked at this person when he was signed in before, in sentences
// that open what they rest on: what was corrected, what was taken back, what came. The person's
// visible rows now are compared with those of the same View at the position of his look: the
// knowledge of then, the access of now, so that what was merely hidden or shown since is no news. A
// record that is all new is one line, and so is one that is read as this person since, or no more.
// Ownership: values. Threads: the look's. Failure: none. Cost: O(rows of the person), twice.
#pragma once

#include <optional>
#include <vector>

#include "service/own_rows.hpp"
#include "service/teller.hpp"

namespace sallyport::service {

struct Changed {
  Moment since;                 ///< when he looked
  std::vector<Sentence> lines;  ///< at most kChangedLines; corrections and takings-back first
  std::size_t more = 0;         ///< lines left off
};
inline constexpr std::size_t kChangedLines = 12;

/// None when he has not looked before, or asks for an earlier day.
std::optional<Changed> changed_since_looked(Look& look, Teller& teller, const OwnRows& rows);

}  // namespace sallyport::service
