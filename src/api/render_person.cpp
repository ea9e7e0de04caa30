// The person's page and why these records are one person.
#include "api/internal/render_parts.hpp"

namespace sallyport::api {
namespace {

void put_instructions(JsonOut& out, const service::Instructions& instructions) {
  put_list(out, "do", instructions.must);
  put_list(out, "do_not", instructions.must_not);
}

}  // namespace

void put(JsonOut& out, const service::MayBe& may_be) {
  out.open();
  put(out, "person", may_be.person);
  put_instructions(out, may_be.instructions);
  out.close();
}

namespace {

void put(JsonOut& out, const service::Membership& m) {
  out.open();
  put(out, "group", m.group);
  out.field("link", m.link);
  out.field("standing", m.standing);
  out.field("role", m.role);
  out.field("status", m.status);
  out.field("status_words", m.status_words);
  put_list(out, "evidence", m.evidence);
  put_telling_fields(out, m.told);
  out.optional("from", m.from);
  out.optional("to", m.to);
  out.close();
}

void put(JsonOut& out, const service::KeepApart& k) {
  out.open();
  out.field("link", k.link);
  put(out, "other", k.other);
  out.field("level", k.level);
  out.field("reason", k.reason);
  out.field("reason_words", k.reason_words);
  out.field("status", k.status);
  put_optional(out, "other_tonight", k.other_tonight);
  put_telling_fields(out, k.told);
  put(out, "words", k.words);
  out.close();
}

void put(JsonOut& out, const service::PressureTold& pressure) {
  out.open();
  put(out, "words", pressure.words);
  put_telling_fields(out, pressure.told);
  out.close();
}

void put(JsonOut& out, const service::RecordLine& line) {
  out.open();
  out.field("id", line.id);
  put(out, "source", line.source);
  out.field("key", line.key);
  out.field("recorded", line.recorded);
  out.field("age", line.age);
  out.close();
}

void put(JsonOut& out, const service::SideLine& line) {
  out.open();
  out.field("words", line.words);
  out.texts("a", line.a);
  out.texts("b", line.b);
  out.field("how", line.how);
  out.optional("note", line.note);
  out.close();
}

void put(JsonOut& out, const service::EvidenceLine& e);
void put(JsonOut& out, const service::IdentityMember& member);

template <class T>
void each(JsonOut& out, std::string_view name, const std::vector<T>& items) {
  out.list(name, items, [](JsonOut& o, const T& one) { put(o, one); });
}

void put(JsonOut& out, const service::EvidenceLine& e) {
  out.open();
  out.field("a", e.a);
  out.field("b", e.b);
  out.field("a_title", e.a_title);
  out.field("b_title", e.b_title);
  out.field("by", e.by);
  out.number("bits", e.bits);
  out.texts("for", e.speaks_for);
  out.texts("against", e.against);
  out.texts("missing", e.missing);
  if (e.judgement) {
    out.key("judgement");
    out.open();
    out.field("id", e.judgement->id);
    out.field("verdict", service::verdict_name(e.judgement->verdict));
    out.field("by", e.judgement->by);
    out.field("reason", e.judgement->reason);
    out.field("recorded", e.judgement->recorded);
    out.close();
  }
  if (!e.sides.empty()) each(out, "sides", e.sides);
  put_instructions(out, e.other);
  put_list(out, "would_join", e.would_join);
  out.close();
}

void put(JsonOut& out, const service::IdentityMember& member) {
  out.open();
  out.field("id", member.id);
  out.field("title", member.title);
  put(out, "source", member.source);
  put_list(out, "fields", member.fields);
  out.close();
}

}  // namespace

std::string render(const service::PersonPage& page, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.field("self", page.self);
    out.field("title", page.title);
    out.field("reference", page.reference);
    put_list(out, "numbers", page.numbers);
    put_optional(out, "where_tonight", page.where_tonight);
    out.optional("where_age", page.where_age);
    put_list(out, "do", page.must);
    put_list(out, "do_not", page.must_not);
    put_list(out, "summary", page.summary);
    if (page.changed) {
      out.key("changed");
      out.open();
      put(out, "since", page.changed->since);
      put_list(out, "lines", page.changed->lines);
      out.count("more", page.changed->more);
      out.close();
    }
    put_list(out, "fields", page.fields);
    each(out, "memberships", page.memberships);
    each(out, "under_pressure", page.under_pressure);
    each(out, "keep_aparts", page.keep_aparts);
    put_list(out, "custody", page.custody);
    put_list(out, "contacts", page.contacts);
    put_list(out, "phones", page.phones);
    put_list(out, "vehicles", page.vehicles);
    put_list(out, "money", page.money);
    put_list(out, "visits", page.visits);
    put_list(out, "incidents", page.incidents);
    put_list(out, "reports", page.reports);
    each(out, "records", page.records);
    out.key("same_person");
    out.open();
    out.count("joined", page.joined);
    out.count("proposals", page.proposals);
    each(out, "may_be", page.may_be);
    out.close();
  });
}

std::string render(const service::IdentityPage& page, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.field("self", page.self);
    out.field("title", page.title);
    each(out, "members", page.members);
    each(out, "edges", page.edges);
    each(out, "proposals", page.proposals);
    each(out, "different", page.different);
    if (page.weakest) {
      out.key("weakest");
      put(out, *page.weakest);
    }
  });
}

}  // namespace sallyport::api
