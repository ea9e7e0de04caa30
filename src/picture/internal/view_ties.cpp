// View, for a walk over many records: who stands at the other ends, and the rows between two.
#include <algorithm>

#include "picture/internal/view_state.hpp"

namespace sallyport::picture {
namespace {

// One row of a record's chain of links: the other end, and how far back the row before it stands.
struct Tied {
  std::uint32_t other = kNone;
  std::uint32_t back = 0;
};

Tied tied_by(const LinkColumns& l, std::uint32_t row, std::uint32_t record) {
  const std::uint32_t a = l.a[row];
  if (a == record) return {l.b[row], l.a_back[row]};
  return {a, l.b_back[row]};
}

// The same of an event. Who lay in a cell has no other end; neither has the place of an event.
Tied tied_by(const EventColumns& e, std::uint32_t row, std::uint32_t record) {
  const std::uint32_t subject = e.subject[row];
  const std::uint32_t other = e.other[row];
  if (subject == record) return {other, e.subject_back[row]};
  if (other == record) return {subject, e.other_back[row]};
  return {kNone, e.place_back[row]};
}

// A few handles, or many: is it one of them?
class Among {
 public:
  explicit Among(std::span<const Handle> handles) : few_(handles) {
    if (handles.size() <= kFew) return;
    for (const Handle handle : handles) many_.insert(handle.row + 1);
  }
  bool has(std::uint32_t row) const {
    if (few_.size() > kFew) return many_.contains(row + 1);
    return std::find(few_.begin(), few_.end(), Handle{row}) != few_.end();
  }

 private:
  static constexpr std::size_t kFew = 8;
  std::span<const Handle> few_;
  FlatSet<std::uint32_t> many_;
};

}  // namespace

// Each neighbour is given at its first visible row; its other rows are then walked past. Whether a
// record may be seen is asked once a View.
void View::neighbours(Handle handle, model::LinkKinds links, model::EventKinds events,
                      const Sink<Handle>& sink) const {
  const auto& s = *state_;
  const std::uint32_t turn = ++s.turn;
  const std::uint32_t record = handle.row;
  // Still to be given, and to be seen at all?
  const auto wanted = [&](std::uint32_t other) {
    const auto [met, fresh] = s.met.emplace(other + 1, State::Met{});
    if (met->given == turn) return false;
    if (met->given == State::kNever) return false;
    if (fresh && !s.record_visible(other)) {
      met->given = State::kNever;
      return false;
    }
    return true;
  };
  const auto seen = [&](std::uint32_t other) {
    if (other == kNone) return true;
    const auto [met, fresh] = s.met.emplace(other + 1, State::Met{});
    if (fresh && !s.record_visible(other)) met->given = State::kNever;
    return met->given != State::kNever;
  };
  const auto give = [&](std::uint32_t other) {
    s.met.put(other + 1, State::Met{turn});
    return sink(Handle{other});
  };
  const auto& l = s.t.links;
  for (std::uint32_t row = s.t.records.links.load(record); row != kNone;) {
    const Tied tied = tied_by(l, row, record);
    const bool there = links.has(static_cast<model::LinkKind>(l.kind[row])) && wanted(tied.other) &&
                       (s.row_stands(row, &Lengths::links, l.ended) || s.keeps_place(row)) &&
                       s.label_visible(l.label.load(row)) && seen(l.source[row]);
    if (there && !give(tied.other)) return;
    row = back_from(row, tied.back);
  }
  if (events.bits() == 0) return;
  s.core.need_rest();
  const auto& e = s.t.events;
  for (std::uint32_t row = s.t.records.events.load(record); row != kNone;) {
    const Tied tied = tied_by(e, row, record);
    const bool there = tied.other != kNone && wanted(tied.other) &&
                       events.has(static_cast<model::EventKind>(e.kind[row] & 0x7F)) &&
                       s.row_stands(row, &Lengths::events, e.ended) &&
                       s.label_visible(e.label.load(row)) && seen(e.place[row]) &&
                       seen(e.source[row]);
    if (there && !give(tied.other)) return;
    row = back_from(row, tied.back);
  }
}

void View::links_from(Handle handle, model::LinkKinds kinds, const Sink<LinkRow>& sink) const {
  const auto& s = *state_;
  const auto& l = s.t.links;
  for (std::uint32_t row = s.t.records.links.load(handle.row); row != kNone;) {
    const bool first = l.a[row] == handle.row;
    const bool there =
        first && kinds.has(static_cast<model::LinkKind>(l.kind[row])) && s.link_visible(row);
    if (there && !sink(s.link(row))) return;
    row = back_from(row, first ? l.a_back[row] : l.b_back[row]);
  }
}

void View::links_to(Handle handle, model::LinkKinds kinds, std::span<const Handle> others,
                    const Sink<LinkRow>& sink) const {
  const auto& s = *state_;
  const auto& l = s.t.links;
  const Among among(others);
  for (std::uint32_t row = s.t.records.links.load(handle.row); row != kNone;) {
    const Tied tied = tied_by(l, row, handle.row);
    const bool there = among.has(tied.other) &&
                       kinds.has(static_cast<model::LinkKind>(l.kind[row])) && s.link_visible(row);
    if (there && !sink(s.link(row))) return;
    row = back_from(row, tied.back);
  }
}

void View::events_to(Handle handle, model::EventKinds kinds, std::span<const Handle> others,
                     const Sink<EventRow>& sink) const {
  const auto& s = *state_;
  s.core.need_rest();
  const auto& e = s.t.events;
  const Among among(others);
  for (std::uint32_t row = s.t.records.events.load(handle.row); row != kNone;) {
    const Tied tied = tied_by(e, row, handle.row);
    const bool there = tied.other != kNone && among.has(tied.other) &&
                       kinds.has(static_cast<model::EventKind>(e.kind[row] & 0x7F)) &&
                       s.event_visible(row);
    if (there && !sink(s.event(row))) return;
    row = back_from(row, tied.back);
  }
}

}  // namespace sallyport::picture
