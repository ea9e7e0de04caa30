// What every verb is given, and how it answers.
// Ownership: borrows clock and random. Threads: one.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/sensitive.hpp"
#include "cli/screen.hpp"
#include "server/caller.hpp"

namespace sallyport::cli {

struct Program {
  Clock& clock;
  Random& random;
  Screen screen = {};
  int exit_code = 0;

  /// Ends a verb: tells what went wrong, if anything did.
  void finish(const Status& status) {
    if (!status) exit_code = screen.problem(status.error());
  }
};

/// Asks on the terminal, without echo. kSignInNeeded where there is none.
Result<Sensitive<std::string>> ask_secret(const std::string& prompt);

/// On a practice store the account must be there; on a live one its passphrase (and one-time code,
/// where codes were printed) is asked for.
Status sign_in(Program& program, service::Desk& desk, const std::string& user);

/// Says how the program is called, runs the verb named in the arguments, gives the exit code.
int run(const std::vector<std::string>& arguments, Program& program);

}  // namespace sallyport::cli
