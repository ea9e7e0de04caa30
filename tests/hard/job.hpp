// A place of its own for the built program: a root with home/, tmp/, work/ and store/, so that
// whatever it writes anywhere near is seen, and a count of what it used. For tests only.
// Ownership: the root goes with the object. Threads: one.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "api/json.hpp"

namespace sallyport::hard {

/// What became of one run, its readers included.
struct Ended {
  int code = -1;    ///< exit code; -1 when a signal ended it
  int signal = 0;   ///< that signal
  std::string out;  ///< standard output
  std::string err;
  std::uint64_t peak_kib = 0;  ///< resident, of the largest process of the tree
  std::uint64_t cpu_us = 0;    ///< user and system, of the whole tree
};

/// Every file and folder below a root: size, and hash of what is in it.
using Listing = std::map<std::string, std::string>;

class Job {
 public:
  Job();
  ~Job();
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  std::string at(const std::string& name) const { return (root_ / name).string(); }
  std::string store() const { return at("store"); }
  void write(const std::string& name, std::string_view content) const;
  /// Puts a copy of another job's folder here, in place of what is there.
  void copy_from(const Job& other, const std::string& name) const;

  /// Starts the program with HOME, TMPDIR and its working folder inside the root. Its output goes
  /// to <tag>.out and <tag>.err in the root.
  pid_t start(const std::vector<std::string>& arguments, const std::string& tag = "run") const;
  Ended wait(pid_t child, const std::string& tag = "run") const;
  Ended run(const std::vector<std::string>& arguments) const;
  /// Runs with --json and reads the document; a test failure when the code is another.
  api::JsonValue ask(std::vector<std::string> arguments, int code = 0) const;

  /// Everything below the root but the captured output.
  Listing listing() const;

  /// A practice store with the story's users and two prisoners.
  void make_store() const;
  /// The first person found, as that user sees it; "" when there is none.
  std::string first_hit(const std::string& text, const std::string& user = "imran.sethi") const;

 private:
  std::filesystem::path root_;
};

std::string text_of_file(const std::filesystem::path& path);
std::int64_t number(const api::JsonValue& value, std::string_view field);
/// Processes whose parent it is.
std::vector<pid_t> children_of(pid_t parent);
bool is_gone(pid_t process);
/// What the environment says.
bool is_set(const char* variable);
std::uint64_t number_from(const char* variable, std::uint64_t otherwise);
/// The folder of the shared data, or "".
std::string shared_data();

}  // namespace sallyport::hard
