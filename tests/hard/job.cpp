#include "job.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "crypto/hash.hpp"

namespace sallyport::hard {
namespace {

namespace fs = std::filesystem;

std::uint64_t us_of(const timeval& t) {
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(t.tv_usec);
}

void redirect(const std::string& path, int as) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0 || dup2(fd, as) < 0) _exit(126);
}

}  // namespace

Job::Job() {
  std::string pattern = (fs::temp_directory_path() / "sallyport-hard-XXXXXX").string();
  const char* made = mkdtemp(pattern.data());
  EXPECT_NE(made, nullptr);
  root_ = pattern;
  for (const char* name : {"home", "tmp", "work"}) fs::create_directories(root_ / name);
}

Job::~Job() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void Job::write(const std::string& name, std::string_view content) const {
  fs::create_directories((root_ / name).parent_path());
  std::ofstream(root_ / name, std::ios::binary) << content;
}

void Job::copy_from(const Job& other, const std::string& name) const {
  fs::remove_all(root_ / name);
  fs::copy(other.root_ / name, root_ / name, fs::copy_options::recursive);
}

pid_t Job::start(const std::vector<std::string>& arguments, const std::string& tag) const {
  const std::string program = SALLYPORT_BINARY_DIR "/bin/sallyport";
  const std::string out = at(tag + ".out");
  const std::string err = at(tag + ".err");
  const std::string work = at("work");
  fs::remove(out);  // what an earlier run said must not be taken for this one's
  fs::remove(err);
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> named = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=" + at("home"),
                                    "TMPDIR=" + at("tmp")};
  std::vector<char*> argv, environment;
  for (auto& w : words) argv.push_back(w.data());
  for (auto& n : named) environment.push_back(n.data());
  argv.push_back(nullptr);
  environment.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  redirect(out, STDOUT_FILENO);
  redirect(err, STDERR_FILENO);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || chdir(work.c_str()) != 0) _exit(126);
  setsid();                          // no terminal to ask on
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves no server behind
  execve(program.c_str(), argv.data(), environment.data());
  _exit(127);
}

Ended Job::wait(pid_t child, const std::string& tag) const {
  int status = 0;
  rusage used{};
  while (wait4(child, &status, 0, &used) < 0 && errno == EINTR) {
  }
  Ended out;
  if (WIFEXITED(status)) out.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) out.signal = WTERMSIG(status);
  out.peak_kib = static_cast<std::uint64_t>(used.ru_maxrss);
  out.cpu_us = us_of(used.ru_utime) + us_of(used.ru_stime);
  out.out = text_of_file(at(tag + ".out"));
  out.err = text_of_file(at(tag + ".err"));
  return out;
}

Ended Job::run(const std::vector<std::string>& arguments) const {
  return wait(start(arguments));
}

api::JsonValue Job::ask(std::vector<std::string> arguments, int code) const {
  arguments.emplace_back("--json");
  const Ended ended = run(arguments);
  EXPECT_EQ(ended.code, code) << ended.signal << ended.out << ended.err;
  auto value = api::parse_json(ended.out, 30);
  EXPECT_TRUE(value) << ended.out << ended.err;
  return value ? std::move(*value) : api::JsonValue{};
}

Listing Job::listing() const {
  Listing out;
  for (const auto& entry : fs::recursive_directory_iterator(root_)) {
    const std::string name = entry.path().lexically_relative(root_).string();
    if (name.starts_with("run.")) continue;
    if (entry.is_symlink()) {
      out[name] = "link to " + fs::read_symlink(entry.path()).string();
    } else if (entry.is_directory()) {
      out[name] = "folder";
    } else {
      const std::string bytes = text_of_file(entry.path());
      out[name] = std::to_string(bytes.size()) + " " + to_hex(crypto::sha256(as_bytes(bytes)));
    }
  }
  return out;
}

void Job::make_store() const {
  const Ended made = run({"init", "--practice", "--store", store(), "--users",
                          SALLYPORT_SOURCE_DIR "/story/users.toml"});
  ASSERT_EQ(made.code, 0) << made.err;
  write("files/estmere-prisons/roll.csv",
        "OFFICIAL SENSITIVE\n"
        "prison_number,surname,forenames,date_of_birth,sex,status,prison,location,"
        "at_location_since,category\n"
        "A1234BC,Quillfeather,Osric,1988-03-04,M,ACTIVE IN,Wexmoor,B1-05,2026-05-02,C\n"
        "A1235BC,Thornapple,Casimir,1990-07-19,M,ACTIVE IN,Tarnholt,A2-11,2026-06-01,C\n");
  const Ended brought = run({"import", "--store", store(), at("files")});
  ASSERT_EQ(brought.code, 0) << brought.err;
}

std::string Job::first_hit(const std::string& text, const std::string& user) const {
  const auto answer = ask({"search", "--store", store(), "--as", user, text});
  const auto* groups = answer.find("groups");
  if (groups == nullptr || groups->items.empty()) return {};
  return groups->items[0].find("hits")->items[0].find("id")->text;
}

std::string text_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::int64_t number(const api::JsonValue& value, std::string_view field) {
  const auto* found = value.find(field);
  EXPECT_NE(found, nullptr) << field;
  return found == nullptr ? -1 : found->integer;
}

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> out;
  std::error_code error;
  const fs::path tasks = "/proc/" + std::to_string(parent) + "/task";
  for (fs::directory_iterator at(tasks, error), end; !error && at != end; at.increment(error)) {
    std::ifstream list(at->path() / "children");
    for (pid_t child = 0; list >> child;) out.push_back(child);
  }
  return out;
}

bool is_gone(pid_t process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  if (!std::getline(stat, text)) return true;
  const auto name_end = text.rfind(')');
  return name_end == std::string::npos || name_end + 2 >= text.size() ||
         text[name_end + 2] == 'Z' || text[name_end + 2] == 'X';
}

bool is_set(const char* variable) {
  return std::getenv(variable) != nullptr;
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* named = std::getenv(variable);
  return named == nullptr ? otherwise : std::strtoull(named, nullptr, 10);
}

std::string shared_data() {
  const char* named = std::getenv("SALLYPORT_SHARED_DATA");
  for (const std::string& path : {std::string(named == nullptr ? "" : named),
                                  std::string(SALLYPORT_SOURCE_DIR "/../shared/data")}) {
    if (!path.empty() && fs::exists(path + "/badinput")) return path;
  }
  return {};
}

}  // namespace sallyport::hard
