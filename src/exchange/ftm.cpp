#include "exchange/ftm.hpp"

#include <algorithm>
#include <map>

#include "exchange/json.hpp"

namespace sallyport::exchange {
namespace {

using P = model::Property;
using K = model::RecordKind;

std::string_view schema_of(K kind) {
  switch (kind) {
    case K::person:
      return "Person";
    case K::group:
      return "Organization";
    case K::organisation:
      return "Organization";
    case K::place:
      return "Address";
    case K::vehicle:
      return "Vehicle";
    case K::account:
      return "BankAccount";
    default:
      return "Thing";
  }
}

std::string_view name_of(K kind, P property) {
  const bool person = kind == K::person;
  switch (property) {
    case P::full_name:
    case P::group_name:
    case P::organisation_name:
    case P::place_name:
      return "name";
    case P::alias:
    case P::native_name:
      return "alias";
    case P::surname:
      return person ? "lastName" : "";
    case P::given_name:
      return person ? "firstName" : "";
    case P::date_of_birth:
      return person ? "birthDate" : "";
    case P::phone_number:
      return person ? "phone" : "name";
    case P::email_address:
      return person ? "email" : "name";
    case P::address:
      return kind == K::place ? "full" : "address";
    case P::postcode:
      return kind == K::place ? "postalCode" : "";
    case P::plate:
      return kind == K::vehicle ? "registrationNumber" : "";
    case P::bank_account:
      return kind == K::account ? "accountNumber" : "";
    case P::prison_number:
    case P::former_prison_number:
    case P::pnc_number:
    case P::cro_number:
    case P::crn:
      return person ? "idNumber" : "";
    default:
      return "";
  }
}

struct TieSchema {
  std::string_view schema, from, to;
};
TieSchema tie_schema(std::string_view kind) {
  if (kind == "member_of") return {"Membership", "member", "organization"};
  if (kind == "family_of") return {"Family", "person", "relative"};
  if (kind == "associates_with") return {"Associate", "person", "associate"};
  return {"UnknownLink", "subject", "object"};
}

void put_thing(std::string& out, const Thing& thing) {
  std::map<std::string_view, std::vector<std::string_view>> values;
  values["name"].push_back(thing.title);
  for (const auto& said : thing.said) {
    const auto name = name_of(thing.kind, said.property);
    if (name.empty()) continue;
    auto& list = values[name];
    if (std::find(list.begin(), list.end(), said.value) == list.end()) list.push_back(said.value);
  }
  Json line;
  line.open().field("id", thing.id).field("schema", schema_of(thing.kind)).key("properties").open();
  for (const auto& [name, list] : values) line.texts(name, list);
  out += std::move(line.close().close()).take() + "\n";
}

}  // namespace

std::string to_ftm(const Package& package) {
  Json head;
  head.open().field("id", "marking").field("schema", "Note").key("properties").open();
  head.key("name").open_list().text(package.marking).close_list();
  head.key("date").open_list().text(package.made).close_list();
  std::string out = std::move(head.close().close()).take() + "\n";
  std::map<Id128, K> kinds;
  for (const auto& thing : package.things) {
    kinds[thing.id] = thing.kind;
    put_thing(out, thing);
  }
  for (const auto& tie : package.ties) {
    auto schema = tie_schema(tie.kind);
    Id128 a = tie.a;
    Id128 b = tie.b;
    if (schema.schema == "Membership" && kinds[a] != K::person) std::swap(a, b);
    const bool people = kinds[a] == K::person && kinds[b] == K::person;
    if ((schema.schema == "Family" || schema.schema == "Associate") && !people)
      schema = tie_schema("");
    Json line;
    line.open().field("id", to_text(a) + "-" + tie.kind + "-" + to_text(b));
    line.field("schema", schema.schema).key("properties").open();
    line.key(schema.from).open_list().text(to_text(a)).close_list();
    line.key(schema.to).open_list().text(to_text(b)).close_list();
    line.key("role").open_list().text(tie.words).close_list();
    out += std::move(line.close().close()).take() + "\n";
  }
  return out;
}

}  // namespace sallyport::exchange
