#include "intake/internal/toml.hpp"

#include <stdexcept>

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
// The parser asserts what some broken files make false: that is the file's fault, not ours. Thrown
// and caught below, so that no file can end the process (found by mapping_fuzz).
#define TOML_ASSERT(expression) ((expression) ? (void)0 : throw std::runtime_error("not TOML"))
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wterminate"
#include <toml++/toml.h>
#pragma GCC diagnostic pop

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
  for (const char c : toml) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t')
      return fail(ErrorCode::kBadValue, "a TOML file has no control characters");
    // the parser's tables of other letters run off their ends on some of them (found by
    // mapping_fuzz)
    if (static_cast<unsigned char>(c) >= 0x80)
      return fail(ErrorCode::kBadValue,
                  "only ASCII: write other letters in quotes as \\u00e9, by their number");
  }
  try {
    const toml::table parsed = toml::parse(toml);
    return tree(parsed, limits::kJsonDepth);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadValue, "line " + std::to_string(error.source().begin.line) + ": " +
                                          std::string(error.description()));
  } catch (const std::exception& error) {
    return fail(ErrorCode::kBadValue, error.what());
  }
}

}  // namespace sallyport::intake::internal
