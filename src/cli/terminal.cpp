#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "cli/program.hpp"

namespace sallyport::cli {
namespace {

constexpr std::size_t kMostBytes = 256;

// Switches echo off while it lives.
class Quiet {
 public:
  explicit Quiet(int terminal) : terminal_(terminal) {
    if (tcgetattr(terminal_, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
  }
  ~Quiet() {
    if (changed_) tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  bool works() const { return changed_; }

 private:
  int terminal_;
  bool changed_ = false;
  termios before_{};
};

Result<std::string> read_line(int terminal) {
  std::string out;
  char c = 0;
  while (read(terminal, &c, 1) == 1 && c != '\n') {
    if (out.size() == kMostBytes) return fail(ErrorCode::kTooLarge, "256 characters");
    out += c;
  }
  return out;
}

}  // namespace

Result<Sensitive<std::string>> ask_secret(const std::string& prompt) {
  const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0)
    return fail(ErrorCode::kSignInNeeded, "a passphrase is asked for on a terminal; there is none");
  Result<std::string> answer = std::string();
  {
    const Quiet quiet(terminal);
    const std::string asked = prompt + ": ";
    if (!quiet.works() || write(terminal, asked.data(), asked.size()) < 0) {
      answer = fail(ErrorCode::kSignInNeeded, "the terminal would show what is typed");
    } else {
      answer = read_line(terminal);
      (void)!write(terminal, "\n", 1);
    }
  }
  close(terminal);
  TRY_ASSIGN(std::string text, std::move(answer));
  return Sensitive<std::string>(std::move(text));
}

Status sign_in(Program& program, service::Desk& desk, const std::string& user) {
  TRY(server::grants_of(desk, user));
  if (desk.settings().practice) return ok();
  TRY_ASSIGN(const auto passphrase, ask_secret("Passphrase of " + user));
  std::string code;
  if (desk.accounts().codes_left(user) > 0) {
    TRY_ASSIGN(auto typed, ask_secret("One-time code"));
    code = std::move(typed).take_sensitive();
  }
  return desk.accounts().check(user, passphrase, code, program.clock.wall_now());
}

}  // namespace sallyport::cli
