#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "base/clock.hpp"
#include "ledger/files.hpp"
#include "server/drop_folder.hpp"
#include "server/making.hpp"
#include "server/passphrase.hpp"
#include "server/test_support.hpp"
#include "server/users_file.hpp"
#include "server/web_files.hpp"
#include "service/accounts.hpp"

namespace sallyport::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUser =
    "[[user]]\nid = \"a.b\"\nname = \"A B\"\nagency = \"x\"\nunit = \"u\"\nlevel = \"secret\"\n";

TEST(Users, TheStorysUsersAreRead) {
  const auto file = ledger::read_file(SALLYPORT_SOURCE_DIR "/story/users.toml");
  ASSERT_TRUE(file);
  const auto users = parse_users(as_text(*file));
  ASSERT_TRUE(users) << to_text(users.error());
  ASSERT_EQ(users->size(), 13u);
  EXPECT_EQ((*users)[1].name, "dana.whitlock");
  EXPECT_EQ((*users)[1].display_name, "Dana Whitlock");
  EXPECT_EQ((*users)[1].roles,
            (std::vector<std::string>{"search", "report", "judge", "import", "export"}));
  EXPECT_EQ((*users)[6].clearance, model::Level::secret);
  EXPECT_EQ((*users)[1].audiences.back(), "place:wexmoor") << "where she works";
  EXPECT_EQ((*users)[2].audiences, (std::vector<std::string>{"estmere-prisons/security",
                                                             "place:tarnholt", "place:wexmoor"}));
  EXPECT_EQ((*users)[3].audiences.back(), "place:wexmoor-b");
}

TEST(Users, TroubleNamesTheUserAndTheField) {
  const auto detail = [](std::string text) {
    const auto users = parse_users(text);
    return users ? std::string("taken") : users.error().detail;
  };
  EXPECT_EQ(detail(std::string(kUser)), "taken");
  EXPECT_NE(detail(std::string(kUser) + std::string(kUser)).find("a.b"), std::string::npos);
  EXPECT_NE(detail(std::string(kUser) + "may = [\"fly\"]\n").find("fly"), std::string::npos);
  EXPECT_NE(detail(std::string(kUser) + "may = [\"search\", \"administer\"]\n").find("a.b"),
            std::string::npos);
  EXPECT_NE(detail(std::string(kUser) + "purposes = \"safety\"\n").find("purposes"),
            std::string::npos);
  EXPECT_NE(detail("[[user]]\nid = \"A B\"\n").find("id"), std::string::npos);
  EXPECT_NE(detail("user = 3").find("[[user]]"), std::string::npos);
  EXPECT_NE(detail("[[user").find("line 1"), std::string::npos);
}

TEST(Passphrase, IsLongAndNeverTheSame) {
  SystemRandom random;
  std::set<std::string> drawn;
  for (int i = 0; i < 200; ++i) {
    const auto one = fresh_passphrase(random);
    EXPECT_TRUE(service::Accounts::check_passphrase(one.unwrap_sensitive()));
    drawn.insert(one.unwrap_sensitive());
  }
  EXPECT_EQ(drawn.size(), 200u);
}

TEST(Web, FilesAreReadWithTheirAddress) {
  const TempFolder folder;
  folder.write("index.html", "<p>");
  folder.write("assets/a-12345678.js", "1");
  fs::create_symlink("/etc/passwd", folder.at("leak"));
  const auto files = read_web(folder.at(""));
  ASSERT_TRUE(files);
  EXPECT_TRUE(files->answer(http::Method::kGet, "/assets/a-12345678.js"));
  const auto leak = files->answer(http::Method::kGet, "/leak");
  EXPECT_TRUE(!leak || leak->body == "<p>");
  EXPECT_FALSE(read_web(folder.at("absent")));
}

TEST(DropFolder, FilesAreReadThenPutAwayAndCallsAreDeleted) {
  const TempFolder folder;
  SystemClock wall;
  SystemRandom random;
  MakeRequest make;
  make.folder = folder.at("store");
  make.practice = true;
  make.users_file = SALLYPORT_SOURCE_DIR "/story/users.toml";
  ASSERT_TRUE(make_store(make, wall, random));
  // a clock that stands an hour from now, so that fresh files have been left alone for long
  ManualClock clock(Instant{wall.wall_now().us + 3'600'000'000});
  auto installation = Installation::open(make.folder, clock, random);
  ASSERT_TRUE(installation) << to_text(installation.error());
  const std::string drop = folder.at("drop");
  folder.write("drop/estmere-prisons/roll.csv",
               "OFFICIAL SENSITIVE\nprison_number,surname,forenames,date_of_birth,sex,status\n"
               "A1234BC,Quillfeather,Osric,1988-03-04,M,ACTIVE IN\n"
               "bad,Row,Here,31.02.1989,M,ACTIVE IN\n");
  folder.write(
      "drop/estmere-prisons/calls.csv",
      "OFFICIAL SENSITIVE\ncall_id,prison_number,prison,number,at,duration_seconds,result\n"
      "CA-1,A1234BC,Wexmoor,07700 900417,2026-10-08 21:48:10,180,ANSWERED\n");
  folder.write("drop/estmere-prisons/what.txt", "nobody's\n");
  std::vector<std::string> told;
  DropFolder reader(**installation, drop, 1'000'000,
                    [&](const std::string& line) { told.push_back(line); });
  EXPECT_EQ(reader.read_once(), 3u);
  EXPECT_TRUE(fs::exists(drop + "/done/estmere-prisons/roll.csv"));
  EXPECT_FALSE(fs::exists(drop + "/estmere-prisons/calls.csv"));
  EXPECT_FALSE(fs::exists(drop + "/done/estmere-prisons/calls.csv"));
  EXPECT_TRUE(fs::exists(drop + "/failed/estmere-prisons/what.txt"));
  EXPECT_TRUE(fs::exists(drop + "/failed/estmere-prisons/what.txt.problem.txt"));
  EXPECT_FALSE(fs::is_empty(drop + "/rejected/estmere-prisons"));
  EXPECT_EQ(reader.read_once(), 0u);
  EXPECT_EQ(told.size(), 3u);
  // a file that changed just now is left for later
  clock.set_wall(wall.wall_now());
  folder.write("drop/estmere-prisons/roll.csv", "OFFICIAL SENSITIVE\n");
  EXPECT_EQ(reader.read_once(), 0u);
}

TEST(NeverKept, IsWhatMayHoldLegalContacts) {
  EXPECT_TRUE(never_kept("prison.calls"));
  EXPECT_TRUE(never_kept("prison.legal_numbers"));
  EXPECT_TRUE(never_kept("police.billing"));
  EXPECT_FALSE(never_kept("prison.roll"));
}

}  // namespace
}  // namespace sallyport::server
