#include "api/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace sallyport::api {
namespace {

ErrorCode code_of(const Status& status) {
  return status ? ErrorCode{} : status.error().code;
}

TEST(Json, ReadsWhatIsAskedForAndNothingElse) {
  auto body = read_body(R"({"q":"vesper","kinds":["person"],"limit":5,"more":1})");
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text("q", 100), "vesper");
  EXPECT_THAT(body->optional_texts("kinds", 5, 20), testing::ElementsAre("person"));
  EXPECT_EQ(body->optional_integer("limit", 1, 50), 5);
  const Status status = body->finish();
  ASSERT_EQ(code_of(status), ErrorCode::kUnknownField);
  ASSERT_EQ(status.error().places.size(), 1u);
  EXPECT_EQ(status.error().places[0].field, "more");
}

TEST(Json, NamesEveryFieldToMend) {
  auto body = read_body(R"({"a":7,"b":"  ","verdict":"maybe","limit":51,"confirm":"yes"})");
  ASSERT_TRUE(body);
  constexpr std::string_view kVerdicts[] = {"same", "different"};
  body->text("a", 10);
  body->text("b", 10);
  body->text("c", 10);
  body->choice("verdict", kVerdicts);
  body->optional_integer("limit", 1, 50);
  body->flag("confirm");
  const Status status = body->finish();
  ASSERT_EQ(code_of(status), ErrorCode::kBadValue);
  std::vector<std::string> fields;
  for (const auto& place : status.error().places) fields.push_back(place.field);
  EXPECT_THAT(fields, testing::ElementsAre("a", "b", "c", "verdict", "limit", "confirm"));
  EXPECT_EQ(status.error().places[0].value, "7");
  EXPECT_EQ(status.error().places[3].expected, "one of same, different");
}

TEST(Json, RefusesUnknownFieldsInsideLists) {
  auto body = read_body(R"({"asserts":[{"kind":"uses"},{"kind":"uses","label":"open"}]})");
  ASSERT_TRUE(body);
  for (auto& part : body->objects("asserts", 5)) {
    part.text("kind", 20);
    body->take(part);
  }
  const Status status = body->finish();
  ASSERT_EQ(code_of(status), ErrorCode::kUnknownField);
  EXPECT_EQ(status.error().places[0].field, "asserts[1].label");
}

TEST(Json, RefusesWhatIsNoObject) {
  for (const std::string bad :
       {"[]", "1", "\"x\"", "{", "{\"a\":1,}", "{\"a\":1}{}", "nul", "{\"a\":1,\"a\":2}", "{'a':1}",
        "{\"a\":\"\xff\"}", "{\"a\":\"line\nbreak\"}"}) {
    const auto body = read_body(bad);
    ASSERT_FALSE(body) << bad;
    EXPECT_EQ(body.error().code, ErrorCode::kBadRequest) << bad;
  }
}

TEST(Json, RefusesDepthAndSize) {
  EXPECT_FALSE(read_body("{\"a\":" + std::string(20, '[') + std::string(20, ']') + "}"));
  const auto large = read_body("{\"a\":\"" + std::string(limits::kRequestBodyBytes, 'x') + "\"}");
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::kTooLarge);
}

TEST(Json, RefusesControlCharacters) {
  auto body = read_body(R"({"one":"a\u0000b","two":"a\nb","three":"a\nb"})");
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text("one", 10), "");
  EXPECT_EQ(body->text("two", 10), "");
  EXPECT_EQ(body->long_text("three", 10), "a\nb");
  const Status status = body->finish();
  ASSERT_EQ(code_of(status), ErrorCode::kBadValue);
  EXPECT_EQ(status.error().places.size(), 2u);
}

}  // namespace
}  // namespace sallyport::api
