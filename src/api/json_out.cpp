#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "api/internal/json_out.hpp"

namespace sallyport::api {

struct JsonOut::Impl {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
};

JsonOut::JsonOut() : impl_(std::make_unique<Impl>()) {}
JsonOut::~JsonOut() = default;

void JsonOut::open() {
  impl_->writer.StartObject();
}
void JsonOut::close() {
  impl_->writer.EndObject();
}
void JsonOut::open_list() {
  impl_->writer.StartArray();
}
void JsonOut::close_list() {
  impl_->writer.EndArray();
}
void JsonOut::key(std::string_view name) {
  impl_->writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}
void JsonOut::text(std::string_view value) {
  // RapidJSON asserts on a null pointer, which an empty string_view may hold
  const std::string_view safe = value.empty() ? std::string_view("") : value;
  impl_->writer.String(safe.data(), static_cast<rapidjson::SizeType>(safe.size()));
}
void JsonOut::number(std::int64_t value) {
  impl_->writer.Int64(value);
}
void JsonOut::boolean(bool value) {
  impl_->writer.Bool(value);
}
void JsonOut::id(Id128 value) {
  text(to_text(value));
}

void JsonOut::field(std::string_view name, std::string_view value) {
  key(name);
  text(value);
}
void JsonOut::field(std::string_view name, Id128 value) {
  key(name);
  id(value);
}
void JsonOut::count(std::string_view name, std::uint64_t value) {
  key(name);
  impl_->writer.Uint64(value);
}
void JsonOut::number(std::string_view name, std::int64_t value) {
  key(name);
  number(value);
}
void JsonOut::flag(std::string_view name, bool value) {
  key(name);
  boolean(value);
}
void JsonOut::optional(std::string_view name, std::string_view value) {
  if (!value.empty()) field(name, value);
}

std::string JsonOut::take() {
  std::string out(impl_->buffer.GetString(), impl_->buffer.GetSize());
  impl_ = std::make_unique<Impl>();
  return out;
}

}  // namespace sallyport::api
