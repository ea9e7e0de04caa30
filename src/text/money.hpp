// Sums of money in pence, exactly: no floating point anywhere.
// Ownership: values. Threads: any. Failure: kBadValue with what was expected. Cost: linear in at
// most 40 bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace sallyport::text {

struct MoneyOptions {
  bool decimal_comma = false;  ///< 1.234,56 (a mapping of a feed says so)
};

/// "£40.00", "40", "40.5", "GBP 1,234.56", "1,234.56 GBP", "-£40", "£-40", "40.00-", "(40.00)",
/// "40p", "40.00 CR" (in), "40.00 DR" (out, negative). Other currencies, rounded forms (1.2k), more
/// than two decimals (unless zeros) and wrongly grouped thousands are refused. At most
/// £1,000,000,000,000.
Result<std::int64_t> parse_pence(std::string_view text, const MoneyOptions& options = {});

/// "£1,234.56", "-£0.05"
std::string format_pence(std::int64_t pence);

}  // namespace sallyport::text
