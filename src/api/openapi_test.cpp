// The description and the routes are one; examples of answers fit the schemas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "api/internal/schema_check.hpp"
#include "api/internal/shapes.hpp"
#include "api/internal/test_world.hpp"

namespace sallyport::api {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

class Description : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = std::make_unique<testing::TestWorld>();
    testing::Browser browser(*world_);
    auto parsed = parse_json(browser.get("/api/openapi.json").body, 64);
    ASSERT_TRUE(parsed);
    description_ = std::make_unique<JsonValue>(std::move(*parsed));
  }
  static void TearDownTestSuite() {
    description_.reset();
    world_.reset();
  }
  static std::unique_ptr<testing::TestWorld> world_;
  static std::unique_ptr<JsonValue> description_;
};
std::unique_ptr<testing::TestWorld> Description::world_;
std::unique_ptr<JsonValue> Description::description_;

TEST_F(Description, HasEveryRouteAndNoOther) {
  ApiOptions options;
  SystemRandom random;
  options.desk = &world_->desk();
  options.clock = &world_->clock;
  options.random = &random;
  const http::Router router = make_router(options);
  std::set<std::string> routes;
  for (const auto* route : router.routes())
    routes.insert(lower(http::to_text(route->method)) + " " + route->pattern);
  std::set<std::string> described;
  const JsonValue* paths = description_->find("paths");
  ASSERT_NE(paths, nullptr);
  for (std::size_t i = 0; i < paths->keys.size(); ++i) {
    for (const auto& method : paths->items[i].keys) described.insert(method + " " + paths->keys[i]);
  }
  EXPECT_EQ(routes, described);
  EXPECT_GT(routes.size(), 30u);
}

TEST_F(Description, EveryReferenceLeadsSomewhere) {
  std::vector<const JsonValue*> open = {description_.get()};
  std::size_t seen = 0;
  while (!open.empty()) {
    const JsonValue* value = open.back();
    open.pop_back();
    for (std::size_t i = 0; i < value->items.size(); ++i) {
      open.push_back(&value->items[i]);
      if (i < value->keys.size() && value->keys[i] == "$ref") {
        ++seen;
        EXPECT_NE(testing::referred(*description_, value->items[i].text), nullptr)
            << value->items[i].text;
      }
    }
  }
  EXPECT_GT(seen, 200u);
}

TEST_F(Description, SaysWhichRoutesAreWrittenDown) {
  const auto looks = [](std::string_view path, std::string_view method) {
    return description_->find("paths")->find(path)->find(method)->find("x-looks")->boolean;
  };
  EXPECT_TRUE(looks("/api/people/{id}", "get"));
  EXPECT_TRUE(looks("/api/search", "post"));
  EXPECT_TRUE(looks("/api/judgements", "post"));
  EXPECT_FALSE(looks("/api/session", "get"));
  EXPECT_FALSE(looks("/api/vocabularies", "get"));
}

TEST_F(Description, ExamplesFitTheirSchemas) {
  world_->give_passphrase("pia.ollery");
  testing::Browser browser(*world_);
  browser.sign_in("pia.ollery", "tonight's arrivals");
  const std::string tam = to_text(testing::kTam);
  const std::string rory = to_text(testing::kRory);
  const auto fits = [&](const std::string& schema, const http::ClientAnswer& answer) {
    ASSERT_EQ(answer.status, 200) << schema << " " << answer.body;
    const auto value = parse_json(answer.body, 64);
    ASSERT_TRUE(value) << schema;
    const std::string trouble = testing::misfit(
        *description_, *testing::referred(*description_, "#/components/schemas/" + schema), *value,
        schema);
    EXPECT_EQ(trouble, "") << answer.body;
  };
  fits("Session", browser.get("/api/session"));
  fits("PersonPage", browser.get("/api/people/" + tam));
  fits("IdentityPage", browser.get("/api/people/" + tam + "/identity"));
  fits("Timeline", browser.get("/api/people/" + tam + "/timeline"));
  fits("GroupPage", browser.get("/api/groups/" + to_text(testing::kGroup)));
  fits("PlacePage", browser.get("/api/places/" + to_text(testing::kPrison)));
  fits("ThingPage", browser.get("/api/things/" + to_text(testing::kPhone)));
  fits("ReportPage", browser.get("/api/reports/" + to_text(testing::kReport)));
  fits("SearchAnswer", browser.post("/api/search", R"({"q":"vesper"})"));
  fits("SearchAnswer", browser.post("/api/search", R"({"q":"07700 900417"})"));
  fits("SearchAnswer", browser.post("/api/suggestions", R"({"q":"ves"})"));
  fits("PathAnswer",
       browser.post("/api/paths", R"({"from":")" + tam + R"(","to":")" + rory + R"("})"));
  fits("Neighbourhood", browser.post("/api/neighbourhoods", R"({"ids":[")" + tam + R"("]})"));
  fits("Arrivals", browser.post("/api/arrivals", "{}"));
  fits("Timeline", browser.post("/api/timelines", R"({"ids":[")" + tam + R"("]})"));
  fits("Feeds", browser.get("/api/feeds"));
  fits("Vocabulary", browser.get("/api/vocabularies/link_kind"));
  fits("Vocabulary", browser.get("/api/vocabularies/non_association_reason"));
  fits("Health", browser.get("/api/health"));
}

TEST_F(Description, TheValidatorCanSayNo) {
  const JsonValue* item = testing::referred(*description_, "#/components/schemas/Item");
  ASSERT_NE(item, nullptr);
  const auto says = [&](std::string_view text) {
    return testing::misfit(*description_, *item, *parse_json(text), "x");
  };
  EXPECT_EQ(says(R"({"id":"1","kind":"person","title":"t","subtitle":"","tags":[]})"), "");
  EXPECT_NE(says(R"({"id":"1","kind":"person","title":"t","subtitle":""})"), "");
  EXPECT_NE(says(R"({"id":1,"kind":"person","title":"t","subtitle":"","tags":[]})"), "");
  EXPECT_NE(says(R"({"id":"1","kind":"ship","title":"t","subtitle":"","tags":[]})"), "");
  EXPECT_NE(says(R"({"id":"1","kind":"person","title":"t","subtitle":"","tags":[1]})"), "");
  EXPECT_NE(says(R"({"id":"1","kind":"person","title":"","subtitle":"","tags":[],"n":1})"), "");
}

TEST(Shapes, RefusesWhatItDoesNotRead) {
  EXPECT_TRUE(parse_shapes("export interface A { a?: string[]; b: 1 | 2 }"));
  EXPECT_FALSE(parse_shapes("export interface A { a: }"));
  EXPECT_FALSE(parse_shapes("export class A {}"));
  EXPECT_FALSE(parse_shapes("export interface A { a: string | number; }"));
  EXPECT_FALSE(parse_shapes("export type A = string; export type A = string;"));
}

}  // namespace
}  // namespace sallyport::api
