#include "intake/internal/objects.hpp"

#include <algorithm>

#include "text/fold.hpp"
#include "text/numbers.hpp"
#include "text/parse_date.hpp"

namespace sallyport::intake::internal {
namespace {

using model::Property;
using model::RecordKind;

struct Field {
  std::string_view name;
  Property property;
};

// Which of a descriptor's fields makes its key: the first that is there.
constexpr Field kStrongPerson[] = {{"prison_number", Property::prison_number},
                                   {"nominal_id", Property::ocg_nominal_id},
                                   {"crn", Property::crn},
                                   {"pnc", Property::pnc_number},
                                   {"cro", Property::cro_number},
                                   {"staff_number", Property::staff_number}};
constexpr Field kPerson[] = {{"surname", Property::surname},
                             {"forenames", Property::given_name},
                             {"dob", Property::date_of_birth},
                             {"sex", Property::sex},
                             {"role_note", Property::occupation}};
constexpr Field kVehicle[] = {{"make", Property::vehicle_description},
                              {"model", Property::vehicle_description},
                              {"colour", Property::vehicle_description}};

std::optional<RecordKind> kind_named(std::string_view name) {
  if (name == "address") return RecordKind::place;
  if (name == "card") return RecordKind::account;
  return model::record_kind_named(name);
}

// The descriptor's own word for its kind, or what the assertion takes there.
std::string kind_word(const Value& d, std::string_view expected) {
  const std::string& said = d.has("kind") ? d.text_of("kind") : d.text_of("type");
  return said.empty() ? std::string(expected) : said;
}

class Describer {
 public:
  Describer(Draft& draft, const Value& d, std::string fallback, int source)
      : draft_(draft), d_(d), fallback_(std::move(fallback)), source_(source) {}

  int person(RecordKind kind) {
    std::string key;
    for (const auto& f : kStrongPerson) {
      if (key.empty() && !text(f.name).empty()) key = canonical(f.property, text(f.name));
    }
    const int at = make(kind, Scope::known, key);
    for (const auto& f : kStrongPerson) say(at, f.property, text(f.name));
    for (const auto& f : kPerson) say(at, f.property, text(f.name));
    const std::string full = trimmed(text("forenames") + " " + text("surname"));
    say(at, Property::full_name, full.empty() ? text("name") : full);
    for (const auto& alias : d_["aliases"].texts()) say(at, Property::alias, alias);
    return at;
  }
  // A group is named by whoever may read the row: its number and name rest on no report, so that
  // the next report of the same readers finds it when this one is taken back.
  int group() {
    const std::string id = canonical(Property::group_number, text("ocg_id"));
    const int at =
        make(RecordKind::group, Scope::known, id.empty() ? named_key("group:", text("name")) : id);
    source_ = -1;
    say(at, Property::group_number, id);
    say(at, Property::group_name, text("name"));
    return at;
  }
  int phone() {
    const std::string number = canonical(Property::phone_number, text("number"));
    return identifier(RecordKind::phone, "phone:", number, Property::phone_number, text("number"));
  }
  int email() {
    const std::string address = canonical(Property::email_address, text("address"));
    return identifier(RecordKind::email, "email:", address, Property::email_address,
                      text("address"));
  }
  int vehicle() {
    const std::string plate = canonical(Property::plate, text("plate"));
    const int at =
        identifier(RecordKind::vehicle, "vehicle:", plate, Property::plate, text("plate"));
    std::string words;
    for (const auto& f : kVehicle) words += text(f.name).empty() ? "" : text(f.name) + " ";
    if (at >= 0) say(at, Property::vehicle_description, trimmed(words));
    return at;
  }
  int account() {
    std::string number;
    if (!text("account_number").empty()) number = text("sort_code") + "/" + text("account_number");
    const int at =
        identifier(RecordKind::account, "account:", number, Property::bank_account, number);
    if (at >= 0) say(at, Property::billing_name, text("holder"));
    return at;
  }
  int card() {
    std::string name = text("billing_name");
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    const std::string print =
        text("last4").empty() ? "" : text("last4") + "/" + text("expiry") + "/" + name;
    const int at =
        identifier(RecordKind::account, "card:", print, Property::card_fingerprint, print);
    if (at < 0) return at;
    say(at, Property::card_ending, text("last4"));
    say(at, Property::billing_name, text("billing_name"));
    return at;
  }
  int address() {
    const std::string whole = text("line") + (text("town").empty() ? "" : ", " + text("town"));
    const int at =
        identifier(RecordKind::place, "address:", text::fold(whole), Property::place_type, "");
    if (at < 0) return at;
    say(at, Property::address, whole);
    say(at, Property::place_name, whole);
    say(at, Property::place_type, "address");
    say(at, Property::postcode, text("postcode"));
    return at;
  }
  int place() { return draft_.place(text("prison"), text("location")); }

 private:
  const std::string& text(std::string_view name) const { return d_.text_of(name); }
  static std::string trimmed(std::string s) {
    while (!s.empty() && s.front() == ' ') s.erase(0, 1);
    while (!s.empty() && s.back() == ' ') s.pop_back();
    return s;
  }
  static std::string named_key(const char* head, const std::string& name) {
    return name.empty() ? "" : head + text::fold(name);
  }
  int make(RecordKind kind, Scope scope, const std::string& key) {
    return draft_.thing(kind, scope, key.empty() ? fallback_ : key);
  }
  int identifier(RecordKind kind, const char* head, const std::string& value, Property property,
                 const std::string& raw) {
    if (value.empty()) return -1;
    const int at = draft_.thing(kind, Scope::shared, head + value);
    if (!raw.empty()) say(at, property, raw);
    return at;
  }
  void say(int at, Property property, const std::string& raw) {
    if (raw.empty()) return;
    std::string value = canonical(property, raw);
    if (property == Property::date_of_birth) {
      const auto date = text::parse_date(raw);
      if (date) value = to_text(date->date);
    }
    auto& statements = draft_.edit(at).statements;
    const bool there = std::any_of(statements.begin(), statements.end(), [&](const auto& s) {
      return s.statement.property == property && s.statement.value == value;
    });
    if (there || value.empty()) return;
    draft_.say(at, property, value, raw);
    statements.back().source = source_;
  }

  Draft& draft_;
  const Value& d_;
  std::string fallback_;
  int source_;
};

bool type_fits(const Column& column, const Value& value, std::string& expected) {
  const auto list_or_text = [&] {
    return value.scalar() || value.is(Value::Type::array) || value.is(Value::Type::object);
  };
  switch (column.type) {
    case ColumnType::date:
      expected = "a date, as 2026-10-15";
      return text::parse_date(value.text).has_value();
    case ColumnType::time: {
      expected = "a date and time, as 2026-10-09T06:30";
      const auto read = text::parse_date_time(value.text, text::Zone::kEuropeLondon);
      // an hour that never was: which, and why
      if (!read && !read.error().places.empty()) expected = read.error().places.front().expected;
      return read.has_value();
    }
    case ColumnType::flag:
      expected = "true or false";
      return value.is(Value::Type::boolean) || value.text == "Yes" || value.text == "No" ||
             value.text == "Y" || value.text == "N" || value.text == "true" ||
             value.text == "false";
    case ColumnType::integer:
      expected = "a whole number";
      return !value.text.empty() &&
             value.text.find_first_not_of("0123456789-") == std::string::npos;
    case ColumnType::code: {
      expected = "one of the codes of docs/formats";
      return std::find(column.codes.begin(), column.codes.end(), value.text) != column.codes.end();
    }
    default:
      return list_or_text();
  }
}

}  // namespace

tl::unexpected<Error> bad_field(std::string_view field, std::string_view value,
                                std::string expected) {
  Error out{ErrorCode::kBadValue, std::string(field) + ": expected " + expected, {}};
  out.places.push_back(
      {"", 0, std::string(field), std::string(value.substr(0, 80)), std::move(expected)});
  return fail(std::move(out));
}

Status check_fields(const Mapping& mapping, const Value& object) {
  Error all{ErrorCode::kBadValue, "", {}};
  const auto note = [&](const Column& c, const Value& value, std::string expected) {
    if (all.detail.empty()) all.detail = c.name + ": expected " + expected;
    all.places.push_back({"", 0, c.name, value.text.substr(0, 80), std::move(expected)});
  };
  for (const auto& c : mapping.columns) {
    const Value& value = object[c.name];
    const bool absent = value.is(Value::Type::null) || (value.scalar() && value.text.empty());
    std::string expected;
    // an ungraded report has nothing to say in the three fields of its grade
    const bool ungraded = object.text_of("scheme") == "none" &&
                          (c.name == "source" || c.name == "information" || c.name == "handling");
    if (absent) {
      if (c.required && !ungraded) note(c, value, "a value: the field must not be empty");
    } else if (!type_fits(c, value, expected)) {
      note(c, value, std::move(expected));
    } else if (c.required && c.type == ColumnType::text && !value.scalar()) {
      note(c, value, "a text");
    }
  }
  if (all.places.empty()) return ok();
  return fail(std::move(all));
}

std::vector<std::string> unknown_fields(const Mapping& mapping, const Value& object) {
  std::vector<std::string> out;
  for (const auto& key : object.keys) {
    if (mapping.column(key) < 0) out.push_back(key);
  }
  return out;
}

Result<std::shared_ptr<const model::Label>> object_label(const ObjectContext& context,
                                                         const Value& object) {
  LabelFacts facts;
  facts.agency = context.agency;
  facts.prisons = object["prison"].texts();
  facts.officer = object.text_of("officer_code");
  facts.author = object.text_of("author");
  facts.releasable_to = object["releasable_to"].texts();
  facts.compartments = object["compartments"].texts();
  facts.conditions = object["conditions"].texts();
  for (const auto& rule : context.agreement.rules) {
    facts.rule_values.push_back(object.text_of(rule.column));
    const auto needed = object[rule.needs].texts();
    facts.needed.push_back(needed.empty() ? "" : needed.front());
  }
  model::Label label;
  TRY_ASSIGN(label, row_label(context.agreement, facts));
  const std::string hidden = text::fold(object.text_of("do_not_share_with_offender"));
  if (hidden == "true" || hidden == "yes" || hidden == "y") {
    label.conditions.push_back("not:subject");
    label = label.normalised();
  }
  return std::make_shared<const model::Label>(std::move(label));
}

void finish_draft(Draft& draft, const Value& object) {
  cbor::Writer label;
  model::encode(label, *draft.label);
  // the order of an object's fields says nothing
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < object.keys.size(); ++i)
    parts.push_back(object.keys[i] + '\0' + to_json(object.items[i]));
  std::sort(parts.begin(), parts.end());
  std::uint64_t h = hash64(label.out());
  for (const auto& part : parts) h = hash64(part, h);
  draft.content_hash = h;
}

int describe_thing(Draft& draft, const Value& descriptor, std::string_view expected,
                   std::string fallback, int source) {
  const std::string word = kind_word(descriptor, expected);
  Describer describer(draft, descriptor, std::move(fallback), source);
  const auto kind = kind_named(word);
  if (!kind) return -1;
  switch (*kind) {
    case RecordKind::person:
    case RecordKind::staff:
      return describer.person(RecordKind::person);
    case RecordKind::group:
      return describer.group();
    case RecordKind::phone:
      return describer.phone();
    case RecordKind::email:
      return describer.email();
    case RecordKind::vehicle:
      return describer.vehicle();
    case RecordKind::account:
      return word == "card" ? describer.card() : describer.account();
    case RecordKind::place:
      return word == "address" ? describer.address() : describer.place();
    default:
      return -1;
  }
}

Value report_of_cells(const std::vector<std::string>& names,
                      const std::vector<std::string_view>& cells) {
  Value out;
  out.type = Value::Type::object;
  constexpr std::string_view kLists[] = {"conditions", "compartments", "releasable_to"};
  for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) {
    std::string name = text::fold(names[i]);
    std::replace(name.begin(), name.end(), ' ', '_');
    if (std::find(std::begin(kLists), std::end(kLists), name) == std::end(kLists)) {
      out.set(name, Value::of(std::string(cells[i])));
      continue;
    }
    Value list;
    list.type = Value::Type::array;
    std::string_view rest = cells[i];
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view item = rest.substr(0, end);
      while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
      while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
      if (!item.empty()) list.items.push_back(Value::of(std::string(item)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    out.set(name, std::move(list));
  }
  return out;
}

}  // namespace sallyport::intake::internal
