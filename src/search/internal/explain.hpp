// Why a hit is a hit, in sentences about visible statements; and the check that the statement is
// there before the match counts. Borrows the View; one thread; O(statements of the record).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "picture/view.hpp"
#include "search/internal/lookup.hpp"
#include "search/internal/query.hpp"

namespace sallyport::search::internal {

/// The visible value that holds the matched word, as it is shown; of several the first.
std::optional<std::string> verified_value(const picture::View& view, const PartMatch& match);

/// "surname Kessel: one letter off"
std::string why(const picture::View& view, const Part& part, const PartMatch& match,
                const std::string& value);

/// What the record is called, from its visible statements.
std::string title_of(const picture::View& view, const std::vector<picture::Handle>& members);

}  // namespace sallyport::search::internal
