// A tree of values as a JSON line or a TOML file has them: what a worker sends, what a mapping is
// written in. Numbers keep a text form, so that nothing is rounded before its parser sees it.
// Ownership: plain values. Threads: any. Failure: look-ups answer with an empty value, never fail.
// Cost: members are found by linear search; objects have tens of members.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/cbor.hpp"

namespace sallyport::intake {

struct Value {
  enum class Type : std::uint8_t { null, boolean, number, string, array, object };
  Type type = Type::null;
  std::string text;               ///< string, number in its text form, "true" or "false"
  std::vector<Value> items;       ///< of an array or an object
  std::vector<std::string> keys;  ///< of an object, beside items

  static Value of(std::string text);
  bool is(Type wanted) const { return type == wanted; }
  bool scalar() const { return type != Type::array && type != Type::object; }
  /// The member, or a null value.
  const Value& operator[](std::string_view key) const;
  bool has(std::string_view key) const;
  /// Text of the member, "" when it is absent, null or not a scalar.
  const std::string& text_of(std::string_view key) const { return (*this)[key].text; }
  /// Texts of a list's scalars; one text for a scalar that is not empty.
  std::vector<std::string> texts() const;
  void set(std::string key, Value value);
  bool operator==(const Value&) const = default;
};

/// As one line of JSON (RFC 8259), keys in their order.
std::string to_json(const Value& value);

void encode(cbor::Writer& out, const Value& value);
/// Total: hostile bytes give a failed reader, at most `depth` levels deep.
Value decode_value(cbor::Reader& in, int depth);

}  // namespace sallyport::intake
