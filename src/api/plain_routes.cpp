// What is about nobody: formats, vocabularies, health, and the description of the API itself.
#include "api/internal/json_out.hpp"
#include "api/internal/openapi.hpp"
#include "api/internal/site.hpp"
#include "api/internal/vocabularies.hpp"
#include "base/assert.hpp"
#include "intake/mapping.hpp"

namespace sallyport::api {
namespace {

http::Reply show_formats(const Site& site) {
  if (site.options().feeds != nullptr)
    return http::Response::json(render_formats(site.options().feeds->mappings));
  const auto mappings = intake::built_in_mappings();
  if (!mappings) return mappings.error();
  return http::Response::json(render_formats(*mappings));
}

std::string names_of(const std::vector<VocabularyLine>& vocabularies) {
  JsonOut out;
  out.open_list();
  for (const auto& vocabulary : vocabularies) out.text(vocabulary.name);
  out.close_list();
  return out.take();
}

http::Reply show_vocabulary(const http::Request& request) {
  for (const auto& vocabulary : vocabulary_lines()) {
    if (vocabulary.name == request.param("name")) return http::Response::json(render(vocabulary));
  }
  return Error{ErrorCode::kNotFound, {}, {}};
}

}  // namespace

void add_plain_routes(Site& site) {
  using http::Method;
  site.add({Method::kGet, "/api/formats", "The formats of files that are taken", "", "Format[]"},
           [&site](const http::Request&) { return show_formats(site); });
  site.add({Method::kGet, "/api/vocabularies", "The names of the vocabularies", "", "string[]"},
           [](const http::Request&) -> http::Reply {
             return http::Response::json(names_of(vocabulary_lines()));
           });
  site.add({Method::kGet, "/api/vocabularies/{name}", "One vocabulary", "", "Vocabulary"},
           show_vocabulary);
  site.add(
      {Method::kGet, "/api/health", "Whether the server answers", "", "Health", "", {}, false},
      [](const http::Request&) -> http::Reply { return http::Response::json("{\"ok\":true}"); },
      {.runs_inline = true});
  site.add(
      {Method::kGet, "/api/openapi.json", "This description", "", "object", "", {}, false},
      [&site](const http::Request&) -> http::Reply { return http::Response::json(site.openapi); });
  auto description = describe_api(site.docs(), site.options().secure_cookies);
  SALLYPORT_ASSERT(description.has_value());  // built in: types.ts of this very build
  site.openapi = std::move(*description);
}

}  // namespace sallyport::api
