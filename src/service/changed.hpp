// What came since this user looked at this person when he was signed in before: the visible rows
// that reached the ledger after what he could see then, in sentences that open what they rest on. A
// record that is all new is one line. What was taken back meanwhile is not told.
// Ownership: values. Threads: the look's. Failure: none. Cost: O(rows of the person).
#pragma once

#include <optional>
#include <vector>

#include "service/own_rows.hpp"
#include "service/teller.hpp"

namespace sallyport::service {

struct Changed {
  Moment since;                 ///< when he looked
  std::vector<Sentence> lines;  ///< at most kChangedLines; by text
  std::size_t more = 0;         ///< lines left off
};
inline constexpr std::size_t kChangedLines = 12;

/// None when he has not looked before, or asks for an earlier day.
std::optional<Changed> changed_since_looked(Look& look, Teller& teller, const OwnRows& rows);

}  // namespace sallyport::service
