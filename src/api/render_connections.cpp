// Search answers, paths, charts, arrivals and receipts.
#include "api/internal/render_parts.hpp"

namespace sallyport::api {
namespace {

void put(JsonOut& out, const service::HitLine& hit) {
  out.open();
  put_item_fields(out, hit.item);
  out.texts("why", hit.why);
  put_optional(out, "where_tonight", hit.where_tonight);
  out.optional("newest", hit.newest);
  if (!hit.users.empty()) put_list(out, "users", hit.users);
  out.close();
}

void put(JsonOut& out, const service::PathStepLine& step) {
  out.open();
  put(out, "from", step.from);
  put(out, "to", step.to);
  put(out, "words", step.words);
  put_list(out, "told", step.told);
  out.field("tag", step.tag);
  out.optional("grade", step.grade);
  out.close();
}

void put(JsonOut& out, const service::ChartNodeLine& node) {
  out.open();
  put_item_fields(out, node.item);
  out.number("x", node.x);
  out.number("y", node.y);
  out.field("custody", node.custody);
  out.optional("hub", node.hub);
  out.flag("seed", node.seed);
  out.close();
}

void put(JsonOut& out, const service::ChartEdgeLine& edge) {
  out.open();
  out.field("a", edge.a);
  out.field("b", edge.b);
  out.field("kind", edge.kind);
  out.field("words", edge.words);
  out.field("line", edge.line);
  out.count("count", edge.count);
  put_ids(out, "ids", edge.ids);
  put_list(out, "told", edge.told);
  out.field("tag", edge.tag);
  out.close();
}

void put(JsonOut& out, const service::KindCountLine& line) {
  out.open();
  out.field("kind", line.kind);
  out.field("words", line.words);
  out.count("count", line.count);
  out.close();
}

void put(JsonOut& out, const service::ConflictLine& conflict) {
  out.open();
  put(out, "words", conflict.words);
  out.field("kind", conflict.kind);
  if (conflict.possible_same) {
    out.key("possible_same");
    out.open();
    out.field("a", conflict.possible_same->first);
    out.field("b", conflict.possible_same->second);
    out.close();
  }
  out.close();
}

template <class T>
void each(JsonOut& out, std::string_view name, const std::vector<T>& items) {
  out.list(name, items, [](JsonOut& o, const T& one) { put(o, one); });
}

}  // namespace

void put(JsonOut& out, const service::ArrivalLine& arrival) {
  out.open();
  put(out, "person", arrival.person);
  put_optional(out, "from", arrival.from);
  put(out, "to", arrival.to);
  put(out, "time", arrival.time);
  out.optional("planned_cell", arrival.planned_cell);
  out.field("movement", arrival.movement);
  each(out, "conflicts", arrival.conflicts);
  out.close();
}

std::string render(const service::SearchAnswer& answer, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.list("groups", answer.groups, [](JsonOut& o, const service::SearchAnswer::Group& group) {
      o.open();
      o.field("title", group.title);
      each(o, "hits", group.hits);
      o.close();
    });
    out.texts("understood", answer.understood);
  });
}

std::string render(const service::PathAnswer& answer, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.list("paths", answer.paths, [](JsonOut& o, const std::vector<service::PathStepLine>& path) {
      o.open();
      each(o, "steps", path);
      o.close();
    });
    put_list(out, "without", answer.without);
    put_list(out, "rests_on", answer.rests_on);
    out.optional("stopped", answer.stopped);
  });
}

std::string render(const service::NeighbourhoodAnswer& answer, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    each(out, "nodes", answer.nodes);
    each(out, "edges", answer.edges);
    each(out, "counts", answer.counts);
  });
}

std::string render_arrivals(Date day, const std::vector<service::ArrivalLine>& arrivals,
                            Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.field("day", to_text(day));
    each(out, "arrivals", arrivals);
  });
}

std::string render(const service::Receipt& receipt) {
  JsonOut out;
  out.open();
  out.field("id", receipt.id);
  out.field("receipt", receipt.receipt);
  out.close();
  return out.take();
}

}  // namespace sallyport::api
