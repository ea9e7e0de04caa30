#include "service/person.hpp"

#include <algorithm>
#include <map>

#include "model/vocabulary.hpp"
#include "network/words.hpp"
#include "resolve/identity.hpp"
#include "service/teller.hpp"

namespace sallyport::service {
namespace {

using model::EventKind;
using model::LinkKind;
using model::Property;
using model::RecordKind;

constexpr Property kNumbers[] = {Property::prison_number, Property::former_prison_number,
                                 Property::pnc_number,    Property::cro_number,
                                 Property::crn,           Property::ocg_nominal_id};

std::string level_words(std::string_view standing) {
  const auto* levels = model::vocabulary_named("non_association_restriction");
  const auto* level = levels == nullptr ? nullptr : model::code_in(*levels, standing);
  return std::string(level == nullptr ? standing : level->words);
}

// A reference for the browser's title: never a name.
std::string reference_of(const std::vector<Value>& numbers, model::RecordId self) {
  return numbers.empty() ? "Person " + to_text(self).substr(20) : numbers.front().value;
}

struct Page {
  Look& look;
  const picture::View& view;
  Teller teller;
  std::vector<picture::Handle> members;
  PersonPage out;

  explicit Page(Look& l) : look(l), view(l.view()), teller(l) {}

  bool mine(picture::Handle h) const {
    return std::find(members.begin(), members.end(), h) != members.end();
  }
  template <class F>
  void each_link(model::LinkKinds kinds, F&& f) {
    for (const auto member : members) {
      view.links(member, kinds, [&](const picture::LinkRow& row) {
        if (mine(row.a) && mine(row.b)) return true;
        look.note_label(row.label);
        look.showed(std::vector<Id128>{row.id});
        f(row, mine(row.a) ? row.b : row.a);
        return true;
      });
    }
  }
  Source rests_on(const picture::LinkRow& row) {
    return teller.source(row.source.is_nil() ? view.record(row.a).id : row.source);
  }

  void numbers() {
    for (const Property wanted : kNumbers) {
      for (const auto& field : out.fields) {
        if (field.property != wanted) continue;
        for (const auto& v : field.values) {
          const bool there = std::any_of(out.numbers.begin(), out.numbers.end(),
                                         [&](const Value& n) { return n.value == v.value; });
          if (!there) out.numbers.push_back(v);
        }
      }
    }
  }
  void memberships() {
    each_link({LinkKind::member_of}, [&](const picture::LinkRow& row, picture::Handle group) {
      Membership m;
      m.group = teller.item(group);
      m.link = row.id;
      m.standing = std::string(row.standing);
      m.role = std::string(row.role);
      m.status = std::string(row.status);
      for (const auto& field : teller.fields(look.identity_of()(group))) {
        if (field.property == Property::group_band ||
            field.property == Property::corruption_extent ||
            field.property == Property::tactical_extent ||
            field.property == Property::violence_extent)
          m.evidence.insert(m.evidence.end(), field.values.begin(), field.values.end());
      }
      m.source = rests_on(row);
      m.grade = model::to_text(row.grade);
      m.from = date_text(row.valid.from);
      m.to = date_text(row.valid.to);
      out.memberships.push_back(std::move(m));
    });
    std::sort(out.memberships.begin(), out.memberships.end(), [](const auto& a, const auto& b) {
      return std::tie(a.group.title, a.link) < std::tie(b.group.title, b.link);
    });
  }
  void under_pressure() {
    std::vector<std::pair<model::LinkId, Told>> told;
    each_link(
        {LinkKind::under_pressure_from}, [&](const picture::LinkRow& row, picture::Handle other) {
          const Item item = teller.item(other);
          const bool forward = mine(row.a);
          const std::string text = forward ? "May be under pressure from " + item.title
                                           : "May put pressure on " + item.title;
          told.push_back({row.id, {teller.sentence(text, {item}, row.source), rests_on(row)}});
        });
    std::sort(told.begin(), told.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& t : told) out.under_pressure.push_back(std::move(t.second));
  }
  void keep_aparts() {
    each_link({LinkKind::keep_apart}, [&](const picture::LinkRow& row, picture::Handle other) {
      KeepApart k;
      k.link = row.id;
      k.other = teller.item(other);
      k.level = level_words(row.standing);
      k.reason = std::string(row.role);
      k.status = std::string(row.status);
      k.other_tonight = teller.where_tonight(look.identity_of()(other));
      k.source = rests_on(row);
      k.words = teller.sentence("Keep apart from " + k.other.title + ": " + k.level, {k.other},
                                view.record(row.a).id);
      out.keep_aparts.push_back(std::move(k));
    });
    std::sort(out.keep_aparts.begin(), out.keep_aparts.end(), [](const auto& a, const auto& b) {
      return std::tie(a.status, a.other.title, a.link) < std::tie(b.status, b.other.title, b.link);
    });
    for (const auto& k : out.keep_aparts) {
      if (k.status == "closed") continue;
      out.must_not.push_back(teller.sentence(
          "Do not place with " + k.other.title + " (" + k.level + ")", {k.other}, k.source.record));
    }
  }
  void instructions() {
    for (const auto& field : out.fields) {
      if (field.property == Property::marker) {
        for (const auto& v : field.values)
          out.must.push_back({{"Ring the duty desk before any move: " + v.value, v.source.record,
                               model::info(v.source.kind).name}});
      }
      if (field.property != Property::licence_condition) continue;
      for (const auto& v : field.values) {
        if (v.to.empty())
          out.must.push_back(
              {{"Licence: " + v.value, v.source.record, model::info(v.source.kind).name}});
      }
    }
  }
  void summary() {
    std::string born;
    for (const auto& field : out.fields) {
      if (field.property == Property::date_of_birth && !field.values.empty()) {
        const auto date = parse_fuzzy_date(field.values.front().value);
        born = date && date->exact() ? network::day_words(Date{date->first_day})
                                     : field.values.front().value;
        if (field.differ) born += " (sources differ)";
      }
    }
    std::string first = out.title;
    if (!born.empty()) first += ", born " + born;
    first += ": " + std::to_string(members.size()) +
             (members.size() == 1 ? " record"
                                  : " records of " + std::to_string(agency_count()) +
                                        (agency_count() == 1 ? " agency" : " agencies"));
    out.summary.push_back({{first + ".", out.self, "person"}});
    for (const auto& m : out.memberships) {
      if (out.summary.size() > 2) break;
      std::string text = m.standing.empty() ? "Member of " : m.standing + " of ";
      text += m.group.title + (m.grade.empty() ? "" : ", graded " + m.grade) + ".";
      out.summary.push_back(teller.sentence(text, {m.group}, m.source.record));
    }
    const std::vector<Contact>* lists[] = {&out.phones, &out.contacts, &out.incidents};
    for (const auto* list : lists) {
      if (!list->empty() && out.summary.size() < 5) out.summary.push_back(list->front().words);
    }
  }
  std::size_t agency_count() const {
    std::vector<std::string> agencies;
    for (const auto& r : out.records) agencies.push_back(r.source.agency);
    std::sort(agencies.begin(), agencies.end());
    return static_cast<std::size_t>(std::unique(agencies.begin(), agencies.end()) -
                                    agencies.begin());
  }
  void records() {
    for (const auto member : members) {
      const picture::Record record = view.record(member);
      RecordLine line;
      line.id = record.id;
      line.source = teller.source(record.id);
      line.key = std::string(record.source_key);
      line.recorded = to_text(record.recorded);
      line.age = teller.age(record.recorded);
      out.records.push_back(std::move(line));
    }
  }
  void where() {
    const auto where = network::where_tonight(view, look.identity_of(), members, look.now());
    if (!where) return;
    out.where_tonight = teller.where_tonight(members);
    out.where_age = "since " + network::day_words(network::local_day(where->since)) + ", told " +
                    teller.age(where->recorded);
  }
};

}  // namespace

std::vector<Contact> contacts_of(Look& look, picture::Handle handle,
                                 const model::RecordKinds& kinds, const model::EventKinds& events,
                                 bool links) {
  network::GraphOptions options;
  options.events = events;
  if (!links) options.links = {};
  network::Graph graph(look.view(), look.identity_of(), options);
  const auto node = graph.node(handle);
  Teller teller(look);
  const Item me = teller.item(graph.facts(node));
  std::vector<std::pair<std::uint32_t, Contact>> found;
  for (const auto& [other, ties] : graph.ties_to(node, kinds)) {
    Contact c;
    c.item = teller.item(graph.facts(other));
    std::uint32_t count = 0;
    for (const auto& tie : ties) {
      count += tie.count;
      const Id128 evidence = tie.sources.empty() ? Id128{} : Id128(tie.sources.front());
      if (!c.words.empty()) c.words.push_back({". ", {}, {}});
      for (auto& segment : teller.sentence(tie.sentence, {me, c.item}, evidence))
        c.words.push_back(std::move(segment));
      c.ids.insert(c.ids.end(), tie.items.begin(), tie.items.end());
      if (tie.first && (c.first.empty() || to_text(*tie.first) < c.first))
        c.first = to_text(*tie.first);
      if (tie.last && to_text(*tie.last) > c.last) c.last = to_text(*tie.last);
    }
    look.showed(c.ids);
    found.push_back({count, std::move(c)});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first > b.first;
    return std::tie(a.second.item.title, a.second.item.id) <
           std::tie(b.second.item.title, b.second.item.id);
  });
  std::vector<Contact> out;
  for (auto& f : found) out.push_back(std::move(f.second));
  return out;
}

std::vector<Item> reports_about(Look& look, const std::vector<picture::Handle>& members) {
  const auto& view = look.view();
  std::vector<picture::Handle> reports;
  auto add = [&](model::RecordId id) {
    const auto h = view.find(id);
    if (h && view.record(*h).kind == RecordKind::report) reports.push_back(*h);
  };
  for (const auto member : members) {
    view.links(member, model::LinkKinds::all(), [&](const picture::LinkRow& row) {
      add(row.source);
      if (row.kind == LinkKind::asserts) add(view.record(row.a).id);
      return true;
    });
    view.statements(member, [&](const picture::StatementRow& row) {
      add(row.source);
      return true;
    });
    view.events(member, {EventKind::report}, TimeRange{}, [&](const picture::EventRow& row) {
      add(view.record(row.subject).id);
      return true;
    });
  }
  auto key = [&](picture::Handle h) {
    return std::make_pair(std::string(view.value(h, Property::report_date)), view.record(h).id);
  };
  std::sort(reports.begin(), reports.end(), [&](auto a, auto b) { return key(b) < key(a); });
  reports.erase(std::unique(reports.begin(), reports.end()), reports.end());
  Teller teller(look);
  std::vector<Item> out;
  for (const auto h : reports) out.push_back(teller.item(h));
  return out;
}

Result<PersonPage> person_page(Look& look, std::string_view id) {
  const auto handle = look.find(id);
  if (!handle || look.view().record(*handle).kind != RecordKind::person)
    return fail(ErrorCode::kNotFound);
  TRY_ASSIGN(auto answer, resolve::identity_of(look.view(), *handle, {.look_for_twins = false}));
  const resolve::Identity identity = look.keep(std::move(answer));
  Page page(look);
  page.members = look.identity_of()(*handle);
  page.out.self = identity.self;
  page.out.joined = identity.members.size();
  page.out.proposals = identity.proposals.size();
  page.out.title = page.teller.item(*handle).title;
  page.out.fields = page.teller.fields(page.members);
  page.numbers();
  page.out.reference = reference_of(page.out.numbers, identity.self);
  page.where();
  page.records();
  page.memberships();
  page.under_pressure();
  page.keep_aparts();
  page.instructions();
  const model::EventKinds visits{EventKind::visit};
  const model::EventKinds calls{EventKind::call};
  const model::EventKinds money{EventKind::payment};
  PersonPage& out = page.out;
  out.contacts =
      contacts_of(look, *handle, {RecordKind::person, RecordKind::organisation}, {}, true);
  out.phones = contacts_of(look, *handle,
                           {RecordKind::phone, RecordKind::email, RecordKind::device}, calls, true);
  out.vehicles = contacts_of(look, *handle, {RecordKind::vehicle}, {EventKind::stop}, true);
  out.money = contacts_of(look, *handle, {RecordKind::account, RecordKind::person}, money, false);
  out.visits = contacts_of(look, *handle, {RecordKind::person}, visits, false);
  out.incidents = contacts_of(look, *handle, {RecordKind::incident}, {EventKind::incident}, false);
  out.reports = reports_about(look, page.members);
  network::TimelineOptions custody;
  custody.kinds = {EventKind::stay, EventKind::movement, EventKind::release, EventKind::court};
  custody.statements = custody.reports = false;
  out.custody = timeline_of(look, std::vector<picture::Handle>{*handle}, custody);
  page.summary();
  return std::move(page.out);
}

}  // namespace sallyport::service
