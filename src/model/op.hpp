// FROZEN SHAPE: what one entry says about the picture. A Batch is the plain content of one ledger
// entry: who did it and why, a table of labels, and operations. Operations are boxed per subject
// record (core.md 5, 27); codec.hpp says how. Records are never overwritten by another source: a
// changed row supersedes statements of its own record only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "model/grade.hpp"
#include "model/ids.hpp"
#include "model/kinds.hpp"
#include "model/label.hpp"

namespace sallyport::model {

/// Index into Batch::labels.
using LabelIndex = std::uint32_t;
inline constexpr LabelIndex kRecordLabel = 0xFFFFFFFFu;  ///< a statement without a label of its own

enum class Certainty : std::uint8_t { recorded = 0, assessed = 1, alleged = 2, worked_out = 3 };

struct Statement {
  Property property = Property::full_name;
  std::string value;  ///< canonical (see docs/design/model.md)
  std::string raw;    ///< as the source wrote it, when different; else empty
  DateRange valid;    ///< when it was so
  Certainty certainty = Certainty::recorded;
  Grade grade;                      ///< of the report that said it
  RecordId source;                  ///< the report or document it rests on; nil = the record itself
  LabelIndex label = kRecordLabel;  ///< narrower than the record's, or kRecordLabel
  bool operator==(const Statement&) const = default;
};

struct PutRecord {
  RecordId id;
  RecordKind kind = RecordKind::person;
  std::string agency;
  std::string feed;
  std::string source_key;  ///< the sender's own key, unique to nobody
  LabelIndex label = 0;
  std::vector<Statement> statements;
  RecordId source;  ///< the report that brought it, or nil: then it is seen only with that
  bool operator==(const PutRecord&) const = default;
};

/// More about a record that is there already, from its own source.
struct PutStatements {
  RecordId record;
  std::vector<Statement> statements;
  bool operator==(const PutStatements&) const = default;
};

/// These statements of the record no longer stand (a changed row); they stay visible as known then.
struct EndStatements {
  RecordId record;
  std::vector<Statement> statements;  ///< compared by property, value, valid, source
  bool operator==(const EndStatements&) const = default;
};

struct PutLink {
  LinkId id;
  LinkKind kind = LinkKind::associates_with;
  RecordId a;  ///< the record of the row that brought it: its box, its key
  RecordId b;
  DateRange valid;
  std::string role;      ///< functional role, relation, or reason (a code of its vocabulary)
  std::string standing;  ///< Principal Subject..., or the keep-apart's level (CELL, LANDING, WING)
  std::string status;    ///< ACT, FRM, SUS, open, closed
  std::string text;      ///< comment, as the source wrote it
  Certainty certainty = Certainty::recorded;
  Grade grade;
  RecordId source;  ///< report it rests on, or nil
  LabelIndex label = 0;
  bool operator==(const PutLink&) const = default;
};

struct PutEvent {
  EventId id;
  EventKind kind = EventKind::stay;
  RecordId subject;             ///< the record of the row that brought it: its box, its key
  RecordId other;               ///< nil where the kind has none
  RecordId place;               ///< nil where not known
  TimeRange at;                 ///< UTC; to = kOpen: still so
  bool zone_ambiguous = false;  ///< the local hour happened twice
  std::int64_t quantity = 0;    ///< seconds of a call, pence of a payment
  std::string code;
  std::string text;
  RecordId source;
  LabelIndex label = 0;
  bool operator==(const PutEvent&) const = default;
};

enum class Verdict : std::uint8_t { same = 1, different = 2, unsure = 3 };

/// A person's (or a model version's) judgement on two records; the newest one of a pair holds.
struct PutJudgement {
  JudgementId id;
  RecordId a;
  RecordId b;
  Verdict verdict = Verdict::unsure;
  std::string actor;
  std::string reason;
  LabelIndex label = 0;  ///< the join of both records' labels
  bool operator==(const PutJudgement&) const = default;
};

enum class ItemKind : std::uint8_t {
  record = 1,
  link = 2,
  event = 3,
  judgement = 4,
  touched = 5,  ///< in a RowTrace only: a record the row said more about without bringing it
};

/// The item no longer stands (undo of a judgement, a link taken back); it stays visible as known
/// then.
struct Retract {
  ItemKind kind = ItemKind::record;
  Id128 id;
  std::string reason;
  bool operator==(const Retract&) const = default;
};

/// The item has this label from now on, for all history (core.md 12).
struct Relabel {
  ItemKind kind = ItemKind::record;
  Id128 id;
  LabelIndex label = 0;
  std::string reason;
  bool operator==(const Relabel&) const = default;
};

/// Everything one import brought no longer stands.
struct RetractImport {
  ImportId import;
  std::string reason;
  bool operator==(const RetractImport&) const = default;
};

/// An account and its grants, whole: the newest one of a user holds (core.md 35).
struct PutAccount {
  UserId id;
  std::string name;  ///< sign-in name: "dana.whitlock"
  std::string display_name;
  std::string agency;
  std::string unit;
  Level clearance = Level::official_sensitive;
  std::vector<std::string> functions;
  std::vector<std::string> audiences;
  std::vector<std::string> compartments;
  std::vector<std::string> purposes;
  std::vector<std::string> roles;  ///< what may be done: see access/verbs
  bool active = true;
  bool operator==(const PutAccount&) const = default;
};

/// A feed's agreement: what its rows are labelled when nothing tighter is said (core.md 29).
struct PutFeed {
  std::string name;
  std::string agency;
  std::string title;
  Label label;
  std::string lawful_basis;
  std::string purpose;
  std::uint32_t retention_months = 72;
  std::uint32_t review_months = 12;
  std::uint32_t due_every_hours = 24;  ///< later than this is a late feed
  bool operator==(const PutFeed&) const = default;
};

using Op = std::variant<PutRecord, PutStatements, EndStatements, PutLink, PutEvent, PutJudgement,
                        Retract, Relabel, RetractImport, PutAccount, PutFeed>;

/// Which record's key an operation is sealed under; nil = the store's.
RecordId subject_of(const Op& op);

enum class EntryType : std::uint16_t {
  command = 1,         ///< one person's act
  import_chunk = 3,    ///< at most limits::kChunkRows rows; seen by nobody before the commit
  import_commit = 4,   ///< counts of the import, in the store box
  consultation = 100,  ///< in the other stream (model/consultation.hpp)
};

struct ImportFacts {
  ImportId id;
  std::string feed;
  std::string file_name;
  std::string file_sha256;
  std::uint64_t rows = 0;
  std::uint64_t taken = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t rejected = 0;
  std::uint64_t refused = 0;  ///< legal or confidential: counted, never kept
  bool operator==(const ImportFacts&) const = default;
};

/// One row of an import: how it is known again, and what it made. Keyed hashes, no personal data.
struct RowTrace {
  struct Item {
    ItemKind kind = ItemKind::record;
    Id128 id;
    bool operator==(const Item&) const = default;
  };
  std::uint64_t row_key = 0;  ///< of agency, feed and the sender's key
  std::uint64_t content_hash = 0;
  std::vector<Item> items;  ///< records, links and events it put
  bool operator==(const RowTrace&) const = default;
};

struct Batch {
  std::string actor;  ///< user name, or "intake"
  std::string agency;
  std::string purpose;
  std::string reason;
  std::string idempotency_key;
  std::optional<ImportFacts> import;
  std::vector<RowTrace> rows;
  std::vector<Label> labels;
  std::vector<Op> ops;
  bool operator==(const Batch&) const = default;
};

}  // namespace sallyport::model
