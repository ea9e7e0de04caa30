// Folding: one entry's operations become rows. The only code that writes the tables.
#include <algorithm>

#include "match/features.hpp"
#include "match/index_keys.hpp"
#include "picture/internal/image.hpp"

namespace sallyport::picture {

using model::Statement;

namespace {

constexpr std::uint32_t kRowsBetweenTidying = 1u << 16;
constexpr std::size_t kRecentTextBytes = 64;  // longer ones are seldom said twice

bool is_put_in(const model::Batch& batch, const Id128& event) {
  return std::any_of(batch.ops.begin(), batch.ops.end(), [&](const model::Op& op) {
    const auto* put = std::get_if<model::PutEvent>(&op);
    return put != nullptr && put->id == event;
  });
}

}  // namespace

struct Picture::Core::Folding {
  Core& core;
  Tables& t;
  const EntryPlace& place;
  const model::Batch& batch;
  std::uint32_t entry;
  std::vector<std::uint32_t> label_rows;  // batch label index -> label number
  std::shared_ptr<Directory> directory;   // a copy, made on the first change
  crypto::IdDeriver::Origin origin;       // of the event at hand

  Directory& change_directory() {
    if (!directory) directory = std::make_shared<Directory>(*core.next_.directory);
    return *directory;
  }
  std::uint32_t label_of(model::LabelIndex index) const {
    return index == model::kRecordLabel ? kNone : label_rows[index];
  }
  std::uint32_t source_row(model::RecordId source) {
    return source.is_nil() ? kNone : core.record_row(source);
  }

  // How far back the row stands that was the newest of this record; 0 for none, or for no record.
  template <class Heads>
  std::uint32_t back(const Heads& heads, std::uint32_t record, std::uint32_t row) const {
    return record == kNone ? 0 : back_to(row, heads.load(record));
  }
  // The source's newest so far, with the row then in its place.
  RestRow rest_on(std::uint32_t source) const {
    return source == kNone ? kNone : t.records.rests.load(source);
  }

  void put_statement(std::uint32_t record, const Statement& s) {
    auto& c = t.statements;
    const std::uint32_t row = c.record.push(record);
    c.property.push(static_cast<std::uint8_t>(s.property));
    c.certainty.push(static_cast<std::uint8_t>(s.certainty));
    const std::uint32_t value = core.intern(s.value);
    c.value.push(value);
    c.raw.push(core.intern(s.raw));
    c.from.push(s.valid.from);
    c.to.push(s.valid.to);
    c.grade.push(model::pack(s.grade));
    c.source.push(source_row(s.source));
    c.label.push(label_of(s.label));
    c.ended.push(kStanding);
    c.back.push(back(t.records.statements, record, row));
    t.records.statements.store(record, row);
    if (s.label == model::kRecordLabel && match::is_compared(s.property)) changed(record);
    if (value != 0 && model::info(s.property).index != model::IndexClass::none)
      core.said_.push_back({t.records.id[record], t.strings.at(value), record, value, s.property});
  }

  void operator()(const model::PutRecord& op) {
    const std::uint32_t row = core.record_row(op.id);
    auto& r = t.records;
    if (r.born.load(row) == kStanding) {
      r.kind.store(row, static_cast<std::uint8_t>(op.kind));
      r.agency.store(row, core.intern(op.agency));
      r.feed.store(row, core.intern(op.feed));
      r.source_key.store(row, t.strings.intern(op.source_key));
      r.label.store(row, label_of(op.label));
      r.source.store(row, source_row(op.source));
      chain_kind(row, op.kind);
      chain_source(row, op.agency, op.source_key);
      chain_identity(row, op);
      r.born.store(row, entry);
      changed(row);
    }
    for (const auto& s : op.statements) put_statement(row, s);
  }
  void chain_kind(std::uint32_t row, model::RecordKind kind) {
    std::atomic_ref<std::uint32_t> head(t.kind_heads[static_cast<std::size_t>(kind)]);
    t.of_kind.store(row, head.load());
    head.store(row);
  }
  void chain_source(std::uint32_t row, std::string_view agency, std::string_view key) {
    if (key.empty()) return;
    const std::uint64_t hash = hash64(key, hash64(agency));
    const auto& r = t.records;
    const auto same = [&, number = r.source_key.load(row),
                       of = r.agency.load(row)](std::uint32_t other) {
      return r.source_key.load(other) == number && r.agency.load(other) == of;
    };
    const std::uint32_t newest = t.record_by_source.find(hash, same);
    t.same_source.store(row, newest);
    if (newest == kNone) {
      t.record_by_source.insert(hash, row);
    } else {
      t.record_by_source.replace(hash, same, row);
    }
  }
  // One thing from several records: only facts that everybody who sees the record sees take part.
  void chain_identity(std::uint32_t row, const model::PutRecord& op) {
    std::vector<match::Fact> facts;
    for (const auto& s : op.statements) {
      const bool shared = s.source.is_nil() || s.source == op.source || s.source == op.id;
      if (s.label == model::kRecordLabel && shared) facts.push_back({s.property, s.value});
    }
    const auto key = match::identity_key(op.kind, facts);
    if (!key) return;
    t.records.identity.store(row, *key);
    const auto same = [&](std::uint32_t other) { return t.records.identity.load(other) == *key; };
    const std::uint32_t newest = t.record_by_identity.find(*key, same);
    t.records.same_identity.store(row, newest);
    if (newest == kNone) {
      t.record_by_identity.insert(*key, row);
    } else {
      t.record_by_identity.replace(*key, same, row);
    }
  }

  void operator()(const model::PutStatements& op) {
    const std::uint32_t row = core.record_row(op.record);
    for (const auto& s : op.statements) put_statement(row, s);
  }
  void changed(std::uint32_t record) {
    auto& rows = core.changed_;
    if (rows.empty() || rows.back() != record) rows.push_back(record);
  }
  void operator()(const model::EndStatements& op) {
    const std::uint32_t record = core.record_row(op.record);
    for (const auto& s : op.statements) {
      const std::uint32_t value = t.strings.find(s.value);
      const std::uint32_t source = source_row(s.source);
      for (std::uint32_t at = t.records.statements.load(record); at != kNone;
           at = back_from(at, t.statements.back[at])) {
        if (core.stands(at, &Lengths::statements, t.statements.ended.load(at)) &&
            t.statements.value[at] == value &&
            t.statements.property[at] == static_cast<std::uint8_t>(s.property) &&
            t.statements.from[at] == s.valid.from && t.statements.to[at] == s.valid.to &&
            t.statements.source[at] == source) {
          t.statements.ended.store(at, entry);
          if (match::is_compared(s.property)) changed(record);
          break;
        }
      }
    }
  }

  void operator()(const model::PutLink& op) {
    const std::uint32_t a = core.record_row(op.a);
    const std::uint32_t b = core.record_row(op.b);
    auto& c = t.links;
    const std::uint32_t row = c.id.push(op.id);
    c.kind.push(static_cast<std::uint8_t>(op.kind));
    c.certainty.push(static_cast<std::uint8_t>(op.certainty));
    c.a.push(a);
    c.b.push(b);
    c.from.push(op.valid.from);
    c.to.push(op.valid.to);
    c.role.push(core.intern(op.role));
    c.standing.push(core.intern(op.standing));
    c.status.push(core.intern(op.status));
    c.text.push(core.intern(op.text));
    c.grade.push(model::pack(op.grade));
    const std::uint32_t source = source_row(op.source);
    c.source.push(source);
    c.label.push(label_of(op.label));
    c.ended.push(kStanding);
    auto& heads = t.records.links;
    c.a_back.push(back(heads, a, row));
    c.b_back.push(b == a ? 0 : back(heads, b, row));
    c.rest_older.push(rest_on(source));
    t.link_by_id.insert(hash_of(op.id), row);
    heads.store(a, row);
    if (b != a) heads.store(b, row);
    if (source != kNone) t.records.rests.store(source, row);
  }

  void operator()(const model::PutEvent& op) {
    const std::uint32_t subject = core.record_row(op.subject);
    const std::uint32_t other = source_row(op.other);
    const std::uint32_t where = source_row(op.place);
    auto& c = t.events;
    const std::uint32_t row = c.subject.push(subject);
    c.id.push(origin);
    c.kind.push(static_cast<std::uint8_t>(static_cast<unsigned>(op.kind) |
                                          (op.zone_ambiguous ? 0x80u : 0u)));
    c.other.push(other);
    c.place.push(where);
    c.from_us.push(op.at.from_us);
    c.length_us.push(length_of(op.at.from_us, op.at.to_us));
    c.quantity.push(op.quantity);
    c.code.push(core.intern(op.code));
    c.text.push(core.intern(op.text));
    const std::uint32_t source = source_row(op.source);
    c.source.push(source);
    c.label.push(label_of(op.label));
    c.ended.push(kStanding);
    auto& heads = t.records.events;
    const bool other_is_new = other != kNone && other != subject;
    const bool place_is_new = where != kNone && where != subject && where != other;
    c.subject_back.push(back(heads, subject, row));
    c.other_back.push(other_is_new ? back(heads, other, row) : 0);
    c.place_back.push(place_is_new ? back(heads, where, row) : 0);
    c.rest_older.push(rest_on(source));
    heads.store(subject, row);
    if (other_is_new) heads.store(other, row);
    if (place_is_new) heads.store(where, row);
    const bool says_where = kWhereKinds.has(op.kind);
    const auto chain = [&](Column<std::uint32_t>& backs, std::uint32_t record, bool named) {
      auto& newest = t.records.custody;
      backs.push(says_where && named ? back(newest, record, row) : 0);
      if (says_where && named) newest.store(record, row);
    };
    chain(c.custody_subject_back, subject, true);
    chain(c.custody_other_back, other, other_is_new);
    chain(c.custody_place_back, where, place_is_new);
    if (source != kNone) t.records.rests.store(source, row | kEventBit);
  }

  void operator()(const model::PutJudgement& op) {
    const std::uint32_t a = core.record_row(op.a);
    const std::uint32_t b = core.record_row(op.b);
    auto& c = t.judgements;
    const std::uint32_t row = c.id.push(op.id);
    c.a.push(a);
    c.b.push(b);
    c.verdict.push(static_cast<std::uint8_t>(op.verdict));
    c.actor.push(core.intern(op.actor));
    c.reason.push(core.intern(op.reason));
    c.label.push(label_of(op.label));
    c.ended.push(kStanding);
    auto& heads = t.records.judgements;
    c.a_back.push(back(heads, a, row));
    c.b_back.push(b == a ? 0 : back(heads, b, row));
    t.judgement_by_id.insert(hash_of(op.id), row);
    heads.store(a, row);
    if (b != a) heads.store(b, row);
  }

  // Every row with this id: two may coexist when one was hidden from whoever wrote the second.
  template <class Ids, class F>
  void each_with_id(const TagTable& table, const Ids& ids, const Id128& id, F&& f) {
    table.find(hash_of(id), [&](std::uint32_t row) {
      if (ids[row] == id) f(row);
      return false;
    });
  }
  template <class F>
  void each_event_with_id(const Id128& id, F&& f) {
    (void)t.events.id.find(core.fold_ids_.origin_of(id), [&](std::uint32_t row) {
      if (row < t.events.subject.size()) f(row);
      return false;
    });
  }
  // f(column, row) for every row of the item; `of` picks the column of its table.
  template <class Of, class F>
  void each_row(model::ItemKind kind, const Id128& id, Of of, F f) {
    const auto in = [&](const TagTable& index, auto& table) {
      each_with_id(index, table.id, id, [&](std::uint32_t row) { f(of(table), row); });
    };
    switch (kind) {
      case model::ItemKind::record:
        return in(t.record_by_id, t.records);
      case model::ItemKind::link:
        return in(t.link_by_id, t.links);
      case model::ItemKind::event:
        return each_event_with_id(id, [&](std::uint32_t row) { f(of(t.events), row); });
      case model::ItemKind::judgement:
        return in(t.judgement_by_id, t.judgements);
      case model::ItemKind::touched:
        return;
    }
  }
  void operator()(const model::Retract& op) {
    const auto ended = [](auto& table) -> Column<std::uint32_t>& { return table.ended; };
    each_row(op.kind, op.id, ended, [this](Column<std::uint32_t>& column, std::uint32_t row) {
      // what an undone import ended stands again, and can be ended again
      const std::uint32_t at = column.load(row);
      if (at == kStanding || holds_entry(*core.next_.retracted, at, kStanding))
        column.store(row, entry);
    });
  }
  void operator()(const model::Relabel& op) {
    const std::uint32_t label = label_of(op.label);
    const auto labels = [](auto& table) -> Column<std::uint32_t>& { return table.label; };
    each_row(op.kind, op.id, labels, [label](Column<std::uint32_t>& column, std::uint32_t row) {
      column.store(row, label);
    });
    ++change_directory().access_epoch;
  }
  void operator()(const model::RetractImport& op) {
    Directory& d = change_directory();
    const auto it = d.imports.find(op.import);
    if (it == d.imports.end() || it->second.retracted_at) return;
    it->second.retracted_at = place.recorded;
    it->second.retraction_reason = op.reason;
    auto ranges = std::make_shared<std::vector<RetractedRange>>(*core.next_.retracted);
    const RetractedRange range{it->second.first_entry, it->second.last_entry, entry};
    ranges->push_back(range);
    core.next_.retracted = std::move(ranges);
    core.note_changed_by(range.first_entry, range.last_entry);
  }
  void operator()(const model::PutAccount& op) {
    Directory& d = change_directory();
    d.accounts[op.name] = access::grants_of(op);
    ++d.access_epoch;
  }
  void operator()(const model::PutFeed& op) {
    change_directory().feeds[op.agency + "/" + op.name] = op;
  }

  void note_import() {
    if (!batch.import) return;
    const auto& known = core.next_.directory->imports;
    if (!known.contains(batch.import->id)) {
      ImportState& state = change_directory().imports[batch.import->id];
      state.first_entry = state.last_entry = entry;
      state.actor = batch.actor;
      state.agency = batch.agency;
      state.facts = *batch.import;
    }
    if (place.type != model::EntryType::import_commit) return;
    ImportState& state = change_directory().imports[batch.import->id];
    state.facts = *batch.import;
    state.at = place.recorded;
    state.last_entry = entry;
    state.committed = true;
  }
};

std::uint32_t Picture::Core::record_row(model::RecordId id) {
  RecentRow& recent = recent_rows_[id.lo % recent_rows_.size()];
  if (recent.id == id && !id.is_nil()) return recent.row;
  recent = {id, row_of_record(id)};
  return recent.row;
}

std::uint32_t Picture::Core::intern(std::string_view text) {
  if (text.empty()) return 0;
  if (text.size() > kRecentTextBytes) return tables.strings.intern(text);
  RecentText& recent = recent_texts_[hash64(text) % recent_texts_.size()];
  if (recent.text == text) return recent.number;
  const std::uint32_t number = tables.strings.intern(text);
  recent = {tables.strings.at(number), number};
  return number;
}

std::uint32_t Picture::Core::row_of_record(model::RecordId id) {
  Tables& t = tables;
  const std::uint32_t known =
      t.record_by_id.find(hash_of(id), [&](std::uint32_t row) { return t.records.id[row] == id; });
  if (known != kNone) return known;
  auto& r = t.records;
  const std::uint32_t row = r.id.push(id);
  r.kind.push(0);
  for (auto* c : {&r.agency, &r.feed, &r.source_key}) c->push(0);
  for (auto* c : {&r.label, &r.born, &r.ended, &r.source, &r.statements, &r.links, &r.pairs,
                  &r.judgements, &r.rests, &r.same_identity, &t.same_source, &t.of_kind})
    c->push(kNone);
  r.events.push(kNone);
  r.custody.push(kNone);
  r.identity.push(0);
  t.record_by_id.insert(hash_of(id), row);
  return row;
}

std::uint32_t Picture::Core::label_number(const model::Label& label) {
  const auto it = tables.label_numbers.find(label);
  if (it != tables.label_numbers.end()) return it->second;
  tables.label_store.push_back(label);
  const std::uint32_t number = tables.labels.push(&tables.label_store.back());
  tables.label_numbers.emplace(label, number);
  return number;
}

crypto::IdDeriver Picture::Core::event_ids() const {
  return crypto::IdDeriver(event_key_.view_sensitive());
}

Id128 Picture::Core::event_key_mark() const {
  return event_ids().derive_id(Id128{~0ull, 0}, ~0ull);
}

Picture::Core::Core(const PictureOptions& options)
    : event_key_(crypto::SecretBytes::copy_of(options.event_key.empty() ? Bytes(kEventKeyBytes)
                                                                        : options.event_key)),
      fold_ids_(event_key_.view_sensitive()),
      tidy_every_(options.tidy_every) {
  each_column(*this, [&](auto& column) { column.set_chunk_bits(options.chunk_bits); });
}

// Once in a while, and when an import is whole: by the numbers of entries and rows alone, so that a
// picture from a snapshot packs when this one does.
bool Picture::Core::is_time_to_tidy(const Lengths& before, const EntryPlace& place) const {
  const auto rows = [](const Lengths& l) {
    return (l.statements + l.events) / kRowsBetweenTidying;
  };
  return tables.entries.size() % tidy_every_ == 0 || rows(before) != rows(next_.lengths) ||
         place.type == model::EntryType::import_commit;
}

void Picture::Core::tidy() {
  each_part_of_fold(*this, [](auto& part) {
    if constexpr (requires { part.tidy(); }) part.tidy();
  });
}

// Between the stores of what replaced it and the look at who reads stands a full fence: a View that
// is opened after that look finds the new.
void Picture::Core::reclaim() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (open_views.load() != 0) return;
  each_part_of_fold(*this, [](auto& part) {
    if constexpr (requires { part.reclaim(); }) part.reclaim();
  });
}

// An import numbers its events; an entry keeps them by the person they are about. In the order of
// their numbers they are one run of ids. Events of other origin, and of an entry that speaks of its
// own events again, stay where they are.
std::vector<Picture::Core::Ordered> Picture::Core::in_order(const model::Batch& batch) {
  std::vector<Ordered> out;
  std::vector<std::pair<std::uint64_t, std::size_t>> numbered;  // n, place in out
  std::optional<std::uint64_t> run;
  bool speaks_of_events = false;
  out.reserve(batch.ops.size());
  for (const auto& op : batch.ops) {
    if (std::holds_alternative<model::PutRecord>(op)) continue;
    Ordered& next = out.emplace_back(Ordered{&op, {}});
    if (const auto* event = std::get_if<model::PutEvent>(&op)) {
      next.origin = fold_ids_.origin_of(event->id);
      if (!run) run = next.origin.batch;
      if (*run == next.origin.batch) numbered.emplace_back(next.origin.row, out.size() - 1);
    }
    if (const auto* gone = std::get_if<model::Retract>(&op))
      speaks_of_events |= gone->kind == model::ItemKind::event && is_put_in(batch, gone->id);
    if (const auto* label = std::get_if<model::Relabel>(&op))
      speaks_of_events |= label->kind == model::ItemKind::event && is_put_in(batch, label->id);
  }
  if (speaks_of_events || std::is_sorted(numbered.begin(), numbered.end())) return out;
  const std::vector<Ordered> before = out;
  std::vector<std::size_t> places;
  for (const auto& [n, place] : numbered) places.push_back(place);
  std::stable_sort(numbered.begin(), numbered.end());
  for (std::size_t i = 0; i < places.size(); ++i) out[places[i]] = before[numbered[i].second];
  return out;
}

std::uint32_t Picture::Core::first_entry_of(const Version& now, const model::Batch& batch,
                                            std::uint32_t entry) {
  if (!batch.import) return entry;
  const auto import = now.directory->imports.find(batch.import->id);
  return import == now.directory->imports.end() ? entry : import->second.first_entry;
}

void Picture::Core::fold(const EntryPlace& place, const model::Batch& batch) {
  need_rest();
  const std::uint32_t entry = tables.entries.size();
  Folding folding{*this, tables, place, batch, entry, {}, nullptr, {}};
  folding.label_rows.reserve(batch.labels.size());
  for (const auto& label : batch.labels) folding.label_rows.push_back(label_number(label));
  // records first: what points at them may stand before them in the entry
  for (const auto& op : batch.ops) {
    if (const auto* record = std::get_if<model::PutRecord>(&op)) folding(*record);
  }
  for (const Ordered& next : in_order(batch)) {
    folding.origin = next.origin;
    std::visit(folding, *next.op);
  }
  folding.note_import();
  if (folding.directory) next_.directory = std::move(folding.directory);
  // an import's people are compared when it is whole, so that it does not matter how it was cut
  if (place.type != model::EntryType::import_chunk) {
    if (changes_lost_) note_changed_by(first_entry_of(next_, batch, entry), entry);
    changes_lost_ = false;
    resolve(entry);
  }

  const Lengths before = next_.lengths;
  next_.lengths =
      Lengths{tables.statements.record.size(), tables.links.a.size(), tables.events.subject.size(),
              tables.pairs.a.size(), tables.judgements.a.size()};
  tables.entries.push(EntryRow{place.position, place.recorded.us, next_.lengths});
  next_.entries = entry + 1;
  next_.labels = tables.labels.size();
  next_.next_position = place.position + 1;
  // an import shows as a whole, at its commit
  if (place.type == model::EntryType::import_chunk) import_open_ = true;
  if (place.type == model::EntryType::import_commit) import_open_ = false;
  const bool tidies = is_time_to_tidy(before, place);
  token_fold_.take(std::move(said_), tidies, import_open_);
  said_.clear();
  if (tidies) tidy();
  if (!import_open_) publish(std::make_shared<Version>(next_));
  reclaim();
}

}  // namespace sallyport::picture
