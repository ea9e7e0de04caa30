#include "network/group.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "network/words.hpp"

namespace sallyport::network {
namespace {

using model::LinkKind;
using picture::Handle;
using picture::LinkRow;

constexpr model::LinkKinds kRelations = {LinkKind::hostile_to, LinkKind::allied_with,
                                         LinkKind::supplies};

std::vector<Handle> members_of(const IdentityOf& identity, Handle handle) {
  auto out = identity(handle);
  if (out.empty()) out.push_back(handle);
  return out;
}

std::vector<LinkRow> rows_of(const picture::View& view, const std::vector<Handle>& members,
                             model::LinkKinds kinds) {
  std::vector<LinkRow> out;
  for (const Handle member : members) {
    view.links(member, kinds, [&](const LinkRow& row) {
      out.push_back(row);
      return true;
    });
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const auto& a, const auto& b) { return a.id == b.id; }),
            out.end());
  return out;
}

template <class T>
void put(std::vector<T>& values, T value) {
  const auto at = std::lower_bound(values.begin(), values.end(), value);
  if (at == values.end() || *at != value) values.insert(at, std::move(value));
}

class Builder {
 public:
  Builder(const picture::View& view, const IdentityOf& identity, Handle group, Instant now)
      : view_(view),
        identity_(identity),
        places_(view, identity),
        now_(now),
        own_(members_of(identity, group)) {
    page_.group = facts_of(view, own_);
  }

  GroupPage build() {
    take_members();
    take_relations();
    take_pressure();
    take_reports();
    return std::move(page_);
  }

 private:
  bool is_own(Handle handle) const {
    return std::find(own_.begin(), own_.end(), handle) != own_.end();
  }

  void take_members() {
    std::map<model::RecordId, GroupMember> found;
    for (const LinkRow& row : rows_of(view_, own_, {LinkKind::member_of})) {
      if (!is_own(row.b)) continue;
      const auto members = members_of(identity_, row.a);
      auto [at, fresh] = found.try_emplace(view_.id(members.front()));
      GroupMember& member = at->second;
      if (fresh) {
        member.person = facts_of(view_, members);
        member.where = where_tonight(view_, places_, members, now_);
      }
      // several sources may differ: the higher standing is shown, all of them are there to open
      const auto order = [](std::string_view standing, std::string_view status) {
        return std::make_tuple(standing_rank(standing), status == "FRM", standing, status);
      };
      if (fresh || order(row.standing, row.status) < order(member.standing, member.status)) {
        member.standing = row.standing;
        member.role = row.role;
        member.status = row.status;
      }
      Telling telling = telling_of(view_, row);
      put(member.agencies, telling.agency);
      put(member.sources, telling.record);
      add(member.told, std::move(telling));
      put(member.links, Id128(row.id));
    }
    std::map<std::pair<std::string, std::string>, std::size_t> wings;
    for (auto& [id, member] : found) {
      if (member.where) {
        ++wings[{member.where->prison, wing_of_cell(member.where->cell)}];
      } else {
        ++page_.not_in_custody;
      }
      page_.members.push_back(std::move(member));
    }
    for (const auto& [where, count] : wings) {
      page_.tonight.push_back({where.first, where.second, count});
    }
    std::sort(page_.members.begin(), page_.members.end(), [](const auto& a, const auto& b) {
      return std::make_tuple(standing_rank(a.standing), a.person.title, a.person.self) <
             std::make_tuple(standing_rank(b.standing), b.person.title, b.person.self);
    });
  }

  void take_relations() {
    for (const LinkRow& row : rows_of(view_, own_, kRelations)) {
      if (is_own(row.a) && is_own(row.b)) continue;
      GroupRelation relation;
      relation.kind = row.kind;
      relation.forward = is_own(row.a);
      relation.other = facts_of(view_, members_of(identity_, relation.forward ? row.b : row.a));
      if (row.valid.from != DateRange::kOpenFrom) relation.since = Date{row.valid.from};
      if (row.valid.to != DateRange::kOpenTo) relation.until = Date{row.valid.to};
      relation.grade = row.grade;
      const auto& words = model::info(row.kind);
      relation.sentence = page_.group.title + " " +
                          std::string(relation.forward ? words.forward : words.backward) + " " +
                          relation.other.title;
      if (relation.since) relation.sentence += " since " + day_words(*relation.since);
      if (relation.until) relation.sentence += " until " + day_words(*relation.until);
      relation.link = row.id;
      relation.told = telling_of(view_, row);
      relation.source = relation.told.record;
      page_.relations.push_back(std::move(relation));
    }
    std::sort(page_.relations.begin(), page_.relations.end(), [](const auto& a, const auto& b) {
      return std::tie(a.kind, a.other.title, a.other.self, a.link) <
             std::tie(b.kind, b.other.title, b.other.self, b.link);
    });
  }

  void take_pressure() {
    std::map<model::RecordId, UnderPressure> found;
    for (const LinkRow& row : rows_of(view_, own_, {LinkKind::under_pressure_from})) {
      if (is_own(row.b)) take_pressed(row, found);
    }
    // pressure that is said to come from a member
    std::vector<LinkRow> memberships = rows_of(view_, own_, {LinkKind::member_of});
    for (const LinkRow& membership : memberships) {
      if (!is_own(membership.b)) continue;
      const auto people = members_of(identity_, membership.a);
      for (const LinkRow& row : rows_of(view_, people, {LinkKind::under_pressure_from})) {
        if (std::find(people.begin(), people.end(), row.b) != people.end()) {
          take_pressed(row, found);
        }
      }
    }
    for (auto& [id, person] : found) page_.under_pressure.push_back(std::move(person));
    std::sort(
        page_.under_pressure.begin(), page_.under_pressure.end(), [](const auto& a, const auto& b) {
          return std::tie(a.person.title, a.person.self) < std::tie(b.person.title, b.person.self);
        });
  }

  void take_pressed(const LinkRow& row, std::map<model::RecordId, UnderPressure>& found) {
    const auto members = members_of(identity_, row.a);
    auto [at, fresh] = found.try_emplace(view_.id(members.front()));
    if (fresh) {
      at->second.person = facts_of(view_, members);
      at->second.where = where_tonight(view_, places_, members, now_);
    }
    put(at->second.links, Id128(row.id));
    Telling telling = telling_of(view_, row);
    put(at->second.sources, telling.record);
    add(at->second.told, std::move(telling));
  }

  void take_reports() {
    std::map<model::RecordId, GroupReport> found;
    const auto take = [&](Handle report) {
      const auto members = members_of(identity_, report);
      const NodeFacts facts = facts_of(view_, members);
      if (facts.kind != model::RecordKind::report) return;
      found[facts.self] = {facts.self, facts.title,
                           std::string(view_.value(report, model::Property::report_date))};
    };
    for (const LinkRow& row : rows_of(view_, own_, {LinkKind::asserts})) {
      if (is_own(row.b)) take(row.a);
    }
    for (const LinkRow& row : rows_of(view_, own_, model::LinkKinds::all())) {
      if (const auto report = row.source.is_nil() ? std::nullopt : view_.find(row.source)) {
        take(*report);
      }
    }
    for (auto& [id, report] : found) page_.reports.push_back(std::move(report));
    std::sort(page_.reports.begin(), page_.reports.end(), [](const auto& a, const auto& b) {
      return std::tie(b.date, a.title, a.id) < std::tie(a.date, b.title, b.id);
    });
  }

  const picture::View& view_;
  const IdentityOf& identity_;
  Places places_;
  Instant now_;
  std::vector<Handle> own_;
  GroupPage page_;
};

void collect_evidence(const GroupPage& page, std::vector<Id128>& out) {
  const auto where = [&out](const std::optional<WhereTonight>& tonight) {
    if (tonight) out.insert(out.end(), tonight->evidence.begin(), tonight->evidence.end());
  };
  const auto all = [&out](const auto& ids) { out.insert(out.end(), ids.begin(), ids.end()); };
  add_evidence(page.group, out);
  for (const GroupMember& member : page.members) {
    add_evidence(member.person, out);
    where(member.where);
    all(member.links);
    all(member.sources);
  }
  for (const GroupRelation& relation : page.relations) {
    add_evidence(relation.other, out);
    out.push_back(relation.link);
    out.push_back(relation.source);
  }
  for (const UnderPressure& person : page.under_pressure) {
    add_evidence(person.person, out);
    where(person.where);
    all(person.links);
    all(person.sources);
  }
  for (const GroupReport& report : page.reports) out.push_back(report.id);
  settle(out);
}

}  // namespace

int standing_rank(std::string_view standing) {
  const auto begins = [standing](std::string_view word) {
    if (standing.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const char c = standing[i];
      if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != word[i]) return false;
    }
    return true;
  };
  if (begins("principal")) return 0;
  if (begins("significant")) return 1;
  if (begins("peripheral")) return 2;
  return 3;
}

Result<model::Answer<GroupPage>> group_page(const picture::View& view, const IdentityOf& identity,
                                            Handle group, Instant now) {
  if (view.kind(group) != model::RecordKind::group) {
    return fail(ErrorCode::kBadValue, "group: expected a group");
  }
  model::Answer<GroupPage> answer;
  answer.value = Builder(view, identity, group, now).build();
  collect_evidence(answer.value, answer.evidence);
  return answer;
}

}  // namespace sallyport::network
