#include "intake/value.hpp"

#include <algorithm>

namespace sallyport::intake {
namespace {

const Value& nothing() {
  static const Value kNothing;
  return kNothing;
}

void append_json_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(std::string& out, const Value& value) {
  switch (value.type) {
    case Value::Type::null:
      out += "null";
      return;
    case Value::Type::boolean:
    case Value::Type::number:
      out += value.text;
      return;
    case Value::Type::string:
      append_json_string(out, value.text);
      return;
    case Value::Type::array:
      out += '[';
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (i != 0) out += ',';
        append_json(out, value.items[i]);
      }
      out += ']';
      return;
    case Value::Type::object:
      out += '{';
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (i != 0) out += ',';
        append_json_string(out, value.keys[i]);
        out += ':';
        append_json(out, value.items[i]);
      }
      out += '}';
      return;
  }
}

}  // namespace

Value Value::of(std::string text) {
  Value out;
  out.type = Type::string;
  out.text = std::move(text);
  return out;
}

const Value& Value::operator[](std::string_view key) const {
  const auto at = std::find(keys.begin(), keys.end(), key);
  return at == keys.end() ? nothing() : items[static_cast<std::size_t>(at - keys.begin())];
}

bool Value::has(std::string_view key) const {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::vector<std::string> Value::texts() const {
  std::vector<std::string> out;
  if (type == Type::array) {
    for (const auto& item : items) {
      if (item.scalar() && !item.text.empty()) out.push_back(item.text);
    }
  } else if (!text.empty()) {
    out.push_back(text);
  }
  return out;
}

void Value::set(std::string key, Value value) {
  if (type != Type::object) *this = Value{Type::object, {}, {}, {}};
  const auto at = std::find(keys.begin(), keys.end(), key);
  if (at != keys.end()) {
    items[static_cast<std::size_t>(at - keys.begin())] = std::move(value);
    return;
  }
  keys.push_back(std::move(key));
  items.push_back(std::move(value));
}

std::string to_json(const Value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

void encode(cbor::Writer& out, const Value& value) {
  if (value.is(Value::Type::object)) {
    out.array(1 + 2 * value.items.size());
    out.unsigned_int(static_cast<std::uint64_t>(value.type));
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      out.text(value.keys[i]);
      encode(out, value.items[i]);
    }
  } else if (value.is(Value::Type::array)) {
    out.array(1 + value.items.size());
    out.unsigned_int(static_cast<std::uint64_t>(value.type));
    for (const auto& item : value.items) encode(out, item);
  } else {
    out.array(2);
    out.unsigned_int(static_cast<std::uint64_t>(value.type));
    out.text(value.text);
  }
}

Value decode_value(cbor::Reader& in, int depth) {
  Value out;
  const std::size_t size = in.array();
  const std::uint64_t type = in.unsigned_int();
  const bool shape = type == static_cast<std::uint64_t>(Value::Type::object)  ? size % 2 == 1
                     : type == static_cast<std::uint64_t>(Value::Type::array) ? size >= 1
                                                                              : size == 2;
  if (in.failed() || depth <= 0 || !shape ||
      type > static_cast<std::uint64_t>(Value::Type::object)) {
    in.array_of(SIZE_MAX);  // fails the reader for good
    return {};
  }
  out.type = static_cast<Value::Type>(type);
  if (out.is(Value::Type::object)) {
    for (std::size_t i = 0; i < size / 2 && !in.failed(); ++i) {
      out.keys.emplace_back(in.text());
      out.items.push_back(decode_value(in, depth - 1));
    }
  } else if (out.is(Value::Type::array)) {
    for (std::size_t i = 1; i < size && !in.failed(); ++i)
      out.items.push_back(decode_value(in, depth - 1));
  } else {
    out.text = std::string(in.text());
  }
  return out;
}

}  // namespace sallyport::intake
