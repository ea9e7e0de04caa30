// The filter in front of every read: the version and labels one View pinned, and for every kind of
// row whether it is there for this user. Knows nothing of what rows say. Ownership: pins the
// picture. Threads: one. Cost: O(1) a row; a record is judged once a View.
#pragma once

#include <array>
#include <memory>
#include <unordered_map>

#include "picture/internal/core.hpp"

namespace sallyport::picture {

struct ViewFilter {
  const Picture::Core& core;
  const Picture::Core::Pin pin;  // before anything is read
  const Tables& t;
  std::shared_ptr<const Version> version;
  std::shared_ptr<const VisibleLabels> labels;
  std::uint32_t entries = 0;  // entries of this view: all of the version's, or those up to a day
  Lengths lengths;
  mutable std::unordered_map<std::uint32_t, bool> spoken;  // answers of spoken_of()
  mutable std::shared_ptr<const ImportsInOrder> imports;   // when a feed is asked for

  // Answers of record_visible(), direct mapped: rows ask it of each record they name, and name the
  // same few over and over. A record's row times two, and whether it is visible.
  static constexpr std::uint32_t kRecordsSeen = 1024;
  mutable std::array<std::uint32_t, kRecordsSeen> seen;

  explicit ViewFilter(const Picture::Core& c) : core(c), pin(c), t(c.tables) { seen.fill(kNone); }
  ViewFilter(const ViewFilter& other)
      : core(other.core),
        pin(other.core),
        t(other.t),
        version(other.version),
        labels(other.labels),
        entries(other.entries),
        lengths(other.lengths) {
    seen.fill(kNone);
  }
  ViewFilter& operator=(const ViewFilter&) = delete;

  // How many of its entries come before the first of which this is not so.
  template <class Early>
  std::uint32_t entries_while(Early&& early) const {
    std::uint32_t low = 0;
    std::uint32_t high = entries;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (early(t.entries[middle])) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
  Lengths lengths_after(std::uint32_t count) const {
    return count == 0 ? Lengths{} : t.entries[count - 1].lengths;
  }
  Lengths lengths_until(std::uint64_t position) const {
    return lengths_after(
        entries_while([&](const EntryRow& entry) { return entry.position <= position; }));
  }
  // Knows these entries and no later ones. Before anything is read.
  void end_at(std::uint32_t count) {
    if (count == entries) return;
    entries = count;
    lengths = lengths_after(count);
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
    return row < lengths.*table && stands(row, table, ended_column.load(row));
  }
  bool stands(std::uint32_t row, std::uint32_t Lengths::*table, std::uint32_t ended_at) const {
    if (row >= lengths.*table || ended(ended_at)) return false;
    return version->retracted->empty() || !undone_row(row, table);
  }
  // When the rows of one record were recorded: those that came with it need no search.
  struct Born {
    std::uint32_t first = 0;  // rows that came with it
    std::uint32_t end = 0;
    std::uint32_t entry = 0;
  };
  Born born_of(std::uint32_t record, std::uint32_t Lengths::*table) const {
    const std::uint32_t born = t.records.born.load(record);
    return {born == 0 ? 0 : t.entries[born - 1].lengths.*table, t.entries[born].lengths.*table,
            born};
  }
  std::uint32_t entry_of(std::uint32_t row, std::uint32_t Lengths::*table, const Born& born) const {
    return row >= born.first && row < born.end ? born.entry : entry_of(row, table);
  }
  Date recorded(std::uint32_t row, std::uint32_t Lengths::*table, const Born& born) const {
    return recorded_in(entry_of(row, table, born));
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
    std::uint32_t& known = seen[row % kRecordsSeen];
    if (known >> 1 != row) known = row << 1 | (find_record_visible(row) ? 1u : 0u);
    return (known & 1) != 0;
  }
  bool find_record_visible(std::uint32_t row) const {
    if (!record_stands(row)) return false;
    const std::uint32_t source = t.records.source.load(row);
    return source == kNone || record_stands(source);
  }
  bool source_visible(std::uint32_t source) const {
    return source == kNone || record_visible(source);
  }
  // Of a visible record.
  bool statement_itself_visible(std::uint32_t row) const {
    const auto& s = t.statements;
    if (!row_stands(row, &Lengths::statements, s.ended) && !keeps_key(row)) return false;
    const std::uint32_t label = s.label[row];
    return (label == kNone || label_visible(label)) && source_visible(s.source[row]);
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
};

}  // namespace sallyport::picture
