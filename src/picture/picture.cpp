#include "picture/picture.hpp"

#include "picture/internal/core.hpp"

namespace sallyport::picture {

Picture::Picture() : core_(std::make_unique<Core>()) {}
Picture::~Picture() = default;

void Picture::fold(const EntryPlace& place, const model::Batch& batch) { core_->fold(place, batch); }

std::shared_ptr<const Directory> Picture::directory() const { return core_->version()->directory; }
std::uint64_t Picture::entries() const { return core_->version()->entries; }
std::uint64_t Picture::next_position() const { return core_->version()->next_position; }

Footprint Picture::footprint() const {
  const Tables& t = core_->tables;
  Footprint f;
  f.records = t.records.id.size();
  f.statements = t.statements.record.size();
  f.links = t.links.id.size();
  f.events = t.events.id.size();
  f.pairs = t.pairs.a.size();
  f.tokens_bytes = t.tokens.bytes();
  f.strings_bytes = t.strings.bytes();
  auto sum = [](const auto&... columns) { return (columns.bytes() + ...); };
  const auto& r = t.records;
  const auto& s = t.statements;
  const auto& l = t.links;
  const auto& e = t.events;
  f.total_bytes =
      f.tokens_bytes + f.strings_bytes +
      sum(r.id, r.kind, r.agency, r.feed, r.source_key, r.label, r.born, r.ended, r.source, r.statements,
          r.links, r.events, r.pairs, r.judgements, r.rests, r.same_identity, r.identity) +
      sum(s.record, s.property, s.certainty, s.value, s.raw, s.from, s.to, s.grade, s.source,
          s.label, s.ended, s.previous) +
      sum(l.id, l.kind, l.certainty, l.a, l.b, l.from, l.to, l.role, l.standing, l.status, l.text,
          l.grade, l.source, l.label, l.ended) +
      sum(e.id, e.kind, e.subject, e.other, e.place, e.from_us, e.to_us, e.quantity, e.code,
          e.text, e.source, e.label, e.ended) +
      sum(t.pairs.a, t.pairs.b, t.pairs.millibits, t.pairs.ended, t.link_ends.row,
          t.link_ends.previous, t.event_ends.row, t.event_ends.previous, t.entries) +
      sum(t.record_by_id, t.link_by_id, t.event_by_id, t.record_by_identity, t.record_by_source);
  return f;
}

void Picture::brought_by(model::ImportId import,
                         const std::function<void(model::ItemKind, Id128)>& sink) const {
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
  for (std::uint32_t row = from.events; row < to.events; ++row)
    sink(model::ItemKind::event, t.events.id[row]);
}

}  // namespace sallyport::picture
