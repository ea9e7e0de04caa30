// What one View holds: the version and labels it pinned, and the filter in front of every read.
// Included by view.cpp, view_ties.cpp and matching alone.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/flat_map.hpp"
#include "match/index_keys.hpp"
#include "picture/internal/core.hpp"
#include "picture/view.hpp"

namespace sallyport::picture {

struct View::State {
  const Picture::Core& core;
  const Picture::Core::Pin pin;  // before anything is read
  const Tables& t;
  std::shared_ptr<const Version> version;
  std::shared_ptr<const VisibleLabels> labels;
  std::string purpose;
  AsOf as_of;
  Instant now;
  std::uint32_t entries;  // entries of this view: all of the version's, or those up to a day
  Lengths lengths;
  mutable std::unordered_map<std::uint32_t, bool> spoken;  // answers of spoken_of()

  mutable std::optional<crypto::IdDeriver> event_ids;  // made when the first event is asked for

  // Records that neighbours() has met, by row + 1: in which of its calls one was given last, or
  // that it is not seen at all.
  struct Met {
    std::uint32_t given = 0;
  };
  static constexpr std::uint32_t kNever = 0xFFFFFFFFu;
  mutable FlatMap<std::uint32_t, Met> met;
  mutable std::uint32_t turn = 0;

  explicit State(const Picture::Core& c) : core(c), pin(c), t(c.tables) {}
  State(const State& other)
      : core(other.core),
        pin(other.core),
        t(other.t),
        version(other.version),
        labels(other.labels),
        purpose(other.purpose),
        as_of(other.as_of),
        now(other.now),
        entries(other.entries),
        lengths(other.lengths) {}
  State& operator=(const State&) = delete;

  crypto::IdDeriver& ids() const {
    if (!event_ids) event_ids.emplace(core.event_ids());
    return *event_ids;
  }
  bool label_visible(std::uint32_t label) const {
    return label < labels->bits.size() && labels->bits[label];
  }
  // What an undone import ended stands again.
  bool ended(std::uint32_t at) const { return at < entries && !undone(at); }
  bool undone(std::uint32_t entry) const {
    return holds_entry(*version->retracted, entry, entries);
  }
  bool undone_row(std::uint32_t row, std::uint32_t Lengths::*table) const {
    return holds_row(*version->retracted, t.entries, row, table, entries);
  }
  // The entry that brought a row of one table, by the lengths after each entry.
  std::uint32_t entry_of(std::uint32_t row, std::uint32_t Lengths::*table) const {
    std::uint32_t low = 0;
    std::uint32_t high = entries;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (t.entries[middle].lengths.*table > row) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
  bool row_stands(std::uint32_t row, std::uint32_t Lengths::*table,
                  const Column<std::uint32_t>& ended_column) const {
    if (row >= lengths.*table || ended(ended_column.load(row))) return false;
    return version->retracted->empty() || !undone_row(row, table);
  }
  // The same for a row of a record: what came with the record needs no search.
  std::uint32_t entry_of(std::uint32_t row, std::uint32_t Lengths::*table,
                         std::uint32_t record) const {
    const std::uint32_t born = t.records.born.load(record);
    const bool with_it = row < t.entries[born].lengths.*table &&
                         (born == 0 || row >= t.entries[born - 1].lengths.*table);
    return with_it ? born : entry_of(row, table);
  }
  Date recorded_in(std::uint32_t entry) const {
    return date_of(Instant{t.entries[entry].recorded_us});
  }

  // Came, was not taken back by itself, and may be seen.
  bool record_came(std::uint32_t row) const {
    const auto& r = t.records;
    return r.born.load(row) < entries && !ended(r.ended.load(row)) &&
           label_visible(r.label.load(row));
  }
  bool record_stands_alone(std::uint32_t row) const {
    return record_came(row) && !undone(t.records.born.load(row));
  }
  bool record_stands(std::uint32_t row) const {
    return record_came(row) && (!undone(t.records.born.load(row)) || spoken_of(row));
  }

  // -- A record that an undone import brought stays for whoever still sees somebody else speak of
  // it. Asked of visible rows alone, so that nobody learns from a record that stays; once a View.
  bool stands_alone_or_none(std::uint32_t source) const {
    return source == kNone || record_stands_alone(source);
  }
  // As record_visible() asks of a source when the row is read.
  bool can_be_source(std::uint32_t row) const {
    return row == kNone ||
           (record_stands_alone(row) && stands_alone_or_none(t.records.source.load(row)));
  }
  bool can_be_end(std::uint32_t row) const {
    return row == kNone || (record_came(row) && stands_alone_or_none(t.records.source.load(row)));
  }
  bool spoken_of(std::uint32_t record) const {
    const auto [known, fresh] = spoken.emplace(record, false);
    if (!fresh) return known->second;
    const bool found = stated(record) || tied(record) || in_an_event(record);
    spoken[record] = found;
    return found;
  }
  bool stated(std::uint32_t record) const {
    const auto& s = t.statements;
    for (std::uint32_t at = t.records.statements.load(record); at != kNone;
         at = back_from(at, s.back[at])) {
      const bool shown = s.label[at] == kNone || label_visible(s.label[at]);
      if (shown && row_stands(at, &Lengths::statements, s.ended) && can_be_source(s.source[at]))
        return true;
    }
    return false;
  }
  bool tied(std::uint32_t record) const {
    const auto& l = t.links;
    bool found = false;
    walk_pairs_of(l, t.records.links, record, [&](std::uint32_t row) {
      if (!label_visible(l.label.load(row))) return true;
      if (row_stands(row, &Lengths::links, l.ended)) {
        found = can_be_end(l.a[row]) && can_be_end(l.b[row]) && can_be_source(l.source[row]);
      } else {  // a place that stays keeps the place it is part of
        found = keeps_place(row) && l.b[row] == record && record_stands(l.a[row]);
      }
      return !found;
    });
    return found;
  }
  bool in_an_event(std::uint32_t record) const {
    core.need_rest();
    const auto& e = t.events;
    bool found = false;
    walk_events(record, [&](std::uint32_t row) {
      found = row_stands(row, &Lengths::events, e.ended) && label_visible(e.label.load(row)) &&
              can_be_end(e.subject[row]) && can_be_end(e.other[row]) && can_be_end(e.place[row]) &&
              can_be_source(e.source[row]);
      return !found;
    });
    return found;
  }
  // What others named a record by stays with it: the statement that says its key, and of a place
  // the place it is part of.
  bool keeps_key(std::uint32_t row) const {
    const auto& s = t.statements;
    if (version->retracted->empty() || row >= lengths.statements || ended(s.ended.load(row)) ||
        !undone(t.records.born.load(s.record[row])))
      return false;
    const std::string_view value = t.strings.at(s.value[row]);
    const std::string_view key = t.strings.at(t.records.source_key.load(s.record[row]));
    return key == value || (key.size() > value.size() && key.ends_with(value) &&
                            key[key.size() - value.size() - 1] == ':');
  }
  bool keeps_place(std::uint32_t row) const {
    const auto& l = t.links;
    return !version->retracted->empty() && row < lengths.links && !ended(l.ended.load(row)) &&
           l.kind[row] == static_cast<std::uint8_t>(model::LinkKind::part_of) &&
           undone(t.records.born.load(l.a[row]));
  }
  // A record that a report brought is seen with that report only; a report rests on nothing.
  bool record_visible(std::uint32_t row) const {
    if (!record_stands(row)) return false;
    const std::uint32_t source = t.records.source.load(row);
    return source == kNone || record_stands(source);
  }
  bool source_visible(std::uint32_t source) const {
    return source == kNone || record_visible(source);
  }
  bool statement_visible(std::uint32_t row) const {
    return statement_itself_visible(row) && record_visible(t.statements.record[row]);
  }
  // Of a visible record.
  bool statement_itself_visible(std::uint32_t row) const {
    const auto& s = t.statements;
    if (!row_stands(row, &Lengths::statements, s.ended) && !keeps_key(row)) return false;
    const std::uint32_t label = s.label[row];
    return (label == kNone || label_visible(label)) && source_visible(s.source[row]);
  }
  // f(row) for each visible statement whose property is wanted, newest first; false stops.
  template <class Wanted, class F>
  void each_visible_statement(std::uint32_t record, Wanted&& wanted, F&& f) const {
    if (!record_visible(record)) return;
    const auto& s = t.statements;
    for (std::uint32_t at = t.records.statements.load(record); at != kNone;
         at = back_from(at, s.back[at])) {
      if (!wanted(static_cast<model::Property>(s.property[at]))) continue;
      if (statement_itself_visible(at) && !f(at)) return;
    }
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
  // The same, without reading the text when there is one such statement: a posting says that it
  // holds the token.
  bool posting_visible(std::uint32_t record, model::Property property, std::uint32_t token) const {
    if (!record_visible(record)) return false;
    const auto& s = t.statements;
    std::uint32_t only = kNone;
    std::uint32_t of_it = 0;
    for (std::uint32_t at = t.records.statements.load(record); at != kNone;
         at = back_from(at, s.back[at])) {
      if (static_cast<model::Property>(s.property[at]) != property) continue;
      only = at;
      ++of_it;
    }
    if (of_it == 1) return statement_itself_visible(only);
    return states(record, property, t.tokens.text(t.strings, token));
  }
  bool link_visible(std::uint32_t row) const {
    const auto& l = t.links;
    return (row_stands(row, &Lengths::links, l.ended) || keeps_place(row)) &&
           label_visible(l.label.load(row)) && record_visible(l.a[row]) &&
           record_visible(l.b[row]) && source_visible(l.source[row]);
  }
  bool event_visible(std::uint32_t row) const {
    const auto& e = t.events;
    return row_stands(row, &Lengths::events, e.ended) && label_visible(e.label.load(row)) &&
           record_visible(e.subject[row]) && source_visible(e.other[row]) &&
           source_visible(e.place[row]) && source_visible(e.source[row]);
  }
  bool pair_visible(std::uint32_t row) const {
    // scored again when an import is undone, so that nothing stands again here
    const auto& p = t.pairs;
    return row < lengths.pairs && p.ended.load(row) >= entries && record_visible(p.a[row]) &&
           record_visible(p.b[row]);
  }
  bool judgement_visible(std::uint32_t row) const {
    const auto& j = t.judgements;
    return row_stands(row, &Lengths::judgements, j.ended) && label_visible(j.label.load(row)) &&
           record_visible(j.a[row]) && record_visible(j.b[row]);
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

  StatementRow statement(std::uint32_t row) const {
    const auto& s = t.statements;
    StatementRow out;
    const std::uint32_t record = s.record[row];
    out.record = Handle{record};
    out.property = static_cast<model::Property>(s.property[row]);
    out.value = t.strings.at(s.value[row]);
    out.raw = t.strings.at(s.raw[row]);
    out.valid = DateRange{s.from[row], s.to[row]};
    out.certainty = static_cast<model::Certainty>(s.certainty[row]);
    out.grade = model::unpack_grade(s.grade[row]).value_or(model::Grade{});
    out.source = record_id(s.source[row] == kNone ? record : s.source[row]);
    out.recorded = recorded_in(entry_of(row, &Lengths::statements, record));
    out.label = LabelRef{s.label[row] == kNone ? t.records.label.load(record) : s.label[row]};
    return out;
  }
  LinkRow link(std::uint32_t row) const {
    const auto& l = t.links;
    LinkRow out;
    out.id = model::LinkId(l.id[row]);
    out.kind = static_cast<model::LinkKind>(l.kind[row]);
    out.a = Handle{l.a[row]};
    out.b = Handle{l.b[row]};
    out.valid = DateRange{l.from[row], l.to[row]};
    out.role = t.strings.at(l.role[row]);
    out.standing = t.strings.at(l.standing[row]);
    out.status = t.strings.at(l.status[row]);
    out.text = t.strings.at(l.text[row]);
    out.certainty = static_cast<model::Certainty>(l.certainty[row]);
    out.grade = model::unpack_grade(l.grade[row]).value_or(model::Grade{});
    if (l.source[row] != kNone) out.source = record_id(l.source[row]);
    out.recorded = recorded_in(entry_of(row, &Lengths::links, l.a[row]));
    out.label = LabelRef{l.label.load(row)};
    return out;
  }
  EventRow event(std::uint32_t row) const {
    const auto& e = t.events;
    EventRow out;
    out.id = model::EventId(e.id.id_of(ids(), row));
    out.kind = static_cast<model::EventKind>(e.kind[row] & 0x7F);
    out.zone_ambiguous = (e.kind[row] & 0x80) != 0;
    out.subject = Handle{e.subject[row]};
    out.has_other = e.other[row] != kNone;
    if (out.has_other) out.other = Handle{e.other[row]};
    out.has_place = e.place[row] != kNone;
    if (out.has_place) out.place = Handle{e.place[row]};
    out.at = TimeRange{e.from_us[row], e.to_us(row)};
    out.quantity = e.quantity[row];
    out.code = t.strings.at(e.code[row]);
    out.text = t.strings.at(e.text[row]);
    if (e.source[row] != kNone) out.source = record_id(e.source[row]);
    out.recorded = recorded_in(entry_of(row, &Lengths::events, e.subject[row]));
    out.label = LabelRef{e.label.load(row)};
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

  // Walks what names one record, newest first; each(row) returns false to stop. back(row) is how
  // far back the row before it stands.
  template <class Heads, class Back, class Each>
  static void walk(const Heads& heads, std::uint32_t record, Back&& back, Each&& each) {
    for (std::uint32_t row = heads.load(record); row != kNone; row = back_from(row, back(row))) {
      if (!each(row)) return;
    }
  }
  template <class Ties, class Heads, class Each>
  static void walk_pairs_of(const Ties& ties, const Heads& heads, std::uint32_t record,
                            Each&& each) {
    walk(
        heads, record,
        [&](std::uint32_t row) {
          return ties.a[row] == record ? ties.a_back[row] : ties.b_back[row];
        },
        each);
  }
  template <class Each>
  void walk_events(std::uint32_t record, Each&& each) const {
    const auto& e = t.events;
    walk(
        t.records.events, record,
        [&](std::uint32_t row) {
          if (e.subject[row] == record) return e.subject_back[row];
          return e.other[row] == record ? e.other_back[row] : e.place_back[row];
        },
        each);
  }
  /// The same of those events alone that say where somebody is.
  template <class Each>
  void walk_custody(std::uint32_t record, Each&& each) const {
    const auto& e = t.events;
    walk(
        t.records.custody, record,
        [&](std::uint32_t row) {
          if (e.subject[row] == record) return e.custody_subject_back[row];
          return e.other[row] == record ? e.custody_other_back[row] : e.custody_place_back[row];
        },
        each);
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
    return sink(TokenHit{TokenRef{token}, t.tokens.text(t.strings, token)});
  }
  bool offer_shortest_first(std::vector<std::uint32_t>& tokens, const Sink<TokenHit>& sink) const {
    std::vector<std::pair<std::string_view, std::uint32_t>> texts;
    texts.reserve(tokens.size());
    for (const std::uint32_t token : tokens)
      texts.emplace_back(t.tokens.text(t.strings, token), token);
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
