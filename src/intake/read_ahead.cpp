#include "intake/read_ahead.hpp"
#include "base/thread_name.hpp"

#include <algorithm>

#include "intake/internal/reading.hpp"
#include "intake/recognise.hpp"

namespace sallyport::intake {
namespace {

using internal::Applier;
using internal::Committer;

constexpr std::size_t kKeptForReuse = 16;
constexpr std::size_t kWeightAhead = 192u << 20;  // as MappedRows::weight() counts

// First pass over a file of stays: when each person's begin.
class ChainSink final : public RowSink {
 public:
  ChainSink(const Mapping& mapping, const ImportContext& context)
      : mapping_(mapping),
        applier_(mapping, context.agreement, context.agency,
                 crypto::short_key(context.id_key, "cells")) {}
  internal::Chains chains;

  Status preamble(const Preamble& p) override { return applier_.begin(p.columns); }
  Status row(const SourceRow& row) override {
    if (!row.problem.empty() || !applier_.read(row)) return ok();
    for (const auto& rule : mapping_.events) {
      if (!rule.chain || rule.at < 0) continue;
      for (const auto& thing : mapping_.things) {
        if (thing.name != rule.subject) continue;
        const auto key = Committer::chain_key(applier_.expand(thing.key));
        chains[key].push_back(applier_.cell(rule.at).number);
      }
    }
    return ok();
  }

 private:
  const Mapping& mapping_;
  Applier applier_;
};

bool has_chain(const Mapping& mapping) {
  return std::any_of(mapping.events.begin(), mapping.events.end(),
                     [](const EventRule& e) { return e.chain; });
}

}  // namespace

ReadAhead::Impl::Impl(Sandbox& sandbox, const InputFile& file, FileKind kind,
                      const Mapping& mapping, const ImportContext& context)
    : sandbox_(sandbox),
      file_(file),
      kind_(kind),
      mapping_(mapping),
      context_(context),
      waiting_(kWeightAhead),
      sink_([this](internal::MappedRows& rows) { return hand_over(rows); }),
      mapper_(mapping, context, sink_) {}

bool ReadAhead::Impl::hand_over(internal::MappedRows& rows) {
  const std::size_t weight = rows.weight();
  if (!waiting_.give(std::move(rows), weight)) return false;
  rows = {};
  const std::lock_guard lock(taken_mutex_);
  if (taken_.empty()) return true;
  rows = std::move(taken_.back());
  taken_.pop_back();
  return true;
}

// Emptied by whoever took them: so the reading thread neither asks for memory nor gives any back.
void ReadAhead::Impl::give_back(internal::MappedRows&& rows) {
  rows.clear();
  const std::lock_guard lock(taken_mutex_);
  if (taken_.size() < kKeptForReuse) taken_.push_back(std::move(rows));
}

ReadAhead::Impl::~Impl() {
  waiting_.stop();
  if (thread_.joinable()) thread_.join();
}

void ReadAhead::Impl::begin() {
  thread_ = std::thread([this] {
    name_this_thread("rows ahead");
    ended_ = read();
    waiting_.close();
  });
}

Result<ReaderUsage> ReadAhead::Impl::read() {
  if (has_chain(mapping_)) {
    ChainSink first(mapping_, context_);
    TRY(sandbox_.run(file_, kind_, first));
    for (auto& [key, starts] : first.chains) std::sort(starts.begin(), starts.end());
    chains_ = std::move(first.chains);
  }
  TRY_ASSIGN(const ReaderUsage usage, sandbox_.run(file_, kind_, mapper_));
  TRY(mapper_.finish());
  return usage;
}

Result<ReaderUsage> ReadAhead::Impl::finish() {
  if (thread_.joinable()) thread_.join();
  return ended_;
}

Result<std::unique_ptr<ReadAhead>> ReadAhead::start(Sandbox& sandbox, const InputFile& file,
                                                    const Mapping& mapping,
                                                    const ImportContext& context) {
  if (context.id_key.size() < 16 || context.id_key.size() > 64)
    return fail(ErrorCode::kKeyMissing, "the store's key for ids has 16 to 64 bytes");
  const auto& agencies = context.agreement.agencies;
  if (std::find(agencies.begin(), agencies.end(), context.agency) == agencies.end())
    return fail(ErrorCode::kBadValue,
                context.agency + " has no agreement for " + context.agreement.feed);
  Bytes head;
  TRY_ASSIGN(head, file.head(kHeadBytes));
  const auto kind = kind_of(file.name(), head);
  if (!kind)
    return fail(ErrorCode::kUnsupportedFormat,
                file.name() + " is not CSV, XLSX, JSON lines or report text");
  auto impl = std::make_unique<Impl>(sandbox, file, *kind, mapping, context);
  impl->begin();
  return std::unique_ptr<ReadAhead>(new ReadAhead(std::move(impl)));
}

ReadAhead::ReadAhead(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ReadAhead::~ReadAhead() = default;

const InputFile& ReadAhead::file() const {
  return impl_->file();
}
const Mapping& ReadAhead::mapping() const {
  return impl_->mapping();
}

}  // namespace sallyport::intake
