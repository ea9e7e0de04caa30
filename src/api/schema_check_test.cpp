#include "api/internal/schema_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sallyport::api::testing {
namespace {

using Type = JsonValue::Type;

bool is_of(std::string_view type, const JsonValue& value) {
  if (type == "string") return value.type == Type::text;
  if (type == "integer") return value.type == Type::integer;
  if (type == "boolean") return value.type == Type::boolean;
  if (type == "array") return value.type == Type::list;
  return type == "object" && value.type == Type::object;
}

bool same(const JsonValue& a, const JsonValue& b) {
  return a.type == b.type && a.text == b.text && a.integer == b.integer;
}

std::string misfit_object(const JsonValue& description, const JsonValue& schema,
                          const JsonValue& value, const std::string& where) {
  const JsonValue* properties = schema.find("properties");
  if (properties == nullptr) return {};
  for (const auto& name : schema.find("required")->items) {
    if (value.find(name.text) == nullptr) return where + ": " + name.text + " is missing";
  }
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    const JsonValue* property = properties->find(value.keys[i]);
    if (property == nullptr) return where + ": " + value.keys[i] + " is not known";
    auto trouble = misfit(description, *property, value.items[i], where + "." + value.keys[i]);
    if (!trouble.empty()) return trouble;
  }
  return {};
}

}  // namespace

const JsonValue* referred(const JsonValue& description, std::string_view reference) {
  if (!reference.starts_with("#/")) return nullptr;
  reference.remove_prefix(2);
  const JsonValue* at = &description;
  while (at != nullptr && !reference.empty()) {
    const auto end = std::min(reference.find('/'), reference.size());
    at = at->find(reference.substr(0, end));
    reference.remove_prefix(std::min(end + 1, reference.size()));
  }
  return at;
}

std::string misfit(const JsonValue& description, const JsonValue& schema, const JsonValue& value,
                   const std::string& where) {
  if (const JsonValue* reference = schema.find("$ref")) {
    const JsonValue* target = referred(description, reference->text);
    return target == nullptr ? where + ": no such schema"
                             : misfit(description, *target, value, where);
  }
  if (const JsonValue* choices = schema.find("enum")) {
    const bool known = std::any_of(choices->items.begin(), choices->items.end(),
                                   [&](const JsonValue& one) { return same(one, value); });
    return known ? std::string() : where + ": '" + value.text + "' is none of the choices";
  }
  const JsonValue* type = schema.find("type");
  if (type == nullptr) return where + ": the schema says nothing";
  if (!is_of(type->text, value)) return where + ": not of type " + type->text;
  if (type->text == "object") return misfit_object(description, schema, value, where);
  if (type->text != "array") return {};
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    auto trouble = misfit(description, *schema.find("items"), value.items[i],
                          where + "[" + std::to_string(i) + "]");
    if (!trouble.empty()) return trouble;
  }
  return {};
}

}  // namespace sallyport::api::testing

namespace sallyport::api {
namespace {

// The checker itself: what it must refuse, it refuses.
TEST(SchemaCheck, RefusesAWrongTypeAMissingFieldAndAnUnknownOne) {
  const auto schema =
      parse_json(R"({"type":"object","properties":{"name":{"type":"string"}},"required":["name"],)"
                 R"("additionalProperties":false})");
  ASSERT_TRUE(schema);
  auto fits = [&](std::string_view text) {
    const auto value = parse_json(text);
    return value && testing::misfit(*schema, *schema, *value, "body").empty();
  };
  EXPECT_TRUE(fits(R"({"name":"Wexmoor"})"));
  EXPECT_FALSE(fits(R"({"name":7})"));
  EXPECT_FALSE(fits(R"({})"));
  EXPECT_FALSE(fits(R"({"name":"Wexmoor","other":1})"));
}

}  // namespace
}  // namespace sallyport::api
