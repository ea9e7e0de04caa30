// The picture: the state folded from the ledger, in columns, in memory. One writer calls fold();
// any number of Views read the versions it publishes and never wait. Only service/ and tests hold a
// Picture; engines hold a View. The picture is a pure function of the entries folded (and of the
// matching artefact's version): folding the same ledger again gives the same answers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "model/op.hpp"
#include "picture/directory.hpp"
#include "picture/rows.hpp"

namespace sallyport::picture {

/// Where an entry stands and when it was recorded.
struct EntryPlace {
  std::uint64_t position = 0;
  Instant recorded;
  model::EntryType type = model::EntryType::command;
};

/// How large the picture is; its bytes by table, and by column within one.
struct Footprint {
  struct Part {
    std::string_view segment;
    std::string name;
    std::uint64_t bytes = 0;
  };
  std::uint64_t records = 0, statements = 0, links = 0, events = 0, pairs = 0, total_bytes = 0;
  std::vector<std::pair<std::string_view, std::uint64_t>> segments;
  std::vector<Part> parts;
};

inline constexpr std::size_t kEventKeyBytes = 16;

/// How a picture is kept; its answers are the same whatever is said here.
struct PictureOptions {
  /// crypto::IdDeriver::key_from(the store's key for ids): ids made under it are not kept but made
  /// again. Empty: 16 bytes of nothing, for tests.
  Bytes event_key;
  std::uint32_t chunk_bits = 14;   ///< rows in a chunk of a column, as a power of two
  std::uint32_t tidy_every = 256;  ///< entries; full chunks are packed then
};

/// What was done to find out who is whom after an entry or a whole import.
struct Resolution {
  std::uint64_t people = 0;  ///< who came or changed
  std::uint64_t pairs_compared = 0;
  std::uint64_t pairs_kept = 0;
};
/// Hears when people are compared: the picture itself asks no clock.
class ResolutionWatch {
 public:
  virtual ~ResolutionWatch() = default;
  virtual void begins() = 0;
  virtual void helped() = 0;  ///< on another thread, when it has done its part
  virtual void ends(const Resolution& done) = 0;
};

class Picture {
 public:
  explicit Picture(const PictureOptions& options = {});
  ~Picture();
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  /// Folds one entry and publishes it. Total: an operation on something that is not there waits for
  /// it or does nothing. O(operations), plus O(candidates) for each person that came or changed:
  /// an import's people are compared at its commit. One thread calls; a second one helps then.
  void fold(const EntryPlace& place, const model::Batch& batch);
  /// Outlives the picture; null = nobody listens. Between two folds.
  void watch_resolution(ResolutionWatch* watch);

  /// The accounts, feeds and imports of the newest version.
  std::shared_ptr<const Directory> directory() const;
  std::uint64_t entries() const;
  /// The position after the last entry folded: where the ledger is read on.
  std::uint64_t next_position() const;
  Footprint footprint() const;

  /// Is the entry at this position of the ledger part of an import that was undone? O(undone ones).
  bool taken_back(std::uint64_t position) const;
  /// Ids of everything one import brought: records, links, events. For the preview of its undo.
  void brought_by(model::ImportId import,
                  const std::function<void(model::ItemKind, Id128)>& sink) const;

  class Core;
  Core& core() const { return *core_; }

 private:
  std::unique_ptr<Core> core_;
};

}  // namespace sallyport::picture
