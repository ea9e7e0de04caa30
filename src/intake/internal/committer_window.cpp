// The rows that wait: put in the order of whom they are about, cut into chunks, handed over.
#include <algorithm>

#include "intake/internal/committer.hpp"

namespace sallyport::intake::internal {
namespace {

using model::kRecordLabel;
using model::LabelIndex;

constexpr std::size_t kChunkBytes = limits::kEntryBytes / 2;
constexpr std::size_t kWindowRows = 65'536;
constexpr std::size_t kWindowBytes = 48u << 20;
constexpr std::size_t kAhead = 6;  // rows fetched from memory before their turn

}  // namespace

// Whom a row is about: of what it says, the last; else what it brings first.
void Committer::wait(std::uint64_t row, std::uint64_t content_hash, LabelIndex label,
                     std::uint32_t first_op) {
  const auto ops = static_cast<std::uint32_t>(ops_.size()) - first_op;
  const Id128 about = model::subject_of(ops_.back());
  const auto next = static_cast<std::uint32_t>(appearances_.size());
  std::uint32_t appeared = next;
  if (!about.is_nil()) appeared = *appearances_.emplace(about, next).first;
  const auto* brought = std::get_if<model::PutRecord>(&ops_[first_op]);
  if (brought != nullptr && brought->id == about) ++rows_that_make_;
  rows_.push_back({{row, row_key_, content_hash, label, first_op, ops}, row_bytes_, appeared});
  window_bytes_ += row_bytes_;
}

// Rows that each bring somebody new have nobody in common: they need not wait.
bool Committer::window_is_full() const {
  if (rows_.size() >= kWindowRows || window_bytes_ >= kWindowBytes) return true;
  const bool whole_chunk = rows_.size() % limits::kChunkRows == 0 || window_bytes_ >= kChunkBytes;
  return whole_chunk && rows_that_make_ * 2 > rows_.size();
}

std::vector<std::uint32_t> Committer::order_of_rows() const {
  std::vector<std::uint32_t> order(rows_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  if (rows_.size() <= limits::kChunkRows) return order;  // one chunk: its boxes are by subject
  std::stable_sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
    return rows_[a].about < rows_[b].about;
  });
  return order;
}

Status Committer::hand_over_window() {
  if (sink_) TRY(hand_over_rows());
  for (const model::Label* label : window_labels_)
    labels_.find(*label)->second.index = kRecordLabel;
  window_labels_.clear();
  ops_.clear();
  rows_.clear();
  appearances_.clear();
  window_bytes_ = rows_that_make_ = 0;
  return ok();
}

Status Committer::hand_over_rows() {
  const bool one_chunk = rows_.size() <= limits::kChunkRows &&
                         window_bytes_ - (rows_.empty() ? 0 : rows_.back().bytes) < kChunkBytes;
  if (one_chunk) {
    move_window();
    return hand_over_chunk();
  }
  chunk_labels_.assign(window_labels_.size(), kRecordLabel);
  const auto order = order_of_rows();
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i + kAhead < order.size()) {  // they lie wherever their rows came
      const auto* next =
          reinterpret_cast<const char*>(&ops_[rows_[order[i + kAhead]].trace.first_op]);
      for (std::size_t line = 0; line < sizeof(model::Op); line += 64)
        __builtin_prefetch(next + line);
    }
    move_row(rows_[order[i]]);
    if (chunk_.rows.size() >= limits::kChunkRows || chunk_bytes_ >= kChunkBytes)
      TRY(hand_over_chunk());
  }
  return hand_over_chunk();
}

// The window is a chunk as it lies.
void Committer::move_window() {
  model::Batch& batch = chunk_.batch;
  for (const model::Label* label : window_labels_) batch.labels.push_back(*label);
  for (auto& op : ops_) {
    if (auto* event = std::get_if<model::PutEvent>(&op))
      event->id = model::EventId(event_ids_.derive_id(batch_id_, events_++));
  }
  batch.ops = std::move(ops_);
  ops_ = {};
  ops_.reserve(batch.ops.size());
  chunk_.rows.reserve(rows_.size());
  for (const auto& row : rows_) chunk_.rows.push_back(row.trace);
}

// A row's operations into the chunk: its labels are the chunk's from now on, its events get their
// numbers.
void Committer::move_row(WaitingRow& row) {
  model::Batch& batch = chunk_.batch;
  const auto in_chunk = [&](LabelIndex& label) {
    if (label == kRecordLabel) return;
    LabelIndex& known = chunk_labels_[label];
    if (known == kRecordLabel) {
      known = static_cast<LabelIndex>(batch.labels.size());
      batch.labels.push_back(*window_labels_[label]);
    }
    label = known;
  };
  if (batch.ops.empty()) batch.ops.reserve(limits::kChunkRows * 2);
  const auto first = static_cast<std::uint32_t>(batch.ops.size());
  for (std::uint32_t i = 0; i < row.trace.ops; ++i) {
    model::Op& op = batch.ops.emplace_back(std::move(ops_[row.trace.first_op + i]));
    std::visit(
        [&](auto& o) {
          using Kind = std::decay_t<decltype(o)>;
          if constexpr (requires { o.statements; }) {
            for (auto& s : o.statements) in_chunk(s.label);
          }
          if constexpr (requires { LabelIndex{o.label}; }) in_chunk(o.label);
          if constexpr (std::is_same_v<Kind, model::PutEvent>)
            o.id = model::EventId(event_ids_.derive_id(batch_id_, events_++));
        },
        op);
  }
  in_chunk(row.trace.label);
  row.trace.first_op = first;
  chunk_.rows.push_back(row.trace);
  chunk_bytes_ += row.bytes;
}

Status Committer::hand_over_chunk() {
  if (!chunk_.rows.empty()) {
    model::Batch& batch = chunk_.batch;
    batch.actor = context_.actor;
    batch.agency = context_.agency;
    batch.purpose = context_.purpose;
    batch.reason = context_.reason;
    batch.idempotency_key = context_.idempotency_key;
    TRY(sink_(std::move(chunk_)));
  }
  chunk_labels_.assign(window_labels_.size(), kRecordLabel);
  chunk_ = Chunk{};
  chunk_bytes_ = 0;
  return ok();
}

Status Committer::flush() {
  TRY(hand_over_window());
  outcome_.labels.clear();
  for (const auto& [label, entry] : labels_) outcome_.labels.push_back(label);
  return ok();
}

}  // namespace sallyport::intake::internal
