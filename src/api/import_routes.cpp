// Feeds and imports: what came when, bringing a file in (with a dry run), what was rejected, and
// taking a whole import back. An upload goes to anonymous memory, never to a named file; it is read
// by the confined reader on threads of its own, so that no worker waits for it.
#include <algorithm>
#include <deque>

#include "access/decide.hpp"
#include "api/internal/imports.hpp"
#include "http/body_sink.hpp"
#include "http/event_stream.hpp"
#include "http/problem.hpp"
#include "network/words.hpp"

namespace sallyport::api {
namespace {

constexpr std::size_t kUploadBytes = 512u << 20;  // held in memory while it is read
constexpr std::size_t kFileNameBytes = 200;

Result<access::Grants> importer_of(const Site& site, const SignedIn& in) {
  TRY_ASSIGN(access::Grants grants, site.grants_of(in));
  if (!access::may(grants, access::Verb::bring_in)) return fail(ErrorCode::kNotAllowed);
  return grants;
}

ImportLine line_of(const model::ImportId& id, const service::ImportState& state) {
  ImportLine line;
  line.id = id;
  line.file = state.facts.file_name;
  line.feed = state.facts.feed;
  line.agency = state.agency;
  line.by = state.actor;
  line.at = state.at;
  line.rows = state.facts.rows;
  line.taken = state.facts.taken;
  line.unchanged = state.facts.unchanged;
  line.rejected = state.facts.rejected;
  line.refused = state.facts.refused;
  line.committed = state.committed;
  if (state.retracted_at)
    line.retracted = network::time_words(*state.retracted_at) + ": " + state.retraction_reason;
  return line;
}

// -- feeds

std::vector<model::PutFeed> known_feeds(const Site& site, const service::Directory& directory) {
  std::vector<model::PutFeed> out;
  for (const auto& [key, feed] : directory.feeds) out.push_back(feed);
  const service::FeedBook* book = site.options().feeds;
  if (book == nullptr) return out;
  for (const auto& agreement : book->agreements) {
    for (const auto& agency : agreement.agencies) {
      if (directory.feeds.contains(agency + "/" + agreement.feed)) continue;
      std::string title = agreement.feed;
      for (const auto& mapping : book->mappings) {
        if (mapping.format == agreement.feed && !mapping.title.empty()) title = mapping.title;
      }
      out.push_back(intake::put_feed(agreement, agency, title));
    }
  }
  return out;
}

FeedLine feed_line(const model::PutFeed& feed, const service::Directory& directory, Instant now,
                   bool counts) {
  FeedLine line;
  line.name = feed.name;
  line.title = feed.title.empty() ? feed.name : feed.title;
  line.agency = feed.agency;
  for (const auto& [id, state] : directory.imports) {
    if (!state.committed || state.agency != feed.agency || state.facts.feed != feed.name) continue;
    if (line.last && state.at <= *line.last) continue;
    line.last = state.at;
    line.rejected = counts ? state.facts.rejected : 0;
  }
  line.age = line.last ? network::age_words(now.us - line.last->us) + " ago" : "never";
  constexpr std::int64_t kHourUs = 3600LL * 1'000'000;
  line.late = !line.last || now.us - line.last->us > feed.due_every_hours * kHourUs;
  return line;
}

// A feed is there for whoever may see what it brings when nothing tighter is said.
http::Reply show_feeds(Site& site, const http::Request& request) {
  const SignedIn& in = signed_in(request);
  auto grants = site.grants_of(in);
  if (!grants) return std::move(grants.error());
  const auto directory = site.desk().picture().directory();
  const Instant now = site.options().clock->wall_now();
  const bool imports = access::may(*grants, access::Verb::bring_in);
  std::vector<FeedLine> lines;
  for (const auto& feed : known_feeds(site, *directory)) {
    const auto decision =
        access::decide(feed.label, *grants, in.session.purpose, site.business_now(in.session));
    if (!decision.allowed) continue;
    lines.push_back(feed_line(feed, *directory, now, imports && feed.agency == grants->agency));
  }
  std::sort(lines.begin(), lines.end(), [](const FeedLine& a, const FeedLine& b) {
    return std::tie(a.agency, a.name) < std::tie(b.agency, b.name);
  });
  return http::Response::json(render(lines));
}

// -- imports

http::Reply list_imports(Site& site, const http::Request& request) {
  auto grants = importer_of(site, signed_in(request));
  if (!grants) return std::move(grants.error());
  const auto directory = site.desk().picture().directory();
  std::vector<ImportLine> lines;
  for (const auto& [id, state] : directory->imports) {
    if (state.committed && state.agency == grants->agency) lines.push_back(line_of(id, state));
  }
  std::sort(lines.begin(), lines.end(), [](const ImportLine& a, const ImportLine& b) {
    return a.at != b.at ? a.at > b.at : a.id < b.id;
  });
  return http::Response::json(render(lines));
}

// The agency's own import, or kNotFound: another's and none are one answer.
Result<ImportLine> own_import(const ImportDesk& imports, const service::Look& look,
                              std::string_view id) {
  const access::Grants& grants = look.caller().grants;
  if (!access::may(grants, access::Verb::bring_in)) return fail(ErrorCode::kNotAllowed);
  const auto parsed = parse_id(id);
  if (!parsed) return fail(ErrorCode::kNotFound);
  const model::ImportId import(*parsed);
  if (auto kept = imports.kept(import, grants.name)) return std::move(kept->line);
  const auto it = look.directory().imports.find(import);
  if (it == look.directory().imports.end() || !it->second.committed ||
      it->second.agency != grants.agency)
    return fail(ErrorCode::kNotFound);
  return line_of(import, it->second);
}

Result<Answered> show_import(const ImportDesk& imports, const Asked& asked) {
  TRY_ASSIGN(ImportLine line, own_import(imports, asked.look, asked.request.param("id")));
  const auto& known = asked.look.directory().imports;
  if (const auto it = known.find(line.id); it != known.end())
    line.retracted = line_of(line.id, it->second).retracted;
  line.changes = visible_changes(asked.look, std::move(line.changes));
  return Answered{render(line)};
}

Result<Answered> show_rejected(const ImportDesk& imports, const Asked& asked) {
  TRY(own_import(imports, asked.look, asked.request.param("id")));
  const auto id = parse_id(asked.request.param("id"));
  const auto kept = imports.kept(model::ImportId(*id), asked.look.caller().grants.name);
  if (!kept || kept->rejected_rows.empty()) return fail(ErrorCode::kNotFound);
  return Answered{kept->rejected_rows, "text/csv; charset=utf-8"};
}

Result<Answered> retract(const Asked& asked) {
  TRY_ASSIGN(JsonObject body, json_of(asked.request));
  const bool confirm = body.flag("confirm");
  const std::string reason = confirm ? body.long_text("reason", limits::kReasonBytes)
                                     : body.optional_text("reason", limits::kReasonBytes);
  TRY(body.finish());
  const access::Grants& grants = asked.look.caller().grants;
  if (!access::may(grants, access::Verb::bring_in)) return fail(ErrorCode::kNotAllowed);
  const auto id = parse_id(asked.request.param("id"));
  if (!id) return fail(ErrorCode::kNotFound);
  const model::ImportId import(*id);
  const auto it = asked.look.directory().imports.find(import);
  if (it == asked.look.directory().imports.end() || !it->second.committed ||
      it->second.agency != grants.agency)
    return fail(ErrorCode::kNotFound);
  const auto preview = service::what_rests_on(asked.desk, asked.look.view(), import);
  if (confirm) TRY(service::retract_import(asked.desk, grants, import, reason));
  return Answered{render(preview, confirm)};
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
  site.add(
      {Method::kGet, "/api/feeds", "What each feed last brought, and which are late", "", "Feeds"},
      [&site](const http::Request& r) { return show_feeds(site, r); });
  site.add({Method::kGet, "/api/imports", "The imports of one's agency, newest first", "",
            "ImportState[]"},
           [&site](const http::Request& r) { return list_imports(site, r); });
  add_upload(site, imports);
  site.add({Method::kGet, "/api/imports/progress", "How one's own imports get on", "", "events"},
           [&site, imports](const http::Request& r) -> http::Reply {
             auto stream = imports->listen(site, r);
             if (!stream) return std::move(stream.error());
             return http::Response::event_stream(std::move(*stream));
           });
  site.add_look({Method::kGet, "/api/imports/{id}", "One import", "", "ImportState", "import"},
                {.verb = "import", .reason_otherwise = own_work},
                [imports](const Asked& a) { return show_import(*imports, a); });
  site.add_look({Method::kGet, "/api/imports/{id}/rejected",
                 "The rejected rows as a file to mend and send again", "", "file", "import"},
                {.verb = "import-rejected", .reason_otherwise = own_work},
                [imports](const Asked& a) { return show_rejected(*imports, a); });
  site.add_look(
      {Method::kPost, "/api/imports/{id}/retraction", "What rests on an import, and taking it back",
       "RetractionRequest", "Retraction", "import"},
      {.verb = "import-retraction", .writes = true, .reason_otherwise = own_work}, retract);
}

}  // namespace sallyport::api
