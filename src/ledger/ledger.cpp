#include "ledger/ledger.hpp"
#include "base/thread_name.hpp"

#include <future>
#include <mutex>
#include <thread>

#include "base/assert.hpp"
#include "ledger/internal/appender.hpp"
#include "ledger/verify.hpp"

namespace sallyport::ledger {
namespace {

constexpr std::uint64_t kReadEntries = 32;  // read between two turns of the reading connection
constexpr std::size_t kStagedAtOnce = 16;
constexpr std::chrono::milliseconds kPause{250};  // without work: time for housekeeping

using internal::Work;

std::size_t bytes_of(const std::vector<Draft>& drafts) {
  std::size_t bytes = 64;
  for (const Draft& draft : drafts) {
    for (const Box& box : draft.boxes) bytes += box.plaintext.size() + 64;
  }
  return bytes;
}

}  // namespace

class Ledger::Impl {
 public:
  Impl(std::unique_ptr<EntryStore> store, KeyTable& keys, const crypto::SigningKey& signer,
       const EntryTypes& types, LedgerOptions options)
      : store_(std::move(store)),
        keys_(keys),
        signer_(signer),
        types_(types),
        options_(std::move(options)),
        queue_(options_.queue_items, options_.queue_bytes),
        appender_(*store_, keys, signer, options_) {}

  Status start();
  Status close();
  Status check(const std::vector<Draft>& drafts) const;
  void submit(Work work);
  Result<Receipt> wait_for(Work work);
  Status begin_staged(Id128 batch);
  Status append_staged(Id128 batch, Draft chunk);
  Result<Receipt> end_staged(Work work);
  Status read(std::uint64_t from, std::uint64_t to, internal::Boxes which, const Sink& sink);
  Result<internal::StoredEntry> header_at(const internal::LogState& state, std::uint64_t position,
                                          Bytes& bytes);
  Result<std::uint64_t> position_at(Instant moment);

  std::shared_ptr<const internal::LogState> state() const { return appender_.state(); }
  NodeSource nodes(const internal::LogState& state) {
    return node_source(internal::tiles_of(*store_), state.edge);
  }
  EntryStore& store() { return *store_; }
  crypto::NoteKey note_key() const { return {options_.origin, signer_.public_key()}; }

 private:
  void loop();

  /// A staged segment as its appending thread sees it.
  struct Segment {
    explicit Segment(KeyTable& keys, Random& random) : sealer(keys, random) {}
    internal::EntrySealer sealer;
    MerkleHasher hasher;
    std::uint64_t next = 0;
  };
  Result<std::shared_ptr<Segment>> segment(Id128 batch, bool remove);

  std::unique_ptr<EntryStore> store_;
  KeyTable& keys_;
  const crypto::SigningKey& signer_;
  const EntryTypes& types_;
  const LedgerOptions options_;
  internal::WorkQueue queue_;
  internal::Appender appender_;
  std::thread sequencer_;
  std::mutex segments_mutex_;
  std::map<Id128, std::shared_ptr<Segment>> segments_;
  std::mutex close_mutex_;
  bool closed_ = false;
};

Status Ledger::Impl::start() {
  TRY(appender_.open(types_));
  sequencer_ = std::thread([this] {
    name_this_thread("sequencer");
    loop();
  });
  return ok();
}

void Ledger::Impl::loop() {
  bool tidied = true;  // since the last commit
  for (;;) {
    // One reader's requests leave the queue empty between any two: only a pause is idle time, or
    // every fiftieth of them would wait for housekeeping.
    if (!tidied && !queue_.wait(kPause)) {
      if (!appender_.broken()) (void)store_->maintain(true);
      tidied = true;
    }
    auto works = queue_.take(options_.group_items);
    if (works.empty()) return;
    while (!works.empty()) appender_.run_group(works);
    // Housekeeping that fails will fail the next commit too, where it is told.
    if (!appender_.broken()) (void)store_->maintain(false);
    tidied = false;
  }
}

Status Ledger::Impl::close() {
  const std::lock_guard lock(close_mutex_);
  if (closed_) return ok();
  closed_ = true;
  queue_.close();
  if (!sequencer_.joinable()) return ok();  // never started
  sequencer_.join();
  auto status = appender_.finish();
  const auto stored = store_->close();
  return status ? stored : status;
}

Status Ledger::Impl::check(const std::vector<Draft>& drafts) const {
  if (drafts.empty()) return fail(ErrorCode::kBadValue, "nothing to append");
  for (const Draft& draft : drafts) {
    TRY_ASSIGN(const std::uint16_t newest, types_.newest_version(draft.type));
    if (draft.version != newest) {
      return fail(ErrorCode::kUnknownEntry, "only version " + std::to_string(newest) + " of " +
                                                std::string(types_.name(draft.type)) +
                                                " is written");
    }
  }
  return ok();
}

void Ledger::Impl::submit(Work work) {
  const auto pushed = queue_.push(work, false);
  if (pushed == internal::WorkQueue::Pushed::kYes) return;
  const bool full = pushed == internal::WorkQueue::Pushed::kFull;
  work.done(fail(full ? ErrorCode::kBusy : ErrorCode::kStorage,
                 full ? "the ledger's queue is full" : "the ledger is closed"));
}

Result<Receipt> Ledger::Impl::wait_for(Work work) {
  std::promise<Result<Receipt>> promise;
  auto future = promise.get_future();
  work.done = [&promise](Result<Receipt> result) { promise.set_value(std::move(result)); };
  submit(std::move(work));
  return future.get();
}

Status Ledger::Impl::begin_staged(Id128 batch) {
  if (batch.is_nil()) return fail(ErrorCode::kBadValue, "a staged segment needs a batch id");
  const std::lock_guard lock(segments_mutex_);
  if (segments_.size() >= kStagedAtOnce) return fail(ErrorCode::kBusy, "16 imports are under way");
  if (!segments_.emplace(batch, std::make_shared<Segment>(keys_, *options_.random)).second) {
    return fail(ErrorCode::kAlreadyThere, "this batch has begun already");
  }
  return ok();
}

Result<std::shared_ptr<Ledger::Impl::Segment>> Ledger::Impl::segment(Id128 batch, bool remove) {
  const std::lock_guard lock(segments_mutex_);
  const auto it = segments_.find(batch);
  if (it == segments_.end()) return fail(ErrorCode::kBadValue, "no such batch has begun");
  auto found = it->second;
  if (remove) segments_.erase(it);
  return found;
}

Status Ledger::Impl::append_staged(Id128 batch, Draft chunk) {
  chunk.batch = batch;
  TRY_ASSIGN(const auto into, segment(batch, false));
  std::vector<Draft> one;
  one.push_back(std::move(chunk));
  TRY(check(one));
  Work work;
  work.kind = Work::Kind::kChunk;
  work.options.priority = Priority::kImport;
  work.batch = batch;
  work.type = one[0].type;
  work.version = one[0].version;
  TRY_ASSIGN(work.entry, into->sealer.seal(one[0], {true, into->next, options_.clock->wall_now()}));
  work.leaf = into->hasher.leaf(work.entry);
  work.bytes = work.entry.size();
  if (queue_.push(work, true) != internal::WorkQueue::Pushed::kYes) {
    return fail(ErrorCode::kStorage, "the ledger is closed");
  }
  ++into->next;
  return ok();
}

/// Goes the same way as the chunks, behind them, and waits for room as they do.
Result<Receipt> Ledger::Impl::end_staged(Work work) {
  TRY(segment(work.batch, false));
  const bool abort = work.kind == Work::Kind::kAbortStaged;
  const Id128 batch = work.batch;
  std::promise<Result<Receipt>> promise;
  auto future = promise.get_future();
  work.options.priority = Priority::kImport;
  work.done = [&promise](Result<Receipt> result) { promise.set_value(std::move(result)); };
  if (queue_.push(work, true) != internal::WorkQueue::Pushed::kYes) {
    return fail(ErrorCode::kStorage, "the ledger is closed");
  }
  auto result = future.get();
  if (result || abort) TRY(segment(batch, true));
  return result;
}

Status Ledger::Impl::read(std::uint64_t from, std::uint64_t to, internal::Boxes which,
                          const Sink& sink) {
  const auto now = state();
  internal::EntryOpener opener(keys_);
  std::vector<Bytes> raw;
  Entry entry;
  return internal::for_each_piece(
      *now, from, std::min(to, now->size()), [&](const internal::Piece& piece) -> Status {
        for (std::uint64_t at = 0; at < piece.count; at += kReadEntries) {
          raw.clear();
          const std::uint64_t count = std::min(kReadEntries, piece.count - at);
          TRY(store_->read_entries({piece.place.run, piece.place.index + at}, count,
                                   [&](std::uint64_t, ByteView bytes) {
                                     raw.emplace_back(bytes.begin(), bytes.end());
                                     return ok();
                                   }));
          for (std::uint64_t i = 0; i < count; ++i) {
            TRY(opener.open(raw[i], piece.position + at + i, which, entry));
            TRY(types_.upcast(entry));
            TRY(sink(entry));
          }
        }
        return ok();
      });
}

Result<internal::StoredEntry> Ledger::Impl::header_at(const internal::LogState& state,
                                                      std::uint64_t position, Bytes& bytes) {
  const Run& run = internal::run_at(state, position);
  TRY(store_->read_entries({run.id, position - *run.first}, 1, [&](std::uint64_t, ByteView raw) {
    bytes.assign(raw.begin(), raw.end());
    return ok();
  }));
  return internal::decode_entry(bytes);
}

Result<std::uint64_t> Ledger::Impl::position_at(Instant moment) {
  const auto now = state();
  std::uint64_t low = 0;  // everything before was there at that moment
  std::uint64_t high = now->size();
  Bytes bytes;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const Run& run = internal::run_at(*now, middle);
    // A staged segment came into being with its closing entry, which stands right behind it.
    const bool staged = !run.batch.is_nil();
    const std::uint64_t last = staged ? run.end() : middle;
    TRY_ASSIGN(const auto entry, header_at(*now, last, bytes));
    if (entry.recorded <= moment) {
      low = last + 1;
    } else {
      high = staged ? *run.first : middle;
    }
  }
  return low;
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::~Ledger() {
  (void)impl_->close();
}

Result<std::unique_ptr<Ledger>> Ledger::open(std::unique_ptr<EntryStore> store, KeyTable& keys,
                                             const crypto::SigningKey& signer,
                                             const EntryTypes& types, LedgerOptions options) {
  SALLYPORT_ASSERT(options.clock != nullptr && options.random != nullptr);
  auto impl = std::make_unique<Impl>(std::move(store), keys, signer, types, std::move(options));
  TRY(impl->start());
  return std::unique_ptr<Ledger>(new Ledger(std::move(impl)));
}

void Ledger::append_async(std::vector<Draft> drafts, AppendOptions options, Completion done) {
  if (auto checked = impl_->check(drafts); !checked) {
    done(fail(std::move(checked.error())));
    return;
  }
  Work work;
  work.options = std::move(options);
  work.bytes = bytes_of(drafts);
  work.drafts = std::move(drafts);
  work.done = std::move(done);
  impl_->submit(std::move(work));
}

Result<Receipt> Ledger::append(std::vector<Draft> drafts, AppendOptions options) {
  TRY(impl_->check(drafts));
  Work work;
  work.options = std::move(options);
  work.bytes = bytes_of(drafts);
  work.drafts = std::move(drafts);
  return impl_->wait_for(std::move(work));
}

Status Ledger::begin_staged(Id128 batch) {
  return impl_->begin_staged(batch);
}

Status Ledger::append_staged(Id128 batch, Draft chunk) {
  return impl_->append_staged(batch, std::move(chunk));
}

Result<Receipt> Ledger::commit_staged(Id128 batch, Draft closing, AppendOptions options) {
  Work work;
  work.kind = Work::Kind::kCommitStaged;
  work.options = std::move(options);
  work.batch = batch;
  closing.batch = batch;
  work.drafts.push_back(std::move(closing));
  TRY(impl_->check(work.drafts));
  work.bytes = bytes_of(work.drafts);
  return impl_->end_staged(std::move(work));
}

Status Ledger::abort_staged(Id128 batch) {
  Work work;
  work.kind = Work::Kind::kAbortStaged;
  work.batch = batch;
  TRY(impl_->end_staged(std::move(work)));
  return ok();
}

Status Ledger::read(std::uint64_t from, std::uint64_t to, const Sink& sink) const {
  return impl_->read(from, to, internal::Boxes::kAll, sink);
}

Status Ledger::read_own(std::uint64_t from, std::uint64_t to, const Sink& sink) const {
  return impl_->read(from, to, internal::Boxes::kOwn, sink);
}

std::uint64_t Ledger::size() const {
  return impl_->state()->size();
}
crypto::Hash256 Ledger::root() const {
  return impl_->state()->root;
}

Head Ledger::head() const {
  const auto state = impl_->state();
  return {state->size(), state->root, state->head};
}

Result<std::vector<std::string>> Ledger::checkpoints() const {
  const auto state = impl_->state();
  std::vector<std::string> notes;
  for (std::uint64_t i = 0; i < state->kept; ++i) {
    TRY_ASSIGN(notes.emplace_back(), impl_->store().checkpoint(i));
  }
  notes.push_back(state->head);
  return notes;
}

Result<std::uint64_t> Ledger::position_at(Instant moment) const {
  return impl_->position_at(moment);
}

Result<Proof> Ledger::inclusion_proof(std::uint64_t position, std::uint64_t size) const {
  const auto state = impl_->state();
  if (size > state->size()) return fail(ErrorCode::kBadValue, "the tree is not that large");
  return make_inclusion_proof(impl_->nodes(*state), position, size);
}

Result<Proof> Ledger::consistency_proof(std::uint64_t old_size, std::uint64_t new_size) const {
  const auto state = impl_->state();
  if (new_size > state->size()) return fail(ErrorCode::kBadValue, "the tree is not that large");
  return make_consistency_proof(impl_->nodes(*state), old_size, new_size);
}

Result<crypto::Hash256> Ledger::root_at(std::uint64_t size) const {
  const auto state = impl_->state();
  if (size > state->size()) return fail(ErrorCode::kBadValue, "the tree is not that large");
  return root_of_range(impl_->nodes(*state), 0, size);
}

Result<VerifyReport> Ledger::verify() const {
  return verify_log(impl_->store(), impl_->note_key(), VerifyOptions{true});
}

Status Ledger::close() {
  return impl_->close();
}

}  // namespace sallyport::ledger
