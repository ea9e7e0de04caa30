// What a store is: practice or live, its duty number, the practice country's clock. One small text
// file of "key value" lines beside the ledger; nothing secret in it.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"

namespace sallyport::service {

struct Settings {
  bool practice = false;  ///< invented country: accounts with a passphrase file, story clock
  std::optional<Instant> story_clock;  ///< business time at sign-in; practice stores only
  std::string duty_number = "01632 960900";
};

std::string to_text(const Settings& settings);
Result<Settings> parse_settings(std::string_view text);

}  // namespace sallyport::service
