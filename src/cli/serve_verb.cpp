#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"
#include "server/serve.hpp"

namespace sallyport::cli {
namespace {

void tell_ready(Program& program, const server::Serving& serving) {
  Screen& screen = program.screen;
  screen.line(serving.url);
  if (!serving.passphrases_file.empty())
    screen.line("Users and passphrases: " + serving.passphrases_file);
  if (serving.setup_needed)
    screen.line("No account has a passphrase yet: enter the set-up token that init printed.");
  exchange::Json json;
  json.open().field("url", serving.url).flag("practice", serving.practice);
  json.flag("setup_needed", serving.setup_needed).count("users", serving.users);
  json.optional("passphrases_file", serving.passphrases_file);
  screen.document(std::move(json.close()).take());
}

Status serve(Program& program, const server::ServeRequest& request) {
  return server::run_server(
      request, program.clock, program.random,
      [&program](const server::Serving& serving) { tell_ready(program, serving); },
      [&program](const std::string& line) { program.screen.note(line); });
}

}  // namespace

void add_serve(CLI::App& app, Program& program) {
  auto request = std::make_shared<server::ServeRequest>();
  CLI::App& verb = *app.add_subcommand("serve", "Serve a store: pages, API, drop folder");
  add_store(verb, request->folder);
  verb.add_option("--port", request->port, "0: any free one")->capture_default_str();
  verb.add_option("--address", request->address, "Numeric address to listen on")
      ->capture_default_str();
  verb.add_option("--host", request->hosts, "Further name it is called by (repeatable)");
  verb.add_option("--web", request->web, "Folder of the built pages (web/dist)")->type_name("DIR");
  verb.add_option("--drop", request->drop, "Read DIR/<agency>/* on a schedule")->type_name("DIR");
  verb.add_option("--every", request->drop_every_seconds, "Seconds between two readings of --drop")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  verb.add_option("--tls-cert", request->tls_certificate, "Certificate chain")->type_name("PEM");
  verb.add_option("--tls-key", request->tls_key, "Its private key")->type_name("PEM");
  verb.add_flag("--allow-swap", request->allow_swap, "Start although swap is on");
  add_json(verb, program);
  add_example(verb, "sallyport serve --store store --web web/dist --port 8080");
  verb.callback([&program, request] { program.finish(serve(program, *request)); });
}

}  // namespace sallyport::cli
