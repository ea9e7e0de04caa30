#include "base/limits.hpp"
#include "network/graph.hpp"
#include "service/own_rows.hpp"
#include "service/pages.hpp"
#include "service/teller.hpp"

namespace sallyport::service {
namespace {

bool is_thing(model::RecordKind kind) {
  using model::RecordKind;
  constexpr model::RecordKinds kThings{
      RecordKind::phone,  RecordKind::account,  RecordKind::email,    RecordKind::vehicle,
      RecordKind::parcel, RecordKind::drone,    RecordKind::document, RecordKind::organisation,
      RecordKind::device, RecordKind::incident, RecordKind::note};
  return kThings.has(kind);
}

}  // namespace

Result<ThingPage> thing_page(Look& look, std::string_view id, std::size_t from) {
  const auto handle = look.find(id);
  if (!handle || !is_thing(look.view().record(*handle).kind)) return fail(ErrorCode::kNotFound);
  Teller teller(look);
  const auto members = look.identity_of()(*handle);
  const Item me = teller.item(*handle);
  model::EventKinds events = network::default_events();
  events.add(model::EventKind::report);
  OwnRows rows(look, members, events);
  ThingPage out;
  out.self = me.id;
  out.kind = me.kind;
  out.title = me.title;
  out.reference = std::string(model::info(me.kind).word) + " " + to_text(me.id).substr(20);
  out.fields = teller.fields(rows.statements());
  network::Graph graph(look.view(), look.identity_of(), {});
  const auto node = graph.node(*handle);
  if (graph.hub(node)) out.shared_by = graph.people(node);
  out.contacts_from = from;
  out.contacts =
      rows.part_of_contacts(network::default_events(), from, kThingContacts, out.contacts_all);
  network::TimelineOptions newest;
  newest.most = kThingTimeline;
  out.timeline = timeline_of(look, {*handle}, newest, &out.timeline_older);
  out.reports = rows.reports();
  return out;
}

}  // namespace sallyport::service
