#include "ledger/internal/entry_codec.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/cbor.hpp"
#include "base/limits.hpp"

namespace sallyport::ledger::internal {
namespace {

constexpr std::uint64_t kPadded = 1;
constexpr std::uint64_t kStaged = 2;
constexpr std::size_t kFields = 8;
constexpr std::size_t kBoxes = 1u << 16;  // an entry has at most kChunkRows boxes in practice

using Associated = std::array<std::uint8_t, 56>;

struct Fields {
  std::uint64_t flags;
  std::uint16_t type;
  std::uint16_t version;
  Instant recorded;
  Id128 batch;
  std::uint64_t number;
};

void put64(Associated& out, std::size_t at, std::uint64_t value) {
  for (std::size_t i = 0; i < 8; ++i)
    out[at + i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
}

/// What every box is bound to: the whole header, its index and its key. The last two vary by box.
Associated associate(const Fields& f) {
  Associated out{};
  put64(out, 0, f.flags << 32 | std::uint64_t{f.type} << 16 | f.version);
  put64(out, 8, static_cast<std::uint64_t>(f.recorded.us));
  put64(out, 16, f.batch.hi);
  put64(out, 24, f.batch.lo);
  put64(out, 32, f.number);
  return out;
}

/// One salt an entry, one counter a box: 16 bytes instead of 24 for every box.
std::array<std::uint8_t, crypto::kNonceBytes> nonce_of(ByteView salt, std::size_t box) {
  std::array<std::uint8_t, crypto::kNonceBytes> nonce{};
  std::copy(salt.begin(), salt.end(), nonce.begin());
  for (std::size_t i = 0; i < 8; ++i) nonce[16 + i] = static_cast<std::uint8_t>(box >> (8 * i));
  return nonce;
}

void pad(ByteView plaintext, Bytes& out) {
  out.assign(size_class(plaintext.size()), 0);
  std::copy(plaintext.begin(), plaintext.end(), out.begin());
  out[plaintext.size()] = 0x80;
}

bool unpad(Bytes& bytes) {
  auto end = bytes.size();
  while (end > 0 && bytes[end - 1] == 0) --end;
  if (end == 0 || bytes[end - 1] != 0x80) return false;
  bytes.resize(end - 1);
  return true;
}

void write_header(cbor::Writer& out, const Fields& f, ByteView salt, std::size_t boxes) {
  out.array(kFields);
  out.unsigned_int(f.flags);
  out.unsigned_int(f.type);
  out.unsigned_int(f.version);
  out.integer(f.recorded.us);
  if (f.batch.is_nil()) {
    out.null();
  } else {
    out.bytes(to_bytes(f.batch));
  }
  out.unsigned_int(f.number);
  out.bytes(salt);
  out.array(boxes * 2);
}

tl::unexpected<Error> broken(std::uint64_t position, const std::string& why) {
  return fail(ErrorCode::kLedgerBroken, "position " + std::to_string(position) + ": " + why);
}

}  // namespace

std::size_t size_class(std::size_t plaintext) {
  constexpr std::size_t kLargest = 4096;
  for (std::size_t size = 256; size <= kLargest; size *= 2) {
    if (plaintext < size) return size;
  }
  return (plaintext + 1 + kLargest - 1) / kLargest * kLargest;
}

Result<Bytes> EntrySealer::seal(const Draft& draft, const Standing& standing) {
  std::size_t total = 0;
  for (const Box& box : draft.boxes) total += box.plaintext.size();
  if (total > limits::kEntryBytes || draft.boxes.size() > kBoxes) {
    return fail(ErrorCode::kTooLarge, "one entry: " + std::to_string(total) + " bytes in " +
                                          std::to_string(draft.boxes.size()) + " boxes");
  }
  TRY(keys_.keys_for(draft.boxes, buffer_));
  const Fields fields{(draft.padded ? kPadded : 0) | (standing.staged ? kStaged : 0),
                      draft.type,
                      draft.version,
                      standing.recorded,
                      draft.batch,
                      standing.number};
  std::array<std::uint8_t, kSaltBytes> salt{};
  random_.fill(salt);
  cbor::Writer out;
  write_header(out, fields, salt, draft.boxes.size());
  Associated associated = associate(fields);
  for (std::size_t i = 0; i < draft.boxes.size(); ++i) {
    ByteView plaintext = draft.boxes[i].plaintext;
    if (draft.padded) {
      pad(plaintext, padded_);
      plaintext = padded_;
    }
    const std::uint64_t key_id = buffer_.slot(i).id;
    put64(associated, 40, i);
    put64(associated, 48, key_id);
    sealed_.resize(plaintext.size() + crypto::kTagBytes);
    crypto::seal_into(buffer_.key_sensitive(i), nonce_of(salt, i), associated, plaintext, sealed_);
    out.unsigned_int(key_id);
    out.bytes(sealed_);
  }
  return out.take();
}

Result<StoredEntry> decode_entry(ByteView bytes) {
  cbor::Reader in(bytes);
  StoredEntry entry;
  in.array_of(kFields);
  const std::uint64_t flags = in.unsigned_int();
  const std::uint64_t type = in.unsigned_int();
  const std::uint64_t version = in.unsigned_int();
  entry.recorded = Instant{in.integer()};
  if (!in.next_is_null()) {
    const ByteView batch = in.bytes();
    if (batch.size() != 16) return fail(ErrorCode::kLedgerBroken, "an entry's batch");
    entry.batch = id_from_bytes(std::span<const std::uint8_t, 16>(batch.data(), 16));
    if (entry.batch.is_nil()) return fail(ErrorCode::kLedgerBroken, "a nil batch spelled out");
  }
  entry.number = in.unsigned_int();
  entry.salt = in.bytes();
  const std::size_t items = in.array();
  if (in.failed() || items % 2 != 0 || items / 2 > kBoxes || flags > 3 || type > 0xFFFF ||
      version > 0xFFFF || entry.salt.size() != kSaltBytes) {
    return fail(ErrorCode::kLedgerBroken, "an entry's header");
  }
  entry.padded = (flags & kPadded) != 0;
  entry.staged = (flags & kStaged) != 0;
  entry.type = static_cast<std::uint16_t>(type);
  entry.version = static_cast<std::uint16_t>(version);
  entry.boxes.reserve(items / 2);
  for (std::size_t i = 0; i < items && !in.failed(); i += 2) {
    const std::uint64_t key_id = in.unsigned_int();
    entry.boxes.push_back({key_id, in.bytes()});
  }
  if (!in.finish()) return fail(ErrorCode::kLedgerBroken, "an entry's boxes");
  return entry;
}

Status EntryOpener::open(ByteView bytes, std::uint64_t position, Boxes which, Entry& out) {
  auto decoded = decode_entry(bytes);
  if (!decoded) return broken(position, decoded.error().detail);
  const StoredEntry& stored = *decoded;
  if (!stored.staged && stored.number != position)
    return broken(position, "the entry is another's");
  ids_.clear();
  places_.clear();
  for (std::size_t i = 0; i < stored.boxes.size(); ++i) {
    if (which == Boxes::kOwn && stored.boxes[i].key_id != kStoreKeyId) continue;
    ids_.push_back(stored.boxes[i].key_id);
    places_.push_back(i);
  }
  TRY(keys_.find(ids_, buffer_));
  const Fields fields{(stored.padded ? kPadded : 0) | (stored.staged ? kStaged : 0),
                      stored.type,
                      stored.version,
                      stored.recorded,
                      stored.batch,
                      stored.number};
  Associated associated = associate(fields);
  out.header = {stored.type, stored.version, position, stored.recorded, stored.batch};
  out.stored_version = stored.version;
  out.boxes.resize(places_.size());
  for (std::size_t n = 0; n < places_.size(); ++n) {
    const std::size_t i = places_[n];
    const KeyBuffer::Slot& slot = buffer_.slot(n);
    OpenedBox& box = out.boxes[n];
    box.key_id = slot.id;
    box.erased = !slot.found;
    box.subject = slot.found ? slot.subject : Id128{};
    box.agency = slot.found ? keys_.keyring().agencies()[slot.agency].name : std::string();
    box.plaintext.clear();
    if (box.erased) continue;
    const ByteView sealed = stored.boxes[i].sealed;
    if (sealed.size() < crypto::kTagBytes) return broken(position, "a box is cut short");
    put64(associated, 40, i);
    put64(associated, 48, slot.id);
    box.plaintext.resize(sealed.size() - crypto::kTagBytes);
    if (!crypto::open_sealed_into(buffer_.key_sensitive(n), nonce_of(stored.salt, i), associated,
                                  sealed, box.plaintext) ||
        (stored.padded && !unpad(box.plaintext))) {
      return broken(position, "a box does not open under its key");
    }
  }
  return ok();
}

}  // namespace sallyport::ledger::internal
