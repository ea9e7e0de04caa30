#include "exchange/csv.hpp"

#include <initializer_list>

namespace sallyport::exchange {
namespace {

void put_line(std::string& out, std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const auto& cell : cells) {
    if (!first) out += ',';
    first = false;
    out += csv_cell(cell);
  }
  out += "\r\n";
}

}  // namespace

std::string csv_cell(std::string_view value) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  std::string cell;
  if (!value.empty() && kFormula.find(value.front()) != std::string_view::npos) cell += '\'';
  cell += value;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string to_csv(const Package& package) {
  std::string out = package.marking + "\r\n";
  put_line(out, {"line", "id", "kind", "title", "property", "value", "from", "to", "grade",
                 "source", "agency", "other id"});
  for (const auto& thing : package.things) {
    const std::string id = to_text(thing.id);
    const auto kind = model::info(thing.kind).name;
    put_line(out, {"thing", id, kind, thing.title, "", "", "", "", "", "", "", ""});
    for (const auto& said : thing.said) {
      put_line(out, {"value", id, kind, thing.title, model::info(said.property).name, said.value,
                     said.from, said.to, said.grade, said.source, said.agency, ""});
    }
  }
  for (const auto& tie : package.ties) {
    put_line(out, {"tie", to_text(tie.a), tie.kind, tie.words, "", "", "", "", "", "",
                   tie.agency_tag, to_text(tie.b)});
  }
  return out;
}

}  // namespace sallyport::exchange
