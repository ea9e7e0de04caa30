// What the program says: answers on standard output, everything else on standard error. With
// --json standard output holds one JSON document and nothing besides. Progress is drawn only where
// a person watches (standard error is a terminal).
// Threads: one. Failure: writing to a closed pipe ends the program as the shell expects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace sallyport::cli {

class Screen {
 public:
  void use_json() { json_ = true; }
  bool json() const { return json_; }

  /// A line for a person; nothing with --json.
  void line(std::string_view text);
  /// The document; nothing without --json.
  void document(std::string_view json);
  /// A line beside the answer, always on standard error.
  void note(std::string_view text);
  /// "calls.csv  [=====     ]  51 %  120,000 rows"; a call that would change nothing draws nothing.
  void progress(std::string_view what, std::uint64_t done, std::uint64_t all,
                std::string_view count);
  void end_progress();
  /// Says what went wrong; the exit code of its class (docs/errors.md).
  int problem(const Error& error);

 private:
  bool json_ = false;
  bool bar_shown_ = false;
  std::string last_bar_;
};

/// 1234567 -> "1,234,567"
std::string grouped(std::uint64_t number);
/// The text with control characters replaced: what came from files cannot steer a terminal.
std::string printable(std::string_view text);

}  // namespace sallyport::cli
