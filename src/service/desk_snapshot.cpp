// What the desk keeps beside a snapshot of the picture, and going on from one.
#include <algorithm>

#include "base/cbor.hpp"
#include "service/desk.hpp"

namespace sallyport::service {
namespace {

constexpr std::uint64_t kForm = 5;  // another form is folded from the beginning

}  // namespace

void Desk::start_from(picture::LoadedSnapshot snapshot) {
  snapshot_ = std::move(snapshot);
}

std::uint64_t Desk::folded_since_snapshot() const {
  return picture_->next_position() - started_at_;
}

Bytes Desk::beside_picture() const {
  cbor::Writer out;
  out.array(9);
  out.unsigned_int(kForm);
  out.unsigned_int(picture_->next_position());
  const auto root = main_->root_at(picture_->next_position());
  if (root) {
    out.bytes(*root);
  } else {
    out.bytes({});  // fits no ledger: the next start folds from the beginning
  }
  rows_.encode(out);
  const std::lock_guard lock(used_mutex_);
  out.array(used_keys_.size() * 2);
  for (const auto& [key, when] : used_keys_) {
    out.text(key);
    out.integer(when.us);
  }
  out.array(used_audiences_.size() * 2);
  for (const auto& [agency, tokens] : used_audiences_) {
    out.text(agency);
    out.array(tokens.size());
    for (const auto& token : tokens) out.text(token);
  }
  out.array(relabelled_.size());
  for (const auto& id : relabelled_) out.bytes(to_bytes(id));
  out.unsigned_int(consultations_->size());
  last_looks_.encode(out);
  return out.take();
}

// kConflict: well formed, but of another ledger or form. The desk is then as if nothing was taken.
Status Desk::take_beside_picture(ByteView bytes) {
  cbor::Reader in(bytes);
  in.array_of(9);
  if (in.unsigned_int() != kForm) return fail(ErrorCode::kConflict);
  const std::uint64_t position = in.unsigned_int();
  const ByteView root = in.bytes();
  if (in.failed() || position > main_->size()) return fail(ErrorCode::kConflict);
  TRY_ASSIGN(const auto now, main_->root_at(position));
  if (!std::equal(root.begin(), root.end(), now.begin(), now.end()))
    return fail(ErrorCode::kConflict);
  TRY(rows_.decode(in));
  const std::lock_guard lock(used_mutex_);
  for (std::size_t n = in.array() / 2; n > 0 && !in.failed(); --n) {
    const std::string key(in.text());
    used_keys_[key] = Instant{in.integer()};
  }
  for (std::size_t n = in.array() / 2; n > 0 && !in.failed(); --n) {
    auto& tokens = used_audiences_[std::string(in.text())];
    for (std::size_t t = in.array(); t > 0 && !in.failed(); --t)
      tokens.insert(std::string(in.text()));
  }
  for (std::size_t n = in.array(); n > 0 && !in.failed(); --n) {
    const ByteView id = in.bytes();
    if (id.size() == 16) relabelled_.insert(id_from_bytes(std::span<const std::uint8_t, 16>(id)));
  }
  looks_from_ = in.unsigned_int();
  TRY(last_looks_.decode(in));
  return in.finish();
}

Status Desk::write_snapshot(const picture::SnapshotPlace& place) {
  return picture::write_snapshot(*picture_, beside_picture(), place, random_);
}

}  // namespace sallyport::service
