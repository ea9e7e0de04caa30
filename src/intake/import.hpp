// One file into operations: recognise, read in confinement, map, label, compare with what is there,
// hand over chunks. Nothing here writes to a ledger: the sink does, and a dry run has none.
// A bad row never stops a file and is never dropped: it is in the quarantine file with its problem.
// A file that cannot be read at all appends nothing more and gives an Error.
// Ownership: chunks are moved to the sink; the outcome is a value. Threads: rows are read and
// mapped on a thread of the ReadAhead; compared, taken and handed over on the caller's, in their
// order: the outcome does not depend on who is faster. Cost: bench/import tells it by stage.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "intake/context.hpp"
#include "intake/mapping.hpp"
#include "intake/read_ahead.hpp"
#include "intake/recognise.hpp"
#include "intake/sandbox.hpp"

namespace sallyport::intake {

/// What the service may keep to know a row again: no personal data, only keyed hashes.
struct RowTrace {
  std::uint64_t row = 0;  ///< as the file numbers it
  std::uint64_t row_key = 0;
  std::uint64_t content_hash = 0;
  model::LabelIndex label = 0;
  std::uint32_t first_op = 0;  ///< of the batch
  std::uint32_t ops = 0;
};

/// At most limits::kChunkRows rows; one ledger entry.
struct Chunk {
  model::Batch batch;
  std::vector<RowTrace> rows;
};

using BatchSink = std::function<Status(Chunk&&)>;

struct Progress {
  std::uint64_t rows = 0;
  std::uint64_t bytes_in_file = 0;
};
using ProgressSink = std::function<void(const Progress&)>;

/// One field that a changed row changes, for the dry run.
struct FieldChange {
  std::string source_key;
  std::string field;   ///< in words
  std::string before;  ///< "" = nothing
  std::string after;   ///< "" = no longer stands
};

/// A report that is new to whoever brings the file in, for him to compare with what he sees.
struct NewReport {
  std::string number;
  std::string text;
};

struct ImportOutcome {
  std::string format;
  std::string file_sha256;
  Preamble preamble;
  std::vector<std::string> unknown_columns;  ///< reported and ignored
  std::uint64_t rows = 0;
  std::uint64_t taken = 0;  ///< new and changed
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t rejected = 0;
  std::uint64_t refused = 0;  ///< legal or confidential: counted, nothing kept
  std::uint64_t new_records = 0;
  std::uint64_t new_links = 0;
  std::uint64_t new_events = 0;
  std::uint64_t labels_kept = 0;     ///< rows whose record somebody had tightened: left as it was
  std::vector<ErrorPlace> problems;  ///< first kProblemsShown; the quarantine file has all
  std::vector<FieldChange> changes;  ///< first kChangesShown
  std::vector<model::Label> labels;  ///< that the rows got, sorted
  std::vector<std::pair<model::RecordId, model::RecordId>> pairs_to_judge;  ///< first kPairsShown
  std::vector<NewReport> new_reports;  ///< first kReportsShown, 4 MiB of text at most
  std::string quarantine;  ///< the file back to the sender; "" when nothing was rejected
  std::string quarantine_name;
  LegalRegister legal_numbers{Bytes(32)};  ///< of a prison.legal_numbers file: what to add
  ReaderUsage reader;

  model::ImportFacts facts(const ImportContext& context, const std::string& file_name) const;
};
inline constexpr std::size_t kProblemsShown = 1000;
inline constexpr std::size_t kChangesShown = 1000;
inline constexpr std::size_t kPairsShown = 10'000;
inline constexpr std::size_t kReportsShown = 300;
inline constexpr std::size_t kQuarantineBytes = 64u << 20;

/// `sink` empty = a dry run: the same code, nothing handed over.
Result<ImportOutcome> import_file(Sandbox& sandbox, const InputFile& file, const Mapping& mapping,
                                  const ImportContext& context, const BatchSink& sink,
                                  const ProgressSink& progress = {});

/// The same for a file whose reading has begun; once.
Result<ImportOutcome> import_file(ReadAhead& reading, const ImportContext& context,
                                  const BatchSink& sink, const ProgressSink& progress = {});

/// The order in which the files of a folder are read: the legal register, lists of groups and
/// people, links, events, reports. Stable.
int reading_order(std::string_view format);

}  // namespace sallyport::intake
