#include <algorithm>
#include <map>

#include "network/occupancy.hpp"
#include "network/words.hpp"
#include "service/pages.hpp"
#include "service/teller.hpp"

namespace sallyport::service {

Result<PlacePage> place_page(Look& look, std::string_view id) {
  const auto handle = look.find(id);
  const auto& view = look.view();
  if (!handle || view.record(*handle).kind != model::RecordKind::place)
    return fail(ErrorCode::kNotFound);
  TRY_ASSIGN(auto answer, network::occupancy(view, look.identity_of(), *handle, look.now()));
  const network::Occupancy occupancy = look.keep(std::move(answer));
  Teller teller(look);
  const auto members = look.identity_of()(*handle);
  PlacePage out;
  out.self = occupancy.place.self;
  out.title = teller.item(occupancy.place).title;
  out.fields = teller.fields(members);
  const std::string_view code = view.value(*handle, model::Property::place_code);
  out.reference = code.empty() ? "Place " + to_text(out.self).substr(20) : std::string(code);
  const auto chain = network::place_chain(view, look.identity_of(), *handle);
  for (std::size_t i = 1; i < chain.places.size(); ++i)
    out.parents.push_back(teller.item(chain.places[i]));
  for (const auto& o : occupancy.people) {
    PlacePage::Occupant line;
    line.person = teller.item(o.person);
    line.cell = teller.item(o.where.place);
    line.since = teller.moment(o.where.since);
    line.words = teller.sentence(line.person.title + " in " + o.where.words, {line.person},
                                 o.where.evidence.empty() ? Id128{} : o.where.evidence.front());
    out.tonight.push_back(std::move(line));
  }
  // the places directly below, with how many of tonight's people are in each
  std::map<model::RecordId, PlacePage::Child> children;
  for (const auto member : members) {
    view.links(member, {model::LinkKind::part_of}, [&](const picture::LinkRow& row) {
      const auto is_mine = [&](picture::Handle h) {
        return std::find(members.begin(), members.end(), h) != members.end();
      };
      if (!is_mine(row.b) || is_mine(row.a)) return true;
      Item child = teller.item(row.a);
      children[child.id].place = std::move(child);
      return true;
    });
  }
  for (const auto& o : occupancy.people) {
    const auto above = network::place_chain(view, look.identity_of(), o.where.place);
    for (const auto place : above.places) {
      const auto group = look.identity_of()(place);
      const auto it = children.find(view.record(group.front()).id);
      if (it != children.end()) ++it->second.people;
    }
  }
  for (auto& [child_id, child] : children) out.children.push_back(std::move(child));
  std::sort(out.children.begin(), out.children.end(), [](const auto& a, const auto& b) {
    return std::tie(a.place.title, a.place.id) < std::tie(b.place.title, b.place.id);
  });
  network::TimelineOptions incidents;
  incidents.kinds = {model::EventKind::incident};
  incidents.statements = incidents.reports = false;
  out.incidents = timeline_of(look, std::vector<picture::Handle>{*handle}, incidents);
  return out;
}

}  // namespace sallyport::service
