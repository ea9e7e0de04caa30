#include "ledger/key_table.hpp"

#include <algorithm>
#include <mutex>

#include "base/assert.hpp"
#include "ledger/internal/key_cache.hpp"
#include "ledger/sqlite/key_file.hpp"

namespace sallyport::ledger {
namespace {

// Random bytes are drawn for many keys at once: a system call for each would cost more than the
// key.
constexpr std::size_t kDrawKeys = 256;
// New keys between two commits without a sync: each writes most pages of a large index once.
constexpr std::size_t kSoftCommitKeys = 524'288;
constexpr std::uint64_t kMonthMark = 0x6D6F6E7468000000ull;  // "month"

/// A wrapping key and a key id meet once for each generation, so they make the nonce.
std::array<std::uint8_t, crypto::kNonceBytes> wrap_nonce(const KeyRow& row) {
  std::array<std::uint8_t, crypto::kNonceBytes> nonce{'w', 'r', 'a', 'p'};
  for (unsigned i = 0; i < 8; ++i) nonce[8 + i] = static_cast<std::uint8_t>(row.id >> (8 * i));
  nonce[16] = static_cast<std::uint8_t>(row.generation);
  nonce[17] = static_cast<std::uint8_t>(row.generation >> 8);
  return nonce;
}

std::array<std::uint8_t, 18> wrap_context(const KeyRow& row) {
  std::array<std::uint8_t, 18> context{};
  const auto subject = to_bytes(row.subject);
  std::copy(subject.begin(), subject.end(), context.begin());
  context[16] = static_cast<std::uint8_t>(row.agency);
  context[17] = static_cast<std::uint8_t>(row.agency >> 8);
  return context;
}

crypto::KeyView as_key(ByteView bytes) {
  return crypto::KeyView(bytes.data(), crypto::kKeyBytes);
}

}  // namespace

void KeyBuffer::resize(std::size_t count) {
  if (count * crypto::kKeyBytes > keys_.size()) {
    keys_ = crypto::SecretBytes(std::max<std::size_t>(count, 16) * crypto::kKeyBytes);
  }
  slots_.assign(count, Slot{});
}

crypto::KeyView KeyBuffer::key_sensitive(std::size_t at) const {
  return as_key(keys_.view_sensitive().subspan(at * crypto::kKeyBytes, crypto::kKeyBytes));
}

std::span<std::uint8_t, crypto::kKeyBytes> KeyBuffer::edit_sensitive(std::size_t at) {
  return std::span<std::uint8_t, crypto::kKeyBytes>(
      keys_.edit_sensitive().data() + at * crypto::kKeyBytes, crypto::kKeyBytes);
}

class KeyTable::Impl {
 public:
  Impl(std::unique_ptr<KeyFile> file, const Keyring& keyring, Random& random, const Clock& clock,
       std::size_t cached, std::uint64_t next_id)
      : file_(std::move(file)),
        keyring_(keyring),
        random_(random),
        clock_(clock),
        cache_(cached),
        drawn_(kDrawKeys * crypto::kKeyBytes),
        next_id_(next_id) {}

  Status keys_for(std::span<const Box> boxes, KeyBuffer& out);
  Status find(std::span<const std::uint64_t> ids, KeyBuffer& out);
  Status make_durable();
  Result<std::size_t> destroy(Id128 subject);
  Status close();
  const Keyring& keyring() const { return keyring_; }

 private:
  Status usable() const;
  /// Remembers that a write failed: what is in the file is not known any more.
  Status checked(Status status);
  void hand_out(std::size_t cached, KeyBuffer& out, std::size_t at);
  Status hand_out_store_key(KeyBuffer& out, std::size_t at);
  Status key_for(const Box& box, KeyBuffer& out, std::size_t at);
  /// False when the subject has one already.
  Result<bool> make_key(Id128 subject, std::uint16_t agency, KeyBuffer& out, std::size_t at);
  Status unwrap(const KeyRow& row, KeyBuffer& out, std::size_t at);

  std::mutex mutex_;
  std::unique_ptr<KeyFile> file_;
  const Keyring& keyring_;
  Random& random_;
  const Clock& clock_;
  internal::KeyCache cache_;
  crypto::SecretBytes drawn_;
  std::size_t draw_at_ = kDrawKeys;
  std::uint64_t next_id_;
  std::size_t uncommitted_ = 0;
  bool volatile_keys_ = false;  ///< some key is not known to be on the disk
  bool broken_ = false;
  bool new_lately_ = false;  ///< the last subject that was not in the cache had no key
  // The agency asked for last: an import is of one agency.
  std::string last_agency_;
  std::uint16_t last_number_ = 0;
};

Status KeyTable::Impl::usable() const {
  if (!broken_) return ok();
  return fail(ErrorCode::kStorage, "the key table failed earlier and must be opened again");
}

Status KeyTable::Impl::checked(Status status) {
  if (!status) broken_ = true;
  return status;
}

void KeyTable::Impl::hand_out(std::size_t cached, KeyBuffer& out, std::size_t at) {
  const auto& slot = cache_.slot(cached);
  out.slot(at) = {slot.id, true, slot.subject, slot.agency};
  const auto key = cache_.key_sensitive(cached);
  std::copy(key.begin(), key.end(), out.edit_sensitive(at).begin());
}

Status KeyTable::Impl::hand_out_store_key(KeyBuffer& out, std::size_t at) {
  out.slot(at) = {kStoreKeyId, true, Id128{}, 0};
  const ByteView key = keyring_.store_key_sensitive();
  std::copy(key.begin(), key.end(), out.edit_sensitive(at).begin());
  return ok();
}

Status KeyTable::Impl::keys_for(std::span<const Box> boxes, KeyBuffer& out) {
  const std::lock_guard lock(mutex_);
  TRY(usable());
  out.resize(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) TRY(key_for(boxes[i], out, i));
  return ok();
}

Status KeyTable::Impl::key_for(const Box& box, KeyBuffer& out, std::size_t at) {
  if (box.subject.is_nil()) return hand_out_store_key(out, at);
  if (box.agency != last_agency_) {
    TRY_ASSIGN(last_number_, keyring_.number_of(box.agency));
    last_agency_ = box.agency;
  }
  const std::uint16_t agency = last_number_;
  if (const auto cached = cache_.find(box.subject, agency)) {
    hand_out(*cached, out, at);
    return ok();
  }
  // Who has no key yet is asked for in the index once, not twice: new subjects come in runs.
  if (new_lately_) {
    const auto made = make_key(box.subject, agency, out, at);
    if (!made) return checked(fail(made.error()));
    if (*made) return ok();
  }
  TRY_ASSIGN(const auto row, file_->find(box.subject, agency));
  new_lately_ = !row;
  if (row) return unwrap(*row, out, at);
  const auto made = make_key(box.subject, agency, out, at);
  if (!made) return checked(fail(made.error()));
  if (!*made) return checked(fail(ErrorCode::kStorage, "a key id is taken already"));
  return ok();
}

Result<bool> KeyTable::Impl::make_key(Id128 subject, std::uint16_t agency, KeyBuffer& out,
                                      std::size_t at) {
  if (draw_at_ == kDrawKeys) {
    random_.fill(drawn_.edit_sensitive());
    draw_at_ = 0;
  }
  const auto fresh =
      drawn_.edit_sensitive().subspan(draw_at_++ * crypto::kKeyBytes, crypto::kKeyBytes);
  const AgencyKey& wrapping = keyring_.agencies()[agency];
  KeyRow row{next_id_++, subject, agency, wrapping.generation, {}};
  row.wrapped = crypto::seal(as_key(wrapping.key.view_sensitive()), wrap_nonce(row),
                             wrap_context(row), fresh);
  TRY_ASSIGN(const bool inserted, file_->insert(row));
  if (!inserted) {  // this key is nobody's: the next subject gets it
    --next_id_;
    --draw_at_;
    return false;
  }
  volatile_keys_ = true;
  cache_.insert({row.id, subject, agency, true, false}, as_key(fresh));
  out.slot(at) = {row.id, true, subject, agency};
  std::copy(fresh.begin(), fresh.end(), out.edit_sensitive(at).begin());
  crypto::wipe(fresh);
  if (++uncommitted_ < kSoftCommitKeys) return true;
  uncommitted_ = 0;
  TRY(file_->commit_softly());
  return true;
}

Status KeyTable::Impl::unwrap(const KeyRow& row, KeyBuffer& out, std::size_t at) {
  if (row.wrapped.empty()) return ok();  // destroyed
  if (row.agency >= keyring_.agencies().size()) {
    return fail(ErrorCode::kKeyMissing, "the key table is of another keyring");
  }
  const AgencyKey& wrapping = keyring_.agencies()[row.agency];
  if (wrapping.key.empty()) return ok();  // the agency has left: erased
  const auto plain = out.edit_sensitive(at);
  const bool opened =
      row.wrapped.size() == crypto::kKeyBytes + crypto::kTagBytes &&
      crypto::open_sealed_into(as_key(wrapping.key.view_sensitive()), wrap_nonce(row),
                               wrap_context(row), row.wrapped, plain);
  if (!opened) {
    return fail(ErrorCode::kKeyMissing,
                "key " + std::to_string(row.id) + " does not open: wrong keyring or damaged table");
  }
  out.slot(at) = {row.id, true, row.subject, row.agency};
  cache_.insert({row.id, row.subject, row.agency, true, false}, out.key_sensitive(at));
  return ok();
}

Status KeyTable::Impl::find(std::span<const std::uint64_t> ids, KeyBuffer& out) {
  const std::lock_guard lock(mutex_);
  TRY(usable());
  out.resize(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out.slot(i).id = ids[i];
    if (ids[i] == kStoreKeyId) {
      TRY(hand_out_store_key(out, i));
    } else if (const auto cached = cache_.find(ids[i])) {
      hand_out(*cached, out, i);
    } else {
      TRY_ASSIGN(const auto row, file_->find(ids[i]));
      // Tombstones stay for ever, so an id without a row means that the table itself is the wrong
      // one or an old one; taking that for an erasure would hide the loss.
      if (!row) return fail(ErrorCode::kKeyMissing, "key " + std::to_string(ids[i]));
      TRY(unwrap(*row, out, i));
    }
  }
  return ok();
}

Status KeyTable::Impl::make_durable() {
  const std::lock_guard lock(mutex_);
  TRY(usable());
  if (!volatile_keys_) return ok();
  TRY(checked(file_->commit_durably()));
  volatile_keys_ = false;
  uncommitted_ = 0;
  return ok();
}

Result<std::size_t> KeyTable::Impl::destroy(Id128 subject) {
  const std::lock_guard lock(mutex_);
  TRY(usable());
  auto ids = file_->destroy(subject, clock_.wall_now());
  if (!ids) {
    broken_ = true;
    return fail(std::move(ids.error()));
  }
  for (const std::uint64_t id : *ids) cache_.erase(id);
  TRY(checked(file_->commit_durably()));
  TRY(checked(file_->empty_wal()));
  volatile_keys_ = false;
  uncommitted_ = 0;
  return ids->size();
}

Status KeyTable::Impl::close() {
  const std::lock_guard lock(mutex_);
  if (!file_) return ok();
  auto status = file_->close();
  file_.reset();
  broken_ = true;  // closed: nothing works any more
  return status;
}

KeyTable::KeyTable(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KeyTable::~KeyTable() {
  (void)impl_->close();
}

Result<std::unique_ptr<KeyTable>> KeyTable::open(const SqliteOptions& file, const Keyring& keyring,
                                                 Random& random, const Clock& clock,
                                                 std::size_t cached_keys) {
  SALLYPORT_ASSERT(cached_keys > 0);
  TRY_ASSIGN(auto rows, KeyFile::open(file));
  TRY_ASSIGN(const std::uint64_t next_id, rows->next_id());
  return std::unique_ptr<KeyTable>(new KeyTable(
      std::make_unique<Impl>(std::move(rows), keyring, random, clock, cached_keys, next_id)));
}

Status KeyTable::keys_for(std::span<const Box> boxes, KeyBuffer& out) {
  return impl_->keys_for(boxes, out);
}
Status KeyTable::find(std::span<const std::uint64_t> ids, KeyBuffer& out) {
  return impl_->find(ids, out);
}
Status KeyTable::make_durable() {
  return impl_->make_durable();
}
Result<std::size_t> KeyTable::destroy_key(Id128 subject) {
  return impl_->destroy(subject);
}

Id128 KeyTable::month_subject(Instant moment) {
  const CivilDate civil = to_civil(date_of(moment));
  return Id128{kMonthMark, static_cast<std::uint64_t>(civil.year) * 100 + civil.month};
}

Result<std::uint64_t> KeyTable::month_key(Instant moment) {
  const Box box{month_subject(moment), "", {}};
  KeyBuffer buffer;
  TRY(keys_for({&box, 1}, buffer));
  return buffer.slot(0).id;
}

const Keyring& KeyTable::keyring() const {
  return impl_->keyring();
}
Status KeyTable::close() {
  return impl_->close();
}

}  // namespace sallyport::ledger
