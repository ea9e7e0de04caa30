#include <CLI/CLI.hpp>

#include "cli/program.hpp"
#include "cli/verbs.hpp"

namespace sallyport::cli {
namespace {

std::string exit_codes() {
  std::string out = "Exit codes: 0 done";
  int last = 0;
  std::vector<std::pair<int, std::string>> firsts;
  for (const auto& line : error_table()) firsts.emplace_back(line.exit_code, line.title);
  std::stable_sort(firsts.begin(), firsts.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [code, title] : firsts) {
    if (code != last) out += "; " + std::to_string(code) + " as \"" + title + "\"";
    last = code;
  }
  return out + ". docs/errors.md has them all.\nExample:\n  sallyport search --help";
}

void add_verbs(CLI::App& app, Program& program) {
  app.require_subcommand(1);
  app.footer(exit_codes());
  app.set_version_flag("--version", std::string("sallyport ") + SALLYPORT_VERSION);
  add_synth(app, program);
  add_init(app, program);
  add_import(app, program);
  add_resolve(app, program);
  add_search(app, program);
  add_path(app, program);
  add_person(app, program);
  add_export(app, program);
  add_serve(app, program);
  add_verify(app, program);
  add_log(app, program);
  add_user(app, program);
  add_manual(app, program);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Program& program) {
  CLI::App app{"The shared intelligence database of police, prisons and probation", "sallyport"};
  add_verbs(app, program);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return program.screen.problem({ErrorCode::kUsage, error.what(), {}});
  }
  program.screen.end_progress();
  return program.exit_code;
}

}  // namespace sallyport::cli
