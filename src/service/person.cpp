#include "service/person.hpp"

#include <algorithm>
#include <array>

#include "network/words.hpp"
#include "resolve/identity.hpp"
#include "service/teller.hpp"
#include "service/wording.hpp"

namespace sallyport::service {
namespace {

using model::EventKind;
using model::LinkKind;
using model::Property;
using model::RecordKind;

constexpr Property kNumbers[] = {Property::prison_number, Property::former_prison_number,
                                 Property::pnc_number,    Property::cro_number,
                                 Property::crn,           Property::ocg_nominal_id};

constexpr model::EventKinds kEvents{EventKind::call,  EventKind::stop,     EventKind::payment,
                                    EventKind::visit, EventKind::incident, EventKind::report};

// A reference for the browser's title: never a name.
std::string reference_of(const std::vector<Value>& numbers, model::RecordId self) {
  return numbers.empty() ? "Person " + to_text(self).substr(20) : numbers.front().value;
}

struct Page {
  Look& look;
  const picture::View& view;
  Teller teller;
  OwnRows rows;
  const std::vector<picture::Handle>& members;
  PersonPage out;

  Page(Look& l, picture::Handle handle)
      : look(l),
        view(l.view()),
        teller(l),
        rows(l, l.members(handle), kEvents),
        members(rows.members()) {}

  bool mine(picture::Handle h) const { return rows.mine(h); }
  template <class F>
  void each_link(model::LinkKinds kinds, F&& f) {
    for (const picture::LinkRow& row : rows.links()) {
      if (!kinds.has(row.kind) || (mine(row.a) && mine(row.b))) continue;
      look.note_label(row.label);
      look.showed(std::array<Id128, 1>{row.id});
      f(row, mine(row.a) ? row.b : row.a);
    }
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
      for (const auto& field : teller.fields(look.members(group))) {
        if (field.property == Property::group_band ||
            field.property == Property::corruption_extent ||
            field.property == Property::tactical_extent ||
            field.property == Property::violence_extent)
          m.evidence.insert(m.evidence.end(), field.values.begin(), field.values.end());
      }
      m.status_words = code_words("gang_status", row.status);
      m.told = teller.telling(row);
      m.from = date_text(row.valid.from);
      m.to = date_text(row.valid.to);
      out.memberships.push_back(std::move(m));
    });
    std::sort(out.memberships.begin(), out.memberships.end(), [](const auto& a, const auto& b) {
      return std::tie(a.group.title, a.link) < std::tie(b.group.title, b.link);
    });
  }
  void under_pressure() {
    std::vector<std::pair<model::LinkId, PressureTold>> told;
    each_link({LinkKind::under_pressure_from}, [&](const picture::LinkRow& row,
                                                   picture::Handle other) {
      const Item& item = teller.item(other);
      const bool forward = mine(row.a);
      const std::string text = forward ? "May be under pressure from " + item.title
                                       : "May put pressure on " + item.title;
      told.push_back({row.id, {teller.sentence(text, {item}, row.source), teller.telling(row)}});
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
      k.level = code_words("non_association_restriction", row.standing);
      k.reason = std::string(row.role);
      k.reason_words = code_words("non_association_reason", row.role);
      k.status = std::string(row.status);
      k.other_tonight = teller.where_tonight(look.members(other));
      k.told = teller.telling(row);
      k.words = teller.sentence("Keep apart from " + k.other.title + ": " + k.level, {k.other},
                                view.id(row.a));
      out.keep_aparts.push_back(std::move(k));
    });
    std::sort(out.keep_aparts.begin(), out.keep_aparts.end(), [](const auto& a, const auto& b) {
      return std::tie(a.status, a.other.title, a.link) < std::tie(b.status, b.other.title, b.link);
    });
  }
  void instructions() {
    Instructions own = instructions_of(look, teller, members);
    out.must = std::move(own.must);
    out.must_not = std::move(own.must_not);
  }
  // Each person once, though several of his records may be compared.
  void may_be(const std::vector<resolve::Proposal>& proposals) {
    for (const auto& proposal : proposals) {
      const auto a = view.find(proposal.a);
      const auto b = view.find(proposal.b);
      if (!a || !b) continue;
      const picture::Handle other = mine(*a) ? *b : *a;
      const Item& person = teller.item(other);
      const bool known = std::any_of(out.may_be.begin(), out.may_be.end(),
                                     [&](const MayBe& m) { return m.person.id == person.id; });
      if (!known)
        out.may_be.push_back({person, instructions_of(look, teller, look.members(other))});
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
      text += m.group.title + grade_in_sentence(m.told.grade_words) + ".";
      out.summary.push_back(teller.sentence(text, {m.group}, m.told.source.record));
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
    out.where_tonight = teller.sentence(*where);
    out.where_age = "since " + network::day_words(network::local_day(where->since)) + ", told " +
                    teller.age(where->recorded);
  }
};

}  // namespace

Result<PersonPage> person_page(Look& look, std::string_view id) {
  const auto handle = look.find(id);
  if (!handle || look.view().kind(*handle) != RecordKind::person) return fail(ErrorCode::kNotFound);
  TRY_ASSIGN(auto answer, resolve::identity_of(look.view(), *handle, {.look_for_twins = false}));
  const resolve::Identity identity = look.keep(std::move(answer));
  Page page(look, *handle);
  PersonPage& out = page.out;
  out.self = identity.self;
  out.joined = identity.members.size();
  out.proposals = identity.proposals.size();
  out.title = page.teller.item(*handle).title;
  out.fields = page.teller.fields(page.rows.statements());
  page.numbers();
  out.reference = reference_of(out.numbers, identity.self);
  page.where();
  page.records();
  page.memberships();
  page.under_pressure();
  page.keep_aparts();
  page.instructions();
  page.may_be(identity.proposals);
  OwnRows& rows = page.rows;
  out.contacts = rows.contacts({RecordKind::person, RecordKind::organisation}, {}, true);
  out.phones = rows.contacts({RecordKind::phone, RecordKind::email, RecordKind::device},
                             {EventKind::call}, true);
  out.vehicles = rows.contacts({RecordKind::vehicle}, {EventKind::stop}, true);
  out.money = rows.contacts({RecordKind::account, RecordKind::person}, {EventKind::payment}, false);
  out.visits = rows.contacts({RecordKind::person}, {EventKind::visit}, false);
  out.incidents = rows.contacts({RecordKind::incident}, {EventKind::incident}, false);
  out.reports = rows.reports();
  network::TimelineOptions custody;
  custody.kinds = {EventKind::stay, EventKind::movement, EventKind::release, EventKind::court};
  custody.statements = custody.reports = false;
  out.custody = timeline_of(look, std::vector<picture::Handle>{*handle}, custody);
  page.summary();
  out.changed = changed_since_looked(look, page.teller, rows);
  return std::move(page.out);
}

}  // namespace sallyport::service
