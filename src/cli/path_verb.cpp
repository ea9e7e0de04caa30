#include "base/limits.hpp"
#include "cli/options.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"

namespace sallyport::cli {
namespace {

struct Options {
  ConnectRequest connect;
  std::string from, to;
  std::uint32_t max_steps = limits::kPathSteps;
};

struct End {
  std::string id;
  std::string title;  ///< empty: given as an id
};

// An id as it is; of anything else the best hit, which is said.
Result<End> end_of(Program& program, Connection& connection, const std::string& given) {
  if (parse_id(given)) return End{given, {}};
  TRY_ASSIGN(const std::string answer, connection.search(given, {}, limits::kSearchHits));
  TRY_ASSIGN(const FirstHit hit, first_hit(answer));
  if (hit.hits == 0) return fail(ErrorCode::kNotFound, "'" + given + "'");
  program.screen.note("'" + given + "' taken as " + hit.title + " (" + hit.id + "), the first of " +
                      std::to_string(hit.hits));
  return End{hit.id, hit.title};
}

void put_end(exchange::Json& json, std::string_view key, const End& end) {
  json.key(key).open().field("id", end.id).optional("title", end.title).close();
}

Status path(Program& program, const Options& options) {
  TRY_ASSIGN(const auto connection, connect(program, options.connect));
  TRY_ASSIGN(const End from, end_of(program, *connection, options.from));
  TRY_ASSIGN(const End to, end_of(program, *connection, options.to));
  TRY_ASSIGN(const std::string answer, connection->paths(from.id, to.id, options.max_steps));
  TRY_ASSIGN(const Lines lines, tell_path(answer));
  for (const auto& line : lines) program.screen.line(line);
  // the API's answer, with the ends that were taken before it
  exchange::Json ends;
  ends.open();
  put_end(ends, "from", from);
  put_end(ends, "to", to);
  program.screen.document(std::move(ends).take() + "," + answer.substr(answer.find('{') + 1));
  return ok();
}

}  // namespace

void add_path(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("path", "How two things are connected, in sentences");
  add_asking(verb, program, options->connect);
  verb.add_option("from", options->from, "Id, or text whose best hit is taken")->required();
  verb.add_option("to", options->to, "Id, or text whose best hit is taken")->required();
  verb.add_option("--max-steps", options->max_steps, "Most steps of a path")
      ->check(CLI::Range(1, limits::kPathSteps));
  add_example(verb, "sallyport path --store store --as dana.whitlock \"kessel 1989\" \"grent\"");
  verb.callback([&program, options] { program.finish(path(program, *options)); });
}

}  // namespace sallyport::cli
