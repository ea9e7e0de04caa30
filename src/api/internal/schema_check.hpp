// Does a value fit a schema of the description? The part of JSON Schema 2020-12 that the
// description uses: $ref, type, enum, properties, required, additionalProperties, items. For tests.
#pragma once

#include <string>
#include <string_view>

#include "api/json.hpp"

namespace sallyport::api::testing {

/// "#/components/schemas/Item" within the description, or null.
const JsonValue* referred(const JsonValue& description, std::string_view reference);
/// "" when it fits, else where and why not.
std::string misfit(const JsonValue& description, const JsonValue& schema, const JsonValue& value,
                   const std::string& where);

}  // namespace sallyport::api::testing
