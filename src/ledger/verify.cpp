#include "ledger/verify.hpp"

#include <algorithm>
#include <future>
#include <set>

#include "ledger/checkpoint.hpp"
#include "ledger/internal/entry_codec.hpp"
#include "ledger/internal/log_state.hpp"

namespace sallyport::ledger {
namespace {

constexpr std::uint64_t kBatchEntries = 2048;
constexpr std::size_t kBatchBytes = 8u << 20;

/// Entries as they were read, waiting to be judged.
struct Batch {
  std::uint64_t first = 0;
  Run run;
  std::uint64_t index = 0;
  Bytes bytes;
  std::vector<std::size_t> ends;
};

/// Found something: where, and in words.
struct Finding {
  std::uint64_t position;
  std::string reason;
};
using Judgement = std::optional<Finding>;

class Verifier {
 public:
  Verifier(EntryStore& store, const crypto::NoteKey& key, VerifyOptions options)
      : store_(store), key_(key), options_(options) {}

  Result<VerifyReport> run();

 private:
  std::optional<Checkpoint> open(const std::string& note) const;
  Judgement check_head();
  Judgement check_runs();
  Judgement check_kept();
  Judgement check_entries();
  Judgement check_counts();
  Judgement read_run(const Run& run, std::future<Judgement>& judging);
  Judgement judge(const Batch& batch);
  Judgement judge_entry(const Batch& batch, std::size_t at, ByteView bytes);
  Judgement check_tile(const Tile& tile);
  Judgement check_root_here();

  EntryStore& store_;
  const crypto::NoteKey& key_;
  const VerifyOptions options_;
  StoreState stored_;
  Checkpoint head_;
  std::vector<Checkpoint> kept_;
  std::vector<Run> runs_;
  // the judging side, one batch at a time
  MerkleHasher hasher_;
  TreeEdge edge_;
  std::uint64_t tiles_ = 0;
  std::size_t next_kept_ = 0;
  std::uint64_t trusted_ = 0;  ///< everything before is under a signature that fits
  std::set<std::pair<std::uint16_t, std::uint16_t>> kinds_;
};

std::optional<Checkpoint> Verifier::open(const std::string& note) const {
  const auto text = crypto::open_note(note, key_);
  auto checkpoint = text ? parse_checkpoint(*text) : std::nullopt;
  // The note is told byte for byte by what it says and one signature line.
  if (!checkpoint || checkpoint->origin != key_.name) return std::nullopt;
  return checkpoint;
}

Judgement Verifier::check_head() {
  if (stored_.origin != key_.name) return Finding{0, "the file is of another log"};
  const auto head = open(stored_.head);
  if (!head) return Finding{0, "the head is not signed by this log"};
  head_ = *head;
  return std::nullopt;
}

Judgement Verifier::check_runs() {
  for (const Run& run : stored_.runs) {
    if (run.first) runs_.push_back(run);
  }
  std::sort(runs_.begin(), runs_.end(),
            [](const Run& a, const Run& b) { return *a.first < *b.first; });
  std::uint64_t size = 0;
  for (const Run& run : runs_) {
    if (*run.first != size || run.count == 0 || run.count > head_.size - size) {
      return Finding{std::min(size, *run.first), "the runs of entries do not join up"};
    }
    size += run.count;
  }
  if (size != head_.size) return Finding{size, "entries are missing at the end"};
  return std::nullopt;
}

Judgement Verifier::check_kept() {
  const bool enough =
      options_.growing ? stored_.checkpoints >= head_.kept : stored_.checkpoints == head_.kept;
  if (!enough) return Finding{0, "a kept checkpoint is missing or added"};
  Hash256 before{};
  std::uint64_t size = 0;
  for (std::uint64_t i = 0; i < head_.kept; ++i) {
    const auto note = store_.checkpoint(i);
    const auto kept = note ? open(*note) : std::nullopt;
    const bool fits = kept && kept->kept == i && kept->newest_kept == before &&
                      kept->size >= size && kept->size <= head_.size;
    if (!fits) return Finding{size, "kept checkpoint " + std::to_string(i) + " was changed"};
    kept_.push_back(*kept);
    before = crypto::sha256(as_bytes(*note));
    size = kept->size;
  }
  if (before != head_.newest_kept) {
    return Finding{0, "the head and the newest kept checkpoint do not fit"};
  }
  return std::nullopt;
}

Judgement Verifier::judge_entry(const Batch& batch, std::size_t at, ByteView bytes) {
  const std::uint64_t position = batch.first + at;
  const auto entry = internal::decode_entry(bytes);
  if (!entry) return Finding{position, entry.error().detail + " is damaged"};
  const bool staged = !batch.run.batch.is_nil();
  const std::uint64_t number = staged ? batch.index + at : position;
  if (entry->staged != staged || entry->number != number ||
      (staged && entry->batch != batch.run.batch)) {
    return Finding{position, "the entry belongs elsewhere"};
  }
  kinds_.emplace(entry->type, entry->version);
  return std::nullopt;
}

Judgement Verifier::check_tile(const Tile& tile) {
  ++tiles_;
  const auto stored = store_.tile(tile.level, tile.index);
  const Bytes bytes = internal::tile_bytes(tile);
  if (stored && *stored == bytes) return std::nullopt;
  std::uint64_t at = 0;
  if (stored && stored->size() == bytes.size()) {
    const auto differs = std::mismatch(bytes.begin(), bytes.end(), stored->begin());
    at = static_cast<std::uint64_t>(differs.first - bytes.begin()) / 32;
  }
  const std::uint64_t position = (tile.index * kTileWidth + at) << (kTileHeight * tile.level);
  return Finding{position, "the entry and its hash in the tree differ"};
}

Judgement Verifier::check_root_here() {
  for (; next_kept_ < kept_.size() && kept_[next_kept_].size == edge_.size(); ++next_kept_) {
    if (kept_[next_kept_].root != edge_.root(hasher_)) {
      return Finding{trusted_,
                     "the entries do not fit kept checkpoint " + std::to_string(next_kept_)};
    }
    trusted_ = edge_.size();
  }
  return std::nullopt;
}

Judgement Verifier::judge(const Batch& batch) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < batch.ends.size(); ++i) {
    const ByteView bytes = ByteView(batch.bytes).subspan(start, batch.ends[i] - start);
    start = batch.ends[i];
    if (auto bad = judge_entry(batch, i, bytes)) return bad;
    Judgement bad;
    const auto added = edge_.append(hasher_, hasher_.leaf(bytes), [&](const Tile& tile) {
      if (!bad) bad = check_tile(tile);
      return ok();
    });
    if (bad || !added) return bad;
    if (auto wrong = check_root_here()) return wrong;
  }
  return std::nullopt;
}

/// Reads a run in batches; one batch is judged while the next is read.
Judgement Verifier::read_run(const Run& run, std::future<Judgement>& judging) {
  std::uint64_t at = 0;
  while (at < run.count) {
    auto batch = std::make_shared<Batch>();
    batch->first = *run.first + at;
    batch->run = run;
    batch->index = at;
    const std::uint64_t wanted = std::min(kBatchEntries, run.count - at);
    const auto read =
        store_.read_entries({run.id, at}, wanted, [&](std::uint64_t, ByteView bytes) -> Status {
          batch->bytes.insert(batch->bytes.end(), bytes.begin(), bytes.end());
          batch->ends.push_back(batch->bytes.size());
          // Large entries fill a batch early: any error ends the reading, and this one is ours.
          if (batch->bytes.size() > kBatchBytes) return fail(ErrorCode::kLimitExceeded);
          return ok();
        });
    const bool cut = !read && read.error().code == ErrorCode::kLimitExceeded;
    at += batch->ends.size();
    if (judging.valid()) {
      if (auto bad = judging.get()) return bad;
    }
    judging = std::async(std::launch::async, [this, batch] { return judge(*batch); });
    if (!read && !cut) {
      if (auto bad = judging.get()) return bad;
      return Finding{*run.first + at, read.error().detail};
    }
  }
  return std::nullopt;
}

Judgement Verifier::check_entries() {
  if (auto bad = check_root_here()) return bad;
  std::future<Judgement> judging;
  for (const Run& run : runs_) {
    if (auto bad = read_run(run, judging)) return bad;
  }
  if (judging.valid()) {
    if (auto bad = judging.get()) return bad;
  }
  if (edge_.root(hasher_) != head_.root) {
    return Finding{trusted_, "the entries do not fit the head"};
  }
  return std::nullopt;
}

Judgement Verifier::check_counts() {
  if (options_.growing) return std::nullopt;
  std::uint64_t staged = 0;
  for (const Run& run : stored_.runs) staged += run.first ? 0 : run.count;
  if (stored_.entry_rows != head_.size + staged) {
    return Finding{head_.size, "there are entries that no run holds"};
  }
  if (stored_.tiles != tiles_) return Finding{head_.size, "there are tiles too many"};
  if (staged > 0) return std::nullopt;  // an unfinished import may have brought a new kind
  if (kinds_ != std::set(stored_.kinds.begin(), stored_.kinds.end())) {
    return Finding{head_.size, "the list of entry types does not fit the entries"};
  }
  return std::nullopt;
}

Result<VerifyReport> Verifier::run() {
  TRY_ASSIGN(stored_, store_.load(!options_.growing));
  VerifyReport report;
  Judgement bad = check_head();
  if (!bad) bad = check_runs();
  if (!bad) bad = check_kept();
  if (!bad) bad = check_entries();
  if (!bad) bad = check_counts();
  report.entries = edge_.size();
  report.checkpoints = next_kept_;
  report.root = edge_.root(hasher_);
  if (bad) {
    report.first_bad_position = bad->position;
    report.reason = bad->reason;
  }
  return report;
}

}  // namespace

Result<VerifyReport> verify_log(EntryStore& store, const crypto::NoteKey& key,
                                VerifyOptions options) {
  return Verifier(store, key, options).run();
}

}  // namespace sallyport::ledger
