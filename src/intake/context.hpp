// What an import is told, and what it asks of the picture. The questions are answered by the
// service in the actor's view, so that uniqueness and duplicates tell nothing about what the actor
// may not see (core.md 14, 32): hidden and absent are one answer. Ownership: the context borrows;
// it must outlive the import. Threads: one import, one thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "intake/agreement.hpp"
#include "intake/legal.hpp"
#include "intake/stage_watch.hpp"
#include "model/op.hpp"

namespace sallyport::intake {

/// A row's name for ever: the same sender's row has the same row_key in every file and every
/// import.
struct RowIdentity {
  std::string_view agency;
  std::string_view feed;
  std::string_view source_key;
  std::uint64_t row_key = 0;       ///< keyed hash of the three: safe to keep in an index
  std::uint64_t content_hash = 0;  ///< of the cells the mapping knows, and the label
};

/// What the same row made when it came before, as it stands now in the actor's view.
struct ExistingRow {
  /// false: whoever brings the file in sees nothing of what the row made. It is known again, so
  /// that nothing is there twice; to him it is new (core.md 14), and no count says otherwise.
  bool told = true;
  std::optional<std::uint64_t> content_hash;  ///< when it was kept: equal means unchanged
  struct Record {
    model::RecordId id;
    std::string source_key;
    model::Label label;
    bool tightened = false;  ///< somebody relabelled it since: the import leaves its label alone
    std::vector<model::Statement> statements;  ///< label = kRecordLabel or anything: not compared
  };
  std::vector<Record> records;
  std::vector<model::PutLink> links;
  std::vector<model::PutEvent> events;
};

struct ThingQuery {
  model::RecordKind kind = model::RecordKind::person;
  std::string_view agency;
  std::string_view identity;            ///< PutRecord::source_key
  const model::Label* label = nullptr;  ///< of the row that asks
  /// true: only a record with this very label will do (numbers, plates, places: what may be seen of
  /// them follows the rows that mention them). false: one that may_stand_for() the row.
  bool same_label = false;
};

/// The default answers are those of an empty store.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  virtual std::optional<ExistingRow> existing(const RowIdentity&) { return std::nullopt; }
  /// Rows that will be asked for next, by their row_key; nothing hangs on it but time.
  virtual void expect(std::span<const std::uint64_t>) {}
  virtual std::optional<model::RecordId> known_thing(const ThingQuery&) { return std::nullopt; }
  /// What stands of a record that a changed row speaks of: a row that said something before ends
  /// it.
  virtual std::vector<model::Statement> standing(model::RecordId) { return {}; }
  /// The person's stay that has no end, to be closed by a later one.
  virtual std::optional<model::PutEvent> open_stay(model::RecordId) { return std::nullopt; }
};

struct ImportContext {
  FeedAgreement agreement;
  std::string agency;  ///< whose file it is
  std::string actor;
  std::string purpose;
  std::string reason;
  std::string idempotency_key;  ///< of the import command; all ids are keyed hashes with it
  model::ImportId import;
  std::string file_sha256;  ///< when the caller has read the file through already
  Bytes id_key;             ///< 16 to 64 bytes: the store's key for ids
  const LegalRegister* legal = nullptr;
  Surroundings* surroundings = nullptr;  ///< null = an empty store
  StageWatch* watch = nullptr;           ///< benchmarks only
};

}  // namespace sallyport::intake
