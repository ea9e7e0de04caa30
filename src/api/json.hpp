// Bodies of requests, read strictly: one JSON object (RFC 8259), fields that are not known refused
// (mass assignment: R-AC-06, LT-28), a field given twice refused, types and lengths checked.
// Trouble is collected, so that one answer names every field to mend.
//   TRY_ASSIGN(JsonObject body, read_body(request.body));
//   const std::string reason = body.text("reason", limits::kReasonBytes);
//   TRY(body.finish());
// Ownership: values. Threads: one an object. Failure: kBadRequest for what is no JSON object,
// kUnknownField and kBadValue from finish(), with places {field, value, expected}; reading goes on
// after a failure and gives empty values. Cost: linear; at most kBodyDepth levels.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace sallyport::api {

/// The deepest body of the API has three levels.
inline constexpr int kBodyDepth = 8;
inline constexpr std::size_t kListItems = 500;

struct JsonValue {
  enum class Type : std::uint8_t { null, boolean, integer, number, text, list, object };
  Type type = Type::null;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string text;
  std::vector<JsonValue> items;   ///< of a list or an object
  std::vector<std::string> keys;  ///< of an object, beside items

  /// The member, or null (the pointer) when there is none.
  const JsonValue* find(std::string_view key) const;
};

/// Any JSON text, for tests and for read_body. `depth` levels at most.
Result<JsonValue> parse_json(std::string_view text, int depth = kBodyDepth);

class JsonObject {
 public:
  /// A body's outermost object, or a part named by `path`.
  explicit JsonObject(JsonValue value, std::string path = {});

  // Required fields. A text is UTF-8, not blank, at most `most` bytes, without control characters.
  std::string text(std::string_view field, std::size_t most);
  /// The same with line breaks and tabs.
  std::string long_text(std::string_view field, std::size_t most);
  std::string choice(std::string_view field, std::span<const std::string_view> allowed);
  /// A list of texts with at least one.
  std::vector<std::string> texts(std::string_view field, std::size_t most_items, std::size_t most);
  bool flag(std::string_view field);

  // Optional fields: absent gives an empty value; null is no value.
  std::string optional_text(std::string_view field, std::size_t most);
  std::vector<std::string> optional_texts(std::string_view field, std::size_t most_items,
                                          std::size_t most);
  std::optional<std::int64_t> optional_integer(std::string_view field, std::int64_t least,
                                               std::int64_t most);
  /// A list of objects; finish() of the whole asks for each to be finished too.
  std::vector<JsonObject> objects(std::string_view field, std::size_t most_items);

  void refuse(std::string_view field, std::string_view value, std::string expected);
  /// Takes over what went wrong in a part.
  void take(const JsonObject& part);
  /// Fields nobody asked for are unknown.
  Status finish() const;

 private:
  const JsonValue* use(std::string_view field);
  std::string checked(std::string_view field, const JsonValue* value, std::size_t most,
                      bool many_lines);
  std::vector<std::string> list(std::string_view field, const JsonValue* value,
                                std::size_t most_items, std::size_t most);
  std::vector<ErrorPlace> unknown() const;

  JsonValue value_;
  std::string path_;
  std::set<std::string, std::less<>> used_;
  std::vector<ErrorPlace> places_;
  std::vector<ErrorPlace> unknown_in_parts_;
};

/// The body of a command. An empty body is an empty object.
Result<JsonObject> read_body(std::string_view body);

}  // namespace sallyport::api
