#include <algorithm>
#include <set>

#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "exchange/csv.hpp"
#include "exchange/ftm.hpp"
#include "exchange/json.hpp"
#include "exchange/json_lines.hpp"
#include "ledger/files.hpp"
#include "server/installation.hpp"
#include "service/connections.hpp"
#include "service/teller.hpp"

namespace sallyport::cli {
namespace {

struct Options {
  ConnectRequest connect;
  service::NeighbourhoodRequest around;
  std::string format = "csv";
  std::string out;
};

exchange::Said said_of(const service::Value& value) {
  return {value.property, value.value, value.source.title, value.source.agency, value.grade,
          value.from,     value.to};
}

// The value alone of what may leave: nothing is taken out of anything fuller.
exchange::Thing thing_of(service::Look& look, const service::ChartNodeLine& node) {
  exchange::Thing thing{node.item.id, node.item.kind, node.item.title, {}};
  const auto handle = look.view().find(node.item.id);
  if (!handle) return thing;
  service::Teller teller(look);
  for (const auto& field : teller.fields(look.identity_of()(*handle))) {
    if (!exchange::allowed(field.property)) continue;
    for (const auto& value : field.values) thing.said.push_back(said_of(value));
  }
  return thing;
}

exchange::Package package_of(service::Look& look, const service::NeighbourhoodAnswer& chart) {
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
  package.made = to_text(look.now());
  package.partial = look.partial();
  return package;
}

std::string written(const exchange::Package& package, const std::string& format) {
  if (format == "ftm") return exchange::to_ftm(package);
  if (format == "jsonl") return exchange::to_json_lines(package);
  return exchange::to_csv(package);
}

Status export_file(Program& program, const Options& options) {
  if (ledger::file_exists(options.out))
    return fail(ErrorCode::kAlreadyThere, options.out + ": give the name of a new file");
  TRY_ASSIGN(const auto installation,
             server::Installation::open(options.connect.store, program.clock, program.random));
  service::Desk& desk = installation->desk();
  TRY(sign_in(program, desk, options.connect.asking.user));
  TRY_ASSIGN(const auto caller, server::caller_of(desk, options.connect.asking));
  std::string request = options.format;
  for (const auto& id : options.around.ids) request += ' ' + id;
  TRY_ASSIGN(const auto look, service::Look::begin(desk, caller, "export", request));
  const auto chart = service::neighbourhood_of(*look, options.around);
  if (!chart) {
    TRY(look->conclude(to_text(chart.error())));
    return fail(chart.error());
  }
  const exchange::Package package = package_of(*look, *chart);
  const std::string file = written(package, options.format);
  TRY(look->conclude(file));
  TRY(ledger::replace_file(options.out, as_bytes(file), 0600));
  program.screen.line(options.out + ": " + package.marking + ", " +
                      std::to_string(package.things.size()) + " things, " +
                      std::to_string(package.ties.size()) + " ties" +
                      (package.partial ? " (a limit cut it short)" : ""));
  exchange::Json json;
  json.open().field("file", options.out).field("format", options.format);
  json.field("marking", package.marking).count("things", package.things.size());
  json.count("ties", package.ties.size()).flag("partial", package.partial);
  program.screen.document(std::move(json.close()).take());
  return installation->close();
}

}  // namespace

void add_export(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      *app.add_subcommand("export", "Write what stands around some things into a new file");
  add_asking(verb, program, options->connect);
  verb.add_option("ids", options->around.ids, "Ids to start from")->required();
  verb.add_option("--format", options->format, "csv, ftm (FollowTheMoney) or jsonl")
      ->check(CLI::IsMember({"csv", "ftm", "jsonl"}))
      ->capture_default_str();
  verb.add_option("--depth", options->around.depth, "Steps around them")
      ->check(CLI::Range(1, 2))
      ->capture_default_str();
  verb.add_option("--limit", options->around.limit, "Most things")
      ->check(CLI::Range(std::size_t{1}, limits::kNeighbourhoodNodes))
      ->capture_default_str();
  verb.add_option("--out", options->out, "A new file; only its owner can read it")
      ->required()
      ->type_name("FILE");
  add_example(verb,
              "sallyport export 3F7K9Q0X2M4N6P8R1T3V5W7Y9A --store store --as imran.sethi --format "
              "csv --out around.csv");
  verb.callback([&program, options] { program.finish(export_file(program, *options)); });
}

}  // namespace sallyport::cli
