#include "api/internal/openapi.hpp"

#include <cctype>
#include <map>

#include "api/internal/json_out.hpp"
#include "api/internal/shapes.hpp"
#include "http/problem.hpp"

namespace sallyport::api {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// "POST /api/people/{id}/identity" -> "post_people_id_identity"
std::string operation_id(const RouteDoc& doc) {
  std::string out = lower(http::to_text(doc.method));
  for (const char c : doc.pattern.substr(std::string_view("/api").size())) {
    if (c == '/' || c == '.') out += '_';
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') out += c;
  }
  return out;
}

void put_content(JsonOut& out, std::string_view shape) {
  const std::string_view type = shape == "file"     ? "application/octet-stream"
                                : shape == "text"   ? "text/plain"
                                : shape == "events" ? "text/event-stream"
                                                    : "application/json";
  out.key("content");
  out.open();
  out.key(type);
  out.open();
  if (type == "application/json") {
    out.key("schema");
    if (shape == "object") {
      out.open();
      out.field("type", "object");
      out.close();
    } else {
      put_named_schema(out, shape);
    }
  }
  out.close();
  out.close();
}

void put_shared_parameter(JsonOut& out, std::string_view name) {
  out.open();
  out.field("$ref", "#/components/parameters/" + std::string(name));
  out.close();
}

void put_parameters(JsonOut& out, const RouteDoc& doc) {
  out.key("parameters");
  out.open_list();
  const auto brace = doc.pattern.find('{');
  if (brace != std::string_view::npos) {
    const auto end = doc.pattern.find('}', brace);
    out.open();
    out.field("name", doc.pattern.substr(brace + 1, end - brace - 1));
    out.field("in", "path");
    out.flag("required", true);
    out.key("schema");
    put_named_schema(out, doc.id_is.empty() ? "string" : "Id");
    out.optional("x-names", doc.id_is);
    out.close();
  }
  for (const auto name : doc.query) {
    out.open();
    out.field("name", name);
    out.field("in", "query");
    out.key("schema");
    put_named_schema(out, "string");
    out.close();
  }
  if (doc.session && doc.method != http::Method::kGet) put_shared_parameter(out, "csrf");
  if (doc.looks) put_shared_parameter(out, "came_from");
  if (doc.looks && doc.method != http::Method::kGet) put_shared_parameter(out, "idempotency_key");
  out.close_list();
}

void put_operation(JsonOut& out, const RouteDoc& doc) {
  out.key(lower(http::to_text(doc.method)));
  out.open();
  out.field("operationId", operation_id(doc));
  out.field("summary", doc.summary);
  // a look is written down before it is answered; a twin test replays exactly these
  out.flag("x-looks", doc.looks);
  put_parameters(out, doc);
  if (!doc.takes.empty()) {
    out.key("requestBody");
    out.open();
    out.flag("required", true);
    put_content(out, doc.takes);
    out.close();
  }
  out.key("responses");
  out.open();
  out.key("200");
  out.open();
  out.field("description", "The answer");
  put_content(out, doc.gives);
  out.close();
  out.key("default");
  out.open();
  out.field("$ref", "#/components/responses/problem");
  out.close();
  out.close();
  if (!doc.session) {
    out.key("security");
    out.open_list();
    out.close_list();
  }
  out.close();
}

void put_header(JsonOut& out, std::string_view key, std::string_view name,
                std::string_view description, bool required) {
  out.key(key);
  out.open();
  out.field("name", name);
  out.field("in", "header");
  out.flag("required", required);
  out.field("description", description);
  out.key("schema");
  put_named_schema(out, "string");
  out.close();
}

void put_problem_response(JsonOut& out) {
  out.key("responses");
  out.open();
  out.key("problem");
  out.open();
  out.field("description", "A problem document (RFC 9457) of the table of errors");
  out.key("content");
  out.open();
  out.key("application/problem+json");
  out.open();
  out.key("schema");
  put_named_schema(out, "Problem");
  out.close();
  out.close();
  out.close();
  out.close();
}

void put_components(JsonOut& out, const Shapes& shapes, bool secure) {
  out.key("components");
  out.open();
  out.key("securitySchemes");
  out.open();
  out.key("session");
  out.open();
  out.field("type", "apiKey");
  out.field("in", "cookie");
  out.field("name", secure ? "__Host-session" : "session");
  out.close();
  out.close();
  out.key("parameters");
  out.open();
  put_header(out, "csrf", "X-CSRF", "Session.csrf, sent with every change", true);
  put_header(
      out, "came_from", "X-Came-From",
      "kind:id of the work one came from; without it, and without a reason given in the last "
      "30 minutes, the answer is problem 204",
      false);
  put_header(out, "idempotency_key", "Idempotency-Key",
             "A text of one's own; the same command sent again is made once", false);
  out.close();
  put_problem_response(out);
  out.key("schemas");
  out.open();
  for (const auto& [name, shape] : shapes) {
    out.key(name);
    put_schema(out, shape, shapes);
  }
  out.close();
  out.close();
}

}  // namespace

Result<std::string> describe_api(const std::vector<RouteDoc>& docs, bool secure_cookies) {
  TRY_ASSIGN(const Shapes shapes, all_shapes());
  std::map<std::string_view, std::vector<const RouteDoc*>> by_path;
  for (const auto& doc : docs) by_path[doc.pattern].push_back(&doc);
  JsonOut out;
  out.open();
  out.field("openapi", "3.1.0");
  out.key("info");
  out.open();
  out.field("title", "sallyport");
  out.field("version", "1");
  out.field("description",
            "Ids are 26 letters and digits. What is hidden and what is absent are answered alike.");
  out.close();
  out.key("paths");
  out.open();
  for (const auto& [path, operations] : by_path) {
    out.key(path);
    out.open();
    for (const auto* doc : operations) put_operation(out, *doc);
    out.close();
  }
  out.close();
  put_components(out, shapes, secure_cookies);
  out.key("security");
  out.open_list();
  out.open();
  out.key("session");
  out.open_list();
  out.close_list();
  out.close();
  out.close_list();
  out.close();
  return out.take();
}

}  // namespace sallyport::api
