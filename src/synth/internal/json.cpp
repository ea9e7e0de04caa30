#include "synth/internal/json.hpp"

#include <fmt/format.h>

namespace sallyport::synth {

std::string json_quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

void JsonObject::name(std::string_view name) {
  if (!body_.empty()) body_ += ',';
  body_ += json_quote(name);
  body_ += ':';
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
  name(key);
  body_ += json_quote(value);
  return *this;
}

JsonObject& JsonObject::number(std::string_view key, std::int64_t value) {
  name(key);
  body_ += fmt::format_int(value).c_str();
  return *this;
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view value) {
  name(key);
  body_ += value;
  return *this;
}

JsonObject& JsonObject::some(std::string_view key, std::string_view value) {
  return value.empty() ? *this : text(key, value);
}

JsonArray& JsonArray::raw(std::string_view value) {
  if (!body_.empty()) body_ += ',';
  body_ += value;
  return *this;
}

}  // namespace sallyport::synth
