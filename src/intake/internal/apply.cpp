#include "intake/internal/apply.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "text/fold.hpp"
#include "text/parse_date.hpp"

namespace sallyport::intake::internal {
namespace {

constexpr std::size_t kLabelCache = 100'000;
// Rows after which a rule's memory must have helped: everybody is new at the beginning of a file.
constexpr std::uint32_t kMemoryTrial = 32'768;
constexpr int kItem = -2;

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    const auto item = trimmed(list.substr(0, end));
    if (!item.empty()) out.emplace_back(item);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

void append_columns(std::vector<int>& out, const Template& pattern) {
  for (const auto& pieces : pattern.alternatives) {
    for (const auto& piece : pieces) {
      if (piece.column >= 0) out.push_back(piece.column);
    }
  }
}

// A cell of this type is in the property's one form already.
bool is_read_as(model::Property property, ColumnType type) {
  using model::Property;
  switch (type) {
    case ColumnType::phone:
      return property == Property::phone_number;
    case ColumnType::prison_number:
      return property == Property::prison_number;
    case ColumnType::pnc:
      return property == Property::pnc_number;
    case ColumnType::cro:
      return property == Property::cro_number;
    case ColumnType::crn:
      return property == Property::crn;
    case ColumnType::ocg:
      return property == Property::group_number;
    case ColumnType::postcode:
      return property == Property::postcode;
    case ColumnType::email:
      return property == Property::email_address;
    case ColumnType::plate:
      return property == Property::plate;
    default:
      return false;
  }
}

bool date_kind(ColumnType type) {
  return type == ColumnType::date || type == ColumnType::time;
}

}  // namespace

Applier::Applier(const Mapping& mapping, const FeedAgreement& agreement, std::string agency,
                 const crypto::ShortKey& memory)
    : mapping_(mapping), agreement_(agreement), agency_(std::move(agency)) {
  cells_.resize(mapping.columns.size());
  read_before_.assign(mapping.columns.size(), ReadBefore(memory, kNumbersKept));
  for (const auto& rule : mapping.things) {
    rule_cells_.push_back(columns_of(rule));
    memory_.push_back({rule.each < 0, Recent<Made>(memory, kThingsKept)});
  }
  releasable_ = mapping.column("releasable_to");
  compartments_ = mapping.column("compartments");
  conditions_ = mapping.column("conditions");
  const auto thing_called = [&](const std::string& name) {
    for (std::size_t i = 0; i < mapping.things.size(); ++i) {
      if (mapping.things[i].name == name) return static_cast<int>(i);
    }
    return -1;
  };
  for (const auto& rule : mapping.links)
    link_ends_.push_back({thing_called(rule.a), thing_called(rule.b)});
  for (const auto& rule : mapping.events)
    event_ends_.push_back(
        {thing_called(rule.subject), thing_called(rule.other), thing_called(rule.place)});
  for (const auto& rule : agreement.rules) {
    rule_columns_.push_back(mapping.column(rule.column));
    need_columns_.push_back(mapping.column(rule.needs));
  }
}

Status Applier::begin(const std::vector<std::string>& names) {
  order_ = match_columns(mapping_, names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (order_[i] < 0 && !names[i].empty()) unknown_.push_back(names[i]);
  }
  std::string missing;
  for (std::size_t c = 0; c < mapping_.columns.size(); ++c) {
    if (mapping_.columns[c].required &&
        std::find(order_.begin(), order_.end(), static_cast<int>(c)) == order_.end())
      missing += (missing.empty() ? "" : ", ") + mapping_.columns[c].name;
  }
  if (missing.empty()) return ok();
  return fail(ErrorCode::kUnsupportedFormat,
              "the file has no column " + missing + ", which " + mapping_.format + " needs");
}

std::string Applier::expand(const Template& pattern, std::string_view item) const {
  for (const auto& pieces : pattern.alternatives) {
    std::string out;
    bool complete = true;
    bool gaps = false;
    for (const auto& piece : pieces) {
      if (piece.column == -1) {
        out += piece.literal;
        continue;
      }
      const std::string_view value =
          piece.column == kItem ? item : std::string_view(cell(piece.column).text);
      if (value.empty() && !piece.optional) {
        complete = false;
        break;
      }
      gaps = gaps || value.empty();
      if (piece.fold) {
        out += text::fold(value);
      } else if (piece.upper) {
        for (const char c : value) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      } else {
        out += value;
      }
    }
    if (!complete) continue;
    if (!gaps) return out;
    std::string neat;  // empty optional parts leave blanks behind
    for (const char c : trimmed(out)) {
      if (c != ' ' || neat.empty() || neat.back() != ' ') neat += c;
    }
    return neat;
  }
  return {};
}

bool Applier::holds(const Condition& condition) const {
  for (const auto& test : condition.tests) {
    const std::string& text = cell(test.column).text;
    if (text.empty() && test.values.empty()) return false;
    const std::string value = text::fold(text);
    if (test.values.empty()) {
      if (value.empty()) return false;
      continue;
    }
    const bool found =
        std::find(test.values.begin(), test.values.end(), value) != test.values.end();
    if (found == test.negated) return false;
  }
  return true;
}

bool Applier::repeats_a_pair(std::string& key) const {
  if (mapping_.unique.empty() || !holds(mapping_.unique_when)) return false;
  key = expand(mapping_.unique);
  const std::size_t middle = key.find("<>");
  if (middle == std::string::npos) return !key.empty();
  std::string a = key.substr(0, middle);
  std::string b = key.substr(middle + 2);
  if (b < a) std::swap(a, b);
  key = a + "<>" + b;
  return true;
}

Result<std::shared_ptr<const model::Label>> Applier::label() {
  static const std::string kNothing;
  const auto text_of = [&](int column) -> const std::string& {
    return column < 0 ? kNothing : cell(column).text;
  };
  std::string& key = label_key_;
  key.clear();
  const auto add = [&](const std::string& text) { key.append(text).push_back('\1'); };
  for (const int column :
       {mapping_.officer, mapping_.author, releasable_, compartments_, conditions_})
    add(text_of(column));
  for (const int p : mapping_.prisons) add(text_of(p));
  for (std::size_t i = 0; i < rule_columns_.size(); ++i) {
    add(text_of(rule_columns_[i]));
    key += text_of(need_columns_[i]).empty() ? '-' : '+';
  }
  if (last_label_ && key == last_label_key_) return last_label_;  // labels come in runs
  last_label_key_ = key;
  last_label_.reset();
  const auto known = labels_.find(last_label_key_);
  if (known != labels_.end()) {
    label_digest_ = known->second.digest;
    last_label_ = known->second.label;
    return last_label_;
  }
  LabelFacts facts;
  facts.agency = agency_;
  for (const int p : mapping_.prisons) facts.prisons.push_back(text_of(p));
  facts.officer = text_of(mapping_.officer);
  facts.author = text_of(mapping_.author);
  facts.releasable_to = split(text_of(releasable_));
  facts.compartments = split(text_of(compartments_));
  facts.conditions = split(text_of(conditions_));
  for (std::size_t i = 0; i < rule_columns_.size(); ++i) {
    facts.rule_values.push_back(text_of(rule_columns_[i]));
    facts.needed.push_back(text_of(need_columns_[i]));
  }
  model::Label made;
  TRY_ASSIGN(made, row_label(agreement_, facts));
  cbor::Writer bytes;
  model::encode(bytes, made);
  if (labels_.size() > kLabelCache) labels_.clear();
  label_digest_ = hash64(bytes.out());
  last_label_ = std::make_shared<const model::Label>(std::move(made));
  labels_.emplace(last_label_key_, KnownLabel{last_label_, label_digest_});
  return last_label_;
}

Status Applier::draft(Draft& out) {
  TRY_ASSIGN(out.label, label());
  out.source_key = source_key();
  if (out.source_key.empty())
    return fail(bad_cell(mapping_.columns.empty() ? "key" : mapping_.columns[0].name, "",
                         "the sender's key of the row"));
  out.content_hash = label_digest_;
  for (const auto& c : cells_) out.content_hash = hash64(c.raw, out.content_hash);
  make_things(out);
  TRY(make_links(out));
  return make_events(out);
}

// What a rule makes is a function of these cells.
std::vector<int> Applier::columns_of(const ThingRule& rule) {
  std::vector<int> out;
  for (const auto* pattern : {&rule.key, &rule.prison, &rule.location})
    append_columns(out, *pattern);
  for (const auto& test : rule.when.tests) out.push_back(test.column);
  for (const auto& p : rule.properties) {
    append_columns(out, p.value);
    append_columns(out, p.raw);
    out.insert(out.end(), {p.from, p.to});
  }
  out.push_back(rule.each);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  std::erase_if(out, [](int column) { return column < 0; });
  return out;
}

void Applier::make_things(Draft& draft) {
  made_.resize(mapping_.things.size());
  for (std::size_t i = 0; i < mapping_.things.size(); ++i) {
    const ThingRule& rule = mapping_.things[i];
    std::vector<int>& indices = made_[i];
    indices.clear();
    if (memory_[i].usable && make_from_memory(draft, i, indices)) continue;
    if (holds(rule.when)) {
      if (rule.each < 0) {
        make_thing(draft, rule, {}, indices);
        continue;
      }
      for (const auto& item : split(cell(rule.each).text)) make_thing(draft, rule, item, indices);
    }
  }
}

// False when this rule's rows are all different: then it is not asked again.
bool Applier::make_from_memory(Draft& draft, std::size_t rule, std::vector<int>& indices) {
  RuleMemory& memory = memory_[rule];
  if (memory.asked >= kMemoryTrial && memory.found < memory.asked / 4) {
    memory.usable = false;
    memory.places.clear();
    return false;
  }
  memory_key_.clear();
  for (const int column : rule_cells_[rule]) memory_key_.append(cell(column).raw).push_back('\0');
  const auto [made, known] = memory.places.find(memory_key_);
  ++memory.asked;
  if (known) {
    ++memory.found;
  } else {
    scratch_.clear();
    std::vector<int> none;
    if (holds(mapping_.things[rule].when)) make_thing(scratch_, mapping_.things[rule], {}, none);
    made = std::move(scratch_.things);
    for (const auto& thing : made) thing->shared = true;
  }
  put_things(draft, made, indices);
  return true;
}

// Of a place its prison, wing, landing and cell, each part of the one before it.
void Applier::put_things(Draft& draft, const Made& made, std::vector<int>& indices) {
  int within = -1;
  for (const auto& thing : made) {
    const std::size_t before = draft.things.size();
    const int at = draft.add(thing);
    if (within >= 0 && draft.things.size() != before)
      draft.link(model::LinkKind::part_of, at, within);
    within = at;
  }
  if (within >= 0) indices.push_back(within);
}

void Applier::make_thing(Draft& draft, const ThingRule& rule, std::string_view item,
                         std::vector<int>& indices) {
  int at = -1;
  if (rule.scope == Scope::place) {
    at = draft.place(expand(rule.prison), expand(rule.location));
  } else if (std::string key = expand(rule.key, item); !key.empty()) {
    at = draft.thing(rule.kind, rule.scope, std::move(key));
    make_properties(draft, at, rule, item);
  }
  if (at >= 0) indices.push_back(at);
}

bool Applier::is_a_cell_of(const PropertyRule& rule) const {
  if (rule.value.alternatives.size() != 1 || rule.value.alternatives[0].size() != 1) return false;
  const Template::Piece& piece = rule.value.alternatives[0][0];
  if (piece.column < 0 || piece.fold || piece.upper) return false;
  return is_read_as(rule.property, mapping_.columns[static_cast<std::size_t>(piece.column)].type);
}

void Applier::make_properties(Draft& draft, int thing, const ThingRule& rule,
                              std::string_view item) {
  draft.edit(thing).statements.reserve(rule.properties.size());
  for (const auto& p : rule.properties) {
    draft.edit(thing).own.set(static_cast<std::size_t>(p.property));
    const std::string value = expand(p.value, item);
    const bool read = !p.list && is_a_cell_of(p);
    const auto say = [&](const std::string& v) {
      if (v.empty()) return;
      draft.say(thing, p.property, read ? v : canonical(p.property, v), expand(p.raw, item));
      auto& statements = draft.edit(thing).statements;
      if (statements.empty()) return;
      statements.back().statement.valid = range(p.from, p.to);
      statements.back().only_new = p.only_new;
      statements.back().replaces = p.replaces;
    };
    if (!p.list) {
      say(value);
      continue;
    }
    for (const auto& v : split(value)) say(v);
  }
  keep_as_written(draft.edit(thing), rule);
}

// What a source wrote is kept beside the canonical form.
void Applier::keep_as_written(DraftThing& thing, const ThingRule& rule) const {
  const auto& columns = rule_cells_[static_cast<std::size_t>(&rule - mapping_.things.data())];
  for (auto& s : thing.statements) {
    if (!s.statement.raw.empty()) continue;
    for (const int column : columns) {
      const Cell& c = cell(column);
      if (c.text.size() == s.statement.value.size() && c.raw != c.text &&
          c.text == s.statement.value) {
        s.statement.raw = std::string(c.raw);
        break;
      }
    }
  }
}

DateRange Applier::range(int from, int to) const {
  DateRange out;
  const auto day = [&](int column, bool first) {
    const Cell& c = cell(column);
    if (mapping_.columns[static_cast<std::size_t>(column)].type == ColumnType::time)
      return date_of(Instant{c.number}).day;
    return first ? c.date.first_day : c.date.last_day;
  };
  if (from >= 0 && !cell(from).text.empty()) out.from = day(from, true);
  if (to >= 0 && !cell(to).text.empty()) out.to = day(to, false);
  return out;
}

const std::vector<int>& Applier::named(int rule) const {
  static const std::vector<int> kNone;
  return rule < 0 ? kNone : made_[static_cast<std::size_t>(rule)];
}

Status Applier::make_links(Draft& draft) {
  for (std::size_t i = 0; i < mapping_.links.size(); ++i) {
    const LinkRule& rule = mapping_.links[i];
    if (!holds(rule.when)) continue;
    for (const int a : named(link_ends_[i][0])) {
      for (const int b : named(link_ends_[i][1])) {
        if (a == b)
          return fail(bad_cell("key", draft.get(a).key, "two different people or things"));
        auto& link = draft.link(rule.kind, a, b).link;
        link.valid = range(rule.from, rule.to);
        link.role = expand(rule.role);
        link.standing = expand(rule.standing);
        link.status = expand(rule.status);
        link.text = expand(rule.text);
        if (rule.kind == model::LinkKind::resides_at) {
          DraftStatement like;
          like.statement.valid = link.valid;
          draft.say_home(a, b, like);
        }
        const std::string scheme = expand(rule.scheme);
        if (scheme.empty() || scheme == "none") continue;
        const auto known = model::scheme_named(scheme == "6x6" ? "admiralty" : scheme);
        const std::string source = expand(rule.source);
        const std::string information = expand(rule.information);
        const std::string handling = expand(rule.handling);
        if (!known) return fail(bad_cell("Scheme", scheme, "3x5x2, 5x5x5, 4x4, 6x6 or none"));
        TRY_ASSIGN(link.grade, model::make_grade(*known, source.empty() ? '\0' : source.back(),
                                                 information.empty() ? '\0' : information.back(),
                                                 handling.empty() ? '\0' : handling.back()));
      }
    }
  }
  return ok();
}

Status Applier::make_events(Draft& draft) {
  const auto instant = [&](int column) -> std::int64_t {
    const Cell& c = cell(column);
    if (mapping_.columns[static_cast<std::size_t>(column)].type == ColumnType::time)
      return c.number;
    // a day begins at the source's midnight
    const std::int64_t midnight_us = start_of(Date{c.date.first_day}).us;
    const auto ahead = text::offset_minutes(text::Zone::kEuropeLondon, Instant{midnight_us});
    return midnight_us - ahead.value_or(0) * 60LL * 1'000'000;
  };
  static const std::vector<int> kNobody = {-1};
  for (std::size_t i = 0; i < mapping_.events.size(); ++i) {
    const EventRule& rule = mapping_.events[i];
    if (!holds(rule.when)) continue;
    const auto& subjects = named(event_ends_[i][0]);
    if (subjects.empty()) continue;
    const auto& others = named(event_ends_[i][1]);
    const auto& places = named(event_ends_[i][2]);
    for (const int other : others.empty() ? kNobody : others) {
      DraftEvent& out = draft.event(rule.kind, subjects.front());
      out.other = other;
      out.place = places.empty() ? -1 : places.front();
      out.chain = rule.chain;
      auto& event = out.event;
      if (rule.at >= 0) {
        event.at.from_us = instant(rule.at);
        event.zone_ambiguous = cell(rule.at).zone_ambiguous;
      }
      const bool open = rule.kind == model::EventKind::stay ||
                        rule.kind == model::EventKind::activity ||
                        rule.kind == model::EventKind::licence_change;
      if (rule.until >= 0 && !cell(rule.until).text.empty()) {
        event.at.to_us = instant(rule.until);
        if (date_kind(mapping_.columns[static_cast<std::size_t>(rule.until)].type) &&
            mapping_.columns[static_cast<std::size_t>(rule.until)].type == ColumnType::date)
          event.at.to_us += Instant::kDayUs;  // "to 5 May" holds all of that day
      } else if (!open) {
        std::int64_t seconds = 0;
        if (rule.seconds >= 0) seconds = cell(rule.seconds).number;
        if (rule.minutes >= 0) seconds = cell(rule.minutes).number * 60;
        if (seconds < 0 || seconds > 400LL * 86400)
          return fail(bad_cell("duration", std::to_string(seconds), "0 or more, under 400 days"));
        event.at.to_us = event.at.from_us + seconds * 1'000'000;
      }
      if (event.at.to_us < event.at.from_us)
        return fail(bad_cell("to", "", "an end that is not before the beginning"));
      if (rule.quantity >= 0) event.quantity = cell(rule.quantity).number;
      event.code = expand(rule.code);
      event.text = expand(rule.text);
    }
  }
  return ok();
}

}  // namespace sallyport::intake::internal
