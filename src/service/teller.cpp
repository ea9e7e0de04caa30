#include "service/teller.hpp"

#include <algorithm>
#include <map>

#include "model/title.hpp"
#include "network/words.hpp"

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

std::string subtitle_of(const picture::View& view, const std::vector<picture::Handle>& members) {
  std::string out;
  for (const model::Property property : kSubtitle) {
    std::vector<std::string> values;
    for (const auto member : members) {
      const std::string_view v = view.value(member, property);
      if (v.empty()) continue;
      std::string text(v);
      if (property == model::Property::date_of_birth) {
        const auto born = parse_fuzzy_date(v);
        text = "born " + (born && born->exact() ? network::day_words(Date{born->first_day}) : text);
      }
      values.push_back(std::move(text));
    }
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    for (const auto& v : values) out += (out.empty() ? "" : " · ") + v;
  }
  return out;
}

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
  auto& known = look_.told().items;
  if (const auto it = known.find(handle.row); it != known.end()) return it->second;
  const auto members = look_.identity_of()(handle);
  return known.emplace(handle.row, make_item(network::facts_of(look_.view(), members)))
      .first->second;
}

Item Teller::item(const network::NodeFacts& facts) {
  const auto handle = look_.view().find(facts.self);
  if (!handle) return make_item(facts);
  // told before, or whole: then it is the same as by its record
  auto& known = look_.told().items;
  if (const auto it = known.find(handle->row); it != known.end() && is_whole(*handle, facts))
    return it->second;
  Item out = make_item(facts);
  if (is_whole(*handle, facts)) known.emplace(handle->row, out);
  return out;
}

bool Teller::is_whole(picture::Handle self, const network::NodeFacts& facts) const {
  const auto members = look_.identity_of()(self);
  return members.size() == facts.members.size() &&
         std::equal(members.begin(), members.end(), facts.members.begin(),
                    [&](picture::Handle handle, model::RecordId id) {
                      return look_.view().record(handle).id == id;
                    });
}

Item Teller::make_item(const network::NodeFacts& facts) {
  Item out;
  out.id = facts.self;
  out.kind = facts.kind;
  out.title = facts.title;
  std::vector<picture::Handle> members;
  for (const auto& id : facts.members) {
    if (const auto h = look_.view().find(id)) {
      members.push_back(*h);
      look_.note_label(look_.view().record(*h).label);
    }
  }
  out.subtitle = subtitle_of(look_.view(), members);
  for (const auto& agency : facts.agencies) {
    const auto tag = agency_tag(agency);
    if (std::find(out.tags.begin(), out.tags.end(), tag) == out.tags.end()) out.tags.push_back(tag);
  }
  std::vector<Id128> shown(facts.members.begin(), facts.members.end());
  look_.showed(shown);
  return out;
}

const Source& Teller::source(model::RecordId id) {
  auto& known = look_.told().sources;
  if (const auto it = known.find(id); it != known.end()) return it->second;
  return known.emplace(id, make_source(id)).first->second;
}

Source Teller::make_source(model::RecordId id) {
  Source out;
  out.record = id;
  const auto handle = look_.view().find(id);
  if (!handle) return out;
  const picture::Record record = look_.view().record(*handle);
  look_.note_label(record.label);
  out.kind = record.kind;
  out.agency = std::string(record.agency);
  out.tag = agency_tag(record.agency);
  if (record.kind == model::RecordKind::report) {
    out.title = "Report " + std::string(look_.view().value(*handle, model::Property::urn));
  } else {
    const auto& feeds = look_.directory().feeds;
    const auto feed = feeds.find(std::string(record.agency) + "/" + std::string(record.feed));
    out.title = feed == feeds.end() ? std::string(record.feed) : feed->second.title;
  }
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
  out.raw = std::string(row.raw);
  out.source = source(row.source);
  out.grade = model::to_text(row.grade);
  if (!out.grade.empty())
    out.grade_words = std::string(model::source_words(row.grade)) + "; " +
                      std::string(model::information_words(row.grade));
  out.certainty = row.certainty;
  out.from = date_text(row.valid.from);
  out.to = date_text(row.valid.to);
  out.recorded = to_text(row.recorded);
  out.age = age(row.recorded);
  return out;
}

std::vector<Field> Teller::fields(const std::vector<picture::Handle>& members) {
  std::map<model::Property, Field> by_property;
  for (const auto member : members) {
    for (const auto& row : look_.view().statements(member)) {
      Field& field = by_property[row.property];
      field.property = row.property;
      field.values.push_back(value(row));
      look_.showed(std::vector<Id128>{row.source});
    }
  }
  std::vector<Field> out;
  for (auto& [property, field] : by_property) {
    for (const auto& v : field.values) {
      const auto& first = field.values.front();
      const bool both_now = v.to.empty() && first.to.empty();
      if (both_now && v.value != first.value) field.differ = true;
    }
    out.push_back(std::move(field));
  }
  return out;
}

Sentence Teller::sentence(const std::string& text, const std::vector<Item>& items, Id128 evidence) {
  struct Found {
    std::size_t at;
    const Item* item;
  };
  std::vector<Found> found;
  for (const auto& i : items) {
    const auto at = i.title.empty() ? std::string::npos : text.find(i.title);
    if (at != std::string::npos) found.push_back({at, &i});
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
          : (evidence_handle ? model::info(look_.view().record(*evidence_handle).kind).name
                             : "unknown");
  Sentence out;
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
  look_.showed(where->evidence);
  Item place = item(where->place);
  Sentence out;
  out.push_back({where->words, place.id, model::info(place.kind).name});
  return out;
}

}  // namespace sallyport::service
