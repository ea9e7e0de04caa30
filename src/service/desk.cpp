#include "service/desk.hpp"
#include "base/thread_name.hpp"

#include <thread>

#include "base/assert.hpp"
#include "base/handover.hpp"
#include "crypto/aes.hpp"
#include "crypto/hash.hpp"
#include "ledger/key_table.hpp"
#include "model/codec.hpp"

namespace sallyport::service {
namespace {

constexpr std::int64_t kKeysKeptUs = 30 * Instant::kDayUs;
constexpr std::size_t kEntriesReadAhead = 16;

ledger::Draft to_draft(model::EntryType type, const model::Batch& batch) {
  ledger::Draft draft;
  draft.type = static_cast<std::uint16_t>(type);
  draft.version = model::kBatchVersion;
  if (batch.import) draft.batch = batch.import->id;
  for (auto& box : model::to_boxes(batch)) {
    const bool store = box.subject.is_nil();
    draft.boxes.push_back(
        ledger::Box{box.subject, store ? std::string() : batch.agency, std::move(box.plaintext)});
  }
  return draft;
}

template <class Boxes>
Result<model::Batch> to_batch(const Boxes& boxes) {
  std::vector<model::OpBox> plain;
  for (const auto& box : boxes) {
    if constexpr (requires { box.erased; }) {
      if (box.erased) continue;
    }
    plain.push_back({model::RecordId(box.subject), box.plaintext});
  }
  return model::from_boxes(plain);
}

}  // namespace

Status register_entry_types(ledger::EntryTypes& types) {
  using model::EntryType;
  TRY(types.add(static_cast<std::uint16_t>(EntryType::command), "command"));
  TRY(types.add(static_cast<std::uint16_t>(EntryType::import_chunk), "import chunk"));
  TRY(types.add(static_cast<std::uint16_t>(EntryType::import_commit), "import commit"));
  return types.add(static_cast<std::uint16_t>(EntryType::consultation), "consultation");
}

picture::PictureOptions picture_options(const ledger::Keyring& keyring) {
  picture::PictureOptions options;
  options.event_key = crypto::IdDeriver::key_from(keyring.token_key_sensitive());
  return options;
}

Desk::Desk(Clock& clock, Random& random, Settings settings)
    : clock_(clock), random_(random), settings_(std::move(settings)), sessions_(random, clock) {}
Desk::~Desk() = default;

void Desk::ResolutionTime::begins() {
  intake::lap(desk_.watch_, intake::Stage::fold);
  begun_us_ = desk_.clock_.monotonic_us();
}
void Desk::ResolutionTime::helped() {
  intake::lap(desk_.watch_, intake::Stage::resolve);
}
void Desk::ResolutionTime::ends(const picture::Resolution& now) {
  took_us += desk_.clock_.monotonic_us() - begun_us_;
  done.people += now.people;
  done.pairs_compared += now.pairs_compared;
  done.pairs_kept += now.pairs_kept;
  intake::lap(desk_.watch_, intake::Stage::resolve);
}
void Desk::ResolutionTime::reset() {
  done = {};
  took_us = 0;
}

void Desk::fold(const picture::EntryPlace& place, const model::Batch& batch) {
  picture_->fold(place, batch);
  const std::lock_guard lock(used_mutex_);
  if (batch.import) {
    auto& used = used_audiences_[batch.agency];
    for (const auto& label : batch.labels) {
      for (const auto& set : label.releasable_to) used.insert(set.begin(), set.end());
    }
  }
  for (const auto& op : batch.ops) {
    if (const auto* relabel = std::get_if<model::Relabel>(&op)) relabelled_.insert(relabel->id);
  }
  if (batch.idempotency_key.empty()) return;
  used_keys_[batch.actor + '\n' + batch.idempotency_key] = place.recorded;
}

void Desk::follow(const ledger::Receipt& receipt, std::span<const ledger::Draft> drafts) {
  if (main_ == nullptr) return;  // attach() reads from the beginning
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto batch = to_batch(drafts[i].boxes);
    SALLYPORT_ASSERT(batch.has_value());  // we encoded it ourselves
    fold({receipt.first + i, receipt.recorded, static_cast<model::EntryType>(drafts[i].type)},
         *batch);
    rows_.note(receipt.first + i, batch->rows);
  }
  if (!drafts.empty()) return;
  // an import has become visible (commit_import holds commit_mutex_ and waits for this)
  resolution_.reset();
  intake::lap(watch_, intake::Stage::store);
  const auto& kept = committing_.chunks;
  const std::uint64_t closing = receipt.first + receipt.count - 1;
  SALLYPORT_ASSERT(committing_.more || kept.size() + 1 == receipt.count);
  std::thread noting([&] {
    name_this_thread("row index");
    for (std::size_t i = 0; i < kept.size(); ++i) rows_.note(receipt.first + i, kept[i].rows);
  });
  for (std::size_t i = 0; i < kept.size(); ++i)
    fold({receipt.first + i, receipt.recorded, model::EntryType::import_chunk}, kept[i]);
  noting.join();
  SALLYPORT_ASSERT(replay(receipt.first + kept.size(), closing).has_value());
  fold({closing, receipt.recorded, model::EntryType::import_commit}, committing_.closing);
  rows_.note(closing, committing_.closing.rows);
  intake::lap(watch_, intake::Stage::fold);
}

bool Desk::was_relabelled(model::RecordId record) const {
  const std::lock_guard lock(used_mutex_);
  return relabelled_.contains(record);
}

std::set<std::string> Desk::audiences_used_by(const std::string& agency) const {
  const std::lock_guard lock(used_mutex_);
  const auto it = used_audiences_.find(agency);
  return it == used_audiences_.end() ? std::set<std::string>{} : it->second;
}

// Entries are read, opened and decoded on a thread of their own while those before are folded.
Status Desk::replay(std::uint64_t from, std::uint64_t to, const Keep& keep) {
  if (from == to) return ok();
  struct Read {
    picture::EntryPlace place;
    model::Batch batch;
  };
  Handover<Read> ready(kEntriesReadAhead);
  Status status = ok();
  std::thread reader([&] {
    name_this_thread("replay");
    status = main_->read(from, to, [&](const ledger::Entry& entry) -> Status {
      TRY_ASSIGN(model::Batch batch, to_batch(entry.boxes));
      ready.give({{entry.header.position, entry.header.recorded,
                   static_cast<model::EntryType>(entry.header.type)},
                  std::move(batch)},
                 1);
      return ok();
    });
    ready.close();
  });
  while (auto next = ready.take()) {
    const model::Batch& batch = keep ? next->batch = keep(next->batch) : next->batch;
    fold(next->place, batch);
    rows_.note(next->place.position, batch.rows);
  }
  reader.join();
  return status;
}

Status Desk::attach(ledger::Ledger& main, ledger::Ledger& consultations,
                    const ledger::Keyring& keyring, std::unique_ptr<Accounts> accounts,
                    const Keep& keep) {
  consultations_ = &consultations;
  keyring_ = &keyring;
  accounts_ = std::move(accounts);
  main_ = &main;
  picture_ = std::make_unique<picture::Picture>(picture_options(keyring));
  if (snapshot_ && !keep) {
    // the snapshot is of this ledger when the tree was the same where it was written
    const Status taken = take_beside_picture(snapshot_->extra);
    if (taken) {
      started_at_ = snapshot_->next_position;
      picture_ = std::move(snapshot_->picture);
    } else if (taken.error().code != ErrorCode::kConflict) {
      return taken;
    }
  }
  snapshot_.reset();
  picture_->watch_resolution(&resolution_);
  TRY(replay(started_at_, main.size(), keep));
  return read_last_looks();
}

Status Desk::read_last_looks() {
  const std::uint64_t end = consultations_->size();
  const std::uint64_t from = std::max(looks_from_, end - std::min(end, kLooksReadBack));
  return consultations_->read(from, end, [this](const ledger::Entry& entry) -> Status {
    if (entry.boxes.empty() || entry.boxes[0].erased) return ok();
    TRY_ASSIGN(const auto look, model::decode_consultation(entry.boxes[0].plaintext));
    last_looks_.note(look);
    return ok();
  });
}

Result<std::vector<model::RowTrace>> Desk::traces_at(std::uint64_t position) const {
  std::vector<model::RowTrace> out;
  TRY(main_->read_own(position, position + 1, [&out](const ledger::Entry& entry) -> Status {
    TRY_ASSIGN(model::Batch batch, to_batch(entry.boxes));
    out = std::move(batch.rows);
    return ok();
  }));
  return out;
}

Result<std::vector<model::Batch>> Desk::entries() const {
  std::vector<model::Batch> out;
  TRY(main_->read(0, main_->size(), [&out](const ledger::Entry& entry) -> Status {
    TRY_ASSIGN(model::Batch batch, to_batch(entry.boxes));
    out.push_back(std::move(batch));
    return ok();
  }));
  return out;
}

Result<Written> Desk::append(const model::Batch& batch, std::function<Status()> validate) {
  const std::string used_key = batch.actor + '\n' + batch.idempotency_key;
  const bool keyed = !batch.idempotency_key.empty();
  if (keyed) {
    const std::lock_guard lock(used_mutex_);
    const auto used = used_keys_.find(used_key);
    if (used != used_keys_.end() && clock_.wall_now().us - used->second.us < kKeysKeptUs)
      return Written{used->second, token(used_key)};
  }
  ledger::AppendOptions options;
  options.priority = ledger::Priority::kCommand;
  if (keyed) {
    options.conflicts.push_back(
        crypto::keyed_hash_id(keyring_->token_key_sensitive(), as_bytes(used_key)));
  }
  for (const auto& op : batch.ops) options.conflicts.push_back(model::subject_of(op));
  options.validate = [this, keyed, used_key, validate = std::move(validate)]() -> Status {
    if (keyed) {
      const std::lock_guard lock(used_mutex_);
      const auto used = used_keys_.find(used_key);
      if (used != used_keys_.end() && clock_.wall_now().us - used->second.us < kKeysKeptUs)
        return fail(ErrorCode::kAlreadyThere);
    }
    return validate ? validate() : ok();
  };
  auto receipt = main_->append({to_draft(model::EntryType::command, batch)}, std::move(options));
  if (!receipt && keyed && receipt.error().code == ErrorCode::kAlreadyThere) {
    const std::lock_guard lock(used_mutex_);
    return Written{used_keys_[used_key], token(used_key)};
  }
  if (!receipt) return fail(std::move(receipt.error()));
  return Written{receipt->recorded, token(keyed ? used_key : std::to_string(receipt->first))};
}

Status Desk::begin_import(model::ImportId import) {
  TRY(main_->begin_staged(import));
  const std::lock_guard lock(staged_mutex_);
  staged_[import] = Staged{};
  return ok();
}

Status Desk::append_chunk(model::ImportId import, model::Batch chunk) {
  ledger::Draft draft = to_draft(model::EntryType::import_chunk, chunk);
  std::size_t bytes = 0;
  for (const auto& box : draft.boxes) bytes += box.plaintext.size();
  TRY(main_->append_staged(import, std::move(draft)));
  const std::lock_guard lock(staged_mutex_);
  Staged& staged = staged_[import];
  staged.more = staged.more || staged.bytes + bytes > staged_bytes_kept_;
  if (staged.more) return ok();
  staged.bytes += bytes;
  staged.chunks.push_back(std::move(chunk));
  return ok();
}

Result<CommittedImport> Desk::commit_import(model::ImportId import, model::Batch closing) {
  const std::lock_guard one_at_a_time(commit_mutex_);
  {
    const std::lock_guard lock(staged_mutex_);
    committing_ = std::move(staged_[import]);
    staged_.erase(import);
  }
  ledger::Draft draft = to_draft(model::EntryType::import_commit, closing);
  committing_.closing = std::move(closing);
  const auto receipt = main_->commit_staged(import, std::move(draft));
  committing_ = Staged{};
  if (!receipt) return fail(receipt.error());
  return CommittedImport{{receipt->recorded, token(sallyport::to_text(import))},
                         resolution_.done,
                         resolution_.took_us};
}

void Desk::abort_import(model::ImportId import) {
  (void)main_->abort_staged(import);  // what it leaves is swept when the store opens next
  const std::lock_guard lock(staged_mutex_);
  staged_.erase(import);
}

void Desk::consult(const model::Consultation& look, std::function<void(Status)> done) {
  ledger::Draft draft;
  draft.type = static_cast<std::uint16_t>(model::EntryType::consultation);
  draft.version = 1;
  draft.boxes.push_back({ledger::KeyTable::month_subject(look.at), "", model::encode(look)});
  ledger::AppendOptions options;
  options.priority = ledger::Priority::kConsultation;
  options.validate = [this, epoch = look.access_epoch]() -> Status {
    if (picture_->directory()->access_epoch != epoch) return fail(ErrorCode::kStaleRights);
    return ok();
  };
  std::vector<ledger::Draft> drafts;
  drafts.push_back(std::move(draft));
  consultations_->append_async(
      std::move(drafts), std::move(options),
      [this, look, done = std::move(done)](Result<ledger::Receipt> receipt) {
        if (receipt) {
          last_looks_.note(look);
          return done(ok());
        }
        const ErrorCode code = receipt.error().code;
        if (code == ErrorCode::kStaleRights || code == ErrorCode::kBusy) return done(fail(code));
        done(fail(ErrorCode::kNotLogged));
      });
}

Id128 Desk::new_id(const std::string& actor, const std::string& key, std::uint64_t n) const {
  return crypto::keyed_hash_id(keyring_->token_key_sensitive(),
                               as_bytes("id\n" + actor + '\n' + key + '\n' + std::to_string(n)));
}

std::string Desk::token(std::string_view text) const {
  const auto hash = crypto::keyed_hash(keyring_->token_key_sensitive(),
                                       as_bytes("receipt\n" + std::string(text)));
  return to_hex(ByteView(hash).first(16));
}

}  // namespace sallyport::service
