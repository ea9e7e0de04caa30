#include "service/teller.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/assert.hpp"
#include "model/title.hpp"
#include "network/words.hpp"
#include "service/wording.hpp"

namespace sallyport::service {
namespace {

// What one line under a name says: numbers first, then birth, then band.
constexpr model::Property kSubtitle[] = {model::Property::prison_number,
                                         model::Property::crn,
                                         model::Property::pnc_number,
                                         model::Property::group_number,
                                         model::Property::date_of_birth,
                                         model::Property::group_band,
                                         model::Property::urn,
                                         model::Property::report_date,
                                         model::Property::incident_family,
                                         model::Property::place_type,
                                         model::Property::vehicle_description};

const picture::PropertySet& told_of_an_item() {
  static const picture::PropertySet kTold = [] {
    picture::PropertySet out;
    for (const auto& info : model::properties())
      if (model::names_things(info.property)) out.add(info.property);
    for (const model::Property property : kSubtitle) out.add(property);
    return out;
  }();
  return kTold;
}

// What the records of one thing say for its line: its title's facts, and of each property of the
// subtitle the value each record holds now, as View::value() would choose it.
struct ItemFacts {
  std::vector<model::TitleFact> title;
  struct Held {
    std::uint32_t record;
    picture::ValueRow row;
  };
  std::vector<Held> held;

  void read(const picture::View& view, picture::Handle handle, std::uint32_t record) {
    view.values(handle, told_of_an_item(), [&](const picture::ValueRow& row) {
      if (model::names_things(row.property)) title.push_back({row.property, row.value, record});
      hold(record, row);
      return true;
    });
  }
  void hold(std::uint32_t record, const picture::ValueRow& row) {
    for (Held& h : held) {
      if (h.record != record || h.row.property != row.property) continue;
      if (std::tie(h.row.from, row.value) < std::tie(row.from, h.row.value)) h.row = row;
      return;
    }
    held.push_back({record, row});
  }
  std::string subtitle() const {
    std::string out;
    std::vector<std::string> values;
    for (const model::Property property : kSubtitle) {
      values.clear();
      for (const Held& h : held) {
        if (h.row.property == property && !h.row.value.empty())
          values.push_back(in_subtitle(property, h.row.value));
      }
      std::sort(values.begin(), values.end());
      values.erase(std::unique(values.begin(), values.end()), values.end());
      for (const auto& v : values) {
        if (!out.empty()) out += " · ";
        out += v;
      }
    }
    return out;
  }
  static std::string in_subtitle(model::Property property, std::string_view value) {
    if (property != model::Property::date_of_birth) return std::string(value);
    const auto born = parse_fuzzy_date(value);
    return "born " +
           (born && born->exact() ? network::day_words(Date{born->first_day}) : std::string(value));
  }
};

// The words between two names open the evidence; blanks at their ends stay outside what opens.
void push_evidence(Sentence& out, const std::string& words, Id128 evidence, std::string_view kind) {
  const auto first = words.find_first_not_of(' ');
  if (first == std::string::npos || evidence.is_nil()) {
    out.push_back({words, {}, {}});
    return;
  }
  const auto last = words.find_last_not_of(' ');
  if (first > 0) out.push_back({words.substr(0, first), {}, {}});
  out.push_back({words.substr(first, last + 1 - first), evidence, kind});
  if (last + 1 < words.size()) out.push_back({words.substr(last + 1), {}, {}});
}

}  // namespace

std::string_view agency_tag(std::string_view agency) {
  if (agency.ends_with("-police")) return "POL";
  if (agency.ends_with("-prisons")) return "PRI";
  if (agency.ends_with("-probation")) return "PRO";
  return "REG";
}

std::string_view certainty_words(model::Certainty certainty) {
  constexpr std::string_view kWords[] = {"recorded", "assessed", "alleged", "worked out"};
  return kWords[static_cast<std::size_t>(certainty)];
}

std::string date_text(std::int32_t day) {
  if (day == DateRange::kOpenFrom || day == DateRange::kOpenTo) return {};
  return to_text(Date{day});
}

const Item& Teller::item(picture::Handle handle) {
  const auto& members = look_.members(handle);
  auto& known = look_.told().items;
  const std::uint32_t first = members.front().row;
  if (const auto it = known.find(first); it != known.end()) return it->second;
  return known.emplace(first, make_item(members)).first->second;
}

const Item& Teller::item(const network::NodeFacts& facts) {
  const auto handle = look_.view().find(facts.self);
  SALLYPORT_ASSERT(handle.has_value());  // engines tell of visible records only
  return item(*handle);
}

Item Teller::make_item(const std::vector<picture::Handle>& members) {
  const picture::View& view = look_.view();
  Item out;
  ItemFacts facts;
  std::vector<std::string_view> agencies;
  std::vector<Id128> shown;
  for (const auto member : members) {
    if (out.kind == model::RecordKind::unknown) out.kind = view.kind(member);
    shown.push_back(view.id(member));
    agencies.push_back(view.agency(member));
    look_.note_label(view.label_of(member));
    facts.read(view, member, static_cast<std::uint32_t>(shown.size()));
  }
  out.id = model::RecordId(*std::min_element(shown.begin(), shown.end()));
  out.title = model::best_title(out.kind, facts.title);
  out.subtitle = facts.subtitle();
  std::sort(agencies.begin(), agencies.end());
  for (const auto agency : agencies) {
    const auto tag = agency_tag(agency);
    if (std::find(out.tags.begin(), out.tags.end(), tag) == out.tags.end()) out.tags.push_back(tag);
  }
  look_.showed(shown);
  return out;
}

const Source& Teller::source(model::RecordId id) {
  const auto handle = look_.view().find(id);
  if (!handle) return source(id, {});
  const picture::Record record = look_.view().record(*handle);
  return source(id, {record.agency, record.feed});
}

const Source& Teller::source(model::RecordId id, picture::FeedName feed) {
  auto& known = look_.told().sources[id];
  for (const auto& [agency, name, source] : known) {
    if (agency == feed.agency && name == feed.feed) return source;
  }
  known.push_back({std::string(feed.agency), std::string(feed.feed), make_source(id, feed)});
  return known.back().source;
}

Source Teller::make_source(model::RecordId id, picture::FeedName feed_name) {
  Source out;
  out.record = id;
  const auto handle = look_.view().find(id);
  if (!handle) return out;
  const picture::Record record = look_.view().record(*handle);
  look_.note_label(record.label);
  out.kind = record.kind;
  out.agency = std::string(feed_name.agency);
  out.tag = agency_tag(feed_name.agency);
  if (record.kind == model::RecordKind::report) {
    out.title = "Report " + std::string(look_.view().value(*handle, model::Property::urn));
  } else {
    const auto& feeds = look_.directory().feeds;
    const auto feed = feeds.find(std::string(feed_name.agency) + "/" + std::string(feed_name.feed));
    out.title = feed == feeds.end() ? std::string(feed_name.feed) : short_title(feed->second.title);
  }
  return out;
}

Telling Teller::telling(const network::Telling& told) {
  look_.showed(std::array<Id128, 1>{told.record});
  return {source(told.record, {told.agency, told.feed}), model::to_text(told.grade),
          grade_words(told.grade), to_text(told.recorded), age(told.recorded)};
}

std::vector<Telling> Teller::tellings(const std::vector<network::Telling>& told) {
  std::vector<Telling> out;
  out.reserve(told.size());
  for (const network::Telling& one : told) out.push_back(telling(one));
  return out;
}

std::string Teller::age(Date recorded) const {
  const int days = date_of(look_.now()).day - recorded.day;
  if (days <= 0) return "today";
  return network::age_words(days * Instant::kDayUs) + " old";
}

Moment Teller::moment(Instant at) const {
  return Moment{at, network::time_words(at)};
}

Value Teller::value(const picture::StatementRow& row) {
  look_.note_label(row.label);
  Value out;
  out.property = row.property;
  out.value = std::string(row.value);
  if (row.property == model::Property::phone_number)
    out.value = model::phone_for_reading(row.value);
  if (row.property == model::Property::plate) out.value = model::plate_for_reading(row.value);
  out.meaning = meaning_of(row.property, row.value);
  out.raw = std::string(row.raw);
  out.told = telling(network::telling_of(look_.view(), row.record, row.source, row.origin,
                                         row.recorded, row.grade));
  out.certainty = row.certainty;
  out.from = date_text(row.valid.from);
  out.to = date_text(row.valid.to);
  return out;
}

std::vector<Field> Teller::fields(const std::vector<picture::Handle>& members) {
  std::vector<picture::StatementRow> rows;
  for (const auto member : members) {
    for (const auto& row : look_.view().statements(member)) rows.push_back(row);
  }
  return fields(rows);
}

std::vector<Field> Teller::fields(std::span<const picture::StatementRow> rows) {
  std::vector<Field> out;
  for (const auto& row : rows) {
    auto field = std::find_if(out.begin(), out.end(),
                              [&](const Field& f) { return f.property >= row.property; });
    if (field == out.end() || field->property != row.property)
      field = out.insert(field, Field{row.property, {}, false});
    field->values.push_back(value(row));
  }
  for (Field& field : out) {
    const auto& first = field.values.front();
    for (const auto& v : field.values) {
      const bool both_now = v.to.empty() && first.to.empty();
      if (both_now && v.value != first.value) field.differ = true;
    }
  }
  return out;
}

Sentence Teller::sentence(const std::string& text, const std::vector<Item>& items, Id128 evidence) {
  std::vector<const Item*> named;
  named.reserve(items.size());
  for (const Item& i : items) named.push_back(&i);
  return sentence(text, named, evidence);
}

Sentence Teller::sentence(const std::string& text, std::span<const Item* const> items,
                          Id128 evidence) {
  struct Found {
    std::size_t at;
    const Item* item;
  };
  std::vector<Found> found;
  for (const Item* i : items) {
    const auto at = i->title.empty() ? std::string::npos : text.find(i->title);
    if (at != std::string::npos) found.push_back({at, i});
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    if (a.at != b.at) return a.at < b.at;
    if (a.item->title.size() != b.item->title.size())
      return a.item->title.size() > b.item->title.size();
    return a.item->id < b.item->id;
  });
  const auto evidence_handle = look_.view().find(model::RecordId(evidence));
  const std::string_view evidence_kind =
      evidence.is_nil()
          ? ""
          : (evidence_handle ? model::info(look_.view().kind(*evidence_handle)).name : "unknown");
  Sentence out;
  out.reserve(2 * found.size() + 3);
  std::size_t done = 0;
  for (const auto& f : found) {
    if (f.at < done) continue;
    if (f.at > done) push_evidence(out, text.substr(done, f.at - done), evidence, evidence_kind);
    out.push_back({f.item->title, f.item->id, model::info(f.item->kind).name});
    done = f.at + f.item->title.size();
  }
  if (done < text.size()) push_evidence(out, text.substr(done), evidence, evidence_kind);
  return out;
}

std::optional<Sentence> Teller::where_tonight(const std::vector<picture::Handle>& members) {
  const auto where =
      network::where_tonight(look_.view(), look_.identity_of(), members, look_.now());
  if (!where) return std::nullopt;
  return sentence(*where);
}

Sentence Teller::sentence(const network::WhereTonight& where) {
  look_.showed(where.evidence);
  const Item& place = item(where.place);
  return {{where.words, place.id, model::info(place.kind).name}};
}

}  // namespace sallyport::service
