// For tests: runs the built sallyport as a person at a shell would, in a folder of its own.
// Ownership: the folder goes with the object. Threads: one.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "api/json.hpp"

namespace sallyport::cli {

struct Ran {
  int code = -1;
  std::string out, err;
};

inline std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class TestProgram {
 public:
  TestProgram() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "sallyport-cli-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~TestProgram() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TestProgram(const TestProgram&) = delete;
  TestProgram& operator=(const TestProgram&) = delete;

  std::string at(const std::string& name) const { return (folder_ / name).string(); }
  std::string store() const { return at("store"); }

  void write(const std::string& name, const std::string& content) const {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
  }

  /// Starts it with its output in files; the process id.
  pid_t start(const std::vector<std::string>& arguments, const std::string& tag = "run") const {
    const std::string program = SALLYPORT_BINARY_DIR "/bin/sallyport";
    const std::string out = at(tag + ".out");
    const std::string err = at(tag + ".err");
    const pid_t child = fork();
    if (child != 0) return child;
    for (const auto& [name, as] : {std::pair{&out, STDOUT_FILENO}, {&err, STDERR_FILENO}}) {
      const int fd = open(name->c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      dup2(fd, as);
    }
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    setsid();  // no terminal to ask on
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  static int wait(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  Ran run(const std::vector<std::string>& arguments) const {
    const int code = wait(start(arguments));
    return {code, text_of_file(at("run.out")), text_of_file(at("run.err"))};
  }
  /// Runs it with --json; the document. Fails the test when it is none.
  api::JsonValue ask(std::vector<std::string> arguments, int code = 0) const {
    arguments.emplace_back("--json");
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.code, code) << ran.out << ran.err;
    auto value = api::parse_json(ran.out, 30);
    EXPECT_TRUE(value) << ran.out << ran.err;
    return value ? *value : api::JsonValue{};
  }

  void init() const {
    const Ran ran = run({"init", "--practice", "--store", store(), "--users",
                         SALLYPORT_SOURCE_DIR "/story/users.toml"});
    ASSERT_EQ(ran.code, 0) << ran.err;
  }

  /// Two prisoners with one visitor, and a file nobody knows.
  void write_small_country() const {
    write("files/estmere-prisons/roll.csv",
          "OFFICIAL SENSITIVE\n"
          "prison_number,surname,forenames,date_of_birth,sex,status,prison,location,"
          "at_location_since,category\n"
          "A1234BC,Quillfeather,Osric,1988-03-04,M,ACTIVE IN,Wexmoor,B1-05,2026-05-02,C\n"
          "A1235BC,Thornapple,Casimir,1990-07-19,M,ACTIVE IN,Tarnholt,A2-11,2026-06-01,C\n"
          "nonsense,Bad,Row,31.02.1989,M,ACTIVE IN,Wexmoor,B1-06,2026-05-02,C\n");
    write("files/estmere-prisons/visitors.csv",
          "OFFICIAL SENSITIVE\n"
          "visitor_id,surname,forenames,date_of_birth,prison_number,prison,relationship,status\n"
          "VR-0000001,Larkspur,Winifred,1989-04-03,A1234BC,Wexmoor,cousin,APPROVED\n"
          "VR-0000001,Larkspur,Winifred,1989-04-03,A1235BC,Tarnholt,friend,APPROVED\n");
    write("files/estmere-prisons/holiday.txt", "not one of ours\n");
    write("files/truth/clusters.csv", "source,record_id,cluster_id\n");
    write("files/manifest.json", "{}");
  }

  std::string first_hit(const std::string& text, const std::string& user = "imran.sethi") const {
    const auto answer = ask({"search", "--store", store(), "--as", user, text});
    const auto* groups = answer.find("groups");
    if (groups == nullptr || groups->items.empty()) return {};
    return groups->items[0].find("hits")->items[0].find("id")->text;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace sallyport::cli
