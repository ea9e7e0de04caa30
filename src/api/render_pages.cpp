// The pages of a group, a place, a thing, a report, and time lines.
#include "api/internal/render_parts.hpp"

namespace sallyport::api {
namespace {

void put(JsonOut& out, const service::GroupMemberLine& m) {
  out.open();
  put(out, "person", m.person);
  out.field("standing", m.standing);
  out.field("role", m.role);
  out.field("status", m.status);
  out.field("status_words", m.status_words);
  put_optional(out, "where_tonight", m.where_tonight);
  put_list(out, "told", m.told);
  out.field("link", m.link);
  out.close();
}

void put(JsonOut& out, const service::GroupPlaceLine& p) {
  out.open();
  out.field("place", p.place);
  out.field("wing", p.wing);
  out.count("count", p.count);
  put_list(out, "people", p.people);
  out.close();
}

void put(JsonOut& out, const service::GroupRelationLine& r) {
  out.open();
  put(out, "words", r.words);
  put(out, "group", r.group);
  out.field("relation", r.relation);
  put_telling_fields(out, r.told);
  out.optional("from", r.from);
  out.optional("to", r.to);
  out.close();
}

void put(JsonOut& out, const service::PressureLine& p) {
  out.open();
  put(out, "person", p.person);
  put(out, "words", p.words);
  put_list(out, "told", p.told);
  out.close();
}

void put(JsonOut& out, const service::PlacePage::Child& child) {
  out.open();
  put(out, "place", child.place);
  out.count("people", child.people);
  out.close();
}

void put(JsonOut& out, const service::PlacePage::Occupant& o) {
  out.open();
  put(out, "person", o.person);
  put(out, "cell", o.cell);
  put(out, "since", o.since);
  put(out, "words", o.words);
  out.close();
}

void put(JsonOut& out, const service::ReportPage::Says& says) {
  out.open();
  put(out, "words", says.words);
  put_ids(out, "ids", says.ids);
  out.close();
}

template <class T>
void each(JsonOut& out, std::string_view name, const std::vector<T>& items) {
  out.list(name, items, [](JsonOut& o, const T& one) { put(o, one); });
}

}  // namespace

std::string render(const service::GroupPage& page, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.field("self", page.self);
    out.field("title", page.title);
    out.field("reference", page.reference);
    out.field("definition", page.definition);
    put_list(out, "fields", page.fields);
    each(out, "members", page.members);
    each(out, "where_members_are", page.where_members_are);
    each(out, "relations", page.relations);
    each(out, "under_pressure", page.under_pressure);
    put_list(out, "reports", page.reports);
  });
}

std::string render(const service::PlacePage& page, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.field("self", page.self);
    out.field("title", page.title);
    out.field("reference", page.reference);
    put_list(out, "fields", page.fields);
    put_list(out, "parents", page.parents);
    each(out, "children", page.children);
    each(out, "tonight", page.tonight);
    put_list(out, "incidents", page.incidents);
  });
}

std::string render(const service::ThingPage& page, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.field("self", page.self);
    out.field("kind", kind_name(page.kind));
    out.field("title", page.title);
    out.field("reference", page.reference);
    put_list(out, "fields", page.fields);
    if (page.shared_by) out.count("shared_by", *page.shared_by);
    put_list(out, "contacts", page.contacts);
    out.count("contacts_from", page.contacts_from);
    out.count("contacts_all", page.contacts_all);
    put_list(out, "timeline", page.timeline);
    out.count("timeline_older", page.timeline_older);
    put_list(out, "reports", page.reports);
  });
}

std::string render(const service::ReportPage& page, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.field("self", page.self);
    out.field("title", page.title);
    out.field("reference", page.reference);
    out.field("scheme", page.scheme);
    out.field("grade", page.grade);
    out.field("grade_words", page.grade_words);
    out.field("handling", page.handling);
    out.optional("handling_words", page.handling_words);
    out.texts("conditions", page.conditions);
    out.field("originator", page.originator);
    out.field("agency", page.agency);
    out.field("agency_words", page.agency_words);
    out.optional("date", page.date);
    out.field("text", page.text);
    each(out, "says", page.says);
    put_list(out, "same_origin", page.same_origin);
    put_list(out, "fields", page.fields);
  });
}

std::string render(const service::PersonTimeline& line, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    put_list(out, "entries", line.entries);
    out.list("together", line.together, [](JsonOut& o, const service::TogetherLine& one) {
      o.open();
      put(o, "person", one.person);
      o.field("because", one.because);
      o.field("nearness", one.nearness);
      put(o, "words", one.words);
      put(o, "from", one.from);
      put_optional(o, "until", one.until);
      put_list(o, "told", one.told);
      o.close();
    });
  });
}

std::string render(const std::vector<service::TimelineEntry>& entries, Marked marked) {
  return document(marked, [&](JsonOut& out) { put_list(out, "entries", entries); });
}

}  // namespace sallyport::api
