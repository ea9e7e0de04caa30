#include "base/limits.hpp"
#include "cli/file_search.hpp"
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
  FileSearchOptions files;
};

Status search(Program& program, const Options& options) {
  if (!options.files.names.empty()) return search_in_files(program, options.files);
  if (options.connect.store.empty() || options.connect.asking.user.empty() || options.text.empty())
    return fail(ErrorCode::kUsage,
                "a search in a store needs --store, --as and what to look for; a search in a file "
                "of names needs --names and --queries");
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
  verb.get_option("--store")->required(false);
  verb.get_option("--as")->required(false);
  verb.add_option("text", options->text, "What to look for");
  verb.add_option("--kind", options->kinds,
                  "Only this kind: person, phone, group ... (repeatable)");
  verb.add_option("--limit", options->limit, "Most hits")
      ->check(CLI::Range(std::size_t{1}, limits::kSearchHits));
  add_file_search(verb, options->files);
  add_example(verb,
              "sallyport search --store store --as dana.whitlock \"kessel 1989\" --json\n"
              "  sallyport search --names names.tsv --queries queries.tsv --top 10 --out hits.tsv");
  verb.callback([&program, options] { program.finish(search(program, *options)); });
}

}  // namespace sallyport::cli
