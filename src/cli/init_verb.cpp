#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"
#include "server/making.hpp"

namespace sallyport::cli {
namespace {

void put_document(Program& program, const server::MakeRequest& request, const server::Made& made) {
  exchange::Json json;
  json.open().field("store", request.folder).field("id", made.store_id);
  json.flag("practice", request.practice).texts("agencies", made.agencies);
  json.texts("log_keys", made.log_keys).count("users", made.users);
  json.count("agreements", made.agreements);
  json.optional("passphrases_file", made.passphrases_file);
  json.optional("setup_token", made.setup_token);
  program.screen.document(std::move(json.close()).take());
}

Status init(Program& program, const server::MakeRequest& request) {
  TRY_ASSIGN(const server::Made made, server::make_store(request, program.clock, program.random));
  Screen& screen = program.screen;
  screen.line("Store " + made.store_id + " in " + request.folder + ": " +
              std::to_string(made.agencies.size()) + " agencies, " + std::to_string(made.users) +
              " users, " + std::to_string(made.agreements) + " feeds agreed");
  screen.line("Keys that witnesses check the log with:");
  for (const auto& key : made.log_keys) screen.line("  " + key);
  if (!made.passphrases_file.empty())
    screen.line("Passphrases of the practice users: " + made.passphrases_file);
  if (!made.setup_token.empty()) {
    screen.line("Set-up token, works once, for the first administrator: " + made.setup_token);
    screen.line("Start the server, open its address and enter it there.");
  }
  put_document(program, request, made);
  return ok();
}

}  // namespace

void add_init(CLI::App& app, Program& program) {
  auto request = std::make_shared<server::MakeRequest>();
  CLI::App& verb = *app.add_subcommand("init", "Make a store with fresh keys");
  add_store(verb, request->folder);
  verb.add_flag("--practice", request->practice,
                "Invented data: passphrases into a file, the story's clock, --as without one");
  verb.add_option("--users", request->users_file, "Accounts to make, as story/users.toml")
      ->type_name("FILE");
  verb.add_option("--feeds", request->feeds_file,
                  "Agreements of the feeds (default: feeds.toml beside the users file)")
      ->type_name("FILE");
  add_json(verb, program);
  add_example(verb, "sallyport init --practice --store store --users story/users.toml");
  verb.callback([&program, request] { program.finish(init(program, *request)); });
}

}  // namespace sallyport::cli
