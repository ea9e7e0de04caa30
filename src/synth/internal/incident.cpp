#include "synth/internal/incident.hpp"

#include <fmt/format.h>

#include "base/time.hpp"
#include "synth/internal/world.hpp"

namespace sallyport::synth {

void Incident::answer(std::string_view code, std::string_view question, std::string_view value) {
  answer(code, question, std::initializer_list<std::string_view>{value});
}

void Incident::answer(std::string_view code, std::string_view question,
                      std::initializer_list<std::string_view> values) {
  JsonArray given;
  for (const std::string_view value : values) {
    if (!value.empty()) given.text(value);
  }
  if (given.empty()) return;
  answers.raw(
      JsonObject().text("code", code).text("question", question).raw("answers", given.str()).str());
}

void Incident::item(std::string_view kind, std::string_view number, int low, int high,
                    std::string_view unit, std::string_view substance) {
  items.raw(JsonObject()
                .text("kind", kind)
                .some("number", number)
                .number("quantity_low", low)
                .number("quantity_high", high)
                .text("unit", unit)
                .some("substance", substance)
                .str());
}

void Incident::prisoner(std::string_view number, std::string_view surname,
                        std::string_view forenames, std::string_view role,
                        std::string_view outcome) {
  prisoners.raw(JsonObject()
                    .text("prison_number", number)
                    .text("surname", surname)
                    .text("forenames", forenames)
                    .text("role", role)
                    .some("outcome", outcome)
                    .str());
}

int questionnaire_version(std::string_view family, std::int64_t at) {
  static const std::int64_t change = to_date({2026, 10, 1}).day * kDaySeconds;
  if (family == "FIND") return at < change ? 5 : 6;
  if (family == "DRONE_SIGHTING") return 3;
  if (family == "ASSAULT") return 6;
  return 1;
}

std::string Incident::line() const {
  JsonObject out;
  out.text("reference", reference).text("family", family);
  out.number("version", questionnaire_version(family, at)).text("status", status);
  out.text("prison", prison).some("location", location);
  out.text("at", iso_time(at, false, 'T'));
  out.text("reported_at", iso_time(at + reported_after_minutes * 60, false, 'T'));
  out.text("title", title).text("description", description);
  out.raw("answers", answers.str());
  if (!items.empty()) out.raw("items", items.str());
  if (!prisoners.empty()) out.raw("prisoners", prisoners.str());
  if (!staff.empty()) out.raw("staff", staff.str());
  out.some("duplicate_of", duplicate_of);
  return out.str();
}

void drone(Incident& incident, const DroneAnswers& answers) {
  incident.answer("MID_FLIGHT", "Was the drone seen in mid-flight?", "YES");
  incident.answer("NUMBER", "How many drones?", "1");
  incident.answer("WHERE", "Where was it sighted?", incident.location);
  incident.answer("WALL_DISTANCE", "Distance from the wall", answers.wall_distance);
  incident.answer("RECOVERED", "Was it recovered?", "NO");
  incident.answer("AIRFRAME", "Airframe", answers.airframe);
  incident.answer("SIZE", "Size", answers.size);
  incident.answer("MODIFICATION", "Modifications", {answers.colour, answers.modification});
  incident.answer("PAYLOAD", "Payload in grams", answers.payload);
  incident.answer("CCTV", "Was it on CCTV?", "NO");
  incident.answer("PILOT_IDENTIFIED", "Was a pilot identified?", "NO");
}

}  // namespace sallyport::synth
