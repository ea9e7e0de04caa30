// What changed since the account's last shift about who and what is here (here.hpp): keep-aparts
// set and ended, alerts and markers, incidents, standing in groups, pressure, relations between
// groups, reports, judgements of others. A line each, worst first, at most kTodayNews.
// Ownership: values. Threads: the look's. Failure: none. Cost: O(rows that came since), and of who
// is here their keep-aparts then.
#pragma once

#include <optional>

#include "service/internal/here.hpp"
#include "service/teller.hpp"
#include "service/today.hpp"

namespace sallyport::service {

/// None in a first shift, or of an earlier day.
std::optional<News> news_since(Look& look, Teller& teller, const Here& here);

}  // namespace sallyport::service
