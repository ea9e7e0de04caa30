#include "service/side_by_side.hpp"

#include <gtest/gtest.h>

namespace sallyport::service {
namespace {

TEST(SideBySide, NamesALetterApartAreNearlyTheSame) {
  EXPECT_EQ(nearly_the_same("Martha Kessell", "Martha Kessel"), "nearly the same (one letter)");
  EXPECT_EQ(nearly_the_same("Martha Kessell", "Marta Kessel"), "nearly the same (two letters)");
  EXPECT_EQ(nearly_the_same("MARTHA KESSELL", "Martha Kessell"), "the same, written otherwise");
}

TEST(SideBySide, AnotherWordIsAnotherName) {
  EXPECT_EQ(nearly_the_same("Kamil Dzurik", "Camille Durik"), "");
  EXPECT_EQ(nearly_the_same("Martha Kessell", "Kessell"), "") << "a word is missing";
  EXPECT_EQ(nearly_the_same("Jon Ash", "Jan Ash"), "") << "a letter of three is another name";
}

}  // namespace
}  // namespace sallyport::service
