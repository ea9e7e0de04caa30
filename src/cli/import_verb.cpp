#include "api/render.hpp"
#include "cli/options.hpp"
#include "cli/server_import.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"
#include "server/bring_in.hpp"

namespace sallyport::cli {
namespace {

using server::BroughtFile;
using server::FoundFile;
using server::Installation;

struct Options {
  std::string store;
  std::string user;  ///< empty: the person who runs the machine, "intake"
  server::BringInRequest request;
  std::string id;
  std::string reason;
  bool confirm = false;
};

struct Total {
  std::uint64_t files = 0, failed = 0;
  std::uint64_t rows = 0, taken = 0, unchanged = 0, rejected = 0, refused = 0;
  std::int64_t took_us = 0;
  std::uint64_t rows_a_second() const {
    return took_us == 0 ? 0 : rows * 1'000'000 / static_cast<std::uint64_t>(took_us);
  }
};

void add_up(Total& total, const BroughtFile& file) {
  ++total.files;
  total.took_us += file.took_us;
  if (!file.result) {
    ++total.failed;
    return;
  }
  const auto& o = file.result->outcome;
  total.rows += o.rows;
  total.taken += o.taken;
  total.unchanged += o.unchanged;
  total.rejected += o.rejected;
  total.refused += o.refused;
}

template <class Counts>
std::string counts(const Counts& c) {
  return grouped(c.rows) + " rows: " + grouped(c.taken) + " taken, " + grouped(c.unchanged) +
         " unchanged, " + grouped(c.rejected) + " rejected, " + grouped(c.refused) + " refused";
}

/// "0.42 s"
std::string seconds(std::int64_t us) {
  const std::int64_t hundredths = us / 10'000;
  const std::string rest = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (rest.size() == 1 ? "0" : "") + rest + " s";
}

void tell_file(Screen& screen, const BroughtFile& file, bool dry_run) {
  if (!file.result) {
    screen.note(file.file.shown + ": " + to_text(file.result.error()));
    return;
  }
  const auto& o = file.result->outcome;
  screen.line(file.file.shown + "  " + counts(o));
  for (const auto& column : o.unknown_columns)
    screen.line("    column not known, left out: " + column);
  if (!file.rejected_file.empty()) screen.line("    rejected rows: " + file.rejected_file);
  if (const auto people = file.result->resolution.people; people != 0)
    screen.line("    resolution: " + grouped(people) + " people compared in " +
                seconds(file.result->resolution_us));
  constexpr std::size_t kShown = 5;
  const bool all = dry_run;
  for (std::size_t i = 0; i < o.problems.size() && (all || i < kShown); ++i) {
    const auto& p = o.problems[i];
    screen.line("    row " + std::to_string(p.row) + ", " + p.field + ": '" + p.value +
                "': expected " + p.expected);
  }
  if (!dry_run) return;
  for (const auto& c : o.changes)
    screen.line("    " + c.source_key + ", " + c.field + ": '" + c.before + "' -> '" + c.after +
                "'");
}

void put_file(exchange::Json& json, const BroughtFile& file) {
  json.open().field("path", file.file.shown).field("agency", file.file.agency);
  json.field("feed", file.file.feed).flag("ok", file.result.has_value());
  if (!file.result) {
    const Error& error = file.result.error();
    json.count("code", static_cast<std::uint64_t>(error.code)).field("problem", to_text(error));
    json.close();
    return;
  }
  const auto& o = file.result->outcome;
  json.field("import", file.result->id).flag("committed", file.result->committed);
  json.count("rows", o.rows).count("taken", o.taken).count("changed", o.changed);
  json.count("unchanged", o.unchanged).count("rejected", o.rejected).count("refused", o.refused);
  json.count("new_records", o.new_records).count("new_links", o.new_links);
  json.count("new_events", o.new_events).optional("rejected_file", file.rejected_file);
  json.count("reader_peak_kib", o.reader.peak_kib);
  json.count("microseconds", static_cast<std::uint64_t>(file.took_us));
  json.count("people_compared", file.result->resolution.people);
  json.count("resolution_microseconds", static_cast<std::uint64_t>(file.result->resolution_us));
  json.texts("unknown_columns", o.unknown_columns);
  json.list("problems", o.problems, [](exchange::Json& out, const ErrorPlace& p) {
    out.open().count("row", p.row).field("field", p.field).field("value", p.value);
    out.field("expected", p.expected).close();
  });
  json.list("changes", o.changes, [](exchange::Json& out, const intake::FieldChange& c) {
    out.open().field("key", c.source_key).field("property", c.field).field("before", c.before);
    out.field("after", c.after).close();
  });
  json.close();
}

void put_document(Program& program, const Options& options, const std::vector<BroughtFile>& brought,
                  const std::vector<FoundFile>& unknown, const Total& total) {
  exchange::Json json;
  json.open().flag("dry_run", options.request.dry_run).key("files").open_list();
  for (const auto& file : brought) put_file(json, file);
  json.close_list().list("unknown", unknown, [](exchange::Json& out, const FoundFile& file) {
    out.open().field("path", file.shown).field("why", file.why).close();
  });
  json.key("total").open().count("files", total.files).count("failed", total.failed);
  json.count("rows", total.rows).count("taken", total.taken).count("unchanged", total.unchanged);
  json.count("rejected", total.rejected).count("refused", total.refused);
  json.count("microseconds", static_cast<std::uint64_t>(total.took_us));
  json.count("rows_a_second", total.rows_a_second()).close();
  program.screen.document(std::move(json.close()).take());
}

// With --as: that account's rights, its agency, its name in the ledger.
Status act_as(Program& program, Installation& installation, Options& options) {
  if (options.user.empty()) return ok();
  TRY(sign_in(program, installation.desk(), options.user));
  TRY_ASSIGN(const auto grants, server::grants_of(installation.desk(), options.user));
  if (!access::may(grants, access::Verb::bring_in)) return fail(ErrorCode::kNotAllowed);
  auto& request = options.request;
  if (!request.agency.empty() && request.agency != grants.agency)
    return fail(ErrorCode::kNotAllowed, options.user + " brings files in for " + grants.agency);
  request.agency = grants.agency;
  request.actor = options.user;
  return ok();
}

struct Sums {
  std::uint64_t done = 0, all = 0;
};

BroughtFile read_file(Program& program, server::BringIn& bring, Sums& bytes) {
  const FoundFile& file = *bring.coming();
  program.screen.progress(file.shown, bytes.done, bytes.all, "");
  auto brought = bring.next([&](const intake::Progress& progress) {
    program.screen.progress(file.shown, bytes.done, bytes.all,
                            grouped(progress.rows) + " rows of this file");
  });
  bytes.done += file.bytes;
  return brought;
}

// Files as they come in: told one by one, added up, and as one document at the end.
class Telling {
 public:
  Telling(Program& program, const Options& options) : program_(program), options_(options) {}

  void file(BroughtFile brought) {
    add_up(total_, brought);
    tell_file(program_.screen, brought, options_.request.dry_run);
    if (!brought.result && program_.exit_code == 0)
      program_.exit_code = describe(brought.result.error().code).exit_code;
    brought_.push_back(std::move(brought));
  }
  void unknown(FoundFile file) { unknown_.push_back(std::move(file)); }
  void end() {
    for (const auto& file : unknown_)
      program_.screen.note("not read: " + (file.why.empty() ? file.shown : file.why));
    program_.screen.line(std::string(options_.request.dry_run ? "Dry run, nothing kept: " : "") +
                         grouped(total_.files) + " files, " + counts(total_) + ", " +
                         grouped(total_.rows_a_second()) + " rows/s");
    put_document(program_, options_, brought_, unknown_, total_);
    if (brought_.empty() && unknown_.size() == 1 && program_.exit_code == 0)
      program_.exit_code = describe(ErrorCode::kUnsupportedFormat).exit_code;
  }

 private:
  Program& program_;
  const Options& options_;
  std::vector<BroughtFile> brought_;
  std::vector<FoundFile> unknown_;
  Total total_;
};

// Over the socket, with the rights of the account that is signed in.
Status import_beside_server(Program& program, const Options& options) {
  if (options.user.empty())
    return fail(ErrorCode::kSignInNeeded, options.store +
                                              " is served: say --as with the account that brings "
                                              "the files in");
  TRY_ASSIGN(
      const auto server,
      connect_to_server(program, {options.store, {options.user, "", options.request.reason}}));
  const auto& request = options.request;
  if (!request.agency.empty() && request.agency != server->agency())
    return fail(ErrorCode::kNotAllowed, options.user + " brings files in for " + server->agency());
  TRY_ASSIGN(const auto found, files_for_server(request, server->agency()));
  Telling telling(program, options);
  Sums bytes;
  for (const auto& file : found) bytes.all += file.bytes;
  for (const auto& file : found) {
    auto brought = send_file(*server, request, file, [&](std::uint64_t rows) {
      program.screen.progress(file.shown, bytes.done, bytes.all,
                              grouped(rows) + " rows of this file");
    });
    bytes.done += file.bytes;
    if (!brought.result && brought.result.error().code == ErrorCode::kUnsupportedFormat) {
      brought.file.why = brought.result.error().detail;
      telling.unknown(std::move(brought.file));
      continue;
    }
    const bool ends = !brought.result && server::ends_all(brought.result.error().code);
    telling.file(std::move(brought));
    if (ends) break;
  }
  telling.end();
  return ok();
}

Status import_path(Program& program, Options& options) {
  if (options.request.rejected.empty() && !options.request.dry_run)
    options.request.rejected = server::FolderPaths::in(options.store).rejected;
  auto opened = Installation::open(options.store, program.clock, program.random);
  if (!opened && opened.error().code == ErrorCode::kStoreInUse)
    return import_beside_server(program, options);
  TRY_ASSIGN(const auto installation, std::move(opened));
  TRY(act_as(program, *installation, options));
  TRY_ASSIGN(const auto found, server::find_files(*installation, options.request));
  Telling telling(program, options);
  Sums bytes;
  for (const auto& file : found) bytes.all += file.feed.empty() ? 0 : file.bytes;
  for (const auto& file : found) {
    if (file.feed.empty()) telling.unknown(file);
  }
  server::BringIn bring(*installation, options.request, found);
  while (bring.coming() != nullptr) {
    auto brought = read_file(program, bring, bytes);
    const bool ends = !brought.result && server::ends_all(brought.result.error().code);
    telling.file(std::move(brought));
    if (ends) break;
  }
  telling.end();
  return installation->close();
}

// ---- import list, import undo

// Without --as: what the person who runs the machine brought in himself, as "intake".
Result<std::string> own_imports(Program& program, const Options& options) {
  auto opened = Installation::open(options.store, program.clock, program.random);
  if (!opened && opened.error().code == ErrorCode::kStoreInUse)
    return fail(ErrorCode::kSignInNeeded, options.store + " is served: say --as with an account");
  TRY_ASSIGN(const auto installation, std::move(opened));
  return api::render(service::imports_by_intake(installation->desk()));
}

Status list_imports(Program& program, const Options& options) {
  std::string answer;
  if (options.user.empty()) {
    TRY_ASSIGN(answer, own_imports(program, options));
  } else {
    TRY_ASSIGN(const auto connection,
               connect(program, {options.store, {options.user, "", options.reason}}));
    TRY_ASSIGN(answer, connection->imports());
  }
  TRY_ASSIGN(const Lines lines, tell_imports(answer));
  for (const auto& line : lines) program.screen.line(line);
  program.screen.document("{\"imports\":" + answer + "}");
  return ok();
}

Status undo_import(Program& program, const Options& options) {
  TRY_ASSIGN(const auto connection,
             connect(program, {options.store, {options.user, "", options.reason}}));
  TRY_ASSIGN(const std::string answer,
             connection->retraction(options.id, options.reason, options.confirm));
  TRY_ASSIGN(const Lines lines, tell_retraction(answer));
  for (const auto& line : lines) program.screen.line(line);
  program.screen.document(answer);
  return ok();
}

void add_list(CLI::App& import, Program& program, const std::shared_ptr<Options>& options) {
  CLI::App& list = *import.add_subcommand("list", "Imports, newest first");
  add_store(list, options->store);
  list.add_option("--as", options->user, "Account to ask as (default: what intake brought in)");
  list.add_option("--reason", options->reason, "Reason for looking; needed on live stores");
  add_json(list, program);
  add_example(list, "sallyport import list --store store --as imran.sethi");
  list.callback([&program, options] { program.finish(list_imports(program, *options)); });
}

void add_undo(CLI::App& import, Program& program, const std::shared_ptr<Options>& options) {
  CLI::App& undo =
      *import.add_subcommand("undo", "Undo a whole import; first shows what rests on it");
  add_store(undo, options->store);
  undo.add_option("id", options->id, "Id of the import, from import list")->required();
  undo.add_option("--as", options->user, "Account of the same agency that may import")->required();
  undo.add_option("--reason", options->reason, "Why, written into the ledger")->required();
  undo.add_flag("--yes", options->confirm, "Undo it, having seen what rests on it");
  add_json(undo, program);
  add_example(undo,
              "sallyport import undo 3F7K9Q0X2M4N6P8R1T3V5W7Y9A --store store --as imran.sethi "
              "--reason \"wrong month\" --yes");
  undo.callback([&program, options] { program.finish(undo_import(program, *options)); });
}

}  // namespace

void add_import(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("import", "Bring a file or a folder of recognised files in");
  auto& request = options->request;
  auto* store = verb.add_option("--store", options->store, "Folder of the store")->type_name("DIR");
  auto* path = verb.add_option("path", request.path, "File, or folder with a subfolder an agency");
  verb.add_option("--agency", request.agency, "Whose files they are (default: the folder's name)");
  verb.add_option("--feed", request.feed, "Format or mapping (default: recognised)");
  verb.add_flag("--dry-run", request.dry_run, "Show what would change, keep nothing");
  verb.add_option("--as", options->user, "Account that brings them in (default: intake)");
  verb.add_option("--reason", request.reason, "Why, written into the ledger");
  verb.add_option("--rejected", request.rejected, "Rejected rows (default: STORE/rejected)")
      ->type_name("DIR");
  add_json(verb, program);
  add_example(verb,
              "sallyport import --store store country\n  sallyport import list --store store");
  add_list(verb, program, options);
  add_undo(verb, program, options);
  verb.require_subcommand(0, 1);
  verb.callback([&program, options, &verb, store, path] {
    if (!verb.get_subcommands().empty()) return;
    if (store->count() == 0) throw CLI::RequiredError("--store");
    if (path->count() == 0) throw CLI::RequiredError("path");
    program.finish(import_path(program, *options));
  });
}

}  // namespace sallyport::cli
