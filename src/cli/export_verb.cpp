#include "api/json.hpp"
#include "base/limits.hpp"
#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "exchange/json.hpp"
#include "ledger/files.hpp"

namespace sallyport::cli {
namespace {

constexpr int kAnswerDepth = 8;

struct Options {
  ConnectRequest connect;
  service::ExportRequest request;
  std::string out;
};

Status export_file(Program& program, const Options& options) {
  if (ledger::file_exists(options.out))
    return fail(ErrorCode::kAlreadyThere, options.out + ": give the name of a new file");
  TRY_ASSIGN(const auto connection, connect(program, options.connect));
  TRY_ASSIGN(const std::string answer, connection->export_around(options.request));
  TRY_ASSIGN(const auto file, api::parse_json(answer, kAnswerDepth));
  const auto* content = file.find("content");
  const auto* marking = file.find("marking");
  const auto* things = file.find("things");
  const auto* ties = file.find("ties");
  const auto* partial = file.find("partial");
  if (!content || !marking || !things || !ties || !partial)
    return fail(ErrorCode::kMalformedFile, "the answer is not an exported file");
  TRY(ledger::replace_file(options.out, as_bytes(content->text), 0600));
  program.screen.line(options.out + ": " + marking->text + ", " + std::to_string(things->integer) +
                      " things, " + std::to_string(ties->integer) + " ties" +
                      (partial->boolean ? " (a limit cut it short)" : ""));
  exchange::Json json;
  json.open().field("file", options.out).field("format", options.request.format);
  json.field("marking", marking->text);
  json.count("things", static_cast<std::uint64_t>(things->integer));
  json.count("ties", static_cast<std::uint64_t>(ties->integer)).flag("partial", partial->boolean);
  program.screen.document(std::move(json.close()).take());
  return ok();
}

}  // namespace

void add_export(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  auto& request = options->request;
  CLI::App& verb =
      *app.add_subcommand("export", "Write what stands around some things into a new file");
  add_asking(verb, program, options->connect);
  verb.add_option("ids", request.around.ids, "Ids to start from")->required();
  verb.add_option("--format", request.format, "csv, ftm (FollowTheMoney) or jsonl")
      ->check(CLI::IsMember({"csv", "ftm", "jsonl"}))
      ->capture_default_str();
  verb.add_option("--depth", request.around.depth, "Steps around them")
      ->check(CLI::Range(1, 2))
      ->capture_default_str();
  verb.add_option("--limit", request.around.limit, "Most things")
      ->check(CLI::Range(std::size_t{1}, limits::kNeighbourhoodNodes))
      ->capture_default_str();
  verb.add_option("--out", options->out, "A new file; only its owner can read it")
      ->required()
      ->type_name("FILE");
  add_example(verb,
              "sallyport export 3F7K9Q0X2M4N6P8R1T3V5W7Y9A --store store --as imran.sethi --format "
              "csv --out around.csv");
  verb.callback([&program, options] { program.finish(export_file(program, *options)); });
}

}  // namespace sallyport::cli
