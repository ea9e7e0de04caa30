#include "http/problem.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string_view>

#include "http/internal/target.hpp"

namespace sallyport::http {

namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

// The sender's own value goes back as it came, unless it is no UTF-8: JSON cannot hold that.
std::string printable(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x80 ? c : '?';
  return out;
}

void put_field(Writer& writer, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  put(writer, key);
  put(writer, printable(value));
}

void put_places(Writer& writer, const std::vector<ErrorPlace>& places) {
  put(writer, "places");
  writer.StartArray();
  for (const ErrorPlace& place : places) {
    writer.StartObject();
    put_field(writer, "file", place.file);
    if (place.row != 0) {
      put(writer, "row");
      writer.Uint64(place.row);
    }
    put_field(writer, "field", place.field);
    put_field(writer, "value", place.value);
    put_field(writer, "expected", place.expected);
    writer.EndObject();
  }
  writer.EndArray();
}

bool may_come_back(ErrorCode code) {
  return code == ErrorCode::kBusy || code == ErrorCode::kTooMany || code == ErrorCode::kStorage ||
         code == ErrorCode::kNotLogged;
}

}  // namespace

std::string problem_name(ErrorCode code) {
  std::string_view name = describe(code).name;
  if (name.starts_with('k')) name.remove_prefix(1);
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !out.empty()) out += '-';
    out += upper ? static_cast<char>(c + 32) : c;
  }
  return out;
}

Response problem(const Error& error) {
  const ErrorInfo& info = describe(error.code);
  const bool tells = error.code != ErrorCode::kNotFound;
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  put_field(writer, "type", "/problems/" + problem_name(error.code));
  put_field(writer, "title", info.title);
  put(writer, "status");
  writer.Int(info.http_status);
  put(writer, "code");
  writer.Int(static_cast<int>(error.code));
  if (tells) put_field(writer, "detail", error.detail);
  if (tells && !error.places.empty()) put_places(writer, error.places);
  put_field(writer, "advice", info.advice);
  writer.EndObject();

  Response out;
  out.status = info.http_status;
  out.content_type = "application/problem+json";
  out.body.assign(buffer.GetString(), buffer.GetSize());
  if (may_come_back(error.code)) out.headers.set("Retry-After", "1");
  return out;
}

Response problem(ErrorCode code, std::string detail) {
  return problem(Error{code, std::move(detail), {}});
}

}  // namespace sallyport::http
