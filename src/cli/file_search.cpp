#include "cli/file_search.hpp"

#include "exchange/json.hpp"
#include "names/search_files.hpp"

namespace sallyport::cli {
namespace {

/// Questions whose hits the document explains: of a million it would be larger than memory.
constexpr std::uint64_t kExplained = 1000;

std::string milliseconds(std::int64_t us) {
  std::string behind = std::to_string(us % 1000);
  behind.insert(0, 3 - behind.size(), '0');
  return std::to_string(us / 1000) + "." + behind;
}

std::string told(const names::Spread& spread) {
  return "p50 " + milliseconds(spread.p50) + ", p95 " + milliseconds(spread.p95) + ", p99 " +
         milliseconds(spread.p99) + ", most " + milliseconds(spread.most) + " ms";
}

void tell(Program& program, const names::FileSearchReport& report) {
  Screen& screen = program.screen;
  screen.line(grouped(report.names) + " names, " + grouped(report.words) +
              " different words: index made in " + milliseconds(report.build_us) + " ms (" +
              milliseconds(report.build_cpu_us) + " CPU-ms)");
  screen.line("memory: index " + grouped(report.index_bytes >> 20) + " MiB, search " +
              grouped(report.searcher_bytes >> 20) + " MiB, the process at most " +
              grouped(report.peak_bytes >> 20) + " MiB");
  screen.line(grouped(report.queries) + " queries, " + grouped(report.unanswered) +
              " without a hit, " + grouped(static_cast<std::uint64_t>(report.queries_a_second())) +
              " a second");
  screen.line("  a query, by the clock: " + told(report.wall));
  screen.line("  a query, processor:    " + told(report.cpu));
}

void put_spread(exchange::Json& json, std::string_view name, const names::Spread& spread) {
  json.key(name).open().key("p50").number(spread.p50).key("p95").number(spread.p95);
  json.key("p99").number(spread.p99).key("most").number(spread.most).close();
}

void put_hit(exchange::Json& json, const names::NameIndex& index, const names::Hit& hit) {
  json.open().field("id", index.id(hit.row)).field("name", index.name(hit.row));
  json.key("score").number(hit.score).field("why", names::in_words(hit));
  json.list("words", hit.matches, [](exchange::Json& out, const names::WordMatch& match) {
    out.open().field("asked", match.asked).field("found", match.found);
    out.field("how", names::to_text(match.how)).key("edits").number(match.edits).close();
  });
  json.texts("not_found", hit.not_found).texts("not_asked", hit.not_asked);
  json.flag("other_order", hit.other_order).close();
}

void put_answer(exchange::Json& json, const names::Answer& answer) {
  json.open().field("id", answer.query_id).field("text", answer.query);
  json.list("hits", answer.hits,
            [&](exchange::Json& out, const names::Hit& hit) { put_hit(out, answer.index, hit); });
  json.close();
}

void put_report(exchange::Json& json, const names::FileSearchReport& report) {
  json.count("names", report.names).count("words", report.words);
  json.count("queries", report.queries).count("unanswered", report.unanswered);
  json.key("build_us").number(report.build_us).key("build_cpu_us").number(report.build_cpu_us);
  json.key("queries_a_second").number(report.queries_a_second());
  put_spread(json, "query_us", report.wall);
  put_spread(json, "query_cpu_us", report.cpu);
  json.count("index_bytes", report.index_bytes).count("searcher_bytes", report.searcher_bytes);
  json.count("peak_bytes", report.peak_bytes);
}

}  // namespace

Status search_in_files(Program& program, const FileSearchOptions& options) {
  if (options.queries.empty())
    return fail(ErrorCode::kUsage, "--names needs --queries, a file of what to look for");
  exchange::Json json;
  json.open().key("answers").open_list();
  std::uint64_t explained = 0;
  const auto explain = [&](const names::Answer& answer) {
    if (program.screen.json() && explained++ < kExplained) put_answer(json, answer);
  };
  TRY_ASSIGN(const auto report,
             names::search_files({options.names, options.queries, options.out, options.top},
                                 program.clock, explain));
  json.close_list();
  put_report(json, report);
  tell(program, report);
  program.screen.document(std::move(json.close()).take());
  return ok();
}

void add_file_search(CLI::App& verb, FileSearchOptions& options) {
  verb.add_option("--names", options.names,
                  "Without a store: search these names; lines of id TAB name")
      ->type_name("TSV");
  verb.add_option(
          "--queries", options.queries,
          "With --names: lines of id TAB text; a line without a tab has its number for an id")
      ->type_name("TSV");
  verb.add_option("--top", options.top, "With --names: most hits a query")
      ->check(CLI::Range(std::size_t{1}, names::kMostHits))
      ->capture_default_str();
  verb.add_option("--out", options.out,
                  "With --names: hits; query id, rank from 1, name id, score 1-1000, name, tabs "
                  "between (--json explains those of the first 1,000 queries)")
      ->type_name("TSV");
}

}  // namespace sallyport::cli
