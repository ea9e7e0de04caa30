// Entries as bytes: what is hashed, stored and sealed. Deterministic CBOR, one encoding for one
// entry; the byte layout is told in docs/design/ledger-on-disk.md and fixed by the golden ledger.
// Ownership: a StoredEntry borrows from the bytes it was read from. Threads: an EntrySealer belongs
// to one thread at a time. Failure: kLedgerBroken for bytes that are not an entry, kTooLarge.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.hpp"
#include "ledger/entry.hpp"
#include "ledger/key_table.hpp"

namespace sallyport::ledger::internal {

inline constexpr std::size_t kSaltBytes = 16;

/// Where the entry stands: by position when appended directly, by (batch, index) when staged.
struct Standing {
  bool staged = false;
  std::uint64_t number = 0;  ///< position, or index in the staged segment
  Instant recorded;
};

struct StoredBox {
  std::uint64_t key_id = 0;
  ByteView sealed;
};

struct StoredEntry {
  bool padded = false;
  bool staged = false;
  std::uint16_t type = 0;
  std::uint16_t version = 0;
  Instant recorded;
  Id128 batch;
  std::uint64_t number = 0;
  ByteView salt;
  std::vector<StoredBox> boxes;
};

Result<StoredEntry> decode_entry(ByteView bytes);

/// Seals drafts into bytes and opens them again; keeps its buffers between entries.
class EntrySealer {
 public:
  EntrySealer(KeyTable& keys, Random& random) : keys_(keys), random_(random) {}
  Result<Bytes> seal(const Draft& draft, const Standing& standing);

 private:
  KeyTable& keys_;
  Random& random_;
  KeyBuffer buffer_;
  Bytes padded_;
  Bytes sealed_;
};

/// Which boxes of an entry are opened.
enum class Boxes : std::uint8_t {
  kAll,
  kOwn,  ///< those under the store's own key
};

class EntryOpener {
 public:
  explicit EntryOpener(KeyTable& keys) : keys_(keys) {}
  /// `position` is where it was read. kLedgerBroken when the entry says it stands elsewhere or a
  /// box does not open under its key.
  Status open(ByteView bytes, std::uint64_t position, Boxes which, Entry& out);

 private:
  KeyTable& keys_;
  KeyBuffer buffer_;
  std::vector<std::uint64_t> ids_;
  std::vector<std::size_t> places_;  ///< of the boxes to open
};

/// The bytes a padded plaintext of this size takes: 256, 512, 1,024, 2,048, 4,096, then multiples
/// of 4,096. At least one byte is added (ISO/IEC 7816-4: 0x80, then zeroes).
std::size_t size_class(std::size_t plaintext);

}  // namespace sallyport::ledger::internal
