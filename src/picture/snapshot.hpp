// Snapshots: a start is the newest snapshot plus the tail of the ledger (core.md 3). A snapshot is
// a folder: a manifest and twelve segment files, the columns flat as they are used, so that nothing
// is rebuilt. Only service/ writes and loads them. Two tiers: events and blocking keys may follow
// while the first answers are given.
//
// Secrecy: segments are AES-256-GCM in 1 MiB blocks with counted nonces, each under a fresh key;
// the segment keys and the manifest are sealed under the caller's key (XChaCha20-Poly1305, which
// may have random nonces under a key that stays). Without that key a snapshot says only its sizes.
// Destroying or replacing the key ends every snapshot under it (core.md 9). Safety: written to a
// folder of its own, synced, then renamed; whenever the writer is cut off the older snapshots are
// as they were. The newest two stay, older ones are removed. Refused, so that the caller loads an
// older one or folds the ledger again: another form, matching artefact, ICU or store; any byte
// changed, missing or too many. What it does not know: whether the ledger still has the entries it
// was folded from. The caller keeps the tree head of next_position in `extra` and compares.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/id.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "crypto/seal.hpp"
#include "picture/picture.hpp"

namespace sallyport::picture {

/// Where snapshots are kept, of which store, under which key. The key is borrowed for the call.
struct SnapshotPlace {
  std::string folder;  ///< of its own; made when it is not there
  Id128 store;
  crypto::KeyView key;
};

struct LoadedSnapshot {
  std::unique_ptr<Picture> picture;
  Bytes extra;                           ///< what write_snapshot was given
  std::uint64_t next_position = 0;       ///< where the ledger is read on
  std::vector<std::string> passed_over;  ///< newer snapshots that were refused, and why
};

/// Writes everything folded so far, an import not yet committed included, and an opaque blob of the
/// service (its row index and idempotency keys). Called by the thread that folds, between entries:
/// until it returns nothing is folded, while any number of Views read on. O(bytes).
/// kStorage, kDiskFull: the older snapshots stay, what was begun is removed now or by the next
/// call.
Status write_snapshot(const Picture& picture, ByteView extra, const SnapshotPlace& place,
                      Random& random);

/// What load_snapshot waits for.
enum class LoadUntil : std::uint8_t {
  whole,
  /// Events, their chains and the blocking keys are read afterwards; a read or a fold that needs
  /// them waits. When they turn out to be damaged nothing false has been said, but nothing more
  /// can be: the snapshot is put out of use and the process ends; the next start does without it.
  first_answer
};

/// The newest snapshot that is whole and of this build, read by two threads. Folding goes on from
/// next_position exactly as if the picture had been folded from the beginning. O(bytes).
/// kNotFound: there is none. Otherwise the newest one's reason: kUnsupportedFormat (another form,
/// artefact, ICU, store or event key), kMalformedFile (damaged, or another key).
Result<LoadedSnapshot> load_snapshot(const SnapshotPlace& place, const PictureOptions& options = {},
                                     LoadUntil until = LoadUntil::whole);

}  // namespace sallyport::picture
