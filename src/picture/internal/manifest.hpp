// The manifest of a snapshot: of what build and store it is, how large each part is, the segment
// keys (sealed), and the state that lies in no column: labels, directory, versions. Deterministic
// CBOR, sealed whole under the caller's key. Values; no files here.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "crypto/seal.hpp"
#include "crypto/secret.hpp"
#include "picture/internal/image.hpp"

namespace sallyport::picture {

/// What must be equal for the columns of one build to mean the same to another.
struct SnapshotBuild {
  std::uint32_t format = kSnapshotFormat;
  std::string artefact;  ///< match::published_model().version()
  std::string icu;       ///< ICU's and Unicode's version: folding of names rests on them
  std::string byte_order;
  bool operator==(const SnapshotBuild&) const = default;
};
SnapshotBuild this_build();

struct SegmentNote {
  std::uint64_t bytes = 0;  ///< of plaintext
  std::vector<PartShape> parts;
};

struct Manifest {
  SnapshotBuild build;
  Id128 store;
  Id128 snapshot;            ///< bound to every block of its segments
  crypto::SecretBytes keys;  ///< kSegments keys, one after another
  std::array<SegmentNote, kSegments> segments;
  Bytes state;  ///< encode_state()

  crypto::KeyView key(std::size_t segment) const;
  Bytes context(std::size_t segment) const;
};

/// Sealed, ready to be written.
Bytes seal_manifest(const Manifest& manifest, crypto::KeyView key, Random& random);
/// kMalformedFile: not sealed so under this key. kUnsupportedFormat: of another build or store.
Result<Manifest> open_manifest(ByteView file, crypto::KeyView key, const Id128& store);

Bytes encode_state(const Picture::Core& core);
/// Into a core whose columns are filled, those that may follow excepted; publishes.
/// kMalformedFile when state and columns disagree.
Status decode_state(ByteView state, Picture::Core& core);
/// After decode_state, when the columns that may follow are filled; false when they disagree.
bool take_rest(Picture::Core& core);

}  // namespace sallyport::picture
