#include "model/title.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "model/vocabulary.hpp"

namespace sallyport::model {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The value most facts give; of those the longest; of those the first by text.
std::string_view most_given(std::span<const TitleFact> facts, Property property) {
  std::map<std::string_view, std::size_t> counts;
  for (const TitleFact& fact : facts) {
    if (fact.property == property && !fact.value.empty()) ++counts[fact.value];
  }
  std::string_view best;
  std::size_t best_count = 0;
  for (const auto& [value, count] : counts) {
    if (count < best_count) continue;
    if (count > best_count || value.size() > best.size()) {
      best = value;
      best_count = count;
    }
  }
  return best;
}

struct WholeName {
  std::size_t records = 0;
  bool initial = false;
};

/// Names as records give them whole: given names and surname of one record, never of two.
std::map<std::string, WholeName> whole_names(std::span<const TitleFact> facts) {
  std::map<std::uint32_t, std::vector<TitleFact>> by_record;
  for (const TitleFact& fact : facts) by_record[fact.record].push_back(fact);
  std::map<std::string, WholeName> names;
  for (const auto& [record, own] : by_record) {
    const auto surname = most_given(own, Property::surname);
    const auto given = most_given(own, Property::given_name);
    const auto full = most_given(own, Property::full_name);
    std::string name(full);
    if (!surname.empty() && !given.empty()) {
      name = std::string(given) + " " + std::string(surname);
    } else if (name.empty()) {
      name = surname;
    }
    if (name.empty()) continue;
    WholeName& entry = names[name];
    ++entry.records;
    const auto space = name.find(' ');
    entry.initial = space == std::string::npos || space < 3;
  }
  return names;
}

std::string first_of(std::span<const TitleFact> facts, std::span<const Property> properties) {
  for (const Property property : properties) {
    if (const auto value = most_given(facts, property); !value.empty()) {
      if (property == Property::phone_number) return phone_for_reading(value);
      if (property == Property::plate) return plate_for_reading(value);
      return std::string(value);
    }
  }
  return {};
}

std::string person_title(std::span<const TitleFact> facts) {
  const auto names = whole_names(facts);
  const auto better = [](const auto& a, const auto& b) {  // the later of equals loses: by text
    if (a.second.initial != b.second.initial) return !a.second.initial;
    if (a.second.records != b.second.records) return a.second.records > b.second.records;
    return a.first.size() > b.first.size();
  };
  const auto* best = names.empty() ? nullptr : &*names.begin();
  for (const auto& name : names) {
    if (better(name, *best)) best = &name;
  }
  if (best != nullptr) return best->first;
  constexpr std::array kRest = {Property::alias,         Property::native_name,
                                Property::given_name,    Property::billing_name,
                                Property::prison_number, Property::ocg_nominal_id,
                                Property::crn,           Property::pnc_number};
  return first_of(facts, kRest);
}

std::string account_title(std::span<const TitleFact> facts) {
  if (const auto account = most_given(facts, Property::bank_account); !account.empty()) {
    return "account " + std::string(account);
  }
  const auto ending = most_given(facts, Property::card_ending);
  const auto name = most_given(facts, Property::billing_name);
  if (!ending.empty()) {
    return "card ending " + std::string(ending) +
           (name.empty() ? "" : " (" + std::string(name) + ")");
  }
  return std::string(name);
}

std::string report_title(std::span<const TitleFact> facts) {
  const auto urn = most_given(facts, Property::urn);
  return urn.empty() ? std::string{} : "report " + std::string(urn);
}

std::string place_title(std::span<const TitleFact> facts) {
  constexpr std::array kProperties = {Property::place_name, Property::cell_location,
                                      Property::address, Property::place_code, Property::postcode};
  return first_of(facts, kProperties);
}

std::string other_title(std::span<const TitleFact> facts) {
  constexpr std::array kProperties = {Property::group_name,    Property::organisation_name,
                                      Property::phone_number,  Property::email_address,
                                      Property::plate,         Property::incident_number,
                                      Property::serial_number, Property::imei,
                                      Property::iccid,         Property::place_name,
                                      Property::full_name,     Property::surname,
                                      Property::group_number,  Property::urn,
                                      Property::description};
  return first_of(facts, kProperties);
}

}  // namespace

bool names_things(Property property) {
  switch (property) {
    case Property::full_name:
    case Property::surname:
    case Property::given_name:
    case Property::alias:
    case Property::native_name:
    case Property::billing_name:
    case Property::prison_number:
    case Property::ocg_nominal_id:
    case Property::crn:
    case Property::pnc_number:
    case Property::bank_account:
    case Property::card_ending:
    case Property::urn:
    case Property::place_name:
    case Property::cell_location:
    case Property::address:
    case Property::place_code:
    case Property::postcode:
    case Property::group_name:
    case Property::organisation_name:
    case Property::phone_number:
    case Property::email_address:
    case Property::plate:
    case Property::incident_number:
    case Property::serial_number:
    case Property::imei:
    case Property::iccid:
    case Property::group_number:
    case Property::description:
      return true;
    default:
      return false;
  }
}

std::string best_title(RecordKind kind, std::span<const TitleFact> facts) {
  std::string title;
  switch (kind) {
    case RecordKind::person:
    case RecordKind::staff:
      title = person_title(facts);
      break;
    case RecordKind::account:
      title = account_title(facts);
      break;
    case RecordKind::report:
      title = report_title(facts);
      break;
    case RecordKind::place:
      title = place_title(facts);
      break;
    default:
      title = other_title(facts);
  }
  if (!title.empty()) return title;
  return kind == RecordKind::unknown ? "Not known" : std::string(info(kind).word);
}

std::string phone_for_reading(std::string_view canonical) {
  if (canonical.size() != 13 || !canonical.starts_with("+44") ||
      !std::all_of(canonical.begin() + 1, canonical.end(), is_digit)) {
    return std::string(canonical);
  }
  return "0" + std::string(canonical.substr(3, 4)) + " " + std::string(canonical.substr(7));
}

std::string plate_for_reading(std::string_view canonical) {
  if (canonical.size() != 7 || is_digit(canonical[0]) || is_digit(canonical[1]) ||
      !is_digit(canonical[2]) || !is_digit(canonical[3]) || is_digit(canonical[4])) {
    return std::string(canonical);
  }
  return std::string(canonical.substr(0, 4)) + " " + std::string(canonical.substr(4));
}

std::string day_for_reading(Date day) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilDate c = to_civil(day);
  return std::to_string(c.day) + " " + std::string(kMonths[c.month - 1]) + " " +
         std::to_string(c.year);
}

std::string value_for_reading(Property property, std::string_view canonical) {
  if (const Vocabulary* vocabulary = vocabulary_of(property)) {
    const Code* code = code_in(*vocabulary, canonical);
    return std::string(code == nullptr ? canonical : code->words);
  }
  switch (info(property).type) {
    case ValueType::phone:
      return phone_for_reading(canonical);
    case ValueType::date:
      if (const auto day = parse_iso_date(canonical)) return day_for_reading(*day);
      return std::string(canonical);
    default:
      return property == Property::plate ? plate_for_reading(canonical) : std::string(canonical);
  }
}

}  // namespace sallyport::model
