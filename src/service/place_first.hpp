// A prison before its cells: who types "wexm" means Wexmoor, and a hundred cells match as well.
// Threads: one a Look. Failure: none. Cost: a few tokens of the index and their visible postings.
#pragma once

#include <optional>
#include <string_view>

#include "service/connections.hpp"

namespace sallyport::service {

/// The place that is called so, or whose name begins so and is the shortest; nullopt when there is
/// none, or fewer than four characters are given.
std::optional<picture::Handle> place_called(const picture::View& view, std::string_view text);

/// Puts it first among the places of the answer.
void put_place_first(Look& look, std::string_view text, SearchAnswer& answer);

}  // namespace sallyport::service
