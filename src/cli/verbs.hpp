// The verbs, one file each: each adds its name, options and an example to the command line, and
// runs when it is named. Ownership: the app borrows the program, which outlives it. Threads: one.
// Failure: through Program::finish.
#pragma once

#include <functional>
#include <string>

#include "cli/program.hpp"

namespace CLI {
class App;
}

namespace sallyport::cli {

void add_synth(CLI::App& app, Program& program);
void add_init(CLI::App& app, Program& program);
void add_import(CLI::App& app, Program& program);
/// Files without a store.
void add_resolve(CLI::App& app, Program& program);
void add_search(CLI::App& app, Program& program);
void add_path(CLI::App& app, Program& program);
void add_person(CLI::App& app, Program& program);
void add_export(CLI::App& app, Program& program);
void add_serve(CLI::App& app, Program& program);
void add_verify(CLI::App& app, Program& program);
void add_log(CLI::App& app, Program& program);
void add_user(CLI::App& app, Program& program);
/// man and completion: of all verbs added to the app.
void add_manual(CLI::App& app, Program& program);

}  // namespace sallyport::cli
