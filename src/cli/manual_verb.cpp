#include <cstdio>

#include "cli/manual.hpp"
#include "cli/options.hpp"
#include "cli/verbs.hpp"

namespace sallyport::cli {
namespace {

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

void add_manual(CLI::App& app, Program&) {
  CLI::App& man = *app.add_subcommand("man", "Print the manual page");
  add_example(man, "sallyport man | man -l -");
  man.callback([&app] { print(manual_page(app)); });

  CLI::App& completion = *app.add_subcommand("completion", "Print the completion of a shell");
  auto shell = std::make_shared<std::string>();
  completion.add_option("shell", *shell, "Which one: bash")
      ->required()
      ->check(CLI::IsMember({"bash"}));
  add_example(completion, "source <(sallyport completion bash)");
  completion.callback([&app, shell] { print(bash_completion(app)); });
}

}  // namespace sallyport::cli
