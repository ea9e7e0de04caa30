#include "cli/options.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"

namespace sallyport::cli {
namespace {

struct Options {
  ConnectRequest connect;
  std::string id;
};

Status person(Program& program, const Options& options) {
  TRY_ASSIGN(const auto connection, connect(program, options.connect));
  TRY_ASSIGN(const std::string answer, connection->person(options.id));
  TRY_ASSIGN(const Lines lines, tell_person(answer));
  for (const auto& line : lines) program.screen.line(line);
  program.screen.document(answer);
  return ok();
}

}  // namespace

void add_person(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("person", "A person, from all that this account may see");
  add_asking(verb, program, options->connect);
  verb.add_option("id", options->id, "Id of any of the person's records")->required();
  add_example(verb, "sallyport person --store store --as dana.whitlock 3F7K9Q0X2M4N6P8R1T3V5W7Y9A");
  verb.callback([&program, options] { program.finish(person(program, *options)); });
}

}  // namespace sallyport::cli
