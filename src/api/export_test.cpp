// Taking what one sees out as a file: a right of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/internal/test_world.hpp"

namespace sallyport::api::testing {
namespace {

using ::testing::HasSubstr;

TEST(Export, TakingAFileOutNeedsARightOfItsOwnAndIsWrittenDownEitherWay) {
  TestWorld world;
  world.give_passphrase("pia.ollery");
  Browser browser(world);
  browser.sign_in("pia.ollery", "a chart for the meeting");
  const std::string ask = "{\"ids\":[\"" + to_text(kTam) + "\"],\"format\":\"csv\"}";
  EXPECT_EQ(browser.post("/api/exports", ask).status, 403) << "she searches, reports, brings in";
  EXPECT_EQ(world.read_looks().back().verb, "export");
  EXPECT_TRUE(world.read_looks().back().shown.empty());
  model::Batch batch;
  batch.actor = "administrator";
  model::PutAccount account = TestWorld::account("pia.ollery", kPrisons);
  account.roles.emplace_back("export");
  batch.ops.push_back(account);
  world.write(batch);
  const auto file = browser.post("/api/exports", ask);
  EXPECT_EQ(file.status, 200) << file.body;
  EXPECT_THAT(file.body, HasSubstr("Vesper"));
}

}  // namespace
}  // namespace sallyport::api::testing
