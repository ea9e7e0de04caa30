// The verbs end to end, through the built program.
#include <sys/stat.h>

#include <set>
#include <thread>

#include "cli/test_program.hpp"

namespace sallyport::cli {
namespace {

std::int64_t number(const api::JsonValue& value, std::string_view key) {
  const auto* found = value.find(key);
  return found != nullptr ? found->integer : -1;
}

TEST(Cli, EveryVerbHasHelpWithAnExample) {
  const TestProgram program;
  for (const auto* verb : {"synth", "init", "import", "search", "path", "person", "export", "serve",
                           "verify", "log", "user", "man", "completion"}) {
    const Ran ran = program.run({verb, "--help"});
    EXPECT_EQ(ran.code, 0) << verb;
    EXPECT_NE(ran.out.find("Example:"), std::string::npos) << verb;
  }
  EXPECT_EQ(program.run({"--help"}).code, 0);
}

TEST(Cli, ExitCodesAreTheTables) {
  const TestProgram program;
  EXPECT_EQ(program.run({}).code, 2);
  EXPECT_EQ(program.run({"no-such-verb"}).code, 2);
  EXPECT_EQ(program.run({"search", "--store", program.store()}).code, 2);
  const Ran absent = program.run({"search", "--store", program.store(), "--as", "x", "y"});
  EXPECT_EQ(absent.code, 5) << absent.err;
  const auto document = program.ask({"verify", "--store", program.store()}, 5);
  ASSERT_NE(document.find("problem"), nullptr);
  EXPECT_EQ(number(*document.find("problem"), "code"), 304);
}

TEST(Cli, InitMakesAPracticeStoreThatOnlyItsOwnerReads) {
  const TestProgram program;
  program.init();
  struct stat facts {};
  ASSERT_EQ(stat((program.store() + "/passphrases.txt").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777u, 0600u);
  std::istringstream lines(text_of_file(program.store() + "/passphrases.txt"));
  std::string user;
  std::string passphrase;
  std::set<std::string> drawn;
  while (lines >> user >> passphrase) {
    EXPECT_GE(passphrase.size(), 15u);
    drawn.insert(passphrase);
  }
  EXPECT_EQ(drawn.size(), 13u);
  const auto again = program.ask({"init", "--practice", "--store", program.store()}, 5);
  EXPECT_EQ(number(*again.find("problem"), "code"), 302);
  EXPECT_EQ(program.ask({"user", "list", "--store", program.store()}).find("users")->items.size(),
            13u);
}

TEST(Cli, LiveStoresGiveATokenAndAskForPassphrases) {
  const TestProgram program;
  const auto made = program.ask(
      {"init", "--store", program.store(), "--users", SALLYPORT_SOURCE_DIR "/story/users.toml"});
  EXPECT_EQ(made.find("setup_token")->text.size(), 26u);
  EXPECT_FALSE(std::filesystem::exists(program.store() + "/passphrases.txt"));
  const Ran ran =
      program.run({"search", "--store", program.store(), "--as", "imran.sethi", "anybody"});
  EXPECT_EQ(ran.code, 4) << ran.err;  // there is no terminal to ask on
}

TEST(Cli, ImportSearchPathPersonExportVerify) {
  const TestProgram program;
  program.init();
  program.write_small_country();
  // the folder is renamed, as ./up does
  std::filesystem::rename(program.store(), program.at("moved"));
  std::filesystem::rename(program.at("moved"), program.store());

  const auto dry =
      program.ask({"import", "--store", program.store(), program.at("files"), "--dry-run"});
  EXPECT_EQ(number(*dry.find("total"), "taken"), 4);
  EXPECT_TRUE(
      program.ask({"import", "list", "--store", program.store()}).find("imports")->items.empty());

  const auto first = program.ask({"import", "--store", program.store(), program.at("files")});
  const auto& total = *first.find("total");
  EXPECT_EQ(number(total, "files"), 2);
  EXPECT_EQ(number(total, "taken"), 4);
  EXPECT_EQ(number(total, "rejected"), 1);
  ASSERT_EQ(first.find("unknown")->items.size(), 1u);
  const std::string rejected = first.find("files")->items[0].find("rejected_file")->text;
  EXPECT_NE(text_of_file(rejected).find("nonsense"), std::string::npos);

  const auto second = program.ask({"import", "--store", program.store(), program.at("files")});
  EXPECT_EQ(number(*second.find("total"), "taken"), 0);
  EXPECT_EQ(number(*second.find("total"), "unchanged"), 4);

  const std::string id = program.first_hit("Quilfeather");  // one letter short
  ASSERT_EQ(id.size(), 26u);
  // somebody without the audience finds nothing, and a hidden person is an absent one
  EXPECT_EQ(program.first_hit("Quillfeather", "femi.cole"), "");
  EXPECT_EQ(program.run({"person", "--store", program.store(), "--as", "femi.cole", id}).code, 3);

  const auto person =
      program.ask({"person", "--store", program.store(), "--as", "imran.sethi", id});
  EXPECT_NE(person.find("title")->text.find("uillfeather"), std::string::npos);
  const auto path =
      program.ask({"path", "--store", program.store(), "--as", "imran.sethi", id, "Thornapple"});
  ASSERT_FALSE(path.find("paths")->items.empty());
  EXPECT_EQ(path.find("paths")->items[0].find("steps")->items.size(), 2u);

  const Ran text = program.run(
      {"path", "--store", program.store(), "--as", "imran.sethi", "Quillfeather", "Thornapple"});
  EXPECT_EQ(text.code, 0);
  EXPECT_NE(text.err.find("taken as"), std::string::npos);
  EXPECT_NE(text.out.find("Larkspur"), std::string::npos);

  for (const auto* format : {"csv", "ftm", "jsonl"}) {
    const std::string out = program.at(std::string("out.") + format);
    const std::vector<std::string> arguments = {
        "export",      id,         "--store", program.store(), "--as",
        "imran.sethi", "--format", format,    "--out",         out};
    EXPECT_EQ(program.run(arguments).code, 0) << format;
    EXPECT_NE(text_of_file(out).find("Larkspur"), std::string::npos) << format;
    EXPECT_NE(text_of_file(out).find("OFFICIAL"), std::string::npos) << format;
    EXPECT_EQ(program.run(arguments).code, 5) << "an existing file is never overwritten";
  }
  EXPECT_EQ(program.run({"verify", "--store", program.store()}).code, 0);
}

TEST(Cli, TakingThingsOutNeedsARightOfItsOwn) {
  const TestProgram program;
  program.init();
  program.write_small_country();
  program.ask({"import", "--store", program.store(), program.at("files")});
  const std::string id = program.first_hit("Quilfeather", "morag.leith");
  ASSERT_EQ(id.size(), 26u) << "she sees him";
  const std::string out = program.at("out.csv");
  const Ran refused = program.run({"export", id, "--store", program.store(), "--as", "morag.leith",
                                   "--format", "csv", "--out", out});
  EXPECT_EQ(refused.code, 4) << refused.err;
  EXPECT_NE(refused.err.find("right to export"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(Cli, TheLogIsForAuditorsAndHoldsEveryLook) {
  const TestProgram program;
  program.init();
  EXPECT_EQ(program.first_hit("nobody of that name"), "");
  EXPECT_EQ(program
                .run({"person", "--store", program.store(), "--as", "imran.sethi",
                      "00000000000000000000000001"})
                .code,
            3);
  EXPECT_EQ(program.run({"log", "--store", program.store(), "--as", "imran.sethi"}).code, 4);
  const std::vector<std::string> ask = {"log",      "--store", program.store(), "--as",
                                        "pia.lund", "--user",  "imran.sethi"};
  const auto log = program.ask(ask);
  const auto& looks = log.find("looks")->items;
  ASSERT_EQ(looks.size(), 2u);  // the empty answer and the 404 too
  EXPECT_EQ(looks[0].find("verb")->text, "search");
  EXPECT_EQ(looks[0].find("request")->text, "nobody of that name");
  EXPECT_EQ(looks[1].find("verb")->text, "person");
  const auto readers =
      program.ask({"log", "--store", program.store(), "--as", "pia.lund", "--user", "pia.lund"});
  EXPECT_EQ(readers.find("looks")->items.size(), 1u);  // reading the log is in it
}

TEST(Cli, AnImportIsUndoneWhole) {
  const TestProgram program;
  program.init();
  program.write_small_country();
  const auto first = program.ask({"import", "--store", program.store(), program.at("files")});
  const std::string id = first.find("files")->items[0].find("import")->text;
  ASSERT_NE(program.first_hit("Quillfeather"), "");
  std::vector<std::string> undo = {"import",      "undo",          id,
                                   "--store",     program.store(), "--as",
                                   "imran.sethi", "--reason",      "wrong month"};
  EXPECT_FALSE(program.ask(undo).find("done")->boolean);
  EXPECT_NE(program.first_hit("Quillfeather"), "");
  undo.emplace_back("--yes");
  const std::string number_of_his = program.first_hit("A1234BC");
  EXPECT_TRUE(program.ask(undo).find("done")->boolean);
  EXPECT_EQ(program.first_hit("Quillfeather"), "");
  // the visitors' file names him by his number: he stays by it, and comes back once with the file
  EXPECT_EQ(program.first_hit("A1234BC"), number_of_his);
  const Ran twice = program.run(undo);
  EXPECT_EQ(twice.code, 5);
  EXPECT_NE(twice.err.find("was undone on"), std::string::npos) << twice.err;
  const auto again = program.ask({"import", "--store", program.store(), program.at("files")});
  EXPECT_EQ(number(*again.find("total"), "taken"), 2) << "the roll's two rows";
  EXPECT_EQ(program.first_hit("Quillfeather"), number_of_his);
  const auto once_more = program.ask({"import", "--store", program.store(), program.at("files")});
  EXPECT_EQ(number(*once_more.find("total"), "taken"), 0);
}

TEST(Cli, VerifyNamesTheFirstBadPosition) {
  const TestProgram program;
  program.init();
  program.write_small_country();
  ASSERT_EQ(program.run({"import", "--store", program.store(), program.at("files")}).code, 0);
  // flip bytes of the largest pages, from the end of the file, until the ledger notices one
  const std::string path = program.store() + "/ledger.db";
  const std::string whole = text_of_file(path);
  bool found = false;
  for (std::size_t back = 100; back < whole.size() && !found; back += 997) {
    std::string bad = whole;
    bad[bad.size() - back] = static_cast<char>(bad[bad.size() - back] ^ 1);
    program.write("store/ledger.db", bad);
    const Ran ran = program.run({"verify", "--store", program.store()});
    if (ran.code == 0) continue;  // a byte of an unused page
    EXPECT_TRUE(ran.code == 7 || ran.code == 8) << ran.code << ran.err;
    found = ran.code == 8 && ran.err.find("first bad position") != std::string::npos;
  }
  EXPECT_TRUE(found);
  program.write("store/ledger.db", whole);
  EXPECT_EQ(program.run({"verify", "--store", program.store()}).code, 0);
}

TEST(Cli, AKilledImportIsThereWholeOrNotAtAll) {
  const TestProgram program;
  program.init();
  program.write_small_country();
  constexpr int kRows = 60'000;
  std::string calls =
      "OFFICIAL SENSITIVE\n"
      "call_id,prison_number,prison,number,at,duration_seconds,result\n";
  for (int i = 0; i < kRows; ++i) {
    calls += "CA-202610-" + std::to_string(10'000'000 + i) + ",A1234BC,Wexmoor,07700 900" +
             std::to_string(100 + i % 800) + ",2026-10-08 21:48:10,180,ANSWERED\n";
  }
  program.write("calls/estmere-prisons/calls.csv", calls);
  const std::vector<std::string> import = {"import", "--store", program.store(),
                                           program.at("calls")};
  const std::string wal = program.store() + "/ledger.db-wal";
  const pid_t child = program.start(import);
  // killed once chunks are on their way to the disk; when it is done before, that is "whole"
  std::error_code error;
  bool done = false;
  while (!done && (std::filesystem::file_size(wal, error) < (1u << 20) || error)) {
    error.clear();
    done = waitpid(child, nullptr, WNOHANG) == child;
    std::this_thread::yield();
  }
  if (!done) {
    kill(child, SIGKILL);
    TestProgram::wait(child);
  }
  EXPECT_EQ(program.run({"verify", "--store", program.store()}).code, 0);
  const auto after = program.ask({"import", "list", "--store", program.store()});
  const auto& kept = after.find("imports")->items;
  ASSERT_LE(kept.size(), 1u);
  if (!kept.empty()) {
    EXPECT_EQ(number(kept[0], "taken"), kRows);
  }

  const auto again = program.ask(import);
  EXPECT_EQ(number(*again.find("total"), kept.empty() ? "taken" : "unchanged"), kRows);
  std::int64_t taken = 0;
  const auto list = program.ask({"import", "list", "--store", program.store()});
  for (const auto& one : list.find("imports")->items) taken += number(one, "taken");
  EXPECT_EQ(taken, kRows);  // exactly once
  EXPECT_EQ(program.run({"verify", "--store", program.store()}).code, 0);
}

// A server over the program's store, answering.
pid_t serve(const TestProgram& program) {
  const pid_t server = program.start(
      {"serve", "--store", program.store(), "--port", "0", "--allow-swap", "--json"}, "serve");
  while (text_of_file(program.at("serve.out")).find('\n') == std::string::npos &&
         waitpid(server, nullptr, WNOHANG) == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_NE(text_of_file(program.at("serve.out")).find("http://localhost:"), std::string::npos)
      << text_of_file(program.at("serve.err"));
  return server;
}
void stop(const TestProgram& program, pid_t server) {
  kill(server, SIGTERM);
  EXPECT_EQ(TestProgram::wait(server), 0) << text_of_file(program.at("serve.err"));
}

TEST(Cli, BesideAServerTheCommandsSpeakToIt) {
  const TestProgram program;
  program.init();
  program.write_small_country();
  ASSERT_EQ(program.run({"import", "--store", program.store(), program.at("files")}).code, 0);
  const pid_t server = serve(program);
  const std::string id = program.first_hit("Quillfeather");
  EXPECT_EQ(id.size(), 26u);
  EXPECT_EQ(program.first_hit("Quillfeather", "femi.cole"), "");
  const Ran person = program.run({"person", "--store", program.store(), "--as", "imran.sethi", id});
  EXPECT_EQ(person.code, 0) << person.err;
  const Ran hidden = program.run({"person", "--store", program.store(), "--as", "femi.cole", id});
  EXPECT_EQ(hidden.code, 3) << hidden.err;
  EXPECT_EQ(program.run({"verify", "--store", program.store()}).code, 0);
  stop(program, server);
  const auto log =
      program.ask({"log", "--store", program.store(), "--as", "pia.lund", "--user", "imran.sethi"});
  EXPECT_EQ(log.find("looks")->items.size(), 2u);
}

TEST(Cli, BesideAServerFilesComeInAndGoOut) {
  const TestProgram program;
  program.init();
  program.write_small_country();
  const pid_t server = serve(program);
  const std::vector<std::string> as = {"--store", program.store(), "--as", "imran.sethi"};
  const auto with = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), as.begin(), as.end());
    return arguments;
  };
  // nobody brings files in beside a server without saying who he is
  const Ran nobody = program.run({"import", "--store", program.store(), program.at("files")});
  EXPECT_EQ(nobody.code, 4) << nobody.err;
  EXPECT_NE(nobody.err.find("--as"), std::string::npos);
  EXPECT_EQ(
      program.run({"import", "--store", program.store(), "--as", "femi.cole", program.at("files")})
          .code,
      4)
      << "he may not bring files in";

  const auto dry = program.ask(with({"import", program.at("files"), "--dry-run"}));
  EXPECT_GT(number(*dry.find("total"), "taken"), 0);
  EXPECT_TRUE(program.ask(with({"import", "list"})).find("imports")->items.empty());
  const auto first = program.ask(with({"import", program.at("files")}));
  EXPECT_EQ(number(*first.find("total"), "failed"), 0);
  EXPECT_EQ(number(*first.find("total"), "taken"), number(*dry.find("total"), "taken"));
  EXPECT_EQ(number(*first.find("total"), "rejected"), 1);
  std::string import;
  for (const auto& file : first.find("files")->items) {
    if (number(file, "rejected") == 0) continue;
    import = file.find("import")->text;
    EXPECT_NE(text_of_file(file.find("rejected_file")->text).find("nonsense"), std::string::npos);
  }
  const auto list = program.ask(with({"import", "list"}));
  ASSERT_FALSE(list.find("imports")->items.empty());
  EXPECT_GE(number(list.find("imports")->items[0], "taken"), 0) << "his own: he was told";

  const std::string id = program.first_hit("Quillfeather");
  ASSERT_EQ(id.size(), 26u);
  const std::string out = program.at("around.csv");
  const Ran exported = program.run(with({"export", id, "--out", out}));
  EXPECT_EQ(exported.code, 0) << exported.err;
  EXPECT_NE(text_of_file(out).find("OFFICIAL"), std::string::npos);

  const auto log =
      program.ask({"log", "--store", program.store(), "--as", "pia.lund", "--user", "imran.sethi"});
  std::set<std::string> verbs;
  for (const auto& look : log.find("looks")->items) verbs.insert(look.find("verb")->text);
  EXPECT_TRUE(verbs.contains("export"));
  EXPECT_TRUE(verbs.contains("import"));
  EXPECT_TRUE(verbs.contains("imports"));
  EXPECT_EQ(program.run(with({"log"})).code, 4) << "not an auditor";

  const Ran accounts = program.run({"user", "list", "--store", program.store()});
  EXPECT_EQ(accounts.code, 5);
  EXPECT_NE(accounts.err.find("while the server is stopped"), std::string::npos) << accounts.err;

  const std::vector<std::string> undo =
      with({"import", "undo", import, "--reason", "wrong month", "--yes"});
  EXPECT_TRUE(program.ask(undo).find("done")->boolean);
  const Ran again = program.run(undo);
  EXPECT_EQ(again.code, 5);
  EXPECT_NE(again.err.find("was undone on"), std::string::npos) << again.err;
  stop(program, server);
}

// What bash offers at the end of this line.
std::string offered(const TestProgram& program, const std::vector<std::string>& line) {
  std::string words;
  for (const auto& word : line) words += " '" + word + "'";
  const std::string script = "source '" + program.at("completion") + "'; COMP_WORDS=(" + words +
                             "); COMP_CWORD=" + std::to_string(line.size() - 1) +
                             "; _sallyport; echo \"${COMPREPLY[*]}\" > '" + program.at("offered") +
                             "'";
  program.write("script", script);
  const int code = std::system(("bash '" + program.at("script") + "'").c_str());
  EXPECT_EQ(code, 0) << script;
  return text_of_file(program.at("offered"));
}

TEST(Cli, TheShellIsToldWhatCanBeTyped) {
  const TestProgram program;
  const Ran made = program.run({"completion", "bash"});
  ASSERT_EQ(made.code, 0) << made.err;
  program.write("completion", made.out);
  EXPECT_EQ(offered(program, {"sallyport", "se"}), "search serve\n");
  EXPECT_EQ(offered(program, {"sallyport", "import", "un"}), "undo\n");
  EXPECT_EQ(offered(program, {"sallyport", "export", "--format", ""}), "csv ftm jsonl\n");
  EXPECT_EQ(offered(program, {"sallyport", "import", "undo", "X", "--ye"}), "--yes\n");
  EXPECT_EQ(program.run({"completion", "fish"}).code, 2);
}

TEST(Cli, TheManualPageNamesEveryVerbAndOption) {
  const TestProgram program;
  const Ran page = program.run({"man"});
  ASSERT_EQ(page.code, 0) << page.err;
  for (const char* words : {".TH SALLYPORT 1", ".SS sallyport import undo", "\\-\\-dry\\-run",
                            ".SS sallyport completion", ".SH EXIT STATUS"})
    EXPECT_NE(page.out.find(words), std::string::npos) << words;
  program.write("page", page.out);
  if (std::system("command -v groff > /dev/null") != 0) return;
  const std::string groff = "groff -man -Tutf8 -ww '" + program.at("page") + "' > '" +
                            program.at("read") + "' 2> '" + program.at("trouble") + "'";
  EXPECT_EQ(std::system(groff.c_str()), 0);
  EXPECT_EQ(text_of_file(program.at("trouble")), "");
  EXPECT_GT(text_of_file(program.at("read")).size(), 2000u);
}

}  // namespace
}  // namespace sallyport::cli
