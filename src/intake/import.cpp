#include "intake/import.hpp"

#include <algorithm>

#include "intake/internal/committer.hpp"
#include "intake/internal/quarantine.hpp"
#include "intake/internal/reading.hpp"

namespace sallyport::intake {
namespace {

using internal::MappedRow;
using internal::MappedRows;

constexpr std::uint64_t kProgressEvery = 4096;

// The second half of an import: what became of each row, in order; drafts to the committer.
class RowTaker {
 public:
  RowTaker(const InputFile& file, const ImportContext& context, const BatchSink& sink,
           const ProgressSink& progress, ImportOutcome& outcome)
      : file_(file),
        context_(context),
        progress_(progress),
        outcome_(outcome),
        committer_(context, sink, outcome) {}

  void begin(const Preamble& preamble, internal::Chains chains) {
    quarantine_.begin(preamble);
    committer_.set_chains(std::move(chains));
  }
  Status take(MappedRows& rows) {
    name(rows);
    std::size_t first_cell = 0;
    for (std::size_t i = 0; i < rows.used; ++i) {
      TRY(take(rows, i, first_cell));
      first_cell += rows.rows[i].cells;
    }
    return ok();
  }
  Status finish() {
    TRY(committer_.finish());
    if (progress_) progress_({outcome_.rows, file_.size()});
    outcome_.quarantine_name = quarantine_.file_name(file_.name());
    outcome_.quarantine = quarantine_.take();
    return ok();
  }

 private:
  void name(MappedRows& rows) {
    row_keys_.clear();
    for (std::size_t i = 0; i < rows.used; ++i) {
      if (rows.rows[i].fate != MappedRow::Fate::drafted) continue;
      committer_.name(rows.rows[i].draft);
      row_keys_.push_back(rows.rows[i].draft.row_key);
    }
    if (context_.surroundings != nullptr) context_.surroundings->expect(row_keys_);
  }
  Status take(MappedRows& rows, std::size_t at, std::size_t first_cell) {
    MappedRow& row = rows.rows[at];
    ++outcome_.rows;
    if (progress_ && outcome_.rows % kProgressEvery == 0) progress_({outcome_.rows, file_.size()});
    switch (row.fate) {
      case MappedRow::Fate::refused:
        ++outcome_.refused;
        return ok();
      case MappedRow::Fate::legal:
        ++outcome_.taken;
        return ok();
      case MappedRow::Fate::rejected:
        reject(rows, at, first_cell, *row.error);
        return ok();
      case MappedRow::Fate::drafted:
        break;
    }
    const Status taken = committer_.take(row.draft, row.number);
    lap(context_.watch, Stage::put);
    if (taken) return ok();
    const Error& error = taken.error();
    const bool of_the_row = error.code == ErrorCode::kBadValue ||
                            error.code == ErrorCode::kLimitExceeded ||
                            (error.code == ErrorCode::kConflict && error.places.empty());
    if (!of_the_row) return taken;  // the sink's trouble
    reject(rows, at, first_cell, error);
    return ok();
  }

  void reject(const MappedRows& rows, std::size_t at, std::size_t first_cell, const Error& error) {
    SourceRow row;
    rows.source_of(at, first_cell, row);
    if (internal::legal_number_in(context_.legal, row)) {
      ++outcome_.refused;
      return;
    }
    ++outcome_.rejected;
    quarantine_.add(row, error);
    if (outcome_.problems.size() >= kProblemsShown) return;
    if (error.places.empty())
      outcome_.problems.push_back({file_.name(), row.number, "", "", error.detail});
    for (auto place : error.places) {
      place.file = file_.name();
      place.row = row.number;
      outcome_.problems.push_back(std::move(place));
    }
  }

  const InputFile& file_;
  const ImportContext& context_;
  const ProgressSink& progress_;
  ImportOutcome& outcome_;
  internal::Committer committer_;
  std::vector<std::uint64_t> row_keys_;  // of the rows at hand
  internal::Quarantine quarantine_;
};

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
  TRY_ASSIGN(const auto reading, ReadAhead::start(sandbox, file, mapping, context));
  return import_file(*reading, context, sink, progress);
}

Result<ImportOutcome> import_file(ReadAhead& ahead, const ImportContext& context,
                                  const BatchSink& sink, const ProgressSink& progress) {
  ReadAhead::Impl& reading = ahead.impl();
  ImportOutcome outcome;
  outcome.format = reading.mapping().format;
  outcome.file_sha256 = context.file_sha256;
  if (outcome.file_sha256.empty()) {
    TRY_ASSIGN(outcome.file_sha256, reading.file().digest());
  }
  RowTaker taker(reading.file(), context, sink, progress, outcome);
  bool begun = false;
  const auto begin = [&] {
    if (!begun) taker.begin(reading.preamble(), reading.take_chains());
    begun = true;
  };
  while (auto rows = reading.next()) {
    begin();
    TRY(taker.take(*rows));  // ~ReadAhead ends the reader
    reading.give_back(std::move(*rows));
  }
  TRY_ASSIGN(outcome.reader, reading.finish());
  begin();
  outcome.preamble = reading.preamble();
  outcome.unknown_columns = std::move(reading.mapper().unknown_columns());
  outcome.legal_numbers = std::move(reading.mapper().legal_numbers());
  TRY(taker.finish());
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
