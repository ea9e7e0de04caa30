// What an import's commit keeps in memory and what it reads back make the same picture.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/clock.hpp"
#include "ledger/files.hpp"
#include "picture/snapshot.hpp"
#include "server/bring_in.hpp"
#include "server/making.hpp"
#include "server/test_support.hpp"

namespace sallyport::server {
namespace {

namespace fs = std::filesystem;

constexpr int kCalls = 4000;  // eight chunks

void write_files(const std::string& folder) {
  fs::create_directories(folder + "/estmere-prisons");
  std::ofstream roll(folder + "/estmere-prisons/roll.csv");
  std::ofstream calls(folder + "/estmere-prisons/calls.csv");
  roll << "OFFICIAL SENSITIVE\nprison_number,surname,forenames,date_of_birth,sex,status\n";
  calls << "OFFICIAL SENSITIVE\n"
           "call_id,prison_number,prison,number,at,duration_seconds,result\n";
  const auto number_of = [](int i) { return "A" + std::to_string(1000 + i) + "BC"; };
  for (int i = 0; i < 50; ++i)
    roll << number_of(i) << ",Quill" << i << ",Osric,1988-03-04,M,ACTIVE IN\n";
  for (int i = 0; i < kCalls; ++i) {
    calls << "CA-" << i << ',' << number_of(i * 7 % 50) << ",Wexmoor,07700 900" << 100 + i % 300
          << ",2026-10-0" << 1 + i % 8 << " 21:48:10," << i % 600 << ",ANSWERED\n";
  }
}

/// Each file of a snapshot of the picture that comes of it, by name.
std::map<std::string, std::string> picture_of(std::size_t bytes_kept) {
  const TempFolder folder;
  ManualClock clock(Instant{1'792'000'000'000'000});
  SeededRandom random(11);
  MakeRequest make;
  make.folder = folder.at("store");
  make.practice = true;
  make.users_file = SALLYPORT_SOURCE_DIR "/story/users.toml";
  EXPECT_TRUE(make_store(make, clock, random));
  auto installation = Installation::open(make.folder, clock, random);
  if (!installation) {
    ADD_FAILURE() << to_text(installation.error());
    return {};
  }
  Installation& store = **installation;
  store.desk().keep_staged(bytes_kept);
  write_files(folder.at("files"));
  BringInRequest request;
  request.path = folder.at("files");
  auto files = find_files(store, request);
  EXPECT_TRUE(files && files->size() == 2);
  BringIn bring(store, request, std::move(*files));
  while (bring.coming() != nullptr) {
    const auto brought = bring.next();
    EXPECT_TRUE(brought.result) << to_text(brought.result.error());
  }
  EXPECT_EQ(store.desk().rows().size(), 50u + kCalls);
  const Bytes key(crypto::kKeyBytes, 7);
  SeededRandom sealing(3);
  EXPECT_TRUE(picture::write_snapshot(
      store.desk().picture(), {},
      {folder.at("snapshot"), Id128{1, 2}, crypto::KeyView(key.data(), crypto::kKeyBytes)},
      sealing));
  std::map<std::string, std::string> out;
  for (const auto& file : fs::recursive_directory_iterator(folder.at("snapshot"))) {
    if (!file.is_regular_file()) continue;
    const auto bytes = ledger::read_file(file.path().string());
    if (bytes) out[file.path().filename().string()] = std::string(as_text(*bytes));
  }
  return out;
}

TEST(Staged, WhatIsReadBackMakesTheSamePicture) {
  const auto all_kept = picture_of(service::Desk::kStagedBytesKept);
  ASSERT_GT(all_kept.size(), 5u);
  EXPECT_EQ(picture_of(0), all_kept);
  EXPECT_EQ(picture_of(150'000), all_kept);  // some of the chunks
}

}  // namespace
}  // namespace sallyport::server
