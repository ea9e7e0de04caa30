#include "intake/import.hpp"

#include <algorithm>
#include <unordered_set>

#include "intake/internal/apply.hpp"
#include "intake/internal/committer.hpp"
#include "intake/internal/objects.hpp"
#include "intake/internal/quarantine.hpp"
#include "text/fold.hpp"

namespace sallyport::intake {
namespace {

using internal::Applier;
using internal::Committer;
using internal::Draft;

constexpr std::uint64_t kProgressEvery = 4096;

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

// First pass over a file of stays: when each person's begin.
class ChainSink final : public RowSink {
 public:
  ChainSink(const Mapping& mapping, const ImportContext& context)
      : mapping_(mapping), applier_(mapping, context.agreement, context.agency) {}
  internal::Chains chains;

  Status preamble(const Preamble& p) override { return applier_.begin(p.columns); }
  Status row(const SourceRow& row) override {
    if (!row.problem.empty() || !applier_.read(row)) return ok();
    for (const auto& rule : mapping_.events) {
      if (!rule.chain || rule.at < 0) continue;
      for (const auto& thing : mapping_.things) {
        if (thing.name != rule.subject) continue;
        const auto key = Committer::chain_key(applier_.expand(thing.key));
        chains[key].push_back(applier_.cell(rule.at).number);
      }
    }
    return ok();
  }

 private:
  const Mapping& mapping_;
  Applier applier_;
};

class ImportSink final : public RowSink {
 public:
  ImportSink(const InputFile& file, const Mapping& mapping, const ImportContext& context,
             const BatchSink& sink, const ProgressSink& progress, ImportOutcome& outcome)
      : file_(file),
        mapping_(mapping),
        context_(context),
        progress_(progress),
        outcome_(outcome),
        applier_(mapping, context.agreement, context.agency),
        committer_(context, sink, outcome) {}

  Committer& committer() { return committer_; }

  Status preamble(const Preamble& p) override {
    outcome_.preamble = p;
    quarantine_.begin(p);
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
      if (!internal::is_quarantine_column(name)) outcome_.unknown_columns.push_back(name);
    }
    return ok();
  }

  Status row(const SourceRow& row) override {
    lap(context_.watch, Stage::read);
    ++outcome_.rows;
    if (progress_ && outcome_.rows % kProgressEvery == 0) progress_({outcome_.rows, file_.size()});
    const Status taken = take(row);
    if (taken) return ok();
    const ErrorCode code = taken.error().code;
    if (code != ErrorCode::kBadValue && code != ErrorCode::kLimitExceeded &&
        code != ErrorCode::kConflict)
      return taken;  // the sink's trouble, not the row's
    if (code == ErrorCode::kConflict && !taken.error().places.empty()) return taken;
    return reject(row, taken.error());
  }

  Status finish() {
    TRY(committer_.flush());
    if (progress_) progress_({outcome_.rows, file_.size()});
    outcome_.quarantine_name = quarantine_.file_name(file_.name());
    outcome_.quarantine = quarantine_.take();
    return ok();
  }

 private:
  // A rejected row of a file with telephone numbers must not carry a legal number to quarantine.
  bool legal_number_in(const SourceRow& row) const {
    if (context_.legal == nullptr) return false;
    for (const auto cell : row.cells) {
      if (context_.legal->mentioned_in(cell)) return true;
    }
    return !row.object.keys.empty() && context_.legal->mentioned_in(to_json(row.object));
  }

  Status reject(const SourceRow& row, const Error& error) {
    if (legal_number_in(row)) {
      ++outcome_.refused;
      return ok();
    }
    ++outcome_.rejected;
    quarantine_.add(row, error);
    if (outcome_.problems.size() < kProblemsShown) {
      if (error.places.empty())
        outcome_.problems.push_back({file_.name(), row.number, "", "", error.detail});
      for (auto place : error.places) {
        place.file = file_.name();
        place.row = row.number;
        outcome_.problems.push_back(std::move(place));
      }
    }
    return ok();
  }

  bool refused(const SourceRow& row) {
    if (mapping_.refuse.empty() || context_.legal == nullptr) return false;
    // by the cells as written: a row that cannot be read must not slip past the register
    for (const int column : mapping_.refuse) {
      const auto& cell = applier_.cell(column);
      const std::string form = cell.text.empty() ? register_form(cell.raw) : cell.text;
      if (!form.empty() && context_.legal->holds(form, day_of_row())) return true;
      if (cell.text.empty() && context_.legal->mentioned_in(cell.raw)) return true;
    }
    return row.cells.size() > outcome_.preamble.columns.size() && legal_number_in(row);
  }
  std::optional<Date> day_of_row() const {
    for (const auto& event : mapping_.events) {
      if (event.at >= 0 && !applier_.cell(event.at).text.empty())
        return date_of(Instant{applier_.cell(event.at).number});
    }
    return std::nullopt;
  }

  Status take(const SourceRow& row) {
    if (table_ && mapping_.reader != "report") return take_table_row(row);
    if (!row.problem.empty()) return unreadable(row);
    const internal::ObjectContext context{mapping_, context_.agreement, context_.agency,
                                          context_.legal};
    if (table_) {
      SourceRow whole = row;
      whole.object = internal::report_of_cells(outcome_.preamble.columns, row.cells);
      return take_object(context, whole);
    }
    for (const auto& name : internal::unknown_fields(mapping_, row.object)) note_unknown(name);
    return take_object(context, row);
  }
  Status take_object(const internal::ObjectContext& context, const SourceRow& row) {
    Draft draft;
    if (mapping_.reader == "incident") {
      TRY_ASSIGN(draft, internal::incident_draft(context, row.object));
    } else if (mapping_.reader == "note") {
      TRY_ASSIGN(draft, internal::note_draft(context, row.object));
    } else if (mapping_.reader == "ftm") {
      TRY_ASSIGN(draft, internal::ftm_draft(context, row.object));
    } else {
      TRY_ASSIGN(draft, internal::report_draft(context, row.object));
    }
    return commit(draft, row);
  }
  Status commit(const Draft& draft, const SourceRow& row) {
    lap(context_.watch, Stage::map);
    const Status taken = committer_.take(draft, row.number);
    lap(context_.watch, Stage::put);
    return taken;
  }
  void note_unknown(const std::string& name) {
    auto& unknown = outcome_.unknown_columns;
    if (mapping_.reader == "ftm" || name == "prison" || internal::is_quarantine_column(name) ||
        unknown.size() >= 100 || std::find(unknown.begin(), unknown.end(), name) != unknown.end())
      return;
    unknown.push_back(name);
  }
  static Status unreadable(const SourceRow& row) {
    Error error{ErrorCode::kBadValue, row.problem, {}};
    error.places.push_back({"", row.number, "row", row.problem, row.expected});
    return fail(std::move(error));
  }

  Status take_table_row(const SourceRow& row) {
    const Status read = applier_.read(row);
    if (refused(row)) {
      ++outcome_.refused;
      return ok();
    }
    if (!row.problem.empty()) return unreadable(row);
    TRY(read);
    if (mapping_.reader == "legal") return take_legal_number();
    std::string pair;
    if (applier_.repeats_a_pair(pair) && !pairs_.insert(pair).second) {
      Error error{ErrorCode::kBadValue, "the pair is in the file already", {}};
      error.places.push_back({"", 0, "pair", pair, "one open record a pair: a person decides"});
      return fail(std::move(error));
    }
    Draft draft;
    TRY_ASSIGN(draft, applier_.draft());
    return commit(draft, row);
  }
  Status take_legal_number() {
    const int from = mapping_.column("from");
    const int to = mapping_.column("to");
    DateRange range;
    if (from >= 0 && !applier_.cell(from).text.empty())
      range.from = applier_.cell(from).date.first_day;
    if (to >= 0 && !applier_.cell(to).text.empty()) range.to = applier_.cell(to).date.last_day;
    const std::string form = register_form(applier_.cell(mapping_.column("number")).raw);
    outcome_.legal_numbers.add(form, range);
    ++outcome_.taken;
    return ok();
  }

  const InputFile& file_;
  const Mapping& mapping_;
  const ImportContext& context_;
  const ProgressSink& progress_;
  ImportOutcome& outcome_;
  Applier applier_;
  Committer committer_;
  internal::Quarantine quarantine_;
  std::unordered_set<std::string> pairs_;
  bool table_ = true;
};

bool has_chain(const Mapping& mapping) {
  return std::any_of(mapping.events.begin(), mapping.events.end(),
                     [](const EventRule& e) { return e.chain; });
}

}  // namespace

model::ImportFacts ImportOutcome::facts(const ImportContext& context,
                                        const std::string& file_name) const {
  model::ImportFacts out;
  out.id = context.import;
  out.feed = context.agreement.feed;
  out.file_name = file_name;
  out.file_sha256 = file_sha256;
  out.rows = rows;
  out.taken = taken;
  out.unchanged = unchanged;
  out.rejected = rejected;
  out.refused = refused;
  return out;
}

Result<ImportOutcome> import_file(Sandbox& sandbox, const InputFile& file, const Mapping& mapping,
                                  const ImportContext& context, const BatchSink& sink,
                                  const ProgressSink& progress) {
  ImportOutcome outcome;
  outcome.format = mapping.format;
  outcome.legal_numbers =
      context.legal == nullptr ? LegalRegister(context.id_key) : context.legal->empty_like();
  if (context.id_key.size() < 16 || context.id_key.size() > 64)
    return fail(ErrorCode::kKeyMissing, "the store's key for ids has 16 to 64 bytes");
  const auto& agencies = context.agreement.agencies;
  if (std::find(agencies.begin(), agencies.end(), context.agency) == agencies.end())
    return fail(ErrorCode::kBadValue,
                context.agency + " has no agreement for " + context.agreement.feed);
  Bytes head;
  TRY_ASSIGN(head, file.head(kHeadBytes));
  const auto kind = kind_of(file.name(), head);
  if (!kind)
    return fail(ErrorCode::kUnsupportedFormat,
                file.name() + " is not CSV, XLSX, JSON lines or report text");
  TRY_ASSIGN(outcome.file_sha256, file.digest());
  internal::Chains chains;
  if (has_chain(mapping)) {
    ChainSink first(mapping, context);
    TRY(sandbox.run(file, *kind, first));
    for (auto& [key, starts] : first.chains) std::sort(starts.begin(), starts.end());
    chains = std::move(first.chains);
  }
  ImportSink rows(file, mapping, context, sink, progress, outcome);
  rows.committer().set_chains(std::move(chains));
  TRY_ASSIGN(outcome.reader, sandbox.run(file, *kind, rows));
  TRY(rows.finish());
  return outcome;
}

int reading_order(std::string_view format) {
  constexpr std::string_view kOrder[] = {"prison.legal_numbers",
                                         "police.ocg_list",
                                         "police.group_register",
                                         "prison.staff",
                                         "prison.roll",
                                         "probation.cases",
                                         "prison.visitors",
                                         "police.ocgm_extract",
                                         "police.vehicles",
                                         "police.pras",
                                         "police.group_relations",
                                         "prison.non_associations",
                                         "prison.gang_nonassociations",
                                         "prison.alerts",
                                         "prison.viper"};
  const auto* at = std::find(std::begin(kOrder), std::end(kOrder), format);
  if (at != std::end(kOrder)) return static_cast<int>(at - std::begin(kOrder));
  const bool report = format.find("reports") != std::string_view::npos ||
                      format == "prison.notes" || format == "prison.instruction_cards";
  return report ? 200 : 100;
}

}  // namespace sallyport::intake
