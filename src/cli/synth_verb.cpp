#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"
#include "synth/people.hpp"
#include "synth/synth.hpp"

namespace sallyport::cli {
namespace {

struct Options {
  synth::SynthOptions synth;
  std::string scale = "demo";
  std::string out;
};

void put_document(Program& program, const synth::SynthReport& report) {
  exchange::Json json;
  json.open().count("rows", report.rows).count("bytes", report.bytes);
  json.count("in_custody", report.in_custody).count("with_history", report.with_history);
  json.count("groups", report.groups).count("memberships", report.memberships);
  json.count("linked_in_custody", report.linked_in_custody);
  json.count("principals_in_custody", report.principals_in_custody);
  json.list("files", report.files, [](exchange::Json& out, const synth::FileCount& file) {
    out.open().field("path", file.path).optional("feed", file.feed).count("rows", file.rows);
    out.count("bytes", file.bytes).close();
  });
  program.screen.document(std::move(json.close()).take());
}

/// `--people N` without a scale: a file of N records of people and its truth, and nothing else.
Status synth_people(Program& program, const Options& options) {
  TRY_ASSIGN(const auto report, synth::synthesise_people({options.synth.people_in_custody,
                                                          options.synth.seed, options.out}));
  program.screen.line(grouped(report.records) + " records of " + grouped(report.people) +
                      " people, " + grouped(report.pairs) + " pairs: people.csv, truth.csv");
  exchange::Json json;
  json.open().count("records", report.records).count("people", report.people);
  json.count("pairs", report.pairs).count("bytes", report.bytes);
  program.screen.document(std::move(json.close()).take());
  return ok();
}

Status synth_country(Program& program, Options& options) {
  TRY_ASSIGN(options.synth.scale, synth::parse_scale(options.scale));
  options.synth.out = options.out;
  const auto begun = program.clock.monotonic_us();
  TRY_ASSIGN(const auto report, synth::synthesise(options.synth));
  const auto tenths = (program.clock.monotonic_us() - begun) / 100'000;
  for (const auto& file : report.files)
    program.screen.line("  " + grouped(file.rows) + " rows  " + file.path);
  program.screen.line(grouped(report.rows) + " rows in " + std::to_string(report.files.size()) +
                      " files, " + grouped(report.in_custody) + " people in custody, " +
                      grouped(report.groups) + " groups, " + std::to_string(tenths / 10) + "." +
                      std::to_string(tenths % 10) + " s");
  put_document(program, report);
  return ok();
}

}  // namespace

void add_synth(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("synth", "Make the files of an invented country");
  auto* scale = verb.add_option("--scale", options->scale, "demo, regional or national");
  scale->check(CLI::IsMember({"demo", "regional", "national"}))->capture_default_str();
  verb.add_option("--people", options->synth.people_in_custody,
                  "Without --scale: only a file of so many records of people, with its truth. "
                  "With it: people in custody instead of the scale's (2,400, 12,000, 88,000)");
  verb.add_option("--seed", options->synth.seed, "The same seed makes the same bytes")->required();
  verb.add_option("--out", options->out, "Folder for the files")->required()->type_name("DIR");
  verb.add_option("--threads", options->synth.threads, "The bytes do not depend on it")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  add_json(verb, program);
  add_example(verb, "sallyport synth --scale demo --seed 1 --out country");
  verb.callback([&program, options, scale] {
    const bool people_only = scale->count() == 0 && options->synth.people_in_custody != 0;
    program.finish(people_only ? synth_people(program, *options)
                               : synth_country(program, *options));
  });
}

}  // namespace sallyport::cli
