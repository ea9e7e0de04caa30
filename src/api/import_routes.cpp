// Feeds and imports: what came when, bringing a file in (with a dry run), what was rejected, and
// taking a whole import back. An upload goes to anonymous memory, never to a named file; it is read
// by the confined reader on threads of its own, so that no worker waits for it.
#include <algorithm>

#include "api/internal/imports.hpp"
#include "http/body_sink.hpp"
#include "http/event_stream.hpp"
#include "http/problem.hpp"

namespace sallyport::api {
namespace {

constexpr std::size_t kUploadBytes = 512u << 20;  // held in memory while it is read
constexpr std::size_t kFileNameBytes = 200;

Result<access::Grants> importer_of(const Site& site, const SignedIn& in) {
  TRY_ASSIGN(access::Grants grants, site.grants_of(in));
  if (!access::may(grants, access::Verb::bring_in)) return fail(ErrorCode::kNotAllowed);
  return grants;
}

// -- feeds and imports

Result<Answered> show_feeds(const Site& site, const Asked& asked) {
  const auto feeds =
      service::feeds_of(asked.look, site.options().feeds, site.options().clock->wall_now());
  return Answered{render(feeds)};
}

Result<Answered> list_imports(const Site& site, const Asked& asked) {
  TRY_ASSIGN(const auto imports, service::imports_of(asked.look, site.options().feeds));
  return Answered{render(imports)};
}

// What the sender was told is kept for him, for a while.
Result<service::ImportLine> told_or_known(const Site& site, const ImportDesk& imports,
                                          const Asked& asked) {
  const access::Grants& grants = asked.look.caller().grants;
  if (!access::may(grants, access::Verb::bring_in)) return fail(ErrorCode::kNotAllowed);
  const auto id = parse_id(asked.request.param("id"));
  if (!id) return fail(ErrorCode::kNotFound);
  auto known =
      service::import_page(asked.desk, asked.look, site.options().feeds, asked.request.param("id"));
  auto kept = imports.kept(model::ImportId(*id), grants.name);
  if (!kept) return known;
  if (known) {
    kept->line.retracted = known->retracted;
    kept->line.brought = known->brought;
  }
  kept->line.changes = visible_changes(asked.look, std::move(kept->line.changes));
  return std::move(kept->line);
}

Result<Answered> show_import(const Site& site, const ImportDesk& imports, const Asked& asked) {
  TRY_ASSIGN(const auto line, told_or_known(site, imports, asked));
  return Answered{render(line)};
}

Result<Answered> show_alike(const Site& site, const Asked& asked) {
  TRY_ASSIGN(const auto answer,
             service::alike_to_import(asked.desk, asked.look, site.options().feeds,
                                      asked.request.param("id")));
  return Answered{render(answer, {asked.look.marking(), asked.look.partial() || answer.partial})};
}

Result<Answered> show_rejected(const ImportDesk& imports, const Asked& asked) {
  const access::Grants& grants = asked.look.caller().grants;
  if (!access::may(grants, access::Verb::bring_in)) return fail(ErrorCode::kNotAllowed);
  const auto id = parse_id(asked.request.param("id"));
  if (!id) return fail(ErrorCode::kNotFound);
  const auto kept = imports.kept(model::ImportId(*id), grants.name);
  if (!kept || kept->rejected_rows.empty()) return fail(ErrorCode::kNotFound);
  return Answered{kept->rejected_rows, "text/csv; charset=utf-8"};
}

Result<Answered> retract(const Site& site, const Asked& asked) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  const bool confirm = body.flag("confirm");
  service::RetractionRequest request;
  request.id = std::string(asked.request.param("id"));
  request.reason = confirm ? body.long_text("reason", limits::kReasonBytes)
                           : body.optional_text("reason", limits::kReasonBytes);
  TRY(body.finish());
  request.idempotency_key = asked.key;
  const service::FeedBook* book = site.options().feeds;
  if (confirm) TRY(service::retract_import(asked.desk, asked.look, book, request));
  // in the look's view, which is the one before: sent again with its key, nothing is left to count
  auto preview = service::what_rests_on(asked.desk, asked.look, book, request.id);
  if (confirm && !preview) preview = service::RetractionPreview{};
  if (!preview) return fail(std::move(preview.error()));
  return Answered{render(*preview, confirm)};
}

// -- uploads

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= kFileNameBytes && name != "." && name != ".." &&
         std::none_of(name.begin(), name.end(), [](char c) {
           return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

tl::unexpected<Error> bad_parameter(std::string name, std::string_view value, std::string words) {
  Error error{ErrorCode::kBadValue, name + ": expected " + words, {}};
  error.places.push_back({"", 0, name, std::string(value.substr(0, 80)), words});
  return fail(std::move(error));
}

Result<service::ImportRequest> import_request(const Site& site, const http::Request& request) {
  TRY_ASSIGN(const access::Grants grants, importer_of(site, signed_in(request)));
  service::ImportRequest out;
  out.agency = grants.agency;
  out.actor = grants.name;
  out.purpose = signed_in(request).session.purpose;
  const auto agency = request.query_value("agency");
  if (agency && !agency->empty() && *agency != grants.agency) return fail(ErrorCode::kNotAllowed);
  const std::string name(request.query_value("name").value_or(""));
  if (!is_file_name(name)) return bad_parameter("name", name, "the file's name without folders");
  out.feed = std::string(request.query_value("feed").value_or(""));
  if (out.feed.size() > 100) return bad_parameter("feed", out.feed, "the name of a format");
  const auto dry = request.query_value("dry_run").value_or("");
  if (dry != "" && dry != "true" && dry != "false")
    return bad_parameter("dry_run", dry, "true or false");
  out.dry_run = dry == "true";
  out.reason = "brought in " + name;
  return out;
}

http::Reply bring_in(Site& site, const std::shared_ptr<ImportDesk>& imports,
                     const http::Request& request) {
  auto wanted = import_request(site, request);
  if (!wanted) return std::move(wanted.error());
  const auto sink = std::dynamic_pointer_cast<http::FileSink>(request.sink);
  if (!sink) return Error{ErrorCode::kInternal, {}, {}};
  auto [promise, deferred] = http::make_deferred();
  auto work = [&site, imports, request, sink, wanted = std::move(*wanted), promise = promise] {
    promise.complete(imports->bring_in(site, request, *sink, wanted));
  };
  if (!site.importers().post(std::move(work))) return Error{ErrorCode::kBusy, {}, {}};
  return deferred;
}

void add_upload(Site& site, const std::shared_ptr<ImportDesk>& imports) {
  http::RouteOptions upload;
  upload.lane = http::Lane::kImport;
  upload.max_body_bytes = kUploadBytes;
  upload.stream_to = [&site](const http::Request& head) -> Result<std::unique_ptr<http::BodySink>> {
    TRY(import_request(site, head));
    if (site.options().feeds == nullptr || site.options().sandbox == nullptr)
      return fail(ErrorCode::kNotAllowed, "this server takes no files");
    TRY_ASSIGN(auto sink, http::FileSink::in_memory());
    return std::unique_ptr<http::BodySink>(std::move(sink));
  };
  site.add(
      {http::Method::kPost,
       "/api/imports",
       "Bring a file in, or see what it would do",
       "file",
       "ImportState",
       "",
       {"name", "agency", "feed", "dry_run"}},
      [&site, imports](const http::Request& r) { return bring_in(site, imports, r); }, upload);
}

}  // namespace

void add_import_routes(Site& site) {
  using http::Method;
  const auto imports = std::make_shared<ImportDesk>();
  const std::string own_work = "work on imports of one's own agency";
  site.add_look(
      {Method::kGet, "/api/feeds", "What each feed last brought, and which are late", "", "Feeds"},
      {.verb = "feeds", .reason_otherwise = "which feeds are late"},
      [&site](const Asked& a) { return show_feeds(site, a); });
  site.add_look({Method::kGet, "/api/imports", "The imports of one's agency, newest first", "",
                 "ImportState[]"},
                {.verb = "imports", .reason_otherwise = own_work},
                [&site](const Asked& a) { return list_imports(site, a); });
  add_upload(site, imports);
  site.add({Method::kGet, "/api/imports/progress", "How one's own imports get on", "", "events"},
           [&site, imports](const http::Request& r) -> http::Reply {
             auto stream = imports->listen(site, r);
             if (!stream) return std::move(stream.error());
             return http::Response::event_stream(std::move(*stream));
           });
  site.add_look({Method::kGet, "/api/imports/{id}", "One import", "", "ImportState", "import"},
                {.verb = "import", .reason_otherwise = own_work},
                [&site, imports](const Asked& a) { return show_import(site, *imports, a); });
  site.add_look({Method::kGet, "/api/imports/{id}/alike",
                 "The reports of an import that are known again, by number or by text", "",
                 "AlikeReports", "import"},
                {.verb = "import-alike", .reason_otherwise = own_work},
                [&site](const Asked& a) { return show_alike(site, a); });
  site.add_look({Method::kGet, "/api/imports/{id}/rejected",
                 "The rejected rows as a file to mend and send again", "", "file", "import"},
                {.verb = "import-rejected", .reason_otherwise = own_work},
                [imports](const Asked& a) { return show_rejected(*imports, a); });
  site.add_look(
      {Method::kPost, "/api/imports/{id}/retraction", "What rests on an import, and taking it back",
       "RetractionRequest", "Retraction", "import"},
      {.verb = "import-retraction", .writes = true, .reason_otherwise = own_work},
      [&site](const Asked& a) { return retract(site, a); });
}

}  // namespace sallyport::api
