// A mapping says what the rows of one kind of file are: columns, records, properties, links, events
// (docs/mapping-language.md). Mappings are data: the ready-made ones are TOML files of mappings/,
// built in; a user's own are read the same way.
// Ownership: plain values. Threads: any. Failure: kBadValue naming the line or the part.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "intake/rows.hpp"
#include "model/kinds.hpp"

namespace sallyport::intake {

enum class ColumnType : std::uint8_t {
  text,
  id,
  date,
  time,
  phone,
  plate,
  postcode,
  email,
  sort_code,
  account_number,
  prison_number,
  pnc,
  cro,
  crn,
  ocg,
  pounds,
  integer,
  decimal,
  flag,
  list,
  code
};

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  bool required = false;
  std::vector<std::string> codes;  ///< of a code column: what it may hold
  std::string example;
  std::vector<std::string> synonyms;  ///< other names of it
};

/// Pieces of text and of cells: "stop:{Stop ID}/{Person number}". Alternatives are divided by "//":
/// the first whose cells are all there counts.
struct Template {
  struct Piece {
    std::string literal;
    int column = -1;        ///< index of Mapping::columns, or -1 for the literal
    bool optional = false;  ///< {x?}: empty is fine
    bool fold = false;      ///< {x|fold}
    bool upper = false;     ///< {x|upper}
  };
  std::vector<std::vector<Piece>> alternatives;
  bool empty() const { return alternatives.empty(); }
};

/// "{status} = PLANNED", "{method} in CARD, BANK", "{x} != y", "{x}" (not empty), joined by " and
/// ".
struct Condition {
  struct Test {
    int column = -1;
    bool negated = false;
    std::vector<std::string> values;  ///< empty = "is not empty"
  };
  std::vector<Test> tests;
};

enum class Scope : std::uint8_t {
  row,     ///< this row's own record
  known,   ///< somebody or something the agency's files may know already, by key
  shared,  ///< an identifier (a number, a plate, an address): one a label and agency
  place,   ///< a prison, wing, landing or cell
};

struct PropertyRule {
  model::Property property = model::Property::full_name;
  Template value;
  int from = -1;
  int to = -1;
  Template raw;
  bool only_new = false;  ///< says who a stub is; a known record has its own
  bool list = false;      ///< one statement an item of a list
  bool replaces = false;  ///< an older value of the property no longer stands
};

struct ThingRule {
  std::string name;
  model::RecordKind kind = model::RecordKind::person;
  Scope scope = Scope::row;
  Template key;
  int each = -1;  ///< a list column: one thing an item, {@} in the key
  Condition when;
  std::vector<PropertyRule> properties;
  Template prison;    ///< of a place
  Template location;  ///< of a place
};

struct LinkRule {
  model::LinkKind kind = model::LinkKind::associates_with;
  std::string a;
  std::string b;
  int from = -1;
  int to = -1;
  Template role;
  Template standing;
  Template status;
  Template text;
  Template scheme;  ///< grade columns
  Template source;
  Template information;
  Template handling;
  Condition when;
};

struct EventRule {
  model::EventKind kind = model::EventKind::stay;
  std::string subject;
  std::string other;
  std::string place;
  int at = -1;
  int until = -1;
  int seconds = -1;
  int minutes = -1;
  int quantity = -1;
  Template code;
  Template text;
  Condition when;
  bool chain = false;  ///< ends when the same person's next one begins
};

struct Mapping {
  std::string format;  ///< "prison.calls"
  std::string title;
  std::string file;     ///< "calls*.csv"
  std::string reader;   ///< "table", "report", "incident", "note", "legal", "ftm", "card"
  bool marking = true;  ///< refuse a file without one
  bool month_first = false;
  std::vector<Column> columns;
  Template source_key;
  std::vector<int> prisons;
  int officer = -1;
  int author = -1;
  std::vector<int> refuse;  ///< phone columns checked against the register of legal numbers
  Template unique;  ///< a second open row with the same (unordered, "<>") key is for a person
  Condition unique_when;
  std::vector<ThingRule> things;
  std::vector<LinkRule> links;
  std::vector<EventRule> events;

  int column(std::string_view name) const;
};

Result<Mapping> parse_mapping(std::string_view toml);

/// The ready-made mappings, by format name. Parsed once a call.
Result<std::vector<Mapping>> built_in_mappings();
/// Their sources, for saving and changing a copy.
struct MappingSource {
  std::string_view name;
  std::string_view toml;
};
std::span<const MappingSource> built_in_mapping_sources();

/// Which column of the mapping each column of a file is (-1 = none). Names are compared without
/// case, blanks and punctuation; synonyms count.
std::vector<int> match_columns(const Mapping& mapping, const std::vector<std::string>& names);

/// For --help and the API: the format as a table of title, columns and examples.
std::string describe(const Mapping& mapping);

}  // namespace sallyport::intake
