// One incident report as docs/formats/prison.incidents.md has it. Shared by the random layer and
// the story, so that both are filled in alike.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "synth/internal/json.hpp"

namespace sallyport::synth {

struct Incident {
  std::string reference;
  std::string_view family;
  std::string_view status = "CLOSED";
  std::string prison, location, title, description;
  std::int64_t at = 0;
  std::int64_t reported_after_minutes = 40;
  JsonArray answers, items, prisoners, staff;
  std::string duplicate_of;

  void answer(std::string_view code, std::string_view question, std::string_view value);
  /// Several answers to one question; empty ones are left out.
  void answer(std::string_view code, std::string_view question,
              std::initializer_list<std::string_view> values);
  void item(std::string_view kind, std::string_view number, int low, int high,
            std::string_view unit, std::string_view substance = {});
  void prisoner(std::string_view number, std::string_view surname, std::string_view forenames,
                std::string_view role, std::string_view outcome);
  std::string line() const;
};

/// The find's questionnaire changed on 1 October 2026: version 5 before, 6 from then.
int questionnaire_version(std::string_view family, std::int64_t at);

/// The answers of a drone sighting; codes of the vocabularies drone_*.
struct DroneAnswers {
  std::string_view size = "0_5_TO_1";
  std::string_view airframe = "FOUR_MOTOR";
  std::string_view colour = "PAINTED_BLACK";
  std::string_view modification = "TETHER";
  std::string_view payload = "301_400";
  std::string_view wall_distance = "10-100 m";
};
void drone(Incident& incident, const DroneAnswers& answers);

}  // namespace sallyport::synth
