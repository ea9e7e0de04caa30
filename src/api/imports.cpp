#include "api/internal/imports.hpp"

#include <algorithm>

#include "http/problem.hpp"

namespace sallyport::api {
namespace {

service::ImportLine line_of(const service::ImportResult& result,
                            const service::ImportRequest& wanted, const std::string& file,
                            Instant at) {
  service::ImportLine line;
  line.id = result.id;
  line.file = file;
  line.feed = result.feed;
  line.agency = wanted.agency;
  line.by = wanted.actor;
  line.at = at;
  line.totals = service::ImportLine::Totals{result.outcome.rows, result.outcome.taken,
                                            result.outcome.unchanged};
  line.rejected = result.outcome.rejected;
  line.refused = result.outcome.refused;
  line.committed = result.committed;
  line.dry_run = wanted.dry_run;
  line.changes = result.outcome.changes;
  line.rejects = result.outcome.problems;
  return line;
}

bool shows(const picture::View& view, picture::Handle record, const std::string& value) {
  bool found = false;
  view.statements(record, [&](const picture::StatementRow& row) {
    found = row.value == value || row.raw == value;
    return !found;
  });
  return found;
}

}  // namespace

std::vector<intake::FieldChange> visible_changes(service::Look& look,
                                                 std::vector<intake::FieldChange> changes) {
  std::vector<intake::FieldChange> out;
  for (auto& change : changes) {
    bool visible = false;
    std::vector<Id128> ids;
    look.view().by_source(
        look.caller().grants.agency, change.source_key, [&](const picture::Record& record) {
          if (change.before.empty() || shows(look.view(), record.handle, change.before)) {
            visible = true;
            ids.push_back(record.id);
            look.note_label(record.label);
          }
          return true;
        });
    if (!visible) continue;
    look.showed(ids);
    out.push_back(std::move(change));
  }
  return out;
}

std::optional<ImportDesk::Kept> ImportDesk::kept(const model::ImportId& id,
                                                 const std::string& owner) const {
  const std::lock_guard lock(mutex_);
  for (auto it = kept_.rbegin(); it != kept_.rend(); ++it) {
    if (it->line.id == id && it->owner == owner) return *it;
  }
  return std::nullopt;
}

void ImportDesk::keep(Kept kept) {
  const std::lock_guard lock(mutex_);
  kept_.push_back(std::move(kept));
  std::size_t bytes = 0;
  for (const auto& one : kept_) bytes += one.rejected_rows.size();
  while (kept_.size() > kKept || (bytes > kKeptBytes && kept_.size() > 1)) {
    bytes -= kept_.front().rejected_rows.size();
    kept_.pop_front();
  }
}

void ImportDesk::tell(const std::string& user, const std::string& data) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const auto& one) { return one.second->closed(); });
  for (const auto& [who, stream] : listeners_) {
    if (who == user) stream->send("progress", data);
  }
}

Result<std::shared_ptr<http::EventStream>> ImportDesk::listen(Site& site,
                                                              const http::Request& request) {
  const SignedIn in = signed_in(request);
  TRY_ASSIGN(const access::Grants grants, site.grants_of(in));
  if (!access::may(grants, access::Verb::bring_in)) return fail(ErrorCode::kNotAllowed);
  // asked before every push: whoever lost the account or the right hears nothing more
  auto stream = std::make_shared<http::EventStream>([&site, in] {
    const auto now = site.grants_of(in);
    return now && access::may(*now, access::Verb::bring_in);
  });
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const auto& one) { return one.second->closed(); });
  if (listeners_.size() >= kListeners) return fail(ErrorCode::kBusy);
  listeners_.emplace_back(grants.name, stream);
  return stream;
}

// The answer names people of one's own file and, among the changes, what is there: a look of its
// own, written down before it leaves.
http::Response ImportDesk::answer(Site& site, const http::Request& request,
                                  const service::ImportLine& line,
                                  const std::vector<intake::NewReport>& reports) const {
  constexpr int kMostAttempts = 3;
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    auto look = site.open_look(request, "import", "brought in " + line.file);
    if (!look) return http::problem(look.error());
    service::ImportLine shown = line;
    shown.changes = visible_changes(**look, line.changes);
    // what it brought, as its sender sees it: what others brought before may be hidden from him
    if (line.committed) {
      const auto page =
          service::import_page(site.desk(), **look, site.options().feeds, to_text(line.id));
      if (page && page->brought) shown.new_records = page->brought->records;
    }
    const auto alike = service::alike_to(**look, reports);
    std::string body = render(shown, alike.lines);
    const Status written = (*look)->conclude(body);
    if (written) return http::Response::json(std::move(body));
    if (written.error().code != ErrorCode::kStaleRights)
      return http::problem(ErrorCode::kNotLogged);
  }
  return http::problem(ErrorCode::kStaleRights);
}

http::Response ImportDesk::bring_in(Site& site, const http::Request& request,
                                    const http::FileSink& file,
                                    const service::ImportRequest& wanted) {
  const std::string name(request.query_value("name").value_or(""));
  auto input = intake::InputFile::from_descriptor(name, file.descriptor());
  if (!input) return http::problem(input.error());
  service::Importer importer(site.desk(), *site.options().feeds, *site.options().sandbox);
  std::uint64_t told = 0;
  auto result = importer.import(*input, wanted, [&](const intake::Progress& progress) {
    constexpr std::uint64_t kRowsBetween = 10'000;
    if (progress.rows < told + kRowsBetween) return;
    told = progress.rows;
    tell(wanted.actor, render_progress(name, progress.rows, progress.bytes_in_file, "reading"));
  });
  if (!result) {
    tell(wanted.actor, render_progress(name, told, input->size(), "refused"));
    return http::problem(result.error());
  }
  tell(wanted.actor, render_progress(name, result->outcome.rows, input->size(), "done"));
  service::ImportLine line = line_of(*result, wanted, name, site.options().clock->wall_now());
  keep({wanted.actor, line, result->outcome.quarantine});
  // what a file brought in says again is asked of the import (/alike); what it would say, here
  if (!wanted.dry_run) result->outcome.new_reports.clear();
  return answer(site, request, line, result->outcome.new_reports);
}

}  // namespace sallyport::api
