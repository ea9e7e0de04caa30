#include "intake/internal/committer.hpp"

#include <algorithm>

#include "crypto/hash.hpp"

namespace sallyport::intake::internal {
namespace {

using model::kRecordLabel;
using model::LabelIndex;
using model::RecordId;
using model::Statement;

constexpr std::size_t kLabelsByPlace = 4096;

std::uint64_t number_of(const Id128& id) {
  return id.hi ^ (id.lo * 0x9E3779B97F4A7C15ull);
}

// A flat table's empty key; two keyed hashes meet there as seldom as anywhere.
std::uint64_t never_zero(std::uint64_t hash) {
  return hash == 0 ? 1 : hash;
}

// Compared as op.hpp says: by property, value, valid, source.
bool same(const Statement& a, const Statement& b) {
  return a.property == b.property && a.value == b.value && a.valid == b.valid &&
         a.source == b.source;
}
bool same(model::PutLink a, const model::PutLink& b) {
  a.id = b.id;
  a.label = b.label;
  return a == b;
}
bool same(model::PutEvent a, const model::PutEvent& b, bool chain) {
  a.id = b.id;
  a.label = b.label;
  if (chain) a.at.to_us = b.at.to_us;
  return a == b;
}

std::size_t weight(const std::vector<Statement>& statements) {
  std::size_t out = 64;
  for (const auto& s : statements) out += s.value.size() + s.raw.size() + 32;
  return out;
}

// A row that is one report, and not of what another report or a list says of it.
bool is_report(const Draft& draft) {
  return !draft.things.empty() && draft.get(0).kind == model::RecordKind::report &&
         draft.get(0).scope == Scope::row;
}

std::string to_text_of(DateRange range) {
  if (range.to == DateRange::kOpenTo) return "";
  return "until " + to_text(Date{range.to});
}

bool identifier_only(const DraftThing& thing) {
  return thing.scope == Scope::place || thing.kind == model::RecordKind::phone ||
         thing.kind == model::RecordKind::email || thing.kind == model::RecordKind::place;
}

}  // namespace

Committer::Committer(const ImportContext& context, const BatchSink& sink, ImportOutcome& outcome)
    : context_(context),
      sink_(sink),
      outcome_(outcome),
      around_(context.surroundings != nullptr ? *context.surroundings : nothing_),
      row_keys_(crypto::short_key(context.id_key, "rows")),
      things_(crypto::short_key(context.id_key, "things")),
      row_prefix_(context.agency + '\0' + context.agreement.feed + '\0'),
      event_ids_(crypto::IdDeriver::key_from(context.id_key)),
      batch_id_(crypto::keyed_hash_id(
          context.id_key, as_bytes("batch " + context.agreement.feed + context.idempotency_key))),
      memo_seed_(crypto::keyed_hash_id(context.id_key, as_bytes("memo")).lo) {}

std::uint64_t Committer::chain_key(std::string_view person_key) {
  return hash64(person_key, 7);
}

Id128 Committer::hashed(std::initializer_list<std::string_view> parts) const {
  message_.clear();
  for (const auto part : parts) message_.append(part).push_back('\0');
  return crypto::keyed_hash_id(context_.id_key, as_bytes(message_));
}

void Committer::name(Draft& draft) const {
  message_.assign(row_prefix_).append(draft.source_key);
  draft.row_key = crypto::short_hash_id(row_keys_, message_).hi;
  seen_.expect(never_zero(draft.row_key));
}

Committer::LabelEntry& Committer::label_entry(const model::Label& label) {
  auto at = labels_.find(label);
  if (at == labels_.end()) {
    cbor::Writer bytes;
    model::encode(bytes, label);
    at = labels_
             .emplace(label,
                      LabelEntry{crypto::keyed_hash_id(context_.id_key, bytes.out()), kRecordLabel})
             .first;
  }
  return at->second;
}

LabelIndex Committer::label_index(const Draft& draft) {
  if (draft.label != last_label_) {
    const auto place =
        static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(draft.label.get()));
    if (labels_kept_.size() >= kLabelsByPlace) {
      entries_by_place_.clear();
      labels_kept_.clear();
    }
    const auto [entry, fresh] = entries_by_place_.emplace(place, nullptr);
    if (fresh) {
      *entry = &label_entry(*draft.label);
      labels_kept_.push_back(draft.label);
    }
    last_entry_ = *entry;
    last_label_ = draft.label;
  }
  if (last_entry_->index == kRecordLabel) {
    last_entry_->index = static_cast<LabelIndex>(window_labels_.size());
    window_labels_.push_back(&labels_.find(*draft.label)->first);
  }
  return last_entry_->index;
}

// What a thing is known by in this import: its kind, its key and the label of the row that names
// it. Settles last_entry_.
Id128 Committer::memo_of(const Draft& draft, const DraftThing& thing) {
  (void)label_index(draft);
  const Id128 key = crypto::short_hash_id(things_, thing.key);
  const Id128& label = last_entry_->digest;
  return {key.hi ^ label.hi, key.lo ^ mix64(label.lo, static_cast<std::uint64_t>(thing.kind))};
}

// The report that a copy names: one of this file, else one the feed sees, under whatever label. The
// link between the two is there for those who see both.
std::optional<RecordId> Committer::report_known(const DraftThing& thing) {
  if (thing.kind != model::RecordKind::report) return std::nullopt;
  if (const auto* report = copies_.find(number_key(thing.key))) return *report;
  ThingQuery query;
  query.kind = thing.kind;
  query.agency = context_.agency;
  query.identity = thing.key;
  return around_.known_thing(query);
}

// A copy that came in an earlier file left a report with a number and nothing else: this is it.
std::optional<RecordId> Committer::empty_report(const Draft& draft, const DraftThing& thing) {
  if (thing.kind != model::RecordKind::report) return std::nullopt;
  ThingQuery query;
  query.kind = thing.kind;
  query.agency = context_.agency;
  query.identity = thing.key;
  query.label = draft.label.get();
  query.same_label = true;
  const auto there = around_.known_thing(query);
  if (!there) return std::nullopt;
  const auto said = around_.standing(*there);
  const bool empty = std::all_of(said.begin(), said.end(), [](const Statement& s) {
    return s.property == model::Property::urn;
  });
  return empty ? there : std::nullopt;
}

Committer::Resolved Committer::resolve(const Draft& draft, const DraftThing& thing) {
  Resolved out;
  if (existing_ && thing.scope == Scope::row) {
    for (const auto& record : existing_->records) {
      if (record.source_key == thing.key) out.before = &record;
    }
  }
  if (out.before != nullptr) {
    out.id = out.before->id;
    return out;
  }
  const std::string_view kind = model::info(thing.kind).name;
  if (thing.scope == Scope::row) {
    if (const auto empty = empty_report(draft, thing)) {
      out.id = *empty;
      return out;
    }
    const std::string row = std::to_string(row_key_);
    out.id = RecordId(hashed({"record", context_.idempotency_key, context_.agency,
                              context_.agreement.feed, kind, thing.key, row}));
    out.made = true;
    return out;
  }
  if (const auto report = report_known(thing)) {
    out.id = *report;
    return out;
  }
  (void)label_index(draft);
  DraftThing::Settled& settled = thing.settled;
  if (thing.shared && settled.label == last_entry_) {
    out.id = settled.id;
    out.ours = settled.ours;
    return out;
  }
  const Id128 memo = memo_of(draft, thing);
  const Id128& digest = last_entry_->digest;
  if (const auto* known = known_.find(memo)) {
    out.id = known->id;
    out.ours = known->ours;
    settled.label = last_entry_;
    settled.id = out.id;
    settled.ours = out.ours;
    return out;
  }
  ThingQuery query;
  query.kind = thing.kind;
  query.agency = context_.agency;
  query.identity = thing.key;
  query.label = draft.label.get();
  query.same_label = thing.scope != Scope::known;
  if (const auto there = around_.known_thing(query)) {
    out.id = *there;
    out.first_seen = true;
  } else {
    out.id = RecordId(hashed(
        {"thing", context_.idempotency_key, context_.agency, kind, thing.key, to_text(digest)}));
    out.made = out.ours = true;
  }
  known_.emplace(memo, {out.id, out.ours});
  return out;
}

std::vector<Statement> Committer::statements_of(const DraftThing& thing,
                                                const std::vector<Resolved>& ids, bool stub,
                                                LabelIndex label) {
  std::vector<Statement> out;
  for (const auto& d : thing.statements) {
    if (d.only_new && !stub) continue;
    Statement s = d.statement;
    if (d.source >= 0) s.source = ids[static_cast<std::size_t>(d.source)].id;
    s.label = label;
    const bool there = std::any_of(out.begin(), out.end(), [&](const auto& o) { return o == s; });
    if (!there) out.push_back(std::move(s));
  }
  return out;
}

// The same of a thing that this row brings, which nobody asks again what it said.
std::vector<Statement> Committer::take_statements(DraftThing& thing,
                                                  const std::vector<Resolved>& ids) {
  if (thing.shared) return statements_of(thing, ids, true, kRecordLabel);
  std::vector<Statement> out;
  out.reserve(thing.statements.size());
  for (auto& d : thing.statements) {
    Statement& s = d.statement;
    if (d.source >= 0) s.source = ids[static_cast<std::size_t>(d.source)].id;
    s.label = kRecordLabel;
    const bool there = std::any_of(out.begin(), out.end(), [&](const auto& o) { return o == s; });
    if (!there) out.push_back(std::move(s));
  }
  return out;
}

bool Committer::said_before(RecordId record, const Statement& s) {
  std::uint64_t h = mix64(number_of(record), number_of(s.source));
  h = hash64(s.value, mix64(h, static_cast<std::uint64_t>(s.property)));
  h = mix64(h, static_cast<std::uint64_t>(static_cast<std::uint32_t>(s.valid.from)) << 32 |
                   static_cast<std::uint32_t>(s.valid.to));
  return !said_.insert(never_zero(mix64(h, last_entry_->digest.lo)));
}

void Committer::put_changes(const DraftThing& thing, const Resolved& id, std::vector<Statement> now,
                            const Draft& draft) {
  std::vector<Statement> ended;
  for (const auto& old : id.before->statements) {
    const bool own = thing.own.none() || thing.own.test(static_cast<std::size_t>(old.property));
    // other feeds speak of the record too: theirs is not this row's to take back
    if (!own || !old.source.is_nil()) continue;
    if (std::none_of(now.begin(), now.end(), [&](const auto& s) { return same(s, old); }))
      ended.push_back(old);
  }
  std::erase_if(now, [&](const Statement& s) {
    return std::any_of(id.before->statements.begin(), id.before->statements.end(),
                       [&](const auto& old) { return same(s, old); });
  });
  const auto note = [&](const Statement& s, bool before) {
    if (!existing_->told || outcome_.changes.size() >= kChangesShown) return;
    FieldChange change;
    change.source_key = thing.key;
    change.field = std::string(model::info(s.property).words);
    (before ? change.before : change.after) = s.value;
    outcome_.changes.push_back(std::move(change));
  };
  for (const auto& s : ended) note(s, true);
  for (const auto& s : now) note(s, false);
  // one line "from, to" where one value took another's place
  for (std::size_t i = 0; i + 1 < outcome_.changes.size(); ++i) {
    auto& a = outcome_.changes[i];
    if (!a.after.empty() || a.source_key != thing.key) continue;
    for (std::size_t k = i + 1; k < outcome_.changes.size(); ++k) {
      auto& b = outcome_.changes[k];
      if (b.source_key != a.source_key || b.field != a.field || !b.before.empty()) continue;
      a.after = b.after;
      outcome_.changes.erase(outcome_.changes.begin() + static_cast<std::ptrdiff_t>(k));
      break;
    }
  }
  if (!ended.empty()) {
    const std::size_t bytes = weight(ended);
    put(model::EndStatements{id.id, std::move(ended)}, bytes);
  }
  if (!now.empty()) {
    const std::size_t bytes = weight(now);
    put(model::PutStatements{id.id, std::move(now)}, bytes);
  }
  if (thing.scope == Scope::row && id.before->label != *draft.label) {
    if (id.before->tightened) {
      ++outcome_.labels_kept;
    } else {
      put(model::Relabel{model::ItemKind::record, id.id, label_index(draft),
                         "the row's label changed"},
          64);
    }
  }
}

// A changed row said something of this record before: the same value since the same day with
// another end, or a value that this one takes the place of.
void Committer::end_older(const Draft& draft, const DraftThing& thing,
                          const std::vector<Resolved>& ids, RecordId record) {
  const auto standing = around_.standing(record);
  std::vector<Statement> ended;
  for (const auto& d : thing.statements) {
    if (d.only_new) continue;
    Statement now = d.statement;
    if (d.source >= 0) now.source = ids[static_cast<std::size_t>(d.source)].id;
    for (const auto& old : standing) {
      const bool about = old.property == now.property && old.source == now.source;
      const bool older = d.replaces ? old.value != now.value || old.valid != now.valid
                                    : old.value == now.value && old.valid.from == now.valid.from &&
                                          old.valid.to != now.valid.to;
      if (!about || !older) continue;
      const bool noted =
          std::any_of(ended.begin(), ended.end(), [&](const auto& e) { return same(e, old); });
      if (noted) continue;
      ended.push_back(old);
      ended.back().label = label_index(draft);
      if (existing_->told && outcome_.changes.size() < kChangesShown)
        outcome_.changes.push_back({thing.key, std::string(model::info(old.property).words),
                                    old.value + " " + to_text_of(old.valid),
                                    now.value + " " + to_text_of(now.valid)});
    }
  }
  if (ended.empty()) return;
  const std::size_t bytes = weight(ended);
  put(model::EndStatements{record, std::move(ended)}, bytes);
}

// The row made this record when it came before, and that import was undone since: the record stayed
// for those who still see others speak of it, without what only its making says.
bool Committer::made_before_undoing(RecordId record) const {
  return existing_ && !existing_->content_hash &&
         std::any_of(existing_->records.begin(), existing_->records.end(),
                     [&](const auto& kept) { return kept.id == record; });
}

void Committer::put_things(const Draft& draft, const std::vector<Resolved>& ids) {
  const LabelIndex label = label_index(draft);
  for (std::size_t i = 0; i < draft.things.size(); ++i) {
    const DraftThing& thing = *draft.things[i];
    const Resolved& id = ids[i];
    if (id.before != nullptr) {
      put_changes(thing, id, statements_of(thing, ids, true, label), draft);
      continue;
    }
    if (id.made) {
      model::PutRecord record;
      record.id = id.id;
      record.kind = thing.kind;
      record.agency = context_.agency;
      record.feed = context_.agreement.feed;
      record.source_key = thing.key;
      record.label = label;
      record.statements = take_statements(*draft.things[i], ids);
      if (thing.scope != Scope::row) {
        for (const auto& s : record.statements) (void)said_before(id.id, s);
      }
      ++outcome_.new_records;
      const std::size_t bytes = weight(record.statements) + thing.key.size();
      put(std::move(record), bytes);
      continue;
    }
    if (identifier_only(thing)) continue;
    if (existing_ && !id.ours) end_older(draft, thing, ids, id.id);
    auto more = statements_of(thing, ids, made_before_undoing(id.id), label);
    std::erase_if(more, [&](const Statement& s) { return said_before(id.id, s); });
    if (!more.empty() && !id.ours) {  // another row may have said it before
      const auto standing = around_.standing(id.id);
      std::erase_if(more, [&](const Statement& s) {
        return std::any_of(standing.begin(), standing.end(),
                           [&](const auto& old) { return same(old, s); });
      });
    }
    if (more.empty()) continue;
    const std::size_t bytes = weight(more);
    put(model::PutStatements{id.id, std::move(more)}, bytes);
  }
}

void Committer::put_links(Draft& draft, const std::vector<Resolved>& ids) {
  std::vector<bool> kept(existing_ ? existing_->links.size() : 0);
  for (auto& d : draft.links) {
    // a place that is known is part of what it always was
    if (d.link.kind == model::LinkKind::part_of && !ids[static_cast<std::size_t>(d.a)].made)
      continue;
    model::PutLink link = std::move(d.link);
    const Resolved& a = ids[static_cast<std::size_t>(d.a)];
    link.a = a.id;
    link.b = ids[static_cast<std::size_t>(d.b)].id;
    if (d.source >= 0) link.source = ids[static_cast<std::size_t>(d.source)].id;
    link.label = label_index(draft);
    bool stands = false;
    for (std::size_t i = 0; i < kept.size() && !stands; ++i) {
      if (kept[i] || !same(link, existing_->links[i])) continue;
      kept[i] = stands = true;
    }
    if (stands) continue;
    const std::string words = link.role + '\1' + link.standing + '\1' + link.status + '\1' +
                              link.text + '\1' + std::to_string(model::pack(link.grade)) + '\1' +
                              std::to_string(link.valid.from) + '\1' +
                              std::to_string(link.valid.to);
    std::uint64_t h = mix64(number_of(link.a), number_of(link.b));
    h = hash64(words, mix64(h, static_cast<std::uint64_t>(link.kind)));
    const std::uint64_t what = mix64(h, mix64(number_of(link.source), last_entry_->digest.lo));
    if (!said_.insert(never_zero(what))) continue;
    link.id = model::LinkId(hashed({"link", context_.idempotency_key, context_.agreement.feed,
                                    std::to_string(row_key_), std::to_string(links_in_row_++)}));
    ++outcome_.new_links;
    const std::size_t bytes = 128 + link.text.size();
    put(std::move(link), bytes);
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (kept[i] || existing_->links[i].kind == model::LinkKind::part_of) continue;
    put(model::Retract{model::ItemKind::link, existing_->links[i].id, "the row changed"}, 64);
  }
}

// A stay ends when the person's next one begins, in this file or among what is known. False: a stay
// that is known already says the same.
bool Committer::place_in_chain(const DraftEvent& event, const Draft& draft, model::PutEvent& out) {
  const auto& person = draft.get(event.subject);
  const auto chain = chains_.find(chain_key(person.key));
  const std::int64_t from = out.at.from_us;
  std::int64_t first = from;
  if (chain != chains_.end()) {
    const auto& starts = chain->second;
    const auto next = std::upper_bound(starts.begin(), starts.end(), from);
    if (next != starts.end()) out.at.to_us = *next;
    if (!starts.empty()) first = starts.front();
  }
  const auto open = around_.open_stay(out.subject);
  if (!open) return true;
  const bool same_stay =
      open->place == out.place && date_of(Instant{open->at.from_us}) == date_of(Instant{from});
  if (same_stay && out.at.to_us == TimeRange::kOpen) return false;
  if (open->at.from_us > from) {
    out.at.to_us = std::min(out.at.to_us, open->at.from_us);
  } else if (stay_checked_.insert(out.subject) && open->at.from_us < first) {
    put(model::Retract{model::ItemKind::event, open->id, "a later stay begins"}, 64);
    model::PutEvent closed = *open;
    closed.id = {};  // a fresh one, when its chunk is made
    closed.at.to_us = first;
    closed.label = label_index(draft);
    put(std::move(closed), 128);
  }
  return true;
}

void Committer::put_events(Draft& draft, const std::vector<Resolved>& ids) {
  std::vector<bool> kept(existing_ ? existing_->events.size() : 0);
  for (auto& d : draft.events) {
    model::PutEvent event = std::move(d.event);
    event.subject = ids[static_cast<std::size_t>(d.subject)].id;
    if (d.other >= 0) event.other = ids[static_cast<std::size_t>(d.other)].id;
    if (d.place >= 0) event.place = ids[static_cast<std::size_t>(d.place)].id;
    if (d.source >= 0) event.source = ids[static_cast<std::size_t>(d.source)].id;
    event.label = label_index(draft);
    bool stands = false;
    for (std::size_t i = 0; i < kept.size() && !stands; ++i) {
      if (kept[i] || !same(event, existing_->events[i], d.chain)) continue;
      kept[i] = stands = true;
    }
    if (stands || (d.chain && !place_in_chain(d, draft, event))) continue;
    event.id = {};  // given when its chunk is made: numbers in the order of the ledger
    ++outcome_.new_events;
    const std::size_t bytes = 128 + event.text.size();
    put(std::move(event), bytes);
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (!kept[i])
      put(model::Retract{model::ItemKind::event, existing_->events[i].id, "the row changed"}, 64);
  }
}

void Committer::note_report(const Draft& draft) {
  constexpr std::size_t kTextBytes = 4u << 20;
  if (!is_report(draft) || outcome_.new_reports.size() >= kReportsShown) return;
  const DraftThing& report = draft.get(0);
  for (const auto& s : report.statements) {
    if (s.statement.property != model::Property::report_text) continue;
    report_bytes_ += s.statement.value.size();
    if (report_bytes_ <= kTextBytes)
      outcome_.new_reports.push_back({report.key, s.statement.value});
  }
}

// The two identities of one row of the mapping extract: two records, and a pair for a person.
void Committer::note_pairs(const Draft& draft, const std::vector<Resolved>& ids) {
  if (draft.things.size() < 2 || outcome_.pairs_to_judge.size() >= kPairsShown) return;
  const auto& second = draft.get(1);
  if (draft.get(0).kind == model::RecordKind::person && second.kind == model::RecordKind::person &&
      second.key.starts_with("nomis:") && ids[1].made)
    outcome_.pairs_to_judge.emplace_back(ids[0].id, ids[1].id);
}

Status Committer::take(Draft& draft, std::uint64_t row) {
  const auto [content, fresh] = seen_.emplace(never_zero(draft.row_key), draft.content_hash);
  if (!fresh) {
    if (*content != draft.content_hash)
      return fail(ErrorCode::kConflict, "the key is in the file twice, with different content");
    ++outcome_.unchanged;
    return ok();
  }
  const std::string_view original = WaitingCopies::original_of(draft);
  if (!original.empty() && copies_.hold(number_key(original), draft, row)) return ok();
  return take_now(draft, row);
}

// A row, and then the copies that waited for it, copies of those, and so on.
Status Committer::take_now(Draft& draft, std::uint64_t row) {
  const bool report = is_report(draft);
  const std::uint64_t number = report ? number_key(draft.source_key) : 0;
  TRY(put_row(draft, row));
  if (!report) return ok();
  std::vector<WaitingCopies::Row> next = copies_.take(number);
  while (!next.empty()) {
    std::vector<WaitingCopies::Row> rows = std::move(next);
    next.clear();
    for (auto& waited : rows) {
      const std::uint64_t key = number_key(waited.draft.source_key);
      TRY(put_row(waited.draft, waited.row));
      auto more = copies_.take(key);
      std::move(more.begin(), more.end(), std::back_inserter(next));
    }
  }
  return ok();
}

Status Committer::finish() {
  for (auto& waited : copies_.take_all()) TRY(put_row(waited.draft, waited.row));
  return flush();
}

// Compares the row with what it made before, and puts what is new.
Status Committer::put_row(Draft& draft, std::uint64_t row) {
  row_key_ = draft.row_key;
  existing_ = around_.existing(
      {context_.agency, context_.agreement.feed, draft.source_key, row_key_, draft.content_hash});
  const bool told = !existing_ || existing_->told;
  if (!existing_ || !told) note_report(draft);
  if (existing_ && existing_->content_hash == draft.content_hash) {
    ++(told ? outcome_.unchanged : outcome_.taken);
    return ok();
  }
  links_in_row_ = 0;
  row_bytes_ = 0;
  const auto first = static_cast<std::uint32_t>(ops_.size());
  ids_.clear();
  for (const auto& thing : draft.things) ids_.push_back(resolve(draft, *thing));
  if (is_report(draft)) copies_.came(number_key(draft.get(0).key), ids_[0].id);
  put_things(draft, ids_);
  put_links(draft, ids_);
  put_events(draft, ids_);
  note_pairs(draft, ids_);
  if (ops_.size() == first) {  // what it says is known already
    ++(told ? outcome_.unchanged : outcome_.taken);
    return ok();
  }
  if (existing_ && told) ++outcome_.changed;
  ++outcome_.taken;
  outcome_.refused += draft.refused_parts;
  wait(row, draft.content_hash, label_index(draft), first);
  return window_is_full() ? hand_over_window() : ok();
}

}  // namespace sallyport::intake::internal
