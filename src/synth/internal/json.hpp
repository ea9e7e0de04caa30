// The few JSON lines this module writes: members in the order given, no floating point.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sallyport::synth {

std::string json_quote(std::string_view text);

class JsonObject {
 public:
  JsonObject& text(std::string_view name, std::string_view value);
  JsonObject& number(std::string_view name, std::int64_t value);
  /// `value` is JSON already.
  JsonObject& raw(std::string_view name, std::string_view value);
  /// Leaves empty values out.
  JsonObject& some(std::string_view name, std::string_view value);
  std::string str() const { return "{" + body_ + "}"; }

 private:
  void name(std::string_view name);
  std::string body_;
};

class JsonArray {
 public:
  JsonArray& raw(std::string_view value);
  JsonArray& text(std::string_view value) { return raw(json_quote(value)); }
  std::string str() const { return "[" + body_ + "]"; }
  bool empty() const { return body_.empty(); }

 private:
  std::string body_;
};

}  // namespace sallyport::synth
