#include "picture/picture.hpp"

#include "picture/internal/image.hpp"

namespace sallyport::picture {

Picture::Picture(const PictureOptions& options) : core_(std::make_unique<Core>(options)) {}
Picture::~Picture() = default;

void Picture::fold(const EntryPlace& place, const model::Batch& batch) {
  core_->fold(place, batch);
}

void Picture::watch_resolution(ResolutionWatch* watch) {
  core_->watch_resolution(watch);
}

std::shared_ptr<const Directory> Picture::directory() const {
  return core_->version()->directory;
}
std::uint64_t Picture::entries() const {
  return core_->version()->entries;
}
std::uint64_t Picture::next_position() const {
  return core_->version()->next_position;
}

Footprint Picture::footprint() const {
  core_->need_rest();
  const Tables& t = core_->tables;
  Footprint f;
  f.records = t.records.id.size();
  f.statements = t.statements.record.size();
  f.links = t.links.id.size();
  f.events = t.events.subject.size();
  f.pairs = t.pairs.a.size();
  const Core& core = *core_;
  core.settle_tokens();
  for (std::size_t i = 0; i < kSegments; ++i) {
    std::uint64_t bytes = 0;
    each_part(core, static_cast<Segment>(i), [&](std::string_view name, const auto& part) {
      const std::uint64_t own = part.bytes();
      bytes += own;
      f.parts.push_back({kSegmentNames[i], std::string(name), own});
    });
    f.total_bytes += bytes;
    f.segments.emplace_back(kSegmentNames[i], bytes);
  }
  return f;
}

bool Picture::taken_back(std::uint64_t position) const {
  const auto version = core_->version();
  const auto& entries = core_->tables.entries;
  for (const auto& r : *version->retracted) {
    if (entries[r.first_entry].position <= position && position <= entries[r.last_entry].position)
      return true;
  }
  return false;
}

void Picture::brought_by(model::ImportId import,
                         const std::function<void(model::ItemKind, Id128)>& sink) const {
  core_->need_rest();
  const Core::Pin pin(*core_);
  const Tables& t = core_->tables;
  const auto directory = core_->version()->directory;
  const auto it = directory->imports.find(import);
  if (it == directory->imports.end() || !it->second.committed) return;
  const std::uint32_t first = it->second.first_entry;
  const std::uint32_t last = it->second.last_entry;
  const Lengths from = first == 0 ? Lengths{} : t.entries[first - 1].lengths;
  const Lengths to = t.entries[last].lengths;
  for (std::uint32_t row = 0; row < t.records.id.size(); ++row) {
    const std::uint32_t born = t.records.born.load(row);
    if (born >= first && born <= last) sink(model::ItemKind::record, t.records.id[row]);
  }
  for (std::uint32_t row = from.links; row < to.links; ++row)
    sink(model::ItemKind::link, t.links.id[row]);
  auto ids = core_->event_ids();
  for (std::uint32_t row = from.events; row < to.events; ++row)
    sink(model::ItemKind::event, t.events.id.id_of(ids, row));
}

}  // namespace sallyport::picture
