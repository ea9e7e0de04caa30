// The inside of a Picture: tables, the published version, and what only the fold needs. Shared by
// fold.cpp (the writer) and view.cpp (readers); nobody else includes it.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "crypto/secret.hpp"
#include "match/features.hpp"
#include "picture/internal/tables.hpp"
#include "picture/internal/token_fold.hpp"
#include "picture/picture.hpp"

namespace sallyport::picture {

struct SnapshotAccess;  // internal/image.hpp

/// Entries [first, last] whose rows no longer stand since entry `at`.
struct RetractedRange {
  std::uint32_t first_entry;
  std::uint32_t last_entry;
  std::uint32_t at_entry;
};

/// Does one of these ranges hold an entry, once it had been undone at entry `as_of`?
inline bool holds_entry(const std::vector<RetractedRange>& undone, std::uint32_t entry,
                        std::uint32_t as_of) {
  for (const auto& r : undone) {
    if (r.first_entry <= entry && entry <= r.last_entry && r.at_entry < as_of) return true;
  }
  return false;
}
/// The same for a row of one table, by the lengths after each entry. O(ranges).
inline bool holds_row(const std::vector<RetractedRange>& undone, const Column<EntryRow>& entries,
                      std::uint32_t row, std::uint32_t Lengths::*table, std::uint32_t as_of) {
  for (const auto& r : undone) {
    if (r.at_entry >= as_of || row >= entries[r.last_entry].lengths.*table) continue;
    if (r.first_entry == 0 || row >= entries[r.first_entry - 1].lengths.*table) return true;
  }
  return false;
}

/// What readers pin. Immutable once published.
struct Version {
  std::uint32_t entries = 0;
  std::uint32_t labels = 0;
  Lengths lengths;
  std::shared_ptr<const Directory> directory = std::make_shared<Directory>();
  std::shared_ptr<const std::vector<RetractedRange>> retracted =
      std::make_shared<std::vector<RetractedRange>>();
  std::uint64_t next_position = 0;
};

/// Which labels one user may see for one purpose; extended when labels are added.
struct VisibleLabels {
  std::vector<bool> bits;
  std::uint64_t digest = 0;
};

/// The imports of one directory by their first entry; lives no longer than that directory.
using ImportsInOrder = std::vector<const ImportState*>;

class Picture::Core {
 public:
  explicit Core(const PictureOptions& options);

  Tables tables;

  /// For one thread: makes and reads the ids of events.
  crypto::IdDeriver event_ids() const;
  /// Equal for pictures of one key, and says nothing about it.
  Id128 event_key_mark() const;

  std::shared_ptr<const Version> version() const { return std::atomic_load(&version_); }
  void publish(std::shared_ptr<const Version> v) { std::atomic_store(&version_, std::move(v)); }

  /// Cached per user, purpose and grants; recomputed when a label expired or was added since.
  std::shared_ptr<const VisibleLabels> visible_labels(const Version& version,
                                                      const access::Grants& grants,
                                                      std::string_view purpose, Instant now) const;

  /// Sorted once for each directory: O(imports), then O(1). Keeps the directory it is of alive.
  std::shared_ptr<const ImportsInOrder> imports_in_order(
      const std::shared_ptr<const Directory>& directory) const;

  mutable std::atomic<int> open_views{0};
  /// While it lives nothing that was replaced is freed. A View holds one.
  class Pin {
   public:
    explicit Pin(const Core& core) : core_(core) { ++core_.open_views; }
    ~Pin() { --core_.open_views; }
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;

   private:
    const Core& core_;
  };

  /// Waits until events and blocking keys are here, when a snapshot is still bringing them. Before
  /// anything of the kind is touched.
  void need_rest() const {
    while (!rest_here_.load(std::memory_order_acquire)) rest_here_.wait(false);
  }

  /// Waits until the index of tokens holds all that was folded: between the chunks of an import it
  /// may not yet. The fold's thread, or any while nobody folds.
  void settle_tokens() const { token_fold_.settle(); }

  // -- the fold's own
  void fold(const EntryPlace& place, const model::Batch& batch);
  void watch_resolution(ResolutionWatch* watch) { resolution_watch_ = watch; }

 private:
  struct Folding;  // one entry's work, fold.cpp
  friend struct Folding;
  friend struct SnapshotAccess;

  std::uint32_t record_row(model::RecordId id);
  std::uint32_t label_number(const model::Label& label);
  std::uint32_t row_of_record(model::RecordId id);
  std::uint32_t intern(std::string_view text);
  /// An operation as it is folded; of an event, what its id was made from.
  struct Ordered {
    const model::Op* op;
    crypto::IdDeriver::Origin origin;
  };
  std::vector<Ordered> in_order(const model::Batch& batch);
  static std::uint32_t first_entry_of(const Version& now, const model::Batch& batch,
                                      std::uint32_t entry);
  bool is_time_to_tidy(const Lengths& before, const EntryPlace& place) const;
  void tidy();
  void reclaim();

  // -- resolution.cpp
  /// Compares everybody in changed_, as of this entry, and empties it.
  void resolve(std::uint32_t entry);
  struct Comparing;
  void compare(Comparing& go, const std::vector<std::uint32_t>& changed);
  void find_pairs(Comparing& go, const std::vector<std::uint32_t>& changed);
  void keep_pairs(Comparing& go);
  void end_pairs(std::uint32_t record, std::uint32_t entry);
  /// Everybody of whom these entries said or ended something: into changed_. O(statements).
  void note_changed_by(std::uint32_t first_entry, std::uint32_t last_entry);
  std::vector<match::Fact> own_facts(std::uint32_t record) const;

  /// Of what the fold has seen so far: a row no undone import said, not ended but by an undone one.
  bool stands(std::uint32_t row, std::uint32_t Lengths::*table, std::uint32_t ended) const {
    const auto& undone = *next_.retracted;
    if (ended != kStanding && !holds_entry(undone, ended, kStanding)) return false;
    return undone.empty() || !holds_row(undone, tables.entries, row, table, kStanding);
  }

  crypto::SecretBytes event_key_;
  crypto::IdDeriver fold_ids_;  // the writer's
  std::uint32_t tidy_every_;
  std::shared_ptr<const Version> version_ = std::make_shared<Version>();
  std::unordered_map<std::uint32_t, match::Features> features_;  // of own_facts, made when asked
  KeyChains blocking_;
  bool import_open_ = false;
  std::vector<std::uint32_t> changed_;  // records of whom something was said since resolve()
  bool changes_lost_ = false;           // a snapshot within an import has no changed_
  ResolutionWatch* resolution_watch_ = nullptr;
  Version next_;  // what the next publication will hold

  // What was looked up lately. Numbers never change, so that these never lie.
  struct RecentRow {
    model::RecordId id;
    std::uint32_t row = 0;
  };
  struct RecentText {
    std::string_view text;  // in the pool; a text there is never empty but for number 0
    std::uint32_t number = 0;
  };
  std::vector<RecentRow> recent_rows_ = std::vector<RecentRow>(2048);
  std::vector<RecentText> recent_texts_ = std::vector<RecentText>(1024);
  std::vector<Said> said_;  // by the entry at hand, to be found by

  struct CachedLabels {
    access::Grants grants;
    std::string purpose;
    std::int64_t good_until_us = 0;
    std::shared_ptr<const VisibleLabels> labels;
  };
  mutable std::mutex cache_mutex_;
  mutable std::unordered_map<std::string, CachedLabels> cache_;
  struct OrderedImports {
    std::shared_ptr<const Directory> directory;
    ImportsInOrder list;
  };
  mutable std::mutex imports_mutex_;
  mutable std::shared_ptr<const OrderedImports> imports_;

  mutable TokenFold token_fold_{tables.tokens, open_views};  // goes before what it fills

  std::atomic<bool> rest_here_{true};
  std::jthread rest_;  // brings the rest of a snapshot; last, so that it ends before what it fills
};

}  // namespace sallyport::picture
