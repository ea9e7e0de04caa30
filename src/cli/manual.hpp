// The manual page and the shell completion, both made from the tree of verbs and options itself, so
// that neither can say anything the program does not take. Pure functions of the tree: the same
// program writes the same bytes. Cost: linear.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace sallyport::cli {

/// roff for man(7): `sallyport man | man -l -`.
std::string manual_page(const CLI::App& app);
/// For bash: `source <(sallyport completion bash)`.
std::string bash_completion(const CLI::App& app);

}  // namespace sallyport::cli
