#include "cli/options.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"

namespace sallyport::cli {
namespace {

struct Options {
  ConnectRequest connect;
  service::LogRequest request;
};

Status log(Program& program, const Options& options) {
  TRY_ASSIGN(const auto connection, connect(program, options.connect));
  TRY_ASSIGN(const std::string answer, connection->log(options.request));
  TRY_ASSIGN(const Lines lines, tell_log(answer));
  for (const auto& line : lines) program.screen.line(line);
  program.screen.document(answer);
  return ok();
}

}  // namespace

void add_log(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("log", "Who looked at what, for what reason (auditors)");
  add_asking(verb, program, options->connect);
  verb.add_option("--user", options->request.user, "Only this account's looks");
  verb.add_option("--record", options->request.record,
                  "Only looks that asked for or were shown this id");
  verb.add_option("--limit", options->request.limit, "The newest so many")
      ->check(CLI::Range(std::size_t{1}, service::kMostLooks))
      ->capture_default_str();
  verb.add_option("--before", options->request.before,
                  "Older ones: what the page before gave as \"older\"");
  add_example(verb, "sallyport log --store store --as pia.lund --user dana.whitlock");
  verb.callback([&program, options] { program.finish(log(program, *options)); });
}

}  // namespace sallyport::cli
