#include "intake/internal/quarantine.hpp"

#include <algorithm>

#include "intake/csv.hpp"
#include "intake/import.hpp"
#include "text/fold.hpp"

namespace sallyport::intake::internal {
namespace {

constexpr std::string_view kColumns[] = {"row in the file sent", "problem", "expected",
                                         "how to mend"};
constexpr std::string_view kOverflow = "more cells";

struct Words {
  std::string problem;
  std::string expected;
  std::string mend;
};

Words words_of(const Error& error) {
  Words out;
  for (const auto& place : error.places) {
    const std::string said = place.value.empty() ? "is empty" : "\"" + place.value + "\"";
    out.problem += (out.problem.empty() ? "" : "; ") + place.field + " " + said;
    out.expected += (out.expected.empty() ? "" : "; ") + place.field + ": " + place.expected;
    out.mend += (out.mend.empty() ? "correct " : ", ") + place.field;
  }
  if (error.places.empty()) {
    out.problem = error.detail;
    out.mend = "correct the row";
  } else {
    out.mend += " and send this file again";
  }
  return out;
}

}  // namespace

bool is_quarantine_column(std::string_view name) {
  const std::string folded = text::fold(name);
  return folded == kOverflow ||
         std::find(std::begin(kColumns), std::end(kColumns), folded) != std::end(kColumns);
}

void Quarantine::open() {
  if (!text_.empty()) return;
  if (!table()) {
    Value head;
    head.set("marking", Value::of(preamble_.marking));
    if (!preamble_.feed.empty()) head.set("feed", Value::of(preamble_.feed));
    if (!preamble_.marking.empty()) text_ = to_json(head) + "\n";
    return;
  }
  if (!preamble_.marking.empty()) text_ = preamble_.marking + "\r\n";
  for (const auto& column : preamble_.columns) {
    if (is_quarantine_column(column)) continue;
    append_csv_cell(text_, column);
    text_ += ',';
  }
  for (const auto column : kColumns) text_.append(column).append(",");
  text_.append(kOverflow).append("\r\n");
}

void Quarantine::add(const SourceRow& row, const Error& problem) {
  if (text_.size() > kQuarantineBytes) return;
  open();
  const Words words = words_of(problem);
  const std::string number = std::to_string(row.number);
  if (!table()) {
    Value object;
    if (row.object.is(Value::Type::object)) {
      object = row.object;
    } else {  // a line that is JSON, but a list or a number
      object.set("line", Value::of(to_json(row.object)));
    }
    object.set(std::string(kColumns[0]), Value::of(number));
    object.set(std::string(kColumns[1]), Value::of(words.problem));
    object.set(std::string(kColumns[2]), Value::of(words.expected));
    object.set(std::string(kColumns[3]), Value::of(words.mend));
    text_ += to_json(object) + "\n";
    return;
  }
  for (std::size_t i = 0; i < preamble_.columns.size(); ++i) {
    if (is_quarantine_column(preamble_.columns[i])) continue;
    if (i < row.cells.size()) append_csv_cell(text_, row.cells[i]);
    text_ += ',';
  }
  for (const auto& cell : {number, words.problem, words.expected, words.mend}) {
    append_csv_cell(text_, cell);
    text_ += ',';
  }
  std::string more;
  for (std::size_t i = preamble_.columns.size(); i < row.cells.size(); ++i)
    more += (more.empty() ? "" : "; ") + std::string(row.cells[i]);
  append_csv_cell(text_, more);
  text_ += "\r\n";
}

std::string Quarantine::take() {
  return std::move(text_);
}

std::string Quarantine::file_name(std::string_view original) const {
  const std::string stem(original.substr(0, original.rfind('.')));
  const std::string base = stem.ends_with("-rejected") ? stem : stem + "-rejected";
  return base + (table() ? ".csv" : ".jsonl");
}

}  // namespace sallyport::intake::internal
