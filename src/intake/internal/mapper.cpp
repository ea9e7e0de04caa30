#include "intake/internal/mapper.hpp"

#include <algorithm>

#include "intake/internal/objects.hpp"
#include "intake/internal/quarantine.hpp"

namespace sallyport::intake::internal {
namespace {

constexpr std::size_t kRowsTogether = 128;
constexpr std::size_t kBytesTogether = 256u << 10;

Status check_marking(const Mapping& mapping, const FeedAgreement& agreement,
                     const Preamble& preamble) {
  if (!mapping.marking) return ok();
  if (preamble.marking.empty())
    return fail(ErrorCode::kMarkingMissing, "expected " + agreement.marking + " on line 1");
  const auto level = model::level_named(preamble.marking);
  const auto agreed = model::level_named(agreement.marking);
  if (!level || *level > agreed.value_or(agreement.level))
    return fail(ErrorCode::kMarkingMissing,
                "line 1 says " + preamble.marking + ", the feed's agreement " + agreement.marking);
  return ok();
}

// What is wrong with this row, as against with the import as a whole.
bool of_the_row(const Error& error) {
  return error.code == ErrorCode::kBadValue || error.code == ErrorCode::kLimitExceeded ||
         (error.code == ErrorCode::kConflict && error.places.empty());
}

tl::unexpected<Error> unreadable(const SourceRow& row) {
  Error error{ErrorCode::kBadValue, row.problem, {}};
  error.places.push_back({"", row.number, "row", row.problem, row.expected});
  return fail(std::move(error));
}

}  // namespace

void MappedRows::source_of(std::size_t row, std::size_t first_cell, SourceRow& out) const {
  const MappedRow& from = rows[row];
  out.number = from.number;
  out.problem = from.problem;
  out.expected = from.expected;
  out.object = from.object;
  out.cells.clear();
  for (std::size_t i = first_cell; i < first_cell + from.cells; ++i) {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    out.cells.push_back(std::string_view(text).substr(begin, ends[i] - begin));
  }
}

MappedRow& MappedRows::add() {
  if (used == rows.size()) rows.emplace_back();
  return rows[used++];
}

void MappedRows::clear() {
  for (std::size_t i = 0; i < used; ++i) {
    MappedRow& row = rows[i];
    row.draft.clear();
    row.error.reset();
    if (!row.object.is(Value::Type::null)) row.object = Value{};
    row.problem.clear();
    row.expected.clear();
  }
  used = 0;
  text.clear();
  ends.clear();
}

bool legal_number_in(const LegalRegister* legal, const SourceRow& row) {
  if (legal == nullptr) return false;
  for (const auto cell : row.cells) {
    if (legal->mentioned_in(cell)) return true;
  }
  return !row.object.keys.empty() && legal->mentioned_in(to_json(row.object));
}

RowMapper::RowMapper(const Mapping& mapping, const ImportContext& context, const MappedSink& sink)
    : mapping_(mapping),
      context_(context),
      sink_(sink),
      applier_(mapping, context.agreement, context.agency,
               crypto::short_key(context.id_key, "cells")),
      legal_numbers_(context.legal == nullptr ? LegalRegister(context.id_key)
                                              : context.legal->empty_like()),
      listed_(crypto::short_key(context.id_key, "numbers"), kNumbersKept) {}

Status RowMapper::preamble(const Preamble& p) {
  preamble_ = p;
  TRY(check_marking(mapping_, context_.agreement, p));
  table_ = p.kind == FileKind::csv || p.kind == FileKind::xlsx;
  if (!table_) {
    if (mapping_.reader == "table" || mapping_.reader == "legal")
      return fail(ErrorCode::kUnsupportedFormat, mapping_.format + " is a table, not JSON");
    return ok();
  }
  if (mapping_.reader != "table" && mapping_.reader != "legal" && mapping_.reader != "report")
    return fail(ErrorCode::kUnsupportedFormat, mapping_.format + " is JSON lines, not a table");
  TRY(applier_.begin(p.columns));
  for (const auto& name : applier_.unknown_columns()) {
    if (!is_quarantine_column(name)) unknown_.push_back(name);
  }
  return ok();
}

Status RowMapper::row(const SourceRow& row) {
  lap(context_.watch, Stage::read);
  MappedRow& out = batch_.add();
  out.number = row.number;
  fate_ = MappedRow::Fate::drafted;
  if (auto drafted_row = drafted(row, out.draft); !drafted_row) {
    if (!of_the_row(drafted_row.error())) return drafted_row;
    fate_ = MappedRow::Fate::rejected;
    out.error = std::move(drafted_row.error());
  }
  out.fate = fate_;
  keep_source(row, out);
  const bool full = batch_.used >= kRowsTogether || batch_.text.size() >= kBytesTogether;
  lap(context_.watch, Stage::map);
  return full ? hand_over() : ok();
}

Status RowMapper::finish() {
  return hand_over();
}

void RowMapper::keep_source(const SourceRow& row, MappedRow& out) {
  out.problem = row.problem;
  out.expected = row.expected;
  if (!row.object.is(Value::Type::null)) out.object = row.object;
  out.cells = row.cells.size();
  for (const auto cell : row.cells) {
    batch_.text += cell;
    batch_.ends.push_back(batch_.text.size());
  }
}

Status RowMapper::hand_over() {
  if (batch_.used == 0) return ok();
  if (!sink_(batch_)) return fail(ErrorCode::kInternal, "nobody takes the rows any more");
  return ok();
}

Status RowMapper::drafted(const SourceRow& row, Draft& out) {
  if (table_ && mapping_.reader != "report") return of_table(row, out);
  if (!row.problem.empty()) return unreadable(row);
  if (table_) {
    TRY_ASSIGN(out, of_object(report_of_cells(preamble_.columns, row.cells)));
    return ok();
  }
  for (const auto& name : unknown_fields(mapping_, row.object)) note_unknown(name);
  TRY_ASSIGN(out, of_object(row.object));
  return ok();
}

Result<Draft> RowMapper::of_object(const Value& object) {
  const ObjectContext context{mapping_, context_.agreement, context_.agency, context_.legal};
  if (mapping_.reader == "incident") return incident_draft(context, object);
  if (mapping_.reader == "note") return note_draft(context, object);
  if (mapping_.reader == "ftm") return ftm_draft(context, object);
  return report_draft(context, object);
}

Status RowMapper::of_table(const SourceRow& row, Draft& out) {
  const Status read = applier_.read(row);
  if (refused(row)) {
    fate_ = MappedRow::Fate::refused;
    return ok();
  }
  if (!row.problem.empty()) return unreadable(row);
  TRY(read);
  if (mapping_.reader == "legal") {
    take_legal_number();
    return ok();
  }
  std::string pair;
  if (applier_.repeats_a_pair(pair) && !pairs_.insert(pair).second) {
    Error error{ErrorCode::kBadValue, "the pair is in the file already", {}};
    error.places.push_back({"", 0, "pair", pair, "one open record a pair: a person decides"});
    return fail(std::move(error));
  }
  return applier_.draft(out);
}

// On the register for any day: asked once for a number that comes again.
bool RowMapper::listed(const std::string& number) {
  const auto [listed, known] = listed_.find(number);
  if (!known) listed = context_.legal->holds(number, std::nullopt);
  return listed;
}

bool RowMapper::refused(const SourceRow& row) {
  if (mapping_.refuse.empty() || context_.legal == nullptr) return false;
  // by the cells as written: a row that cannot be read must not slip past the register
  for (const int column : mapping_.refuse) {
    const auto& cell = applier_.cell(column);
    const std::string form = cell.text.empty() ? register_form(cell.raw) : cell.text;
    if (!form.empty() && listed(form) && context_.legal->holds(form, day_of_row())) return true;
    if (cell.text.empty() && context_.legal->mentioned_in(cell.raw)) return true;
  }
  return row.cells.size() > preamble_.columns.size() && legal_number_in(context_.legal, row);
}

std::optional<Date> RowMapper::day_of_row() const {
  for (const auto& event : mapping_.events) {
    if (event.at >= 0 && !applier_.cell(event.at).text.empty())
      return date_of(Instant{applier_.cell(event.at).number});
  }
  return std::nullopt;
}

void RowMapper::take_legal_number() {
  const int from = mapping_.column("from");
  const int to = mapping_.column("to");
  DateRange range;
  if (from >= 0 && !applier_.cell(from).text.empty())
    range.from = applier_.cell(from).date.first_day;
  if (to >= 0 && !applier_.cell(to).text.empty()) range.to = applier_.cell(to).date.last_day;
  legal_numbers_.add(register_form(applier_.cell(mapping_.column("number")).raw), range);
  fate_ = MappedRow::Fate::legal;
}

void RowMapper::note_unknown(const std::string& name) {
  if (mapping_.reader == "ftm" || name == "prison" || is_quarantine_column(name) ||
      unknown_.size() >= 100 || std::find(unknown_.begin(), unknown_.end(), name) != unknown_.end())
    return;
  unknown_.push_back(name);
}

}  // namespace sallyport::intake::internal
