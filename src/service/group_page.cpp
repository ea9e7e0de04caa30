#include "network/group.hpp"

#include <algorithm>

#include "network/words.hpp"
#include "service/pages.hpp"
#include "service/teller.hpp"
#include "service/wording.hpp"

namespace sallyport::service {
namespace {

using model::Property;

std::string relation_name(model::LinkKind kind) {
  if (kind == model::LinkKind::hostile_to) return "hostile";
  if (kind == model::LinkKind::allied_with) return "allied";
  return "supply";
}

Item item_of(Teller& teller, const network::NodeFacts& facts) {
  return teller.item(facts);
}

void add_members(const network::GroupPage& page, Teller& teller, GroupPage& out) {
  for (const auto& m : page.members) {
    GroupMemberLine line;
    line.person = item_of(teller, m.person);
    line.standing = m.standing;
    line.role = m.role;
    line.status = m.status;
    if (m.where) {
      const Item place = teller.item(m.where->place);
      line.where_tonight = Sentence{{m.where->words, place.id, model::info(place.kind).name}};
    }
    line.status_words = code_words("gang_status", m.status);
    line.told = teller.tellings(m.told);
    if (!m.links.empty()) line.link = m.links.front();
    out.members.push_back(std::move(line));
  }
}

// Where the members are tonight, by prison and wing.
void add_places(const network::GroupPage& page, GroupPage& out) {
  for (const auto& wing : page.tonight) {
    GroupPlaceLine line;
    line.place = wing.prison;
    line.wing = wing.wing;
    line.count = wing.people;
    for (std::size_t i = 0; i < page.members.size(); ++i) {
      const auto& where = page.members[i].where;
      if (where && where->prison == wing.prison && network::wing_of_cell(where->cell) == wing.wing)
        line.people.push_back(out.members[i].person);
    }
    out.where_members_are.push_back(std::move(line));
  }
}

}  // namespace

Result<GroupPage> group_page(Look& look, std::string_view id) {
  const auto handle = look.find(id);
  if (!handle || look.view().record(*handle).kind != model::RecordKind::group)
    return fail(ErrorCode::kNotFound);
  TRY_ASSIGN(auto answer,
             network::group_page(look.view(), look.identity_of(), *handle, look.now()));
  const network::GroupPage page = look.keep(std::move(answer));
  Teller teller(look);
  const auto members = look.identity_of()(*handle);
  GroupPage out;
  out.self = page.group.self;
  const Item me = teller.item(page.group);
  out.title = me.title;
  out.fields = teller.fields(members);
  out.definition =
      "Three or more persons who act, or agree to act, together for criminal activities for gain "
      "or "
      "benefit, with offences of seven years or more (Serious Crime Act 2015, section 45)";
  for (const auto& field : out.fields) {
    if (field.property == Property::group_definition) out.definition = field.values.front().value;
    if (field.property == Property::group_number) out.reference = field.values.front().value;
  }
  if (out.reference.empty()) out.reference = "Group " + to_text(out.self).substr(20);
  add_members(page, teller, out);
  add_places(page, out);
  for (const auto& r : page.relations) {
    GroupRelationLine line;
    line.group = teller.item(r.other);
    line.words = teller.sentence(r.sentence, {me, line.group}, r.source);
    line.relation = relation_name(r.kind);
    line.told = teller.telling(r.told);
    if (r.since) line.from = to_text(*r.since);
    if (r.until) line.to = to_text(*r.until);
    out.relations.push_back(std::move(line));
  }
  for (const auto& p : page.under_pressure) {
    PressureLine line;
    line.person = teller.item(p.person);
    const Id128 evidence = p.sources.empty() ? Id128{} : Id128(p.sources.front());
    line.words = teller.sentence(line.person.title + " may be under pressure from " + me.title,
                                 {line.person, me}, evidence);
    line.told = teller.tellings(p.told);
    out.under_pressure.push_back(std::move(line));
  }
  for (const auto& r : page.reports) {
    if (const auto h = look.view().find(r.id)) out.reports.push_back(teller.item(*h));
  }
  return out;
}

}  // namespace sallyport::service
