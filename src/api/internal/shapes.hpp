// The shapes of the API, read from web/src/lib/api/types.ts (built in) and from the few that only
// the server needs. A small part of TypeScript: interfaces with `extends`, optional fields, lists,
// unions of literals, objects in place. The description at /api/openapi.json is made of them.
// Values; parsed once; linear. Failure: kMalformedFile naming the place.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace sallyport::api {

class JsonOut;

struct ShapeField;

struct ShapeType {
  enum class Kind { text, number, flag, choice, number_choice, reference, list, object };
  Kind kind = Kind::text;
  std::vector<std::string> choices;  ///< of a choice
  std::string name;                  ///< of a reference; of an object: what it extends
  std::vector<ShapeType> of;         ///< of a list: one
  std::vector<ShapeField> fields;    ///< of an object
};
struct ShapeField {
  std::string name;
  bool optional = false;
  ShapeType type;
};

using Shapes = std::map<std::string, ShapeType, std::less<>>;

Result<Shapes> parse_shapes(std::string_view source);
/// types.ts and the server's own, together.
Result<Shapes> all_shapes();
/// As a JSON schema (2020-12); objects take no other fields.
void put_schema(JsonOut& out, const ShapeType& type, const Shapes& shapes);
/// "Item[]" or "Item" as a schema.
void put_named_schema(JsonOut& out, std::string_view name);

}  // namespace sallyport::api
