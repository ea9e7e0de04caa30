#include "synth/internal/report.hpp"

#include <fmt/format.h>

#include "synth/internal/world.hpp"

namespace sallyport::synth {
namespace {

std::string list(const std::vector<std::string>& items) {
  JsonArray out;
  for (const std::string& item : items) out.text(item);
  return out.str();
}

}  // namespace

std::string person_by_number(std::string_view prison_number, std::string_view surname,
                             std::string_view forenames) {
  return JsonObject()
      .text("kind", "person")
      .text("prison_number", prison_number)
      .text("surname", surname)
      .text("forenames", forenames)
      .str();
}

std::string person_named(std::string_view surname, std::string_view forenames, std::int32_t birth) {
  JsonObject out;
  out.text("kind", "person").text("surname", surname).some("forenames", forenames);
  if (birth != 0) out.text("dob", iso_date(birth));
  return out.str();
}

std::string group_by_number(std::string_view ocg_id, std::string_view name) {
  return JsonObject().text("kind", "group").some("ocg_id", ocg_id).some("name", name).str();
}

std::string phone_named(std::string_view number) {
  return JsonObject().text("kind", "phone").text("number", number).str();
}

std::string account_named(std::string_view sort_code, std::string_view number,
                          std::string_view holder) {
  return JsonObject()
      .text("kind", "account")
      .text("sort_code", sort_code)
      .text("account_number", number)
      .some("holder", holder)
      .str();
}

std::string vehicle_named(std::string_view plate) {
  return JsonObject().text("kind", "vehicle").text("plate", plate).str();
}

std::string address_named(std::string_view line, std::string_view town, std::string_view postcode) {
  return JsonObject()
      .text("kind", "address")
      .text("line", line)
      .text("town", town)
      .some("postcode", postcode)
      .str();
}

std::string place_named(std::string_view prison, std::string_view location) {
  return JsonObject().text("kind", "place").text("prison", prison).some("location", location).str();
}

std::string Report::assertion(std::string_view kind, std::string_view a, std::string_view b,
                              const JsonObject& more, std::int32_t from, std::int32_t to) {
  const std::string ref = fmt::format("{}", ++assert_count);
  JsonObject out;
  out.text("kind", kind).raw("a", a).raw("b", b);
  if (from >= 0) out.text("from", iso_date(from));
  if (to >= 0) out.text("to", iso_date(to));
  out.text("ref", ref);
  std::string line = out.str();
  const std::string extra = more.str();
  if (extra.size() > 2) line = line.substr(0, line.size() - 1) + "," + extra.substr(1);
  asserts.raw(line);
  return ref;
}

std::string Report::line() const {
  JsonObject out;
  out.text("urn", urn).text("agency", agency).text("date", iso_date(date));
  out.text("scheme", "3x5x2").text("source", source).text("information", information);
  out.text("handling", handling);
  if (!conditions.empty()) out.raw("conditions", list(conditions));
  out.some("conditions_text", conditions_text);
  if (!compartments.empty()) out.raw("compartments", list(compartments));
  if (marker != "none") out.text("marker", marker);
  if (!releasable_to.empty()) out.raw("releasable_to", list(releasable_to));
  out.some("prison", prison).text("originator", originator).text("text", text);
  out.some("origin_ref", origin_ref).some("copied_from", copied_from);
  return out.raw("asserts", asserts.str()).str();
}

}  // namespace sallyport::synth
