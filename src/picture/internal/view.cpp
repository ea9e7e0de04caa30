// View: the filter in front of every read.
#include "picture/view.hpp"

#include <algorithm>
#include <unordered_map>

#include "match/index_keys.hpp"
#include "picture/internal/core.hpp"

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
      if (shown && row_stands(at, &Lengths::statements, s.ended) &&
          stands_alone_or_none(s.source[at]))
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
        found = can_be_end(l.a[row]) && can_be_end(l.b[row]) && stands_alone_or_none(l.source[row]);
      } else {  // a place that stays keeps the place it is part of
        found = keeps_place(row) && l.b[row] == record && record_stands(l.a[row]);
      }
      return !found;
    });
    return found;
  }
  bool in_an_event(std::uint32_t record) const {
    const auto& e = t.events;
    bool found = false;
    walk_events(record, [&](std::uint32_t row) {
      found = row_stands(row, &Lengths::events, e.ended) && label_visible(e.label.load(row)) &&
              can_be_end(e.subject[row]) && can_be_end(e.other[row]) && can_be_end(e.place[row]) &&
              stands_alone_or_none(e.source[row]);
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
    const auto& s = t.statements;
    if (!row_stands(row, &Lengths::statements, s.ended) && !keeps_key(row)) return false;
    const std::uint32_t label = s.label[row];
    if (label != kNone && !label_visible(label)) return false;
    return record_visible(s.record[row]) && source_visible(s.source[row]);
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
  bool token_has_posting(std::uint32_t token) const {
    bool found = false;
    t.tokens.postings(token, [&](std::uint32_t statement) {
      found = statement_visible(statement);
      return !found;
    });
    return found;
  }
  bool offer(std::uint32_t token, const Sink<TokenHit>& sink) const {
    if (!token_has_posting(token)) return true;
    return sink(TokenHit{TokenRef{token}, t.tokens.text(t.strings, token)});
  }
};

View::View(std::unique_ptr<State> state) : state_(std::move(state)) {}
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;
View::~View() = default;

View View::open(const Picture& picture, const access::Grants& grants, std::string_view purpose,
                AsOf as_of, Instant now) {
  const Picture::Core& core = picture.core();
  auto s = std::make_unique<State>(core);
  s->version = core.version();
  s->labels = core.visible_labels(*s->version, grants, purpose, now);
  s->purpose = std::string(purpose);
  s->as_of = as_of;
  s->now = now;
  s->entries = s->version->entries;
  s->lengths = s->version->lengths;
  if (as_of.day) {
    const std::int64_t until = start_of(Date{as_of.day->day + 1}).us;
    std::uint32_t low = 0;
    std::uint32_t high = s->entries;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (core.tables.entries[middle].recorded_us < until) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    s->entries = low;
    s->lengths = low == 0 ? Lengths{} : core.tables.entries[low - 1].lengths;
  }
  return View(std::move(s));
}

View View::without(model::ImportId import) const {
  auto s = std::make_unique<State>(*state_);
  const auto& imports = s->version->directory->imports;
  const auto it = imports.find(import);
  if (it == imports.end() || !it->second.committed || it->second.retracted_at || s->entries == 0)
    return View(std::move(s));
  auto version = std::make_shared<Version>(*s->version);
  auto undone = std::make_shared<std::vector<RetractedRange>>(*version->retracted);
  undone->push_back({it->second.first_entry, it->second.last_entry, 0});
  version->retracted = std::move(undone);
  s->version = std::move(version);
  return View(std::move(s));
}

std::optional<Handle> View::find(model::RecordId id) const {
  const auto& s = *state_;
  const std::uint32_t row = s.t.record_by_id.find(
      hash_of(id), [&](std::uint32_t r) { return s.t.records.id[r] == id && s.record_visible(r); });
  if (row == kNone) return std::nullopt;
  return Handle{row};
}

Record View::record(Handle handle) const {
  return state_->record(handle.row);
}

model::RecordId View::id(Handle handle) const {
  return state_->record_id(handle.row);
}

model::RecordKind View::kind(Handle handle) const {
  return static_cast<model::RecordKind>(state_->t.records.kind.load(handle.row));
}

void View::records(model::RecordKind kind, const Sink<Record>& sink) const {
  const auto& s = *state_;
  auto& head = const_cast<std::uint32_t&>(s.t.kind_heads[static_cast<std::size_t>(kind)]);
  for (std::uint32_t at = std::atomic_ref<std::uint32_t>(head).load(); at != kNone;
       at = s.t.of_kind.load(at)) {
    if (s.record_visible(at) && !sink(s.record(at))) return;
  }
}

void View::by_source(std::string_view agency, std::string_view source_key,
                     const Sink<Record>& sink) const {
  const auto& s = *state_;
  const auto& r = s.t.records;
  const auto same = [&](std::uint32_t row) {
    return s.t.strings.at(r.source_key.load(row)) == source_key &&
           s.t.strings.at(r.agency.load(row)) == agency;
  };
  for (std::uint32_t at = s.t.record_by_source.find(hash64(source_key, hash64(agency)), same);
       at != kNone; at = s.t.same_source.load(at)) {
    if (!s.record_visible(at)) continue;
    const Record record = s.record(at);
    if (record.agency == agency && record.source_key == source_key && !sink(record)) return;
  }
}

void View::statements(Handle handle, const Sink<StatementRow>& sink) const {
  const auto& s = *state_;
  for (std::uint32_t at = s.t.records.statements.load(handle.row); at != kNone;
       at = back_from(at, s.t.statements.back[at])) {
    if (s.statement_visible(at) && !sink(s.statement(at))) return;
  }
}

std::vector<StatementRow> View::statements(Handle handle) const {
  std::vector<StatementRow> out;
  statements(handle, [&](const StatementRow& row) {
    out.push_back(row);
    return true;
  });
  std::sort(out.begin(), out.end(), [](const StatementRow& a, const StatementRow& b) {
    return std::tie(a.property, b.valid.from, a.value, a.valid.to, a.source, a.raw) <
           std::tie(b.property, a.valid.from, b.value, b.valid.to, b.source, b.raw);
  });
  return out;
}

std::string_view View::value(Handle handle, model::Property property) const {
  const auto& s = *state_;
  const auto& columns = s.t.statements;
  bool found = false;
  std::int32_t from = 0;
  std::string_view best;
  for (std::uint32_t at = s.t.records.statements.load(handle.row); at != kNone;
       at = back_from(at, columns.back[at])) {
    if (static_cast<model::Property>(columns.property[at]) != property) continue;
    if (!s.statement_visible(at)) continue;
    const std::string_view value = s.t.strings.at(columns.value[at]);
    const std::int32_t since = columns.from[at];
    if (found && !(std::tie(from, value) < std::tie(since, best))) continue;
    found = true;
    from = since;
    best = value;
  }
  return best;
}

void View::values(Handle handle, model::Property property,
                  const Sink<std::string_view>& sink) const {
  const auto& s = *state_;
  const auto& columns = s.t.statements;
  for (std::uint32_t at = s.t.records.statements.load(handle.row); at != kNone;
       at = back_from(at, columns.back[at])) {
    if (static_cast<model::Property>(columns.property[at]) != property) continue;
    if (s.statement_visible(at) && !sink(s.t.strings.at(columns.value[at]))) return;
  }
}

void View::links(Handle handle, model::LinkKinds kinds, const Sink<LinkRow>& sink) const {
  const auto& s = *state_;
  s.walk_pairs_of(s.t.links, s.t.records.links, handle.row, [&](std::uint32_t row) {
    if (!kinds.has(static_cast<model::LinkKind>(s.t.links.kind[row])) || !s.link_visible(row))
      return true;
    return sink(s.link(row));
  });
}

std::optional<LinkRow> View::link(model::LinkId id) const {
  const auto& s = *state_;
  const std::uint32_t row = s.t.link_by_id.find(
      hash_of(id), [&](std::uint32_t r) { return s.t.links.id[r] == id && s.link_visible(r); });
  if (row == kNone) return std::nullopt;
  return s.link(row);
}

void View::events(Handle handle, model::EventKinds kinds, TimeRange time,
                  const Sink<EventRow>& sink) const {
  const auto& s = *state_;
  s.core.need_rest();
  s.walk_events(handle.row, [&](std::uint32_t row) {
    const auto& e = s.t.events;
    if (!kinds.has(static_cast<model::EventKind>(e.kind[row] & 0x7F))) return true;
    const std::int64_t from_us = e.from_us[row];
    const TimeRange at{from_us, std::max(e.to_us(row), from_us + 1)};
    if (!at.overlaps(time) || !s.event_visible(row)) return true;
    return sink(s.event(row));
  });
}

std::optional<EventRow> View::event(model::EventId id) const {
  const auto& s = *state_;
  s.core.need_rest();
  const std::uint32_t row = s.t.events.id.find(s.ids().origin_of(id),
                                               [&](std::uint32_t r) { return s.event_visible(r); });
  if (row == kNone) return std::nullopt;
  return s.event(row);
}

void View::asserted_by(Handle report, const Sink<LinkRow>& links,
                       const Sink<EventRow>& events) const {
  const auto& s = *state_;
  s.core.need_rest();
  RestRow row = s.t.records.rests.load(report.row);
  while (row != kNone) {
    const bool is_event = (row & kEventBit) != 0;
    const std::uint32_t at = row & ~kEventBit;
    const bool more = is_event ? !s.event_visible(at) || events(s.event(at))
                               : !s.link_visible(at) || links(s.link(at));
    if (!more) return;
    row = is_event ? s.t.events.rest_older[at] : s.t.links.rest_older[at];
  }
}

void View::pairs(Handle handle, const Sink<PairRow>& sink) const {
  const auto& s = *state_;
  s.walk_pairs_of(s.t.pairs, s.t.records.pairs, handle.row, [&](std::uint32_t row) {
    if (!s.pair_visible(row)) return true;
    return sink(
        PairRow{Handle{s.t.pairs.a[row]}, Handle{s.t.pairs.b[row]}, s.t.pairs.millibits[row]});
  });
}

void View::judgements(Handle handle, const Sink<JudgementRow>& sink) const {
  const auto& s = *state_;
  s.walk_pairs_of(s.t.judgements, s.t.records.judgements, handle.row, [&](std::uint32_t row) {
    return !s.judgement_visible(row) || sink(s.judgement(row));
  });
}

std::optional<JudgementRow> View::judgement(model::JudgementId id) const {
  const auto& s = *state_;
  const std::uint32_t row = s.t.judgement_by_id.find(hash_of(id), [&](std::uint32_t r) {
    return s.t.judgements.id[r] == id && s.judgement_visible(r);
  });
  if (row == kNone) return std::nullopt;
  return s.judgement(row);
}

void View::same_identifier(Handle handle, const Sink<Record>& sink) const {
  const auto& s = *state_;
  const std::uint64_t key = s.t.records.identity.load(handle.row);
  if (key == 0) return;
  const std::uint8_t kind = s.t.records.kind.load(handle.row);
  const auto same = [&](std::uint32_t row) { return s.t.records.identity.load(row) == key; };
  for (std::uint32_t at = s.t.record_by_identity.find(key, same); at != kNone;
       at = s.t.records.same_identity.load(at)) {
    if (s.t.records.kind.load(at) == kind && s.record_visible(at) && !sink(s.record(at))) return;
  }
}

std::optional<TokenHit> View::token(model::IndexClass cls, std::string_view text) const {
  const auto& s = *state_;
  const std::uint32_t token = s.t.tokens.find(s.t.strings, cls, text);
  if (token == kNone || !s.token_has_posting(token)) return std::nullopt;
  return TokenHit{TokenRef{token}, s.t.tokens.text(s.t.strings, token)};
}

void View::tokens_with_prefix(model::IndexClass cls, std::string_view prefix,
                              const Sink<TokenHit>& sink) const {
  const auto& s = *state_;
  std::string_view way = prefix;
  if (cls == model::IndexClass::id) {
    if (prefix.size() < TokenIndex::kIdGram) return;
    way = prefix.substr(0, TokenIndex::kIdGram);
  }
  s.t.tokens.with_prefix(cls, way, [&](std::uint32_t token) {
    return !s.t.tokens.text(s.t.strings, token).starts_with(prefix) || s.offer(token, sink);
  });
}

void View::identifiers_ending(std::string_view suffix, const Sink<TokenHit>& sink) const {
  const auto& s = *state_;
  if (suffix.size() < TokenIndex::kIdGram) return;
  s.t.tokens.ending(suffix.substr(suffix.size() - TokenIndex::kIdGram), [&](std::uint32_t token) {
    return !s.t.tokens.text(s.t.strings, token).ends_with(suffix) || s.offer(token, sink);
  });
}

void View::tokens_near(std::string_view name, const Sink<TokenHit>& sink) const {
  const auto& s = *state_;
  std::vector<std::uint32_t> tokens;
  match::deletion_keys(name, [&](std::uint64_t key) {
    s.t.tokens.near(key, [&](std::uint32_t token) {
      tokens.push_back(token);
      return true;
    });
  });
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  for (std::uint32_t token : tokens) {
    if (!s.offer(token, sink)) return;
  }
}

void View::tokens_sounding(std::string_view name, const Sink<TokenHit>& sink) const {
  const auto& s = *state_;
  match::phonetic_keys(name, [&](std::uint64_t key) {
    s.t.tokens.sounding(key, [&](std::uint32_t token) { return s.offer(token, sink); });
  });
}

void View::postings(TokenRef token, const Sink<PostingRow>& sink) const {
  const auto& s = *state_;
  s.t.tokens.postings(token.row, [&](std::uint32_t statement) {
    if (!s.statement_visible(statement)) return true;
    return sink(PostingRow{Handle{s.t.statements.record[statement]},
                           static_cast<model::Property>(s.t.statements.property[statement])});
  });
}

const model::Label& View::label(LabelRef ref) const {
  return *state_->t.labels[ref.row];
}
const std::string& View::purpose() const {
  return state_->purpose;
}
AsOf View::as_of() const {
  return state_->as_of;
}
Instant View::now() const {
  return state_->now;
}
std::uint64_t View::digest() const {
  return mix64(state_->labels->digest, mix64(state_->entries, state_->version->entries));
}
std::uint64_t View::position_for_audit() const {
  return state_->entries == 0 ? 0 : state_->t.entries[state_->entries - 1].position;
}
std::uint64_t View::access_epoch() const {
  return state_->version->directory->access_epoch;
}

}  // namespace sallyport::picture
