#include <fstream>
#include <sstream>

#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"
#include "ledger/files.hpp"
#include "server/installation.hpp"
#include "server/passphrase.hpp"
#include "server/users_file.hpp"

namespace sallyport::cli {
namespace {

using server::Installation;

struct Options {
  std::string store;
  std::string acting;  ///< --as
  std::string file;
  std::string name;
};

// Accounts and their passphrases are looked after with the store at hand: no server hands them out.
Result<std::unique_ptr<Installation>> open_alone(Program& program, const std::string& store) {
  auto opened = Installation::open(store, program.clock, program.random);
  if (!opened && opened.error().code == ErrorCode::kStoreInUse)
    return fail(ErrorCode::kStoreInUse,
                store +
                    " is served: accounts are looked after while the server is stopped. Stop it "
                    "(Ctrl-C, or systemctl stop), say this again, start it again; sessions end "
                    "with it");
  return opened;
}

// On a practice store whoever owns the folder looks after accounts; on a live one an administrator.
Result<std::string> administrator(Program& program, Installation& installation,
                                  const std::string& acting) {
  service::Desk& desk = installation.desk();
  if (acting.empty() && desk.settings().practice) return std::string("sallyport user");
  if (acting.empty())
    return fail(ErrorCode::kSignInNeeded, "say --as with an account that administers accounts");
  TRY(sign_in(program, desk, acting));
  TRY_ASSIGN(const auto grants, server::grants_of(desk, acting));
  if (!access::may(grants, access::Verb::administer)) return fail(ErrorCode::kNotAllowed);
  return acting;
}

Status list(Program& program, const Options& options) {
  TRY_ASSIGN(const auto installation, open_alone(program, options.store));
  TRY(administrator(program, *installation, options.acting));
  const auto directory = installation->desk().picture().directory();
  exchange::Json json;
  json.open().key("users").open_list();
  for (const auto& [name, g] : directory->accounts) {
    std::string may;
    for (const auto& role : g.roles) may += (may.empty() ? "" : " ") + role;
    const bool signs_in = installation->desk().accounts().knows(name);
    program.screen.line(name + "  " + g.display_name + "  " + g.agency + "/" + g.unit + "  " +
                        std::string(model::level_words(g.clearance)) + "  may: " + may +
                        (signs_in ? "" : "  (no passphrase)") + (g.active ? "" : "  (inactive)"));
    json.open().field("user", name).field("name", g.display_name).field("agency", g.agency);
    json.field("unit", g.unit).field("level", model::level_words(g.clearance));
    json.texts("may", g.roles).texts("purposes", g.purposes).flag("active", g.active);
    json.flag("has_passphrase", signs_in).close();
  }
  program.screen.document(std::move(json.close_list().close()).take());
  return installation->close();
}

Status add(Program& program, const Options& options) {
  TRY_ASSIGN(const auto installation, open_alone(program, options.store));
  service::Desk& desk = installation->desk();
  TRY_ASSIGN(const std::string actor, administrator(program, *installation, options.acting));
  TRY_ASSIGN(const Bytes file, ledger::read_file(options.file));
  TRY_ASSIGN(auto users, server::parse_users(as_text(file)));
  model::Batch batch;
  batch.actor = actor;
  batch.reason = "accounts from a file";
  const auto directory = desk.picture().directory();
  exchange::Json json;
  json.open().key("users").open_list();
  for (auto& user : users) {
    // a user keeps the id he has: his looks are in the log under it
    const auto known = directory->accounts.find(user.name);
    user.id = known != directory->accounts.end()
                  ? known->second.user
                  : model::UserId(desk.new_id("account", user.name, 0));
    program.screen.line(user.name + (known != directory->accounts.end() ? "  changed" : "  added"));
    json.text(user.name);
    batch.ops.emplace_back(std::move(user));
  }
  TRY(desk.append(batch));
  program.screen.document(std::move(json.close_list().close()).take());
  return installation->close();
}

// The new one typed twice; on a practice store drawn and printed.
Result<Sensitive<std::string>> new_passphrase(Program& program, bool practice) {
  if (practice) return server::fresh_passphrase(program.random);
  TRY_ASSIGN(auto first, ask_secret("New passphrase, at least 15 characters"));
  TRY_ASSIGN(const auto second, ask_secret("Once more"));
  if (first.unwrap_sensitive() != second.unwrap_sensitive())
    return fail(ErrorCode::kBadValue, "passphrase: the two are not the same");
  return first;
}

Status passphrase(Program& program, const Options& options) {
  TRY_ASSIGN(const auto installation, open_alone(program, options.store));
  service::Desk& desk = installation->desk();
  const bool practice = desk.settings().practice;
  if (!practice && options.acting == options.name) {
    TRY(sign_in(program, desk, options.name));  // one's own
  } else {
    TRY(administrator(program, *installation, options.acting));
  }
  TRY(server::grants_of(desk, options.name));
  TRY_ASSIGN(const auto fresh, new_passphrase(program, practice));
  TRY(desk.accounts().set_passphrase(options.name, fresh));
  exchange::Json json;
  json.open().field("user", options.name);
  if (practice) {
    program.screen.line(options.name + " " + fresh.unwrap_sensitive());
    json.field("passphrase", fresh.unwrap_sensitive());
  } else {
    program.screen.line("The passphrase of " + options.name + " is changed.");
  }
  program.screen.document(std::move(json.close()).take());
  return installation->close();
}

void add_common(CLI::App& verb, Program& program, const std::shared_ptr<Options>& options) {
  add_store(verb, options->store);
  verb.add_option("--as", options->acting, "Administrator's account; needed on live stores");
  add_json(verb, program);
}

}  // namespace

void add_user(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("user", "Look after accounts");
  verb.require_subcommand(1);
  add_example(verb, "sallyport user list --store store");

  CLI::App& all = *verb.add_subcommand("list", "Accounts and what they may do");
  add_common(all, program, options);
  add_example(all, "sallyport user list --store store --json");
  all.callback([&program, options] { program.finish(list(program, *options)); });

  CLI::App& more = *verb.add_subcommand("add", "Add or change the accounts of a users file");
  add_common(more, program, options);
  more.add_option("file", options->file, "As story/users.toml")->required()->type_name("FILE");
  add_example(more, "sallyport user add new-users.toml --store store --as admin");
  more.callback([&program, options] { program.finish(add(program, *options)); });

  CLI::App& secret = *verb.add_subcommand(
      "passphrase", "Set a passphrase: asked for, or drawn and printed on a practice store");
  add_common(secret, program, options);
  secret.add_option("user", options->name, "Whose")->required();
  add_example(secret, "sallyport user passphrase dana.whitlock --store store");
  secret.callback([&program, options] { program.finish(passphrase(program, *options)); });
}

}  // namespace sallyport::cli
