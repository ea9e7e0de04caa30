// The list of everything a snapshot holds of the tables: which part lies in which segment, under
// which name. One visitor for writing, reading and counting, so that they cannot disagree. A part
// is a Column, a GrowTable or TextBlocks; below, what the three have in
// common. Not here, because rebuilt or small: labels and kind heads (in the manifest), the features
// used in scoring (made from the statements when asked). Whoever changes this list, or what a
// column means, raises kSnapshotFormat.
#pragma once

#include <array>
#include <string_view>

#include "picture/internal/core.hpp"

namespace sallyport::picture {

inline constexpr std::uint32_t kSnapshotFormat = 7;

/// The units of key, file and thread. Events are several, so that two threads share them evenly.
enum class Segment : std::uint8_t {
  strings,
  records,
  statements,
  links,
  event_ids,
  events,
  event_chains,
  pairs,
  tokens,
  blocking,
  entries,
  extra
};
inline constexpr std::array<std::string_view, 12> kSegmentNames = {
    "strings",      "records", "statements", "links",    "event-ids", "events",
    "event-chains", "pairs",   "tokens",     "blocking", "entries",   "extra"};
inline constexpr std::size_t kSegments = kSegmentNames.size();

/// Not needed for the first answers: see LoadUntil.
inline constexpr bool may_follow(std::size_t segment) {
  switch (static_cast<Segment>(segment)) {
    case Segment::event_ids:
    case Segment::events:
    case Segment::event_chains:
    case Segment::blocking:
      return true;
    default:
      return false;
  }
}

/// How large a part is, as the manifest says it.
struct PartShape {
  std::string name;
  std::uint64_t element_bytes = 0;
  std::uint64_t count = 0;
  std::uint64_t used = 0;  ///< entries of a table; else 0
  bool operator==(const PartShape&) const = default;
};

template <class T, bool kPacks>
PartShape shape_of(std::string_view name, const Column<T, kPacks>& part) {
  return {std::string(name), sizeof(T), part.size(), 0};
}
template <class Slots>
PartShape shape_of(std::string_view name, const GrowTable<Slots>& part) {
  return {std::string(name), part.kSlotBytes, part.slots(), part.size()};
}
inline PartShape shape_of(std::string_view name, const CellArena& part) {
  return {std::string(name), sizeof(std::uint32_t), part.size(), 0};
}
inline PartShape shape_of(std::string_view name, const TextBlocks& part) {
  return {std::string(name), 1, part.text_bytes(), 0};
}

/// f(pointer, bytes), in order.
template <class T, bool kPacks, class F>
void each_piece(const Column<T, kPacks>& part, F&& f) {
  part.each_chunk(f);
}
template <class Slots, class F>
void each_piece(const GrowTable<Slots>& part, F&& f) {
  part.each_array(f);
}
template <class F>
void each_piece(const CellArena& part, F&& f) {
  part.each_chunk(f);
}
template <class F>
void each_piece(const TextBlocks& part, F&& f) {
  part.each_block(f);
}

/// The same pieces for f to fill; false when f says so or the shape is not one of such a part.
template <class T, bool kPacks, class F>
bool fill(Column<T, kPacks>& part, const PartShape& shape, F&& f) {
  if (shape.element_bytes != sizeof(T) || shape.count > part.most_rows()) return false;
  part.clear();
  return part.fill(static_cast<std::uint32_t>(shape.count), f);
}
template <class Slots, class F>
bool fill(GrowTable<Slots>& part, const PartShape& shape, F&& f) {
  return shape.element_bytes == part.kSlotBytes && part.fill(shape.count, shape.used, f);
}
template <class F>
bool fill(CellArena& part, const PartShape& shape, F&& f) {
  return shape.element_bytes == sizeof(std::uint32_t) && part.fill(shape.count, f);
}
template <class F>
bool fill(TextBlocks& part, const PartShape& shape, F&& f) {
  return shape.element_bytes == 1 && part.fill_blocks(shape.count, f);
}

/// The doors to what a Core keeps to its fold.
struct SnapshotAccess {
  template <class C>
  static auto& blocking(C& core) {
    return core.blocking_;
  }
  template <class C>
  static auto& next(C& core) {
    return core.next_;
  }
  template <class C>
  static auto& import_open(C& core) {
    return core.import_open_;
  }
  static bool& changes_lost(Picture::Core& core) { return core.changes_lost_; }
  static std::atomic<bool>& rest_here(Picture::Core& core) { return core.rest_here_; }
  static std::jthread& rest(Picture::Core& core) { return core.rest_; }
  static std::uint32_t label_number(Picture::Core& core, const model::Label& label) {
    return core.label_number(label);
  }
};

template <class R, class F>
void record_parts(R& r, F&& f) {
  f("id", r.id);
  f("kind", r.kind);
  f("agency", r.agency);
  f("feed", r.feed);
  f("source_key", r.source_key);
  f("label", r.label);
  f("born", r.born);
  f("ended", r.ended);
  f("source", r.source);
  f("statements", r.statements);
  f("links", r.links);
  f("events", r.events);
  f("custody", r.custody);
  f("pairs", r.pairs);
  f("judgements", r.judgements);
  f("rests", r.rests);
  f("same_identity", r.same_identity);
  f("identity", r.identity);
}

template <class S, class F>
void statement_parts(S& s, F&& f) {
  f("record", s.record);
  f("property", s.property);
  f("certainty", s.certainty);
  f("value", s.value);
  f("raw", s.raw);
  f("from", s.from);
  f("to", s.to);
  f("grade", s.grade);
  f("source", s.source);
  f("label", s.label);
  f("ended", s.ended);
  f("back", s.back);
}

template <class L, class F>
void link_parts(L& l, F&& f) {
  f("id", l.id);
  f("kind", l.kind);
  f("certainty", l.certainty);
  f("a", l.a);
  f("b", l.b);
  f("from", l.from);
  f("to", l.to);
  f("role", l.role);
  f("standing", l.standing);
  f("status", l.status);
  f("text", l.text);
  f("grade", l.grade);
  f("source", l.source);
  f("label", l.label);
  f("ended", l.ended);
  f("a_back", l.a_back);
  f("b_back", l.b_back);
  f("rest_older", l.rest_older);
}

template <class E, class F>
void event_parts(E& e, F&& f) {
  f("kind", e.kind);
  f("subject", e.subject);
  f("other", e.other);
  f("place", e.place);
  f("from_us", e.from_us);
  f("length_us", e.length_us);
  f("quantity", e.quantity);
  f("code", e.code);
  f("text", e.text);
  f("source", e.source);
  f("label", e.label);
  f("ended", e.ended);
}

template <class E, class F>
void event_chain_parts(E& e, F&& f) {
  f("subject_back", e.subject_back);
  f("other_back", e.other_back);
  f("place_back", e.place_back);
  f("custody_subject_back", e.custody_subject_back);
  f("custody_other_back", e.custody_other_back);
  f("custody_place_back", e.custody_place_back);
  f("rest_older", e.rest_older);
}

template <class T, class F>
void pair_parts(T& t, F&& f) {
  f("a", t.pairs.a);
  f("b", t.pairs.b);
  f("millibits", t.pairs.millibits);
  f("ended", t.pairs.ended);
  f("a_back", t.pairs.a_back);
  f("b_back", t.pairs.b_back);
  auto& j = t.judgements;
  f("judgement", j.id);
  f("judgement_a", j.a);
  f("judgement_b", j.b);
  f("verdict", j.verdict);
  f("actor", j.actor);
  f("reason", j.reason);
  f("judgement_label", j.label);
  f("judgement_ended", j.ended);
  f("judgement_a_back", j.a_back);
  f("judgement_b_back", j.b_back);
  f("judgement_by_id", t.judgement_by_id);
}

/// f(name, part) for every part of one segment, in a fixed order. C is Core or const Core.
template <class C, class F>
void each_part(C& core, Segment segment, F&& f) {
  auto& t = core.tables;
  switch (segment) {
    case Segment::strings:
      StringPool::parts(t.strings, f);
      break;
    case Segment::records:
      record_parts(t.records, f);
      f("same_source", t.same_source);
      f("of_kind", t.of_kind);
      f("by_id", t.record_by_id);
      f("by_identity", t.record_by_identity);
      f("by_source", t.record_by_source);
      break;
    case Segment::statements:
      statement_parts(t.statements, f);
      break;
    case Segment::links:
      link_parts(t.links, f);
      f("by_id", t.link_by_id);
      break;
    case Segment::event_ids:
      EventIds::parts(t.events.id, f);
      break;
    case Segment::events:
      event_parts(t.events, f);
      break;
    case Segment::event_chains:
      event_chain_parts(t.events, f);
      break;
    case Segment::pairs:
      pair_parts(t, f);
      break;
    case Segment::tokens:
      TokenIndex::parts(t.tokens, f);
      break;
    case Segment::blocking:
      KeyChains::parts(SnapshotAccess::blocking(core), f);
      break;
    case Segment::entries:
      f("entries", t.entries);
      break;
    case Segment::extra:
      break;  // the service's, not of the tables
  }
}

/// f(column) for every column.
template <class C, class F>
void each_column(C& core, F&& f) {
  for (std::size_t i = 0; i < kSegments; ++i) {
    each_part(core, static_cast<Segment>(i), [&](std::string_view, auto& part) {
      if constexpr (requires { part.tidy(); }) f(part);
    });
  }
}
/// The same for all but what TokenFold writes, which may be at it.
template <class C, class F>
void each_part_of_fold(C& core, F&& f) {
  for (std::size_t i = 0; i < kSegments; ++i) {
    if (static_cast<Segment>(i) == Segment::tokens) continue;
    each_part(core, static_cast<Segment>(i), [&](std::string_view, auto& part) { f(part); });
  }
}

}  // namespace sallyport::picture
