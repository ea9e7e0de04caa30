#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"
#include "linkage/linkage.hpp"

namespace sallyport::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string mapping, model, out, pairs, truth;
  bool link_only = false, dedupe = false, train = false;
  std::optional<double> threshold_bits;
};

Result<std::string> text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return fail(ErrorCode::kStorage, "could not read " + path);
  return std::move(text).str();
}

std::string fixed(std::int64_t value, std::int64_t unit, int places) {
  std::int64_t scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  const std::int64_t scaled = (value * scale + (value < 0 ? -unit / 2 : unit / 2)) / unit;
  const std::int64_t size = scaled < 0 ? -scaled : scaled;
  std::string behind = std::to_string(size % scale);
  behind.insert(0, static_cast<std::size_t>(places) - behind.size(), '0');
  return (scaled < 0 ? "-" : "") + std::to_string(size / scale) + "." + behind;
}
std::string share(double value) {
  return fixed(static_cast<std::int64_t>(value * 1e6 + 0.5), 1'000'000, 5);
}
std::string seconds(std::int64_t us) {
  return fixed(us, 1'000'000, 3);
}

Result<linkage::Options> request_of(const Options& options) {
  linkage::Options out;
  for (const auto& file : options.files) out.files.emplace_back(file);
  if (!options.mapping.empty()) {
    TRY_ASSIGN(const std::string text, text_of_file(options.mapping));
    TRY_ASSIGN(out.mapping, linkage::load_mapping(text));
  }
  if (options.link_only) out.scope = linkage::Scope::link_only;
  if (options.dedupe) out.scope = linkage::Scope::dedupe;
  if (!options.model.empty() && !options.train) {
    TRY_ASSIGN(const std::string text, text_of_file(options.model));
    TRY_ASSIGN(out.model, linkage::load_model(text));
  }
  if (options.threshold_bits)
    out.threshold_millibits = static_cast<std::int32_t>(*options.threshold_bits * 1000);
  if (fs::is_regular_file(options.truth)) {
    out.truth_file = options.truth;
  } else {
    out.truth_column = options.truth;
  }
  return out;
}

void tell_agreement(Program& program, const std::string& what, const linkage::Agreement& of) {
  program.screen.line("  " + what + "  precision " + share(of.precision()) + "  recall " +
                      share(of.recall()) + "  F1 " + share(of.f1()) + "  (" + grouped(of.right) +
                      " right of " + grouped(of.found) + "; true " + grouped(of.there) + ")");
}

void tell_keys(Program& program, const linkage::Outcome& outcome) {
  program.screen.line("What each key brings: pairs, first brought by it, joined of those");
  for (const auto& key : outcome.keys) {
    if (key.keys == 0) continue;
    std::string line = "  " + grouped(key.pairs) + "  " + grouped(key.first) + "  " +
                       grouped(key.joined) + "  " + key.name;
    if (key.stop_keys > 0)
      line += " (" + grouped(key.stop_keys) + " stop-keys, the largest shared by " +
              grouped(key.largest) + ")";
    program.screen.line(line);
  }
}

void tell(Program& program, const linkage::Outcome& outcome) {
  Screen& screen = program.screen;
  for (const auto& file : outcome.files) {
    std::string line = file.file + ": " + grouped(file.records) + " records;";
    for (const auto& [heading, role] : file.columns)
      line +=
          " " + printable(heading) + (role == "ignored" ? " (not compared)" : " = " + role) + ",";
    line.back() = '.';
    screen.line(line);
  }
  tell_keys(program, outcome);
  std::int64_t cpu = 0;
  for (const auto& stage : outcome.stages) {
    screen.line("  " + stage.name + ": " + seconds(stage.cpu_us) + " CPU-s, " +
                seconds(stage.wall_us) + " s");
    cpu += stage.cpu_us;
  }
  screen.line(grouped(outcome.records) + " records, " + grouped(outcome.compared_pairs) +
              " pairs compared, " + grouped(outcome.compared_values) + " pairs of values, " +
              grouped(outcome.clusters) + " clusters, threshold " +
              fixed(outcome.threshold_millibits, 1000, 2) + " bits, " + seconds(cpu) + " CPU-s, " +
              grouped(outcome.peak_bytes >> 20) + " MiB");
  if (!outcome.evaluation) return;
  const linkage::Evaluation& seen = *outcome.evaluation;
  tell_agreement(program, "pairs   ", seen.pairs);
  tell_agreement(program, "clusters", seen.clusters);
  screen.line("  true pairs compared " + share(seen.compared.recall()) + ", entities " +
              grouped(seen.entities) + ", false merges " + grouped(seen.false_merges) + " (" +
              fixed(static_cast<std::int64_t>(seen.false_merges_per_10000() * 1000), 1000, 2) +
              " per 10,000 entities)");
}

void put_agreement(exchange::Json& json, std::string_view name, const linkage::Agreement& of) {
  json.key(name).open().count("found", of.found).count("right", of.right).count("true", of.there);
  json.field("precision", share(of.precision())).field("recall", share(of.recall()));
  json.field("f1", share(of.f1())).close();
}

void put_document(Program& program, const linkage::Outcome& outcome) {
  exchange::Json json;
  json.open().count("records", outcome.records).count("pairs", outcome.compared_pairs);
  json.count("value_pairs", outcome.compared_values).count("clusters", outcome.clusters);
  json.key("threshold_millibits").number(outcome.threshold_millibits);
  json.count("peak_bytes", outcome.peak_bytes);
  json.list("stages", outcome.stages, [](exchange::Json& out, const linkage::Stage& stage) {
    out.open().field("name", stage.name).key("cpu_us").number(stage.cpu_us);
    out.key("wall_us").number(stage.wall_us).close();
  });
  json.list("keys", outcome.keys, [](exchange::Json& out, const linkage::KeyReport& key) {
    out.open().field("name", key.name).count("keys", key.keys).count("pairs", key.pairs);
    out.count("first", key.first).count("joined", key.joined).count("stop_keys", key.stop_keys);
    out.count("largest", key.largest).close();
  });
  if (outcome.evaluation) {
    const linkage::Evaluation& seen = *outcome.evaluation;
    json.key("truth").open().count("entities", seen.entities);
    json.count("false_merges", seen.false_merges);
    json.field("false_merges_per_10000", share(seen.false_merges_per_10000()));
    put_agreement(json, "pairs", seen.pairs);
    put_agreement(json, "clusters", seen.clusters);
    put_agreement(json, "compared", seen.compared);
    json.close();
  }
  program.screen.document(std::move(json.close()).take());
}

Status resolve_files(Program& program, const Options& options) {
  if (options.link_only && options.dedupe)
    return fail(ErrorCode::kUsage, "--link-only and --dedupe exclude each other");
  TRY_ASSIGN(const linkage::Options request, request_of(options));
  TRY_ASSIGN(linkage::Outcome outcome, linkage::resolve(request, program.clock));
  TRY(linkage::write_clusters(outcome, options.out));
  if (!options.pairs.empty()) TRY(linkage::write_pairs(outcome, options.pairs));
  if (options.train && !options.model.empty()) {
    outcome.model.made =
        to_text(Date{static_cast<std::int32_t>(program.clock.wall_now().us / Instant::kDayUs)});
    std::ofstream file(options.model, std::ios::binary | std::ios::trunc);
    file << linkage::save_model(outcome.model);
    file.close();
    if (!file) return fail(ErrorCode::kStorage, "could not write " + options.model);
  }
  tell(program, outcome);
  put_document(program, outcome);
  return ok();
}

}  // namespace

void add_resolve(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("resolve", "Who is who in files of people, without a store");
  verb.add_option("files", options->files, "CSV files; a row is a record of a person")
      ->required()
      ->type_name("CSV");
  verb.add_option("--mapping", options->mapping,
                  "TOML: [columns] \"heading\" = \"given name\" ... where a heading is not known")
      ->type_name("FILE");
  verb.add_flag("--link-only", options->link_only,
                "Only between sources, each of which has a person once");
  verb.add_flag("--dedupe", options->dedupe, "Only within each source");
  verb.add_option("--model", options->model,
                  "Weights to use; with --train, where to write what was learnt")
      ->type_name("FILE");
  verb.add_flag("--train", options->train,
                "Learn the weights from these files (so it is without --model)");
  verb.add_option("--threshold", options->threshold_bits,
                  "Join from so many bits on, 1 bit doubling the odds (default: as many as let "
                  "one wrong pair in 20,000 records be expected)")
      ->type_name("BITS");
  verb.add_option("--out", options->out, "source,record_id,cluster_id")
      ->required()
      ->type_name("FILE");
  verb.add_option("--pairs", options->pairs, "Scored pairs")->type_name("FILE");
  verb.add_option("--truth", options->truth,
                  "A column, or a file of source,record_id,cluster_id, to measure against")
      ->type_name("COLUMN|FILE");
  add_json(verb, program);
  add_example(verb, "sallyport resolve police.csv prisons.csv --out clusters.csv");
  verb.callback([&program, options] { program.finish(resolve_files(program, *options)); });
}

}  // namespace sallyport::cli
