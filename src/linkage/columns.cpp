#include "linkage/columns.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <toml++/toml.h>

namespace sallyport::linkage {
namespace {

using Words = std::vector<std::string>;

Words words_of(std::string_view heading) {
  Words out(1);
  char before = 0;
  for (const char c : heading) {
    const auto letter = static_cast<unsigned char>(c);
    const bool hump = std::isupper(letter) != 0 && std::islower(static_cast<unsigned char>(before));
    if ((std::isalnum(letter) == 0 || hump) && !out.back().empty()) out.emplace_back();
    if (std::isalnum(letter) != 0) out.back() += static_cast<char>(std::tolower(letter));
    before = c;
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

bool has(const Words& words, std::initializer_list<std::string_view> any) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(any.begin(), any.end(), word) != any.end();
  });
}

bool has_all(const Words& words, std::initializer_list<std::string_view> all) {
  return std::all_of(all.begin(), all.end(), [&](std::string_view one) {
    return std::find(words.begin(), words.end(), one) != words.end();
  });
}

bool starts(const Words& words, std::string_view with) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word.starts_with(with); });
}

std::string number_kind(const Words& words) {
  struct Known {
    std::string_view word, kind;
  };
  static constexpr std::array<Known, 22> kKnown = {
      {{"passport", "passport"}, {"licence", "licence"},
       {"license", "licence"},   {"ssn", "social"},
       {"social", "social"},     {"soc", "social"},
       {"nino", "nino"},         {"insurance", "nino"},
       {"prison", "prison"},     {"noms", "prison"},
       {"nomis", "prison"},      {"pnc", "pnc"},
       {"cro", "cro"},           {"crn", "crn"},
       {"nhs", "nhs"},           {"tax", "tax"},
       {"national", "national"}, {"document", "document"},
       {"identity", "identity"}, {"fingerprint", "prints"},
       {"nominal", "nominal"},   {"lei", "lei"}}};
  for (const Known& known : kKnown)
    if (std::find(words.begin(), words.end(), known.word) != words.end())
      return std::string(known.kind);
  return {};
}

bool about_a_number(const Words& words) {
  return has(words, {"number", "no", "id", "nr", "num"}) || words.size() == 1;
}

Role name_role(const Words& words) {
  if (has(words, {"org", "organisation", "organization", "company", "business"}))
    return Role::organisation;
  if (has(words, {"suffix", "generation", "namesuffix"})) return Role::generation;
  const bool last = has(words, {"surname", "last", "family", "lname", "lastname", "maiden"});
  const bool first = has(words, {"given", "first", "forename", "forenames", "fname", "firstname",
                                 "givenname", "christian"});
  if (last && first) return Role::full_name;
  if (last) return Role::surname;
  if (has(words, {"middle", "mname", "middlename"})) return Role::middle;
  if (first) return Role::given;
  if (has(words, {"name", "names", "fullname", "alias", "aliases", "aka"})) return Role::full_name;
  return Role::ignored;
}

Role place_role(const Words& words) {
  if (starts(words, "postcode") || starts(words, "zip") || has_all(words, {"postal", "code"}) ||
      has_all(words, {"post", "code"}))
    return Role::postcode;
  if (has(words, {"suburb", "city", "town", "village"})) return Role::town;
  if (has(words, {"state", "county", "region", "province"})) return Role::region;
  if (has(words, {"street", "house", "flat"}) && about_a_number(words) && words.size() > 1)
    return Role::house;
  if (has(words, {"address", "addr", "street", "addressline", "line1", "line2", "residence"}))
    return has(words, {"2", "3", "line2", "line3"}) ? Role::locality : Role::address;
  if (has(words, {"locality", "district"})) return Role::locality;
  return Role::ignored;
}

Role birth_role(const Words& words) {
  if (has(words, {"birthplace", "pob"})) return Role::birthplace;
  if (has(words, {"dob", "birthdate", "dateofbirth", "yob", "birthday"})) return Role::birth;
  if (!has(words, {"birth", "born"})) return Role::ignored;
  if (has(words, {"place", "country", "town", "city"})) return Role::birthplace;
  return Role::birth;
}

constexpr std::array<std::pair<std::string_view, Role>, 22> kRoleWords = {
    {{"ignored", Role::ignored},
     {"record id", Role::record_id},
     {"source", Role::source},
     {"given name", Role::given},
     {"middle name", Role::middle},
     {"surname", Role::surname},
     {"full name", Role::full_name},
     {"date of birth", Role::birth},
     {"sex", Role::sex},
     {"house", Role::house},
     {"address", Role::address},
     {"locality", Role::locality},
     {"town", Role::town},
     {"postcode", Role::postcode},
     {"region", Role::region},
     {"phone", Role::phone},
     {"e-mail", Role::email},
     {"birthplace", Role::birthplace},
     {"occupation", Role::occupation},
     {"organisation", Role::organisation},
     {"number", Role::number},
     {"generation", Role::generation}}};

}  // namespace

Column recognise_column(std::string_view heading) {
  const Words words = words_of(heading);
  if (words.empty()) return {};
  std::string joined;
  for (const std::string& word : words) joined += word;
  static constexpr std::array<std::string_view, 8> kIds = {"id",  "recordid",  "recid", "uniqueid",
                                                           "uid", "recordkey", "rowid", "personid"};
  if (std::find(kIds.begin(), kIds.end(), joined) != kIds.end()) return {Role::record_id, {}};
  static constexpr std::array<std::string_view, 5> kSources = {"source", "datasource", "agency",
                                                               "sourcedataset", "dataset"};
  if (std::find(kSources.begin(), kSources.end(), joined) != kSources.end())
    return {Role::source, {}};
  if (const Role role = birth_role(words); role != Role::ignored) return {role, {}};
  if (has(words, {"email", "mail", "emails"})) return {Role::email, {}};
  if (has(words, {"type", "country", "status", "category", "employer", "cluster"})) return {};
  if (starts(words, "phone") || starts(words, "telephone") ||
      has(words, {"tel", "mobile", "cell", "cellphone"}))
    return {Role::phone, {}};
  if (has(words, {"sex", "gender"})) return {Role::sex, {}};
  if (has(words, {"occupation", "job", "profession", "trade"})) return {Role::occupation, {}};
  if (std::string kind = number_kind(words); !kind.empty())
    return about_a_number(words) || has(words, {"sec"}) ? Column{Role::number, std::move(kind)}
                                                        : Column{};
  if (const Role role = name_role(words); role != Role::ignored) return {role, {}};
  return {place_role(words), {}};
}

Result<Column> column_of_words(std::string_view words) {
  if (words.starts_with("number:")) return Column{Role::number, std::string(words.substr(7))};
  for (const auto& [name, role] : kRoleWords)
    if (words == name) return Column{role, role == Role::number ? "number" : ""};
  return fail(ErrorCode::kBadValue, "mapping: '" + std::string(words) +
                                        "' is no kind of column (given name, surname...)");
}

std::string column_words(const Column& column) {
  for (const auto& [name, role] : kRoleWords)
    if (column.role == role)
      return column.kind.empty() ? std::string(name) : std::string(name) + ":" + column.kind;
  return "ignored";
}

Result<Mapping> load_mapping(std::string_view toml_text) {
  Mapping out;
  try {
    const toml::table table = toml::parse(toml_text);
    const toml::table* columns = table["columns"].as_table();
    if (columns == nullptr) return fail(ErrorCode::kBadValue, "mapping: no [columns]");
    for (const auto& [heading, value] : *columns) {
      const auto words = value.value<std::string>();
      if (!words) return fail(ErrorCode::kBadValue, "mapping: " + std::string(heading.str()));
      TRY_ASSIGN(Column column, column_of_words(*words));
      out.emplace(std::string(heading.str()), std::move(column));
    }
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadValue, "mapping: " + std::string(error.description()));
  }
  return out;
}

}  // namespace sallyport::linkage
