#include "base/handover.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace sallyport {
namespace {

TEST(Handover, GivesAllInOrderAndThenTheEnd) {
  Handover<int> queue(4);
  std::thread giver([&] {
    for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(queue.give(i, 1));
    queue.close();
  });
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(queue.take(), i);
  EXPECT_EQ(queue.take(), std::nullopt);
  EXPECT_EQ(queue.take(), std::nullopt);
  giver.join();
}

TEST(Handover, LetsInNoMoreThanItsWeightButAlwaysOne) {
  Handover<int> queue(10);
  EXPECT_TRUE(queue.give(1, 1000));
  std::atomic<bool> let_in{false};
  std::thread giver([&] {
    EXPECT_TRUE(queue.give(2, 1));
    let_in = true;
  });
  EXPECT_FALSE(let_in);  // it may not have tried yet; it never succeeds before the next line
  EXPECT_EQ(queue.take(), 1);
  giver.join();
  EXPECT_TRUE(let_in);
  EXPECT_EQ(queue.take(), 2);
}

TEST(Handover, TellsTheGiverThatTheTakerHasLeft) {
  Handover<std::unique_ptr<int>> queue(1);
  EXPECT_TRUE(queue.give(std::make_unique<int>(1), 1));
  std::thread giver([&] { EXPECT_FALSE(queue.give(std::make_unique<int>(2), 1)); });
  queue.stop();
  giver.join();
  EXPECT_FALSE(queue.give(nullptr, 1));
  EXPECT_FALSE(queue.take().has_value());
}

}  // namespace
}  // namespace sallyport
