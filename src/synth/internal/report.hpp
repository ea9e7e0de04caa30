// One intelligence report line with its assertions, as docs/formats/police.intelligence_reports.md
// has it. Shared by the random layer and the story.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synth/internal/json.hpp"

namespace sallyport::synth {

/// Descriptors: what a report says of a thing.
std::string person_by_number(std::string_view prison_number, std::string_view surname,
                             std::string_view forenames);
std::string person_named(std::string_view surname, std::string_view forenames, std::int32_t birth);
std::string group_by_number(std::string_view ocg_id, std::string_view name);
std::string phone_named(std::string_view number);
std::string account_named(std::string_view sort_code, std::string_view number,
                          std::string_view holder);
std::string vehicle_named(std::string_view plate);
std::string address_named(std::string_view line, std::string_view town, std::string_view postcode);
std::string place_named(std::string_view prison, std::string_view location);

struct Report {
  std::string urn, agency;
  std::int32_t date = 0;
  std::string_view source = "2", information = "C", handling = "P";
  std::vector<std::string> conditions, compartments, releasable_to;
  std::string conditions_text, prison;
  std::string_view marker = "none";
  std::string originator, text, origin_ref, copied_from;
  JsonArray asserts;
  int assert_count = 0;

  /// Adds an assertion; returns its ref. `more` is appended as it is (JsonObject body members).
  std::string assertion(std::string_view kind, std::string_view a, std::string_view b,
                        const JsonObject& more = {}, std::int32_t from = -1, std::int32_t to = -1);
  std::string line() const;
};

}  // namespace sallyport::synth
