// Drafts to operations: gives ids, finds what is there already, says each thing once, gathers
// chunks. All ids are keyed hashes of the import's idempotency key, so a repeated command makes the
// same ids and nothing can be read from one. Identifier records are one for each label: whoever
// sees a row sees the number in it, and nobody sees a number from a row he may not see; the order
// of rows is nothing. So a window of rows is put in the order of whom they are about before it is
// cut into chunks: what is said of one person lies in few boxes, each sealed once.
// One import, one thread. Failure: the sink's.
#pragma once

#include <map>
#include <unordered_map>

#include "base/flat_map.hpp"
#include "crypto/aes.hpp"
#include "crypto/hash.hpp"
#include "intake/import.hpp"
#include "intake/internal/copies.hpp"
#include "intake/internal/draft.hpp"

namespace sallyport::intake::internal {

/// Of each person of a file, when his stays begin: a stay ends when the next begins.
using Chains = std::unordered_map<std::uint64_t, std::vector<std::int64_t>>;

class Committer {
 public:
  Committer(const ImportContext& context, const BatchSink& sink, ImportOutcome& outcome);

  /// Gives the row its key. Before take(), and best of several rows at once: what is known of a row
  /// lies anywhere in large tables, and is on its way from now on.
  void name(Draft& draft) const;
  /// Counts the row as taken or unchanged; fails (kConflict) when its key was there with other
  /// content, which rejects the row.
  Status take(Draft& draft, std::uint64_t row);
  /// Hands over all that waits.
  Status flush();
  /// After the last row: takes what waited for rows that never came, and flushes.
  Status finish();
  void set_chains(Chains chains) { chains_ = std::move(chains); }
  static std::uint64_t chain_key(std::string_view person_key);

 private:
  struct Resolved {
    model::RecordId id;
    bool made = false;        ///< by this row: a PutRecord is due
    bool first_seen = false;  ///< known from before the import, met for the first time
    bool ours = false;        ///< of this import: nothing stands of it but what it said
    const ExistingRow::Record* before = nullptr;
  };
  struct LabelEntry {
    Id128 digest;
    model::LabelIndex index = model::kRecordLabel;  ///< in the window at hand, when it is there
  };
  /// A row whose operations wait in window_.
  struct WaitingRow {
    RowTrace trace;  ///< first_op counts in the window
    std::uint32_t bytes = 0;
    std::uint32_t about = 0;  ///< whom, by first appearance in the window
  };
  Status put_row(Draft& draft, std::uint64_t row);
  Status take_now(Draft& draft, std::uint64_t row);
  std::uint64_t number_key(std::string_view number) const { return hash64(number, memo_seed_) | 1; }
  std::optional<model::RecordId> report_known(const DraftThing& thing);
  std::optional<model::RecordId> empty_report(const Draft& draft, const DraftThing& thing);
  LabelEntry& label_entry(const model::Label& label);
  model::LabelIndex label_index(const Draft& draft);
  Id128 hashed(std::initializer_list<std::string_view> parts) const;
  Id128 memo_of(const Draft& draft, const DraftThing& thing);
  Resolved resolve(const Draft& draft, const DraftThing& thing);
  void put_things(const Draft& draft, const std::vector<Resolved>& ids);
  bool made_before_undoing(model::RecordId record) const;
  void put_changes(const DraftThing& thing, const Resolved& id, std::vector<model::Statement> now,
                   const Draft& draft);
  void end_older(const Draft& draft, const DraftThing& thing, const std::vector<Resolved>& ids,
                 model::RecordId record);
  void put_links(Draft& draft, const std::vector<Resolved>& ids);
  void put_events(Draft& draft, const std::vector<Resolved>& ids);
  bool place_in_chain(const DraftEvent& event, const Draft& draft, model::PutEvent& out);
  static std::vector<model::Statement> statements_of(const DraftThing& thing,
                                                     const std::vector<Resolved>& ids, bool stub,
                                                     model::LabelIndex label);
  static std::vector<model::Statement> take_statements(DraftThing& thing,
                                                       const std::vector<Resolved>& ids);
  /// Under the label of the row at hand.
  bool said_before(model::RecordId record, const model::Statement& statement);
  void note_report(const Draft& draft);
  void note_pairs(const Draft& draft, const std::vector<Resolved>& ids);
  template <class Op>
  void put(Op&& op, std::size_t bytes) {
    row_bytes_ += static_cast<std::uint32_t>(bytes);
    ops_.emplace_back(std::forward<Op>(op));
  }
  void wait(std::uint64_t row, std::uint64_t content_hash, model::LabelIndex label,
            std::uint32_t first_op);
  bool window_is_full() const;
  std::vector<std::uint32_t> order_of_rows() const;
  Status hand_over_window();
  Status hand_over_rows();
  void move_window();
  void move_row(WaitingRow& row);
  Status hand_over_chunk();

  const ImportContext& context_;
  const BatchSink& sink_;
  ImportOutcome& outcome_;
  Surroundings nothing_;
  Surroundings& around_;
  const crypto::ShortKey row_keys_, things_;
  const std::string row_prefix_;  ///< of every row's key
  crypto::IdDeriver event_ids_;
  Id128 batch_id_;
  std::uint64_t events_ = 0;
  std::uint64_t row_key_ = 0;
  std::uint64_t links_in_row_ = 0;
  std::optional<ExistingRow> existing_;
  std::vector<Resolved> ids_;  ///< of the row at hand
  mutable std::string message_;

  // the window: what waits to be put in order
  std::vector<model::Op> ops_;
  std::vector<WaitingRow> rows_;
  std::vector<const model::Label*> window_labels_;
  FlatMap<Id128, std::uint32_t> appearances_;  ///< whom rows are about -> WaitingRow::about
  std::uint32_t row_bytes_ = 0;                ///< of the row at hand
  std::size_t window_bytes_ = 0;
  std::size_t rows_that_make_ = 0;  ///< rows that bring whom they are about

  Chunk chunk_;
  std::size_t chunk_bytes_ = 0;
  std::vector<model::LabelIndex> chunk_labels_;  ///< window label -> the chunk's
  std::map<model::Label, LabelEntry> labels_;
  std::shared_ptr<const model::Label> last_label_;  ///< labels come in runs
  LabelEntry* last_entry_ = nullptr;
  /// The same by where the label lies; kept there as long as it is known by that.
  FlatMap<std::uint64_t, LabelEntry*> entries_by_place_;
  std::vector<std::shared_ptr<const model::Label>> labels_kept_;
  FlatMap<std::uint64_t, std::uint64_t> seen_;  ///< row key -> content
  std::uint64_t memo_seed_ = 0;  ///< secret: a file must not be able to aim at copies_
  struct KnownThing {
    model::RecordId id;
    bool ours = false;
  };
  FlatMap<Id128, KnownThing> known_;
  FlatSet<std::uint64_t> said_;
  FlatSet<Id128> stay_checked_;
  WaitingCopies copies_;
  std::size_t report_bytes_ = 0;  ///< of the texts in outcome_.new_reports
  Chains chains_;
};

}  // namespace sallyport::intake::internal
