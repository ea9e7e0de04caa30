#include "service/row_history.hpp"

#include <algorithm>

#include "service/desk.hpp"

namespace sallyport::service {
namespace {

constexpr std::size_t kEntriesKept = 256;  // of 512 rows: 15 MiB at most

bool before(const model::RowTrace& a, const model::RowTrace& b) {
  return a.row_key < b.row_key;
}

}  // namespace

bool RowHistory::is_visible(const model::RowTrace::Item& item, const picture::View& view) {
  switch (item.kind) {
    case model::ItemKind::touched:
    case model::ItemKind::record:
      return view.find(model::RecordId(item.id)).has_value();
    case model::ItemKind::link:
      return view.link(model::LinkId(item.id)).has_value();
    case model::ItemKind::event:
      return view.event(model::EventId(item.id)).has_value();
    case model::ItemKind::judgement:
      break;
  }
  return false;
}

const RowHistory::Traces* RowHistory::traces_of(std::uint64_t position) {
  if (const auto it = read_.find(position); it != read_.end()) return &it->second;
  auto traces = desk_.traces_at(position);
  if (!traces) {
    failed_ = fail(std::move(traces.error()));
    return nullptr;
  }
  std::stable_sort(traces->begin(), traces->end(), before);
  if (order_.size() >= kEntriesKept) {
    read_.erase(order_.front());
    order_.pop_front();
  }
  order_.push_back(position);
  return &read_.emplace(position, std::move(*traces)).first->second;
}

std::optional<RowHistory::Known> RowHistory::find(std::uint64_t row_key,
                                                  const picture::View& view) {
  desk_.rows().find(row_key, positions_);
  if (positions_.empty()) return std::nullopt;
  Known known;
  model::RowTrace wanted;
  wanted.row_key = row_key;
  // a changed row keeps what it made before and still stands; what was ended is not visible
  for (const std::uint64_t position : positions_) {
    const Traces* traces = traces_of(position);
    if (traces == nullptr) return std::nullopt;
    const auto [first, last] = std::equal_range(traces->begin(), traces->end(), wanted, before);
    const bool undone = first != last && desk_.picture().taken_back(position);
    for (auto trace = first; trace != last; ++trace) {
      known.content_hash = undone ? std::nullopt : std::optional(trace->content_hash);
      for (const auto& item : trace->items) {
        // a record may be there still, because others speak of it
        if (!undone || item.kind == model::ItemKind::record) known.items.push_back(item);
      }
    }
  }
  std::erase_if(known.items, [&](const auto& item) { return !is_visible(item, view); });
  if (known.items.empty()) return std::nullopt;
  return known;
}

}  // namespace sallyport::service
