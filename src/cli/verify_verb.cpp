#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"
#include "ledger/sqlite/store.hpp"

namespace sallyport::cli {
namespace {

std::string words(std::string_view name, const ledger::VerifyReport& report) {
  if (report.good())
    return std::string(name) + ": good, " + grouped(report.entries) + " entries, " +
           grouped(report.checkpoints) + " checkpoints";
  const std::string place = report.first_bad_position
                                ? "first bad position " + std::to_string(*report.first_bad_position)
                                : std::string("no position can be named");
  return std::string(name) + ": BAD, " + place + ": " + report.reason;
}

void put_stream(exchange::Json& json, std::string_view name, const ledger::VerifyReport& report) {
  json.open().field("name", name).flag("good", report.good()).count("entries", report.entries);
  json.count("checkpoints", report.checkpoints).field("root", to_base64(report.root));
  if (report.first_bad_position) json.count("first_bad_position", *report.first_bad_position);
  json.optional("reason", report.reason).close();
}

Status verify(Program& program, const std::string& store) {
  TRY_ASSIGN(const ledger::StoreReport report, ledger::verify_store(store));
  const std::string main = words(ledger::kMainStream, report.main);
  const std::string looks = words(ledger::kConsultationStream, report.consultations);
  program.screen.line(main);
  program.screen.line(looks);
  exchange::Json json;
  json.open().flag("good", report.good()).key("streams").open_list();
  put_stream(json, ledger::kMainStream, report.main);
  put_stream(json, ledger::kConsultationStream, report.consultations);
  program.screen.document(std::move(json.close_list().close()).take());
  if (report.good()) return ok();
  // the document has said it all: one line and the exit code are left
  program.screen.note("sallyport: " + (report.main.good() ? looks : main));
  program.exit_code = describe(ErrorCode::kLedgerBroken).exit_code;
  return ok();
}

}  // namespace

void add_verify(CLI::App& app, Program& program) {
  auto store = std::make_shared<std::string>();
  CLI::App& verb =
      *app.add_subcommand("verify", "Check both streams of a store, byte by byte, offline");
  add_store(verb, *store);
  add_json(verb, program);
  add_example(verb, "sallyport verify --store store");
  verb.callback([&program, store] { program.finish(verify(program, *store)); });
}

}  // namespace sallyport::cli
