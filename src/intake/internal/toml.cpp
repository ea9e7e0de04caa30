#include "intake/internal/toml.hpp"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "base/limits.hpp"
#include "text/fold.hpp"

namespace sallyport::intake::internal {
namespace {

Value tree(const toml::node& node, int depth) {
  Value out;
  if (depth == 0) return out;
  if (const auto* table = node.as_table()) {
    out.type = Value::Type::object;
    for (const auto& [key, item] : *table) {
      out.keys.emplace_back(key.str());
      out.items.push_back(tree(item, depth - 1));
    }
  } else if (const auto* array = node.as_array()) {
    out.type = Value::Type::array;
    for (const auto& item : *array) out.items.push_back(tree(item, depth - 1));
  } else if (const auto* text = node.as_string()) {
    out = Value::of(text->get());
  } else if (const auto* number = node.as_integer()) {
    out.type = Value::Type::number;
    out.text = std::to_string(number->get());
  } else if (const auto* flag = node.as_boolean()) {
    out.type = Value::Type::boolean;
    out.text = flag->get() ? "true" : "false";
  }
  return out;
}

}  // namespace

Result<Value> parse_toml(std::string_view toml) {
  if (toml.size() > limits::kRequestBodyBytes || !text::is_valid_utf8(toml))
    return fail(ErrorCode::kBadValue, "a TOML file is UTF-8 and at most 1 MiB");
  const toml::parse_result parsed = toml::parse(toml);
  if (!parsed) {
    return fail(ErrorCode::kBadValue, "line " + std::to_string(parsed.error().source().begin.line) +
                                          ": " + std::string(parsed.error().description()));
  }
  return tree(parsed.table(), limits::kJsonDepth);
}

}  // namespace sallyport::intake::internal
