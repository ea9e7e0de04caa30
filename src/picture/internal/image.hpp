// The list of everything a snapshot holds of the tables: which part lies in which segment, under
// which name. One visitor for writing, reading and counting, so that they cannot disagree. A part
// is a Column, a GrowTable or the text blocks of a StringPool; below, what the three have in
// common. Not here, because rebuilt or small: labels and kind heads (in the manifest), the features
// used in scoring (made from the statements when asked). Whoever changes this list, or what a
// column means, raises kSnapshotFormat.
#pragma once

#include <array>
#include <string_view>

#include "picture/internal/core.hpp"

namespace sallyport::picture {

inline constexpr std::uint32_t kSnapshotFormat = 1;

/// The units of key, file and thread. Events are several, so that two threads share them evenly.
enum class Segment : std::uint8_t {
  strings,
  records,
  statements,
  links,
  event_ids,
  events,
  event_ends,
  pairs,
  tokens,
  blocking,
  entries,
  extra
};
inline constexpr std::array<std::string_view, 12> kSegmentNames = {
    "strings",    "records", "statements", "links",    "event-ids", "events",
    "event-ends", "pairs",   "tokens",     "blocking", "entries",   "extra"};
inline constexpr std::size_t kSegments = kSegmentNames.size();

/// How large a part is, as the manifest says it.
struct PartShape {
  std::string name;
  std::uint64_t element_bytes = 0;
  std::uint64_t count = 0;
  std::uint64_t used = 0;  ///< entries of a table; else 0
  bool operator==(const PartShape&) const = default;
  std::uint64_t bytes() const { return element_bytes * count; }
};

template <class T>
PartShape shape_of(std::string_view name, const Column<T>& part) {
  return {std::string(name), sizeof(T), part.size(), 0};
}
inline PartShape shape_of(std::string_view name, const GrowTable& part) {
  return {std::string(name), sizeof(std::uint64_t) + sizeof(std::uint32_t), part.slots(),
          part.size()};
}
inline PartShape shape_of(std::string_view name, const StringPool& part) {
  return {std::string(name), 1, part.text_bytes(), 0};
}

/// f(pointer, bytes), in order.
template <class T, class F>
void each_piece(const Column<T>& part, F&& f) {
  part.each_chunk(part.size(), f);
}
template <class F>
void each_piece(const GrowTable& part, F&& f) {
  part.each_array(f);
}
template <class F>
void each_piece(const StringPool& part, F&& f) {
  part.each_block(f);
}

/// The same pieces for f to fill; false when f says so or the shape is not one of such a part.
template <class T, class F>
bool fill(Column<T>& part, const PartShape& shape, F&& f) {
  if (shape.element_bytes != sizeof(T) ||
      shape.count > std::uint64_t{part.kMaxChunks} * part.kChunkRows)
    return false;
  part.clear();
  return part.fill(static_cast<std::uint32_t>(shape.count), f);
}
template <class F>
bool fill(GrowTable& part, const PartShape& shape, F&& f) {
  return shape.element_bytes == sizeof(std::uint64_t) + sizeof(std::uint32_t) &&
         part.fill(shape.count, shape.used, f);
}
template <class F>
bool fill(StringPool& part, const PartShape& shape, F&& f) {
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
  f("previous", s.previous);
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
}

template <class E, class F>
void event_parts(E& e, F&& f) {
  f("kind", e.kind);
  f("subject", e.subject);
  f("other", e.other);
  f("place", e.place);
  f("from_us", e.from_us);
  f("to_us", e.to_us);
  f("quantity", e.quantity);
  f("code", e.code);
  f("text", e.text);
  f("source", e.source);
  f("label", e.label);
  f("ended", e.ended);
}

template <class E, class F>
void end_parts(E& ends, F&& f) {
  f("end", ends.row);
  f("previous_end", ends.previous);
}

template <class T, class F>
void pair_parts(T& t, F&& f) {
  f("a", t.pairs.a);
  f("b", t.pairs.b);
  f("millibits", t.pairs.millibits);
  f("ended", t.pairs.ended);
  end_parts(t.pair_ends, f);
  auto& j = t.judgements;
  f("judgement", j.id);
  f("judgement_a", j.a);
  f("judgement_b", j.b);
  f("verdict", j.verdict);
  f("actor", j.actor);
  f("reason", j.reason);
  f("judgement_label", j.label);
  f("judgement_ended", j.ended);
  end_parts(t.judgement_ends, f);
  f("judgement_by_id", t.judgement_by_id);
}

/// f(name, part) for every part of one segment, in a fixed order. C is Core or const Core.
template <class C, class F>
void each_part(C& core, Segment segment, F&& f) {
  auto& t = core.tables;
  switch (segment) {
    case Segment::strings:
      f("texts", t.strings);
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
      end_parts(t.link_ends, f);
      f("by_id", t.link_by_id);
      break;
    case Segment::event_ids:
      f("id", t.events.id);
      f("by_id", t.event_by_id);
      break;
    case Segment::events:
      event_parts(t.events, f);
      break;
    case Segment::event_ends:
      end_parts(t.event_ends, f);
      end_parts(t.rest_ends, f);
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

}  // namespace sallyport::picture
