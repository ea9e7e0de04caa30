// View: the filter in front of every read.
#include "picture/view.hpp"

#include <algorithm>
#include <unordered_set>

#include "match/index_keys.hpp"
#include "model/title.hpp"
#include "picture/internal/view_state.hpp"
#include "text/similarity.hpp"

namespace sallyport::picture {

const PropertySet& naming_properties() {
  static const PropertySet kNaming = [] {
    PropertySet out;
    for (const auto& info : model::properties())
      if (model::names_things(info.property)) out.add(info.property);
    return out;
  }();
  return kNaming;
}

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
    s->end_at(s->entries_while([&](const EntryRow& e) { return e.recorded_us < until; }));
  }
  return View(std::move(s));
}

View View::before(std::uint64_t position) const {
  auto s = std::make_unique<State>(*state_);
  s->end_at(s->entries_while([&](const EntryRow& e) { return e.position <= position; }));
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

std::string_view View::agency(Handle handle) const {
  return state_->t.strings.at(state_->t.records.agency.load(handle.row));
}

LabelRef View::label_of(Handle handle) const {
  return LabelRef{state_->t.records.label.load(handle.row)};
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
  s.statements_of(handle.row, nullptr,
                  [&](const auto& found) { return s.tell(handle.row, found, sink); });
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
  bool found = false;
  ValueRow best;
  values(handle, PropertySet{property}, [&](const ValueRow& row) {
    if (found && !(std::tie(best.from, row.value) < std::tie(row.from, best.value))) return true;
    found = true;
    best = row;
    return true;
  });
  return best.value;
}

void View::values(Handle handle, const PropertySet& wanted, const Sink<ValueRow>& sink) const {
  const auto& s = *state_;
  const auto& columns = s.t.statements;
  s.statements_of(handle.row, &wanted, [&](const auto& found) {
    const auto property = s.cells(columns.property, found.rows, found.count);
    const auto value = s.cells(columns.value, found.rows, found.count);
    const auto from = s.cells(columns.from, found.rows, found.count);
    for (std::size_t i = 0; i < found.count; ++i) {
      if (!sink({static_cast<model::Property>(property[i]), s.t.strings.at(value[i]), from[i]}))
        return false;
    }
    return true;
  });
}

void View::values(Handle handle, model::Property property,
                  const Sink<std::string_view>& sink) const {
  values(handle, PropertySet{property}, [&](const ValueRow& row) { return sink(row.value); });
}

Date View::newest(Handle handle) const {
  const auto& s = *state_;
  const auto born = s.born_of(handle.row, &Lengths::statements);
  Date out = s.recorded_in(born.entry);
  s.statements_of(handle.row, nullptr, [&](const auto& found) {
    for (std::size_t i = 0; i < found.count; ++i)
      out = std::max(out, s.recorded(found.rows[i], &Lengths::statements, born));
    return true;
  });
  return out;
}

void View::links(Handle handle, model::LinkKinds kinds, const Sink<LinkRow>& sink) const {
  const auto& s = *state_;
  s.links_of(handle.row, kinds, [&](const auto& found) { return s.tell(found, sink); });
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
  s.events_of(handle.row, kinds, time, [&](const auto& found) { return s.tell(found, sink); });
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

std::optional<FeedName> View::feed_of(OriginRef origin) const {
  const auto& s = *state_;
  if (!s.imports) s.imports = s.core.imports_in_order(s.version->directory);
  const auto after = std::upper_bound(
      s.imports->begin(), s.imports->end(), origin.row,
      [](std::uint32_t entry, const ImportState* i) { return entry < i->first_entry; });
  if (after == s.imports->begin()) return std::nullopt;
  const ImportState& import = **std::prev(after);
  if (origin.row > import.last_entry) return std::nullopt;
  return FeedName{import.agency, import.facts.feed};
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

void View::same_identifier(Handle handle, const Sink<Handle>& sink) const {
  const auto& s = *state_;
  const std::uint64_t key = s.t.records.identity.load(handle.row);
  if (key == 0) return;
  const std::uint8_t kind = s.t.records.kind.load(handle.row);
  const auto same = [&](std::uint32_t row) { return s.t.records.identity.load(row) == key; };
  for (std::uint32_t at = s.t.record_by_identity.find(key, same); at != kNone;
       at = s.t.records.same_identity.load(at)) {
    if (s.t.records.kind.load(at) == kind && s.record_visible(at) && !sink(Handle{at})) return;
  }
}

std::optional<TokenHit> View::token(model::IndexClass cls, std::string_view text) const {
  const auto& s = *state_;
  const std::uint32_t token = s.t.tokens.find(cls, text);
  if (token == kNone || !s.token_has_posting(token)) return std::nullopt;
  return TokenHit{TokenRef{token}, s.t.tokens.text(token)};
}

void View::tokens_with_prefix(model::IndexClass cls, std::string_view prefix,
                              const Sink<TokenHit>& sink) const {
  const auto& s = *state_;
  const TokenIndex& index = s.t.tokens;
  const auto text = [&](std::uint32_t token) { return index.text(token); };
  if (cls == model::IndexClass::id) {
    return index.numbers(prefix, false, [&](std::uint32_t token) { return s.offer(token, sink); });
  }
  std::vector<std::uint32_t> batch;  // of one length, or all of a longer prefix
  const auto give = [&] {
    const bool more = s.offer_shortest_first(batch, sink);
    batch.clear();
    return more;
  };
  const bool in_turn = prefix.size() <= TokenIndex::kShortPrefix;
  bool more = true;
  index.with_prefix(cls, prefix, [&](std::uint32_t token) {
    const std::size_t length = std::min(text(token).size(), TokenIndex::kLongestWord);
    if (in_turn && !batch.empty() &&
        length != std::min(text(batch.back()).size(), TokenIndex::kLongestWord))
      more = give();
    if (more && text(token).starts_with(prefix)) batch.push_back(token);
    return more;
  });
  if (more) (void)give();
}

void View::identifiers_ending(std::string_view suffix, const Sink<TokenHit>& sink) const {
  const auto& s = *state_;
  s.t.tokens.numbers(suffix, true, [&](std::uint32_t token) { return s.offer(token, sink); });
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
    // most that share a form are further off: measured before anything else is looked at
    const std::string_view text = s.t.tokens.text(token);
    const int most =
        std::min(name.size(), text.size()) <= 3 || std::max(name.size(), text.size()) <= 4 ? 1 : 2;
    if (text::damerau_osa(name, text, most) > most &&
        (most < 2 || !text::is_swap_across_a_letter(name, text)))
      continue;
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
  std::unordered_set<std::uint64_t> given;  // a list may have one twice
  (void)state_->each_posting(token.row, [&](std::uint32_t record, model::Property property) {
    const bool fresh =
        given.insert(std::uint64_t{record} << 8 | static_cast<std::uint8_t>(property)).second;
    return !fresh || sink(PostingRow{Handle{record}, property});
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
bool View::came_after(OriginRef origin, std::uint64_t position) const {
  return state_->t.entries[origin.row].position > position;
}
std::uint64_t View::access_epoch() const {
  return state_->version->directory->access_epoch;
}

}  // namespace sallyport::picture
