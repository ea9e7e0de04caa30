#include "model/title.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "model/vocabulary.hpp"

namespace sallyport::model {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The value most facts give; of those the longest; of those the first by text. Facts are few: they
/// are compared with one another rather than counted in a map.
std::string_view most_given(std::span<const TitleFact> facts, Property property) {
  const auto counts = [&](const TitleFact& fact) {
    return fact.property == property && !fact.value.empty();
  };
  std::string_view best;
  std::size_t best_count = 0;
  for (const TitleFact& fact : facts) {
    if (!counts(fact) || (best_count != 0 && fact.value == best)) continue;
    std::size_t count = 0;
    for (const TitleFact& other : facts) count += counts(other) && other.value == fact.value;
    const auto rank = std::make_tuple(count, fact.value.size());
    const auto best_rank = std::make_tuple(best_count, best.size());
    if (rank < best_rank || (rank == best_rank && best < fact.value)) continue;
    best = fact.value;
    best_count = count;
  }
  return best;
}

/// A name as records give it whole: given names and surname of one record, never of two.
struct WholeName {
  std::string name;
  std::size_t records = 0;
  bool initial = false;
};

std::string whole_name_of(std::span<const TitleFact> facts) {
  const auto surname = most_given(facts, Property::surname);
  const auto given = most_given(facts, Property::given_name);
  if (!surname.empty() && !given.empty()) {
    std::string name(given);
    name += ' ';
    name += surname;
    return name;
  }
  const auto full = most_given(facts, Property::full_name);
  return std::string(full.empty() ? surname : full);
}

std::vector<WholeName> whole_names(std::span<const TitleFact> facts) {
  std::vector<TitleFact> by_record(facts.begin(), facts.end());
  const auto record = [](const TitleFact& fact) { return fact.record; };
  std::ranges::stable_sort(by_record, {}, record);  // they mostly come so
  std::vector<WholeName> names;
  for (auto at = by_record.begin(); at != by_record.end();) {
    const auto end = std::find_if(at, by_record.end(),
                                  [&](const TitleFact& f) { return f.record != at->record; });
    std::string name = whole_name_of({at, end});
    at = end;
    if (name.empty()) continue;
    auto known = std::find_if(names.begin(), names.end(),
                              [&](const WholeName& other) { return other.name == name; });
    if (known == names.end()) {
      const auto space = name.find(' ');
      const bool initial = space == std::string::npos || space < 3;
      known = names.insert(names.end(), {std::move(name), 0, initial});
    }
    ++known->records;
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
  auto names = whole_names(facts);
  const auto better = [](const WholeName& a, const WholeName& b) {
    if (a.initial != b.initial) return !a.initial;
    if (a.records != b.records) return a.records > b.records;
    if (a.name.size() != b.name.size()) return a.name.size() > b.name.size();
    return a.name < b.name;
  };
  const auto best = std::min_element(names.begin(), names.end(), better);
  if (best != names.end()) return std::move(best->name);
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
