#include "base/limits.hpp"
#include "cli/options.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"

namespace sallyport::cli {
namespace {

struct Options {
  ConnectRequest connect;
  std::string text;
  std::vector<std::string> kinds;
  std::size_t limit = limits::kSearchHits;
};

Status search(Program& program, const Options& options) {
  TRY_ASSIGN(const auto connection, connect(program, options.connect));
  TRY_ASSIGN(const std::string answer,
             connection->search(options.text, options.kinds, options.limit));
  TRY_ASSIGN(const Lines lines, tell_search(answer));
  for (const auto& line : lines) program.screen.line(line);
  program.screen.document(answer);
  return ok();
}

}  // namespace

void add_search(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      *app.add_subcommand("search", "Search names in any script, numbers, dates and words");
  add_asking(verb, program, options->connect);
  verb.add_option("text", options->text, "What to look for")->required();
  verb.add_option("--kind", options->kinds,
                  "Only this kind: person, phone, group ... (repeatable)");
  verb.add_option("--limit", options->limit, "Most hits")
      ->check(CLI::Range(std::size_t{1}, limits::kSearchHits));
  add_example(verb, "sallyport search --store store --as dana.whitlock \"kessel 1989\" --json");
  verb.callback([&program, options] { program.finish(search(program, *options)); });
}

}  // namespace sallyport::cli
