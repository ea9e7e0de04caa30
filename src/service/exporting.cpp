#include "service/exporting.hpp"

#include <set>

#include "exchange/csv.hpp"
#include "exchange/ftm.hpp"
#include "exchange/json_lines.hpp"
#include "service/teller.hpp"

namespace sallyport::service {
namespace {

exchange::Said said_of(const Value& value) {
  return {value.property,
          value.value,
          value.told.source.title,
          value.told.source.agency,
          value.told.grade,
          value.from,
          value.to};
}

exchange::Thing thing_of(Look& look, const ChartNodeLine& node) {
  exchange::Thing thing{node.item.id, node.item.kind, node.item.title, {}};
  const auto handle = look.view().find(node.item.id);
  if (!handle) return thing;
  Teller teller(look);
  for (const auto& field : teller.fields(look.identity_of()(*handle))) {
    if (!exchange::allowed(field.property)) continue;
    for (const auto& value : field.values) thing.said.push_back(said_of(value));
  }
  return thing;
}

exchange::Package package_of(Look& look, const NeighbourhoodAnswer& chart) {
  exchange::Package package;
  std::set<Id128> in;
  for (const auto& node : chart.nodes) {
    if (!exchange::allowed(node.item.kind)) continue;
    in.insert(node.item.id);
    package.things.push_back(thing_of(look, node));
  }
  for (const auto& edge : chart.edges) {
    if (!in.contains(edge.a) || !in.contains(edge.b)) continue;
    package.ties.push_back(
        {edge.a, edge.b, std::string(edge.kind), edge.words, std::string(edge.tag)});
  }
  package.marking = look.marking();
  package.made = to_text(date_of(look.now()));  // the log has the moment
  package.partial = look.partial();
  return package;
}

}  // namespace

Result<ExportedFile> export_around(Look& look, const ExportRequest& request) {
  if (!access::may(look.caller().grants, access::Verb::take_out))
    return fail(ErrorCode::kNotAllowed, "needs the right to export");
  TRY_ASSIGN(const auto chart, neighbourhood_of(look, request.around));
  const exchange::Package package = package_of(look, chart);
  ExportedFile out;
  if (request.format == "csv") {
    out.content = exchange::to_csv(package);
  } else if (request.format == "ftm") {
    out.content = exchange::to_ftm(package);
  } else if (request.format == "jsonl") {
    out.content = exchange::to_json_lines(package);
  } else {
    return fail(ErrorCode::kBadValue, "format: expected csv, ftm or jsonl");
  }
  out.marking = package.marking;
  out.things = package.things.size();
  out.ties = package.ties.size();
  out.partial = package.partial;
  return out;
}

}  // namespace sallyport::service
