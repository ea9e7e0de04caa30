// What one View holds, and how rows are read for it: always behind the filter. Rows of one record
// are read in portions, newest first, so that a column is looked at once for all of a portion.
// Included by view.cpp, view_ties.cpp and matching alone.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/flat_map.hpp"
#include "match/index_keys.hpp"
#include "picture/internal/view_filter.hpp"
#include "picture/view.hpp"

namespace sallyport::picture {

struct View::State : ViewFilter {
  std::string purpose;
  AsOf as_of;
  Instant now;
  mutable std::optional<crypto::IdDeriver> event_ids;  // made when the first event is asked for

  // Records that neighbours() has met, by row + 1: in which of its calls one was given last, or
  // that it is not seen at all.
  struct Met {
    std::uint32_t given = 0;
  };
  static constexpr std::uint32_t kNever = 0xFFFFFFFFu;
  mutable FlatMap<std::uint32_t, Met> met;
  mutable std::uint32_t turn = 0;

  explicit State(const Picture::Core& c) : ViewFilter(c) {}
  State(const State& other)
      : ViewFilter(other), purpose(other.purpose), as_of(other.as_of), now(other.now) {}
  State& operator=(const State&) = delete;

  crypto::IdDeriver& ids() const {
    if (!event_ids) event_ids.emplace(core.event_ids());
    return *event_ids;
  }

  Record record(std::uint32_t row) const {
    const auto& r = t.records;
    Record out;
    out.handle = Handle{row};
    out.id = model::RecordId(r.id[row]);
    out.kind = static_cast<model::RecordKind>(r.kind.load(row));
    out.agency = t.strings.at(r.agency.load(row));
    out.feed = t.strings.at(r.feed.load(row));
    out.source_key = t.strings.at(r.source_key.load(row));
    out.recorded = recorded_in(r.born.load(row));
    out.label = LabelRef{r.label.load(row)};
    return out;
  }
  model::RecordId record_id(std::uint32_t row) const { return model::RecordId(t.records.id[row]); }

  // -- Rows of one record
  static constexpr std::size_t kPortion = 32;
  template <class T>
  using Cells = std::array<T, kPortion>;
  template <class T, bool kPacks>
  static Cells<T> cells(const Column<T, kPacks>& column, const Cells<std::uint32_t>& rows,
                        std::size_t count) {
    Cells<T> out;
    column.read(rows.data(), count, out.data());
    return out;
  }
  struct Statements {
    std::size_t count = 0;
    Cells<std::uint32_t> rows;
  };
  struct Links {
    std::size_t count = 0;
    Cells<std::uint32_t> rows, a, b, source, label;
  };
  struct Events {
    std::size_t count = 0;
    Cells<std::uint32_t> rows, subject, other, place, source, label;
    Cells<std::int64_t> from_us, to_us;
  };

  // The visible ones of these properties (null: of all); each(portion) returns false to stop.
  template <class Each>
  void statements_of(std::uint32_t record, const PropertySet* wanted, Each&& each) const {
    if (!record_visible(record)) return;
    std::uint32_t at = t.records.statements.load(record);
    while (at != kNone) {
      Statements found;
      for (; at != kNone && found.count < kPortion; at = back_from(at, t.statements.back[at]))
        found.rows[found.count++] = at;
      if (wanted != nullptr) keep_wanted(found, *wanted);
      keep_visible(found);
      if (found.count != 0 && !each(std::as_const(found))) return;
    }
  }
  void keep_wanted(Statements& of, const PropertySet& wanted) const {
    const auto properties = cells(t.statements.property, of.rows, of.count);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < of.count; ++i) {
      if (wanted.has(static_cast<model::Property>(properties[i]))) of.rows[kept++] = of.rows[i];
    }
    of.count = kept;
  }
  void keep_visible(Statements& of) const {
    const auto& s = t.statements;
    const auto ended_at = cells(s.ended, of.rows, of.count);
    const auto label = cells(s.label, of.rows, of.count);
    const auto source = cells(s.source, of.rows, of.count);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < of.count; ++i) {
      const std::uint32_t row = of.rows[i];
      if (!stands(row, &Lengths::statements, ended_at[i]) && !keeps_key(row)) continue;
      if (label[i] != kNone && !label_visible(label[i])) continue;
      if (source_visible(source[i])) of.rows[kept++] = row;
    }
    of.count = kept;
  }
  bool tell(std::uint32_t record, const Statements& of, const Sink<StatementRow>& sink) const {
    const auto& s = t.statements;
    const auto property = cells(s.property, of.rows, of.count);
    const auto value = cells(s.value, of.rows, of.count);
    const auto raw = cells(s.raw, of.rows, of.count);
    const auto from = cells(s.from, of.rows, of.count);
    const auto to = cells(s.to, of.rows, of.count);
    const auto certainty = cells(s.certainty, of.rows, of.count);
    const auto grade = cells(s.grade, of.rows, of.count);
    const auto source = cells(s.source, of.rows, of.count);
    const auto label = cells(s.label, of.rows, of.count);
    const model::RecordId own = record_id(record);
    const std::uint32_t own_label = t.records.label.load(record);
    const Born born = born_of(record, &Lengths::statements);
    for (std::size_t i = 0; i < of.count; ++i) {
      StatementRow out;
      out.record = Handle{record};
      out.property = static_cast<model::Property>(property[i]);
      out.value = t.strings.at(value[i]);
      out.raw = t.strings.at(raw[i]);
      out.valid = DateRange{from[i], to[i]};
      out.certainty = static_cast<model::Certainty>(certainty[i]);
      out.grade = model::unpack_grade(grade[i]).value_or(model::Grade{});
      out.source = source[i] == kNone ? own : record_id(source[i]);
      out.origin = OriginRef{entry_of(of.rows[i], &Lengths::statements, born)};
      out.recorded = recorded_in(out.origin.row);
      out.label = LabelRef{label[i] == kNone ? own_label : label[i]};
      if (!sink(out)) return false;
    }
    return true;
  }

  template <class Each>
  void links_of(std::uint32_t record, model::LinkKinds kinds, Each&& each) const {
    const auto& l = t.links;
    std::uint32_t at = t.records.links.load(record);
    while (at != kNone) {
      Links found;
      while (at != kNone && found.count < kPortion) {
        const std::uint32_t a = l.a[at];
        if (kinds.has(static_cast<model::LinkKind>(l.kind[at]))) {
          found.rows[found.count] = at;
          found.a[found.count++] = a;
        }
        at = back_from(at, a == record ? l.a_back[at] : l.b_back[at]);
      }
      keep_visible(found);
      if (found.count != 0 && !each(std::as_const(found))) return;
    }
  }
  void keep_visible(Links& of) const {
    const auto& l = t.links;
    const auto ended_at = cells(l.ended, of.rows, of.count);
    of.b = cells(l.b, of.rows, of.count);
    of.source = cells(l.source, of.rows, of.count);
    of.label = cells(l.label, of.rows, of.count);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < of.count; ++i) {
      if (!stands(of.rows[i], &Lengths::links, ended_at[i]) && !keeps_place(of.rows[i])) continue;
      if (!label_visible(of.label[i]) || !record_visible(of.a[i]) || !record_visible(of.b[i]) ||
          !source_visible(of.source[i]))
        continue;
      for (auto* column : {&of.rows, &of.a, &of.b, &of.source, &of.label})
        (*column)[kept] = (*column)[i];
      ++kept;
    }
    of.count = kept;
  }
  bool tell(const Links& of, const Sink<LinkRow>& sink) const {
    const auto& l = t.links;
    const auto kind = cells(l.kind, of.rows, of.count);
    const auto from = cells(l.from, of.rows, of.count);
    const auto to = cells(l.to, of.rows, of.count);
    const auto role = cells(l.role, of.rows, of.count);
    const auto standing = cells(l.standing, of.rows, of.count);
    const auto status = cells(l.status, of.rows, of.count);
    const auto text = cells(l.text, of.rows, of.count);
    const auto certainty = cells(l.certainty, of.rows, of.count);
    const auto grade = cells(l.grade, of.rows, of.count);
    for (std::size_t i = 0; i < of.count; ++i) {
      const std::uint32_t row = of.rows[i];
      LinkRow out;
      out.id = model::LinkId(l.id[row]);
      out.kind = static_cast<model::LinkKind>(kind[i]);
      out.a = Handle{of.a[i]};
      out.b = Handle{of.b[i]};
      out.valid = DateRange{from[i], to[i]};
      out.role = t.strings.at(role[i]);
      out.standing = t.strings.at(standing[i]);
      out.status = t.strings.at(status[i]);
      out.text = t.strings.at(text[i]);
      out.certainty = static_cast<model::Certainty>(certainty[i]);
      out.grade = model::unpack_grade(grade[i]).value_or(model::Grade{});
      if (of.source[i] != kNone) out.source = record_id(of.source[i]);
      const Born born = born_of(of.a[i], &Lengths::links);
      out.origin = OriginRef{entry_of(row, &Lengths::links, born)};
      out.recorded = recorded_in(out.origin.row);
      out.label = LabelRef{of.label[i]};
      if (!sink(out)) return false;
    }
    return true;
  }
  LinkRow link(std::uint32_t row) const {
    const auto& l = t.links;
    Links one;
    one.count = 1;
    one.rows[0] = row;
    one.a[0] = l.a[row];
    one.b[0] = l.b[row];
    one.source[0] = l.source[row];
    one.label[0] = l.label.load(row);
    LinkRow out;
    (void)tell(one, [&out](const LinkRow& told) {
      out = told;
      return true;
    });
    return out;
  }

  template <class Each>
  void events_of(std::uint32_t record, model::EventKinds kinds, TimeRange time, Each&& each) const {
    const auto& e = t.events;
    const bool where = (kinds.bits() & ~kWhereKinds.bits()) == 0;  // have a chain of their own
    std::uint32_t at = where ? t.records.custody.load(record) : t.records.events.load(record);
    while (at != kNone) {
      Events found;
      while (at != kNone && found.count < kPortion) {
        const std::uint32_t subject = e.subject[at];
        if (kinds.has(static_cast<model::EventKind>(e.kind[at] & 0x7F))) {
          found.rows[found.count] = at;
          found.subject[found.count++] = subject;
        }
        at = back_from(at,
                       where ? custody_back(at, subject, record) : event_back(at, subject, record));
      }
      keep_in(time, found);
      keep_visible(found);
      if (found.count != 0 && !each(std::as_const(found))) return;
    }
  }
  std::uint32_t event_back(std::uint32_t row, std::uint32_t subject, std::uint32_t record) const {
    const auto& e = t.events;
    if (subject == record) return e.subject_back[row];
    return e.other[row] == record ? e.other_back[row] : e.place_back[row];
  }
  std::uint32_t custody_back(std::uint32_t row, std::uint32_t subject, std::uint32_t record) const {
    const auto& e = t.events;
    if (subject == record) return e.custody_subject_back[row];
    return e.other[row] == record ? e.custody_other_back[row] : e.custody_place_back[row];
  }
  void keep_in(TimeRange time, Events& of) const {
    of.from_us = cells(t.events.from_us, of.rows, of.count);
    of.to_us = cells(t.events.length_us, of.rows, of.count);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < of.count; ++i) {
      const std::int64_t from_us = of.from_us[i];
      const std::int64_t to_us = end_of(from_us, of.to_us[i]);
      if (!TimeRange{from_us, std::max(to_us, from_us + 1)}.overlaps(time)) continue;
      of.rows[kept] = of.rows[i];
      of.subject[kept] = of.subject[i];
      of.from_us[kept] = from_us;
      of.to_us[kept++] = to_us;
    }
    of.count = kept;
  }
  void keep_visible(Events& of) const {
    const auto& e = t.events;
    const auto ended_at = cells(e.ended, of.rows, of.count);
    of.other = cells(e.other, of.rows, of.count);
    of.place = cells(e.place, of.rows, of.count);
    of.source = cells(e.source, of.rows, of.count);
    of.label = cells(e.label, of.rows, of.count);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < of.count; ++i) {
      if (!stands(of.rows[i], &Lengths::events, ended_at[i]) || !label_visible(of.label[i]) ||
          !record_visible(of.subject[i]) || !source_visible(of.other[i]) ||
          !source_visible(of.place[i]) || !source_visible(of.source[i]))
        continue;
      for (auto* column : {&of.rows, &of.subject, &of.other, &of.place, &of.source, &of.label})
        (*column)[kept] = (*column)[i];
      of.from_us[kept] = of.from_us[i];
      of.to_us[kept++] = of.to_us[i];
    }
    of.count = kept;
  }
  bool tell(const Events& of, const Sink<EventRow>& sink) const {
    const auto& e = t.events;
    const auto kind = cells(e.kind, of.rows, of.count);
    const auto quantity = cells(e.quantity, of.rows, of.count);
    const auto code = cells(e.code, of.rows, of.count);
    const auto text = cells(e.text, of.rows, of.count);
    for (std::size_t i = 0; i < of.count; ++i) {
      const std::uint32_t row = of.rows[i];
      EventRow out;
      out.id = model::EventId(e.id.id_of(ids(), row));
      out.kind = static_cast<model::EventKind>(kind[i] & 0x7F);
      out.zone_ambiguous = (kind[i] & 0x80) != 0;
      out.subject = Handle{of.subject[i]};
      out.has_other = of.other[i] != kNone;
      if (out.has_other) out.other = Handle{of.other[i]};
      out.has_place = of.place[i] != kNone;
      if (out.has_place) out.place = Handle{of.place[i]};
      out.at = TimeRange{of.from_us[i], of.to_us[i]};
      out.quantity = quantity[i];
      out.code = t.strings.at(code[i]);
      out.text = t.strings.at(text[i]);
      if (of.source[i] != kNone) out.source = record_id(of.source[i]);
      const Born born = born_of(of.subject[i], &Lengths::events);
      out.origin = OriginRef{entry_of(row, &Lengths::events, born)};
      out.recorded = recorded_in(out.origin.row);
      out.label = LabelRef{of.label[i]};
      if (!sink(out)) return false;
    }
    return true;
  }
  EventRow event(std::uint32_t row) const {
    const auto& e = t.events;
    Events one;
    one.count = 1;
    one.rows[0] = row;
    one.subject[0] = e.subject[row];
    one.other[0] = e.other[row];
    one.place[0] = e.place[row];
    one.source[0] = e.source[row];
    one.label[0] = e.label.load(row);
    one.from_us[0] = e.from_us[row];
    one.to_us[0] = e.to_us(row);
    EventRow out;
    (void)tell(one, [&out](const EventRow& told) {
      out = told;
      return true;
    });
    return out;
  }
  JudgementRow judgement(std::uint32_t row) const {
    const auto& j = t.judgements;
    JudgementRow out;
    out.id = model::JudgementId(j.id[row]);
    out.a = Handle{j.a[row]};
    out.b = Handle{j.b[row]};
    out.verdict = static_cast<model::Verdict>(j.verdict[row]);
    out.actor = t.strings.at(j.actor[row]);
    out.reason = t.strings.at(j.reason[row]);
    out.recorded = recorded_in(entry_of(row, &Lengths::judgements));
    return out;
  }

  // Does a visible statement of this property of a visible record hold the token?
  bool states(std::uint32_t record, model::Property property, std::string_view token) const {
    const auto& s = t.statements;
    bool held = false;
    for (std::uint32_t at = t.records.statements.load(record); at != kNone && !held;
         at = back_from(at, s.back[at])) {
      if (static_cast<model::Property>(s.property[at]) != property) continue;
      if (!statement_itself_visible(at)) continue;
      match::index_tokens(
          property, t.strings.at(s.value[at]),
          [&](model::IndexClass, std::string_view text) { held = held || text == token; });
    }
    return held;
  }
  // The same of a posting, which says that some statement of the property holds the token: no text
  // is read where all of them are seen, or none.
  bool posting_visible(std::uint32_t record, model::Property property, std::uint32_t token) const {
    if (!record_visible(record)) return false;
    const auto& s = t.statements;
    std::uint32_t there = 0;
    std::uint32_t shown = 0;
    for (std::uint32_t at = t.records.statements.load(record); at != kNone;
         at = back_from(at, s.back[at])) {
      if (static_cast<model::Property>(s.property[at]) != property) continue;
      ++there;
      shown += statement_itself_visible(at) ? 1 : 0;
    }
    if (shown == 0 || shown == there) return shown != 0;
    return states(record, property, t.tokens.text(token));
  }
  // f(record, property); false stops.
  template <class F>
  bool each_posting(std::uint32_t token, F&& f) const {
    const model::IndexClass cls = t.tokens.cls(token);
    return t.tokens.lists().each(t.tokens.head(token), [&](Posting posting) {
      const model::Property property = property_in_slot(cls, posting.slot());
      return !posting_visible(posting.record(), property, token) || f(posting.record(), property);
    });
  }
  bool token_has_posting(std::uint32_t token) const {
    return !each_posting(token, [](std::uint32_t, model::Property) { return false; });
  }
  bool offer(std::uint32_t token, const Sink<TokenHit>& sink) const {
    if (!token_has_posting(token)) return true;
    return sink(TokenHit{TokenRef{token}, t.tokens.text(token)});
  }
  bool offer_shortest_first(std::vector<std::uint32_t>& tokens, const Sink<TokenHit>& sink) const {
    std::vector<std::pair<std::string_view, std::uint32_t>> texts;
    texts.reserve(tokens.size());
    for (const std::uint32_t token : tokens) texts.emplace_back(t.tokens.text(token), token);
    std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first.size(), a.first) < std::pair(b.first.size(), b.first);
    });
    for (const auto& [text, token] : texts) {
      if (!offer(token, sink)) return false;
    }
    return true;
  }
};

}  // namespace sallyport::picture
