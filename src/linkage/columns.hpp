// What a column of a file of people holds, by its heading or by a mapping.
// Headings are read as words ("PRIMARY_NAME_LAST", "date of birth", "soc_sec_id"), so that the
// files of many agencies are understood without a mapping; what is not understood is not compared.
// Ownership: values. Threads: any. Failure: load_mapping names the key. Cost: nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace sallyport::linkage {

enum class Role : std::uint8_t {
  ignored,
  record_id,
  source,
  given,
  middle,
  surname,
  full_name,
  birth,
  sex,
  house,     ///< the number alone
  address,   ///< number and street, or the whole address
  locality,  ///< a second line
  town,
  postcode,
  region,
  phone,
  email,
  birthplace,
  occupation,
  organisation,
  number,      ///< issued to a person: passport, licence, prison number...
  generation,  ///< junior, senior, II
};

struct Column {
  Role role = Role::ignored;
  std::string kind;  ///< of a number: "passport", "pnc"
  bool operator==(const Column&) const = default;
};

Column recognise_column(std::string_view heading);
/// "given name", "date of birth", "number:passport", "ignored".
Result<Column> column_of_words(std::string_view words);
std::string column_words(const Column& column);

/// heading -> column
using Mapping = std::map<std::string, Column, std::less<>>;
/// [columns]
/// "Nom de famille" = "surname"
Result<Mapping> load_mapping(std::string_view toml_text);

}  // namespace sallyport::linkage
