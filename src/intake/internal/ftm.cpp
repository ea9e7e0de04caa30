// FollowTheMoney entities (followthemoney.tech): things become records, edges become links. What
// has no place here stays readable as text of the record. An edge without both ends is quarantined.
#include <algorithm>
#include <optional>

#include "intake/internal/objects.hpp"
#include "text/parse_date.hpp"

namespace sallyport::intake::internal {
namespace {

using model::LinkKind;
using model::Property;
using model::RecordKind;

constexpr std::size_t kValues = 1000;  // of one property; more is not a description

struct Schema {
  std::string_view name;
  RecordKind kind;
};
constexpr Schema kThings[] = {{"Person", RecordKind::person},
                              {"LegalEntity", RecordKind::organisation},
                              {"Organization", RecordKind::organisation},
                              {"Company", RecordKind::organisation},
                              {"PublicBody", RecordKind::organisation},
                              {"Vehicle", RecordKind::vehicle},
                              {"BankAccount", RecordKind::account},
                              {"Address", RecordKind::place},
                              {"Document", RecordKind::document},
                              {"Airplane", RecordKind::vehicle},
                              {"Vessel", RecordKind::vehicle},
                              {"UserAccount", RecordKind::account}};

struct Edge {
  std::string_view name;
  std::string_view a;
  std::string_view b;
  LinkKind kind;
};
constexpr Edge kEdges[] = {{"Ownership", "owner", "asset", LinkKind::holds},
                           {"Directorship", "director", "organization", LinkKind::employed_at},
                           {"Membership", "member", "organization", LinkKind::member_of},
                           {"Employment", "employee", "employer", LinkKind::employed_at},
                           {"Family", "person", "relative", LinkKind::family_of},
                           {"Associate", "person", "associate", LinkKind::associates_with},
                           {"Representation", "agent", "client", LinkKind::contact_of},
                           {"UnknownLink", "subject", "object", LinkKind::associates_with}};

struct Field {
  std::string_view name;
  Property property;
};
constexpr Field kFields[] = {{"name", Property::full_name},
                             {"alias", Property::alias},
                             {"weakAlias", Property::alias},
                             {"previousName", Property::alias},
                             {"firstName", Property::given_name},
                             {"lastName", Property::surname},
                             {"birthDate", Property::date_of_birth},
                             {"birthPlace", Property::birthplace},
                             {"gender", Property::sex},
                             {"phone", Property::phone_number},
                             {"email", Property::email_address},
                             {"address", Property::address},
                             {"full", Property::address},
                             {"postalCode", Property::postcode},
                             {"registrationNumber", Property::plate},
                             {"accountNumber", Property::bank_account},
                             {"iban", Property::bank_account},
                             {"idNumber", Property::serial_number},
                             {"notes", Property::description},
                             {"summary", Property::description}};

Result<std::vector<std::string>> values_of(const Value& properties, std::string_view name) {
  const Value& value = properties[name];
  if (value.is(Value::Type::object) || value.items.size() > kValues)
    return bad_field(name, to_json(value).substr(0, 80), "a list of at most 1,000 texts");
  return value.texts();
}

DateRange dates_of(const Value& properties) {
  DateRange out;
  for (const bool from : {true, false}) {
    for (const auto& text : properties[from ? "startDate" : "endDate"].texts()) {
      const auto date = text::parse_date(text);
      if (date) (from ? out.from : out.to) = from ? date->date.first_day : date->date.last_day;
    }
  }
  return out;
}

int stub(Draft& draft, const std::string& id) {
  return draft.thing(RecordKind::person, Scope::known, "ftm:" + id);
}

}  // namespace

Result<Draft> ftm_draft(const ObjectContext& context, const Value& entity) {
  Draft draft;
  TRY_ASSIGN(draft.label, object_label(context, Value{}));
  const std::string& id = entity.text_of("id");
  const std::string& schema = entity.text_of("schema");
  const Value& properties = entity["properties"];
  if (id.empty() || id.size() > 255) return bad_field("id", id, "a text of 1 to 255 characters");
  if (!properties.is(Value::Type::object))
    return bad_field("properties", properties.text, "an object of lists");
  draft.source_key = "ftm:" + id;
  for (const auto& edge : kEdges) {
    if (edge.name != schema) continue;
    std::vector<std::string> a;
    std::vector<std::string> b;
    TRY_ASSIGN(a, values_of(properties, edge.a));
    TRY_ASSIGN(b, values_of(properties, edge.b));
    if (a.empty() || b.empty())
      return bad_field(a.empty() ? edge.a : edge.b, "", "the id of the entity at that end");
    for (const auto& from : a) {
      for (const auto& to : b) {
        if (from == to) return bad_field(edge.b, to, "another entity than " + std::string(edge.a));
        const int first = stub(draft, from);
        const int second = stub(draft, to);
        auto& link = draft.link(edge.kind, first, second).link;
        link.valid = dates_of(properties);
        const auto roles = properties["role"].texts();
        if (!roles.empty()) link.role = roles.front();
      }
    }
    finish_draft(draft, entity);
    return draft;
  }
  const auto* thing = std::find_if(std::begin(kThings), std::end(kThings),
                                   [&](const Schema& s) { return s.name == schema; });
  if (thing == std::end(kThings))
    return bad_field("schema", schema, "a schema of docs/mapping-language.md, such as Person");
  const int at = draft.thing(thing->kind, Scope::row, "ftm:" + id);
  for (const auto& field : kFields) {
    std::vector<std::string> values;
    TRY_ASSIGN(values, values_of(properties, field.name));
    for (const auto& raw : values) {
      Property property = field.property;
      if (property == Property::full_name && thing->kind == RecordKind::organisation)
        property = Property::organisation_name;
      std::string value = canonical(property, raw);
      if (property == Property::date_of_birth) {
        const auto date = text::parse_date(raw);
        if (!date) return bad_field(field.name, raw, "a date");
        value = to_text(date->date);
      }
      draft.say(at, property, value, raw);
    }
  }
  finish_draft(draft, entity);
  return draft;
}

}  // namespace sallyport::intake::internal
