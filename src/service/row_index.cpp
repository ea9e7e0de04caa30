#include "service/row_index.hpp"

namespace sallyport::service {
namespace {

bool visible(const model::RowTrace::Item& item, const picture::View& view) {
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

}  // namespace

void RowIndex::note(const std::vector<model::RowTrace>& rows) {
  const std::lock_guard lock(mutex_);
  for (const auto& row : rows) {
    // a changed row keeps what it made before and still stands; what was ended is not visible
    Entry& entry = rows_[row.row_key];
    const auto first = static_cast<std::uint32_t>(items_.size());
    for (std::uint32_t i = 0; i < entry.count; ++i) {
      const model::RowTrace::Item kept = items_[entry.first + i];
      items_.push_back(kept);
    }
    items_.insert(items_.end(), row.items.begin(), row.items.end());
    entry = {row.content_hash, first, static_cast<std::uint32_t>(items_.size()) - first};
  }
}

std::optional<RowIndex::Known> RowIndex::find(std::uint64_t row_key,
                                              const picture::View& view) const {
  Known known;
  {
    const std::lock_guard lock(mutex_);
    const auto it = rows_.find(row_key);
    if (it == rows_.end()) return std::nullopt;
    known.content_hash = it->second.content_hash;
    known.items.assign(items_.begin() + it->second.first,
                       items_.begin() + it->second.first + it->second.count);
  }
  std::erase_if(known.items, [&](const auto& item) { return !visible(item, view); });
  if (known.items.empty()) return std::nullopt;
  return known;
}

void RowIndex::encode(cbor::Writer& out) const {
  const std::lock_guard lock(mutex_);
  out.array(rows_.size());
  for (const auto& [key, entry] : rows_) {
    out.array(2 + 2 * entry.count);
    out.unsigned_int(key);
    out.unsigned_int(entry.content_hash);
    for (std::uint32_t i = 0; i < entry.count; ++i) {
      const auto& item = items_[entry.first + i];
      out.unsigned_int(static_cast<std::uint64_t>(item.kind));
      out.bytes(to_bytes(item.id));
    }
  }
}

void RowIndex::decode(cbor::Reader& in) {
  const std::lock_guard lock(mutex_);
  const std::size_t count = in.array();
  rows_.reserve(count);
  for (std::size_t row = 0; row < count && !in.failed(); ++row) {
    const std::size_t size = in.array();
    const std::uint64_t key = in.unsigned_int();
    Entry entry{in.unsigned_int(), static_cast<std::uint32_t>(items_.size()),
                size < 2 ? 0 : static_cast<std::uint32_t>((size - 2) / 2)};
    for (std::uint32_t i = 0; i < entry.count && !in.failed(); ++i) {
      model::RowTrace::Item item;
      item.kind = static_cast<model::ItemKind>(in.unsigned_int());
      const ByteView id = in.bytes();
      if (id.size() == 16) item.id = id_from_bytes(std::span<const std::uint8_t, 16>(id));
      items_.push_back(item);
    }
    rows_.emplace(key, entry);
  }
}

std::size_t RowIndex::size() const {
  const std::lock_guard lock(mutex_);
  return rows_.size();
}

}  // namespace sallyport::service
