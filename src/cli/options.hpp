// Options that several verbs have, spelt and explained the same everywhere.
// Included by the verbs' sources only: CLI11 is heavy.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/connection.hpp"
#include "cli/program.hpp"

namespace sallyport::cli {

inline void add_json(CLI::App& verb, Program& program) {
  verb.add_flag_callback(
      "--json", [&program] { program.screen.use_json(); }, "One JSON document on standard output");
}
inline void add_store(CLI::App& verb, std::string& store) {
  verb.add_option("--store", store, "Folder of the store")->required()->type_name("DIR");
}
inline void add_example(CLI::App& verb, const std::string& example) {
  verb.footer("Example:\n  " + example);
}
/// --store, --as, --purpose, --reason, --json.
inline void add_asking(CLI::App& verb, Program& program, ConnectRequest& request) {
  add_store(verb, request.store);
  verb.add_option("--as", request.asking.user, "Account to ask as, as in story/users.toml")
      ->required()
      ->type_name("USER");
  verb.add_option("--purpose", request.asking.purpose,
                  "Purpose of looking (default: security where held, else the first held)")
      ->type_name("P");
  verb.add_option("--reason", request.asking.reason,
                  "Reason for looking, written into the log; needed on live stores")
      ->type_name("TEXT");
  add_json(verb, program);
}

}  // namespace sallyport::cli
