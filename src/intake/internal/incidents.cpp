// Incidents with their questionnaire (docs/formats/prison.incidents.md).
#include "intake/internal/objects.hpp"
#include "text/fold.hpp"
#include "text/parse_date.hpp"

namespace sallyport::intake::internal {
namespace {

using model::EventKind;
using model::LinkKind;
using model::Property;
using model::RecordKind;

void say_answers(Draft& draft, int incident, const Value& object) {
  for (const auto& answer : object["answers"].items) {
    std::string given;
    for (const auto& text : answer["answers"].texts()) given += (given.empty() ? "" : "; ") + text;
    if (given.empty()) continue;
    const std::string question = answer.text_of("question");
    draft.say(incident, Property::answer, answer.text_of("code") + ": " + given,
              question.empty() ? "" : question + " " + given);
  }
}

std::string item_words(const Value& item) {
  std::string out = item.text_of("kind");
  if (!item.text_of("substance").empty()) out += " " + item.text_of("substance");
  if (!item.text_of("quantity_low").empty()) {
    out += " " + item.text_of("quantity_low");
    if (item.text_of("quantity_high") != item.text_of("quantity_low"))
      out += "-" + item.text_of("quantity_high");
    out += " " + item.text_of("unit");
  }
  return out;
}

// A phone or a SIM that was found: its number is a phone record, its IMEI a device.
void add_item(Draft& draft, int incident, const std::vector<int>& holders, const Value& item) {
  draft.say(incident, Property::description, "Item: " + item_words(item));
  std::vector<int> made;
  if (!item.text_of("number").empty()) {
    const std::string number = canonical(Property::phone_number, item.text_of("number"));
    made.push_back(draft.thing(RecordKind::phone, Scope::shared, "phone:" + number));
    draft.say(made.back(), Property::phone_number, number, item.text_of("number"));
  }
  if (!item.text_of("imei").empty()) {
    const std::string imei = canonical(Property::imei, item.text_of("imei"));
    made.push_back(draft.thing(RecordKind::device, Scope::shared, "device:" + imei));
    draft.say(made.back(), Property::imei, imei, item.text_of("imei"));
  }
  for (const int thing : made) {
    draft.link(LinkKind::asserts, incident, thing).link.role = "found";
    for (const int holder : holders) {
      auto& link = draft.link(LinkKind::holds, holder, thing).link;
      link.role = "found with";
      link.certainty = model::Certainty::recorded;
    }
  }
  if (made.size() == 2) draft.link(LinkKind::contains_device, made[1], made[0]);
}

}  // namespace

Result<Draft> incident_draft(const ObjectContext& context, const Value& object) {
  TRY(check_fields(context.mapping, object));
  Draft draft;
  TRY_ASSIGN(draft.label, object_label(context, object));
  draft.source_key = object.text_of("reference");
  const int at = draft.thing(RecordKind::incident, Scope::row, draft.source_key);
  draft.say(at, Property::incident_number, draft.source_key);
  draft.say(at, Property::incident_family, object.text_of("family"));
  draft.say(at, Property::incident_form,
            object.text_of("family") + "_" + object.text_of("version"));
  draft.say(at, Property::incident_status, object.text_of("status"));
  const auto time = text::parse_date_time(object.text_of("at"), text::Zone::kEuropeLondon);
  if (!time) return bad_field("at", object.text_of("at"), "a date and time");
  draft.say(at, Property::occurred_at, to_text(time->at), object.text_of("at"));
  draft.say(at, Property::description, object.text_of("title"));
  draft.say(at, Property::description, object.text_of("description"));
  draft.say(at, Property::establishment, object.text_of("prison"));
  draft.say(at, Property::cell_location, object.text_of("location"));
  say_answers(draft, at, object);
  const int place = draft.place(object.text_of("prison"), object.text_of("location"));

  const auto happened = [&](int other, std::string code, std::string words) {
    auto& out = draft.event(EventKind::incident, at);
    out.other = other;
    out.place = place;
    out.event.at = {time->at.us, time->at.us};
    out.event.zone_ambiguous = time->ambiguous;
    out.event.code = std::move(code);
    out.event.text = std::move(words);
  };
  std::vector<int> holders;
  for (const auto& p : object["prisoners"].items) {
    const int person = describe_thing(draft, p, "person",
                                      draft.source_key + "#" + std::to_string(holders.size()), -1);
    if (person < 0) return bad_field("prisoners", to_json(p), "{\"prison_number\": ...}");
    for (auto& s : draft.edit(person).statements) s.only_new = true;
    const std::string& role = p.text_of("role");
    happened(person, role, p.text_of("outcome"));
    const std::string said = text::fold(role);
    const bool has_it =
        said.find("poss") != std::string::npos || object["prisoners"].items.size() == 1;
    if (has_it) holders.push_back(person);
  }
  if (object["prisoners"].items.empty()) happened(-1, object.text_of("family"), "");
  for (const auto& s : object["staff"].items) {
    // staff are directory data: the part is kept, the person is not made a record
    if (!s.text_of("role").empty()) draft.say(at, Property::answer, "STAFF: " + s.text_of("role"));
  }
  for (const auto& item : object["items"].items) add_item(draft, at, holders, item);
  if (const std::string& original = object.text_of("duplicate_of"); !original.empty()) {
    const int other = draft.thing(RecordKind::incident, Scope::known, original);
    draft.link(LinkKind::same_origin, at, other).link.role = "duplicate";
  }
  finish_draft(draft, object);
  return draft;
}

}  // namespace sallyport::intake::internal
