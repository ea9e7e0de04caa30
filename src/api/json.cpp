#include "api/json.hpp"

#include <simdjson.h>

#include <algorithm>

#include "base/limits.hpp"

namespace sallyport::api {
namespace {

constexpr std::size_t kShownOfAValue = 80;
// Above these a body is no form that somebody filled in: every field is compared with the others,
// and every one that is wrong is named in the answer.
constexpr std::size_t kBodyFields = 100;
constexpr std::size_t kPlaces = 100;

Result<JsonValue> convert(const simdjson::dom::element& in, std::size_t most_fields) {
  using simdjson::dom::element_type;
  JsonValue out;
  switch (in.type()) {
    case element_type::ARRAY:
      out.type = JsonValue::Type::list;
      for (const auto item : simdjson::dom::array(in)) {
        TRY_ASSIGN(JsonValue one, convert(item, most_fields));
        out.items.push_back(std::move(one));
      }
      break;
    case element_type::OBJECT:
      out.type = JsonValue::Type::object;
      if (simdjson::dom::object(in).size() > most_fields)
        return fail(ErrorCode::kBadRequest, "an object has more fields than any body here");
      for (const auto field : simdjson::dom::object(in)) {
        if (out.find(field.key) != nullptr)
          return fail(
              ErrorCode::kBadRequest,
              "the field " + std::string(field.key).substr(0, kShownOfAValue) + " is there twice");
        TRY_ASSIGN(JsonValue one, convert(field.value, most_fields));
        out.keys.emplace_back(field.key);
        out.items.push_back(std::move(one));
      }
      break;
    case element_type::INT64:
      out.type = JsonValue::Type::integer;
      out.integer = std::int64_t(in);
      break;
    case element_type::UINT64:  // above 2^63: no field of ours is so large
    case element_type::DOUBLE:
      out.type = JsonValue::Type::number;
      out.number = double(in);
      break;
    case element_type::STRING:
      out.type = JsonValue::Type::text;
      out.text = std::string(std::string_view(in));
      break;
    case element_type::BOOL:
      out.type = JsonValue::Type::boolean;
      out.boolean = bool(in);
      break;
    case element_type::NULL_VALUE:
      break;
  }
  return out;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool has_control(std::string_view text, bool many_lines) {
  return std::any_of(text.begin(), text.end(), [many_lines](char c) {
    const auto u = static_cast<unsigned char>(c);
    if (many_lines && (c == '\n' || c == '\r' || c == '\t')) return false;
    return u < 0x20 || u == 0x7F;
  });
}

std::string shown(const JsonValue& value) {
  switch (value.type) {
    case JsonValue::Type::text:
      return value.text.substr(0, kShownOfAValue);
    case JsonValue::Type::integer:
      return std::to_string(value.integer);
    case JsonValue::Type::boolean:
      return value.boolean ? "true" : "false";
    default:
      return {};
  }
}

std::string at_most(std::size_t most) {
  return "text of 1 to " + std::to_string(most) + " bytes";
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == key) return &items[i];
  }
  return nullptr;
}

namespace {

Result<JsonValue> parse(std::string_view text, int depth, std::size_t most_fields) {
  try {
    simdjson::dom::parser parser;
    if (parser.allocate(text.size() + 1, static_cast<std::size_t>(depth)) != simdjson::SUCCESS)
      return fail(ErrorCode::kTooLarge);
    simdjson::dom::element root;
    const auto error = parser.parse(simdjson::padded_string(text)).get(root);
    if (error == simdjson::DEPTH_ERROR)
      return fail(ErrorCode::kBadRequest, "the body is nested too deeply");
    if (error != simdjson::SUCCESS) return fail(ErrorCode::kBadRequest, "the body is not JSON");
    return convert(root, most_fields);
  } catch (const std::exception&) {
    return fail(ErrorCode::kBadRequest, "the body is not JSON");
  }
}

}  // namespace

Result<JsonValue> parse_json(std::string_view text, int depth) {
  return parse(text, depth, SIZE_MAX);
}

JsonObject::JsonObject(JsonValue value, std::string path)
    : value_(std::move(value)), path_(std::move(path)) {}

const JsonValue* JsonObject::use(std::string_view field) {
  used_.emplace(field);
  return value_.find(field);
}

void JsonObject::refuse(std::string_view field, std::string_view value, std::string expected) {
  ErrorPlace place;
  place.field = path_ + std::string(field);
  place.value = std::string(value.substr(0, kShownOfAValue));
  place.expected = std::move(expected);
  places_.push_back(std::move(place));
}

std::string JsonObject::checked(std::string_view field, const JsonValue* value, std::size_t most,
                                bool many_lines) {
  if (value == nullptr) {
    refuse(field, "", at_most(most));
    return {};
  }
  if (value->type != JsonValue::Type::text || is_blank(value->text) || value->text.size() > most) {
    refuse(field, shown(*value), at_most(most));
    return {};
  }
  if (has_control(value->text, many_lines)) {
    refuse(field, "", "text without control characters");
    return {};
  }
  return value->text;
}

std::string JsonObject::text(std::string_view field, std::size_t most) {
  return checked(field, use(field), most, false);
}

std::string JsonObject::long_text(std::string_view field, std::size_t most) {
  return checked(field, use(field), most, true);
}

std::string JsonObject::optional_text(std::string_view field, std::size_t most) {
  const JsonValue* value = use(field);
  if (value == nullptr) return {};
  // an empty text is what an empty box of a form sends
  if (value->type == JsonValue::Type::text && value->text.empty()) return {};
  return checked(field, value, most, false);
}

std::string JsonObject::choice(std::string_view field, std::span<const std::string_view> allowed) {
  const JsonValue* value = use(field);
  const bool known = value != nullptr && value->type == JsonValue::Type::text &&
                     std::find(allowed.begin(), allowed.end(), value->text) != allowed.end();
  if (known) return value->text;
  std::string words;
  for (const auto one : allowed) words += (words.empty() ? "" : ", ") + std::string(one);
  refuse(field, value == nullptr ? std::string() : shown(*value), "one of " + words);
  return {};
}

std::vector<std::string> JsonObject::list(std::string_view field, const JsonValue* value,
                                          std::size_t most_items, std::size_t most) {
  const std::string expected = "a list of at most " + std::to_string(most_items) + " texts";
  std::vector<std::string> out;
  if (value->type != JsonValue::Type::list || value->items.size() > most_items) {
    refuse(field, shown(*value), expected);
    return out;
  }
  for (std::size_t i = 0; i < value->items.size(); ++i) {
    out.push_back(
        checked(std::string(field) + "[" + std::to_string(i) + "]", &value->items[i], most, false));
  }
  return out;
}

std::vector<std::string> JsonObject::texts(std::string_view field, std::size_t most_items,
                                           std::size_t most) {
  const JsonValue* value = use(field);
  if (value == nullptr || (value->type == JsonValue::Type::list && value->items.empty())) {
    refuse(field, "", "a list with at least one");
    return {};
  }
  return list(field, value, most_items, most);
}

std::vector<std::string> JsonObject::optional_texts(std::string_view field, std::size_t most_items,
                                                    std::size_t most) {
  const JsonValue* value = use(field);
  if (value == nullptr) return {};
  return list(field, value, most_items, most);
}

bool JsonObject::flag(std::string_view field) {
  const JsonValue* value = use(field);
  if (value != nullptr && value->type == JsonValue::Type::boolean) return value->boolean;
  refuse(field, value == nullptr ? std::string() : shown(*value), "true or false");
  return false;
}

std::optional<std::int64_t> JsonObject::optional_integer(std::string_view field, std::int64_t least,
                                                         std::int64_t most) {
  const JsonValue* value = use(field);
  if (value == nullptr) return std::nullopt;
  if (value->type == JsonValue::Type::integer && value->integer >= least && value->integer <= most)
    return value->integer;
  refuse(field, shown(*value),
         "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::vector<JsonObject> JsonObject::objects(std::string_view field, std::size_t most_items) {
  const JsonValue* value = use(field);
  std::vector<JsonObject> out;
  if (value == nullptr || value->type != JsonValue::Type::list ||
      value->items.size() > most_items) {
    refuse(field, "", "a list of at most " + std::to_string(most_items) + " objects");
    return out;
  }
  for (std::size_t i = 0; i < value->items.size(); ++i) {
    const std::string path = path_ + std::string(field) + "[" + std::to_string(i) + "].";
    if (value->items[i].type != JsonValue::Type::object) {
      refuse(field, shown(value->items[i]), "a list of objects");
      continue;
    }
    out.emplace_back(value->items[i], path);
  }
  return out;
}

void JsonObject::take(const JsonObject& part) {
  places_.insert(places_.end(), part.places_.begin(), part.places_.end());
  const auto unknown_there = part.unknown();
  unknown_in_parts_.insert(unknown_in_parts_.end(), unknown_there.begin(), unknown_there.end());
}

std::vector<ErrorPlace> JsonObject::unknown() const {
  std::vector<ErrorPlace> out = unknown_in_parts_;
  for (const auto& key : value_.keys) {
    if (used_.contains(key)) continue;
    ErrorPlace place;
    place.field = path_ + key.substr(0, kShownOfAValue);
    place.expected = "no such field";
    out.push_back(std::move(place));
  }
  return out;
}

Status JsonObject::finish() const {
  if (auto places = unknown(); !places.empty()) {
    if (places.size() > kPlaces) places.resize(kPlaces);
    Error error{ErrorCode::kUnknownField, places.front().field + ": not a field here", {}};
    error.places = std::move(places);
    return fail(std::move(error));
  }
  if (places_.empty()) return ok();
  auto places = places_;
  if (places.size() > kPlaces) places.resize(kPlaces);
  const std::string first = places.front().field + ": expected " + places.front().expected;
  return fail(Error{ErrorCode::kBadValue, first, std::move(places)});
}

Result<JsonObject> read_body(std::string_view body) {
  if (body.size() > limits::kRequestBodyBytes) return fail(ErrorCode::kTooLarge);
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    JsonValue none;
    none.type = JsonValue::Type::object;
    return JsonObject(std::move(none));
  }
  TRY_ASSIGN(JsonValue value, parse(body, kBodyDepth, kBodyFields));
  if (value.type != JsonValue::Type::object)
    return fail(ErrorCode::kBadRequest, "the body is not a JSON object");
  return JsonObject(std::move(value));
}

}  // namespace sallyport::api
