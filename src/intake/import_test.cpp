// What must hold of every import: nothing lost, nothing twice, nothing of legal numbers, labels
// that only tighten and do not depend on the order of rows.
#include <algorithm>
#include <array>
#include <set>

#include "intake/test_support.hpp"
#include "model/codec.hpp"

namespace sallyport::intake::testing {
namespace {

const std::string kCalls =
    "OFFICIAL SENSITIVE\ncall_id,prison_number,prison,number,at,duration_seconds,result\n";

std::string call(int n, const std::string& number, const std::string& prison = "Wexmoor") {
  return "CA-" + std::to_string(n) + ",Z9012ZB," + prison + "," + number + ",2026-10-08 21:48:1" +
         std::to_string(n % 10) + ",180,ANSWERED\n";
}

// Remembers what came, as the service would: hashes of rows.
class Memory final : public Surroundings {
 public:
  std::map<std::uint64_t, std::uint64_t> rows;
  std::optional<ExistingRow> existing(const RowIdentity& row) override {
    const auto at = rows.find(row.row_key);
    if (at == rows.end()) return std::nullopt;
    ExistingRow out;
    out.content_hash = at->second;
    return out;
  }
  void keep(const Imported& imported) {
    for (const auto& chunk : imported.chunks) {
      for (const auto& trace : chunk.rows) rows[trace.row_key] = trace.content_hash;
    }
  }
};

TEST(Import, TwiceChangesNothing) {
  Memory memory;
  std::string text = kCalls;
  for (int i = 0; i < 1000; ++i) text += call(i, "07700 900" + std::to_string(100 + i % 300));
  auto context = context_for("prison.calls");
  context.surroundings = &memory;
  const auto first = import_text("prison.calls", text, context, "calls.csv");
  ASSERT_TRUE(first.outcome);
  EXPECT_EQ(first.outcome->taken, 1000u);
  EXPECT_EQ(first.chunks.size(), 2u);
  memory.keep(first);
  context.idempotency_key = "import-2";
  const auto second = import_text("prison.calls", text, context, "calls.csv");
  EXPECT_EQ(second.outcome->unchanged, 1000u);
  EXPECT_TRUE(second.chunks.empty());
}

TEST(Import, TheSameCommandMakesTheSameIds) {
  const std::string text = kCalls + call(1, "07700 900417") + call(2, "07700 900418");
  const auto ops = import_text("prison.calls", text).ops();
  EXPECT_EQ(ops, import_text("prison.calls", text).ops());
  const auto other =
      import_text("prison.calls", text, context_for("prison.calls", "another"), "calls.csv");
  EXPECT_NE(ops, other.ops());
}

TEST(Import, ChunksEncodeAndDecode) {
  const auto imported = import_text("prison.calls", kCalls + call(1, "07700 900417"));
  ASSERT_EQ(imported.chunks.size(), 1u);
  const auto& batch = imported.chunks[0].batch;
  const auto back = model::from_boxes(model::to_boxes(batch));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->labels, batch.labels);
  EXPECT_EQ(back->ops.size(), batch.ops.size());
}

TEST(Import, LegalNumbersLeaveNoTrace) {
  LegalRegister legal(Bytes(32, 9));
  legal.add(register_form("01632 960201"), {});
  legal.add(register_form("116 123"), {});
  auto context = context_for("prison.calls");
  context.legal = &legal;
  const std::string text =
      kCalls + call(1, "01632 960201") + call(2, "07700 900417") + call(3, "+44 1632 960201") +
      call(4, "116 123") + "CA-5,,Wexmoor,01632 960201,2026-10-08 21:48:10,180,ANSWERED\n" +
      "CA-6,Z9012ZB,Wexmoor,(01632) 960201 sol,nonsense,180,ANSWERED\n" +
      "CA-7,Z9012ZB,extra,Wexmoor,01632-960-201,2026-10-08 21:48:10,180,ANSWERED\n" +
      "CA-8,Z9012ZB,Wexmoor,not a number,2026-10-08 21:48:10,180,ANSWERED\n";
  const auto imported = import_text("prison.calls", text, context, "calls.csv");
  ASSERT_TRUE(imported.outcome);
  EXPECT_EQ(imported.outcome->refused, 6u);
  EXPECT_EQ(imported.outcome->taken, 1u);
  EXPECT_EQ(imported.outcome->rejected, 1u);
  std::string everything = imported.outcome->quarantine + Dump().text(imported.chunks);
  for (const auto& p : imported.outcome->problems) everything += p.value + p.field + p.expected;
  for (const char* trace :
       {"960201", "960-201", "116123", "116 123", "CA-1\"", "CA-5", "CA-6", "CA-7", "CA-3"})
    EXPECT_EQ(everything.find(trace), std::string::npos) << trace;
}

TEST(Import, TheRegisterComesFromItsFeedAndKeepsHashesOnly) {
  const auto imported = import_text("prison.legal_numbers",
                                    "OFFICIAL SENSITIVE\nnumber,kind,organisation,from,to\n"
                                    "01632 960201,LEGAL,Penhallow and Stroud,2020-01-01,\n"
                                    "01632 960202,LEGAL,Gone,2010-01-01,2015-12-31\n");
  ASSERT_TRUE(imported.outcome) << to_text(imported.outcome.error());
  EXPECT_TRUE(imported.chunks.empty());
  const auto& legal = imported.outcome->legal_numbers;
  EXPECT_EQ(legal.size(), 2u);
  EXPECT_TRUE(legal.holds("+441632960201", to_date({2026, 1, 1})));
  EXPECT_FALSE(legal.holds("+441632960202", to_date({2026, 1, 1})));
  EXPECT_TRUE(legal.holds("+441632960202", to_date({2014, 1, 1})));
  const Bytes kept = legal.encode();
  EXPECT_EQ(as_text(kept).find("960201"), std::string_view::npos);
  const auto again = LegalRegister::decode(Bytes(32, 7), kept);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->holds("+441632960201", std::nullopt));
}

TEST(Import, QuarantineIsMendedAndTakenAgain) {
  const std::string text = kCalls + call(1, "07700 900417") +
                           "CA-2,Z9012ZB,Wexmoor,07700 900418,31.02.2026 10:00,180,ANSWERED\n" +
                           "CA-3,Z9012ZB,Wexmoor,07700 900419,2026-10-08 10:00,abc,PERHAPS\n" +
                           "CA-4,Z9012ZB\n";
  const auto imported = import_text("prison.calls", text);
  ASSERT_TRUE(imported.outcome);
  EXPECT_EQ(imported.outcome->taken, 1u);
  EXPECT_EQ(imported.outcome->rejected, 3u);
  EXPECT_EQ(imported.outcome->quarantine_name, "prison.calls-rejected.csv");
  std::string mended = imported.outcome->quarantine;
  EXPECT_NE(mended.find("row in the file sent,problem,expected,how to mend"), std::string::npos);
  const auto replace = [&](const std::string& from, const std::string& to) {
    const auto at = mended.find(from);
    ASSERT_NE(at, std::string::npos) << from << "\n" << mended;
    mended.replace(at, from.size(), to);
  };
  replace("31.02.2026 10:00", "28.02.2026 10:00");
  replace("2026-10-08 10:00,abc,PERHAPS", "2026-10-08 10:00,60,ANSWERED");
  replace("CA-4,Z9012ZB,,,,,", "CA-4,Z9012ZB,Wexmoor,07700 900420,2026-10-08 10:00,60,ANSWERED");
  const auto again = import_text("prison.calls", mended);
  ASSERT_TRUE(again.outcome) << to_text(again.outcome.error());
  EXPECT_EQ(again.outcome->taken, 3u) << again.outcome->quarantine;
  EXPECT_EQ(again.outcome->rejected, 0u);
  EXPECT_TRUE(again.outcome->unknown_columns.empty());
}

TEST(Import, JsonQuarantineIsMendedAndTakenAgain) {
  std::string text = slurp(source_path("src/intake/golden/prison.notes.jsonl"));
  const auto at = text.find("2026-10-03T20:40");
  text.replace(at, 16, "2026-13-03T20:40");
  const auto imported = import_text("prison.notes", text, context_for("prison.notes"), "n.jsonl");
  ASSERT_TRUE(imported.outcome);
  ASSERT_EQ(imported.outcome->rejected, 1u);
  std::string mended = imported.outcome->quarantine;
  mended.replace(mended.find("2026-13-03"), 10, "2026-10-03");
  const auto again = import_text("prison.notes", mended, context_for("prison.notes"),
                                 imported.outcome->quarantine_name);
  ASSERT_TRUE(again.outcome);
  EXPECT_EQ(again.outcome->taken, 1u) << again.outcome->quarantine;
  EXPECT_TRUE(again.outcome->unknown_columns.empty());
}

std::multiset<std::string> labelled(const Imported& imported) {
  std::multiset<std::string> out;
  for (const auto& chunk : imported.chunks) {
    for (const auto& op : chunk.batch.ops) {
      if (const auto* r = std::get_if<model::PutRecord>(&op)) {
        cbor::Writer label;
        model::encode(label, chunk.batch.labels[r->label]);
        out.insert(to_text(r->id) + to_hex(label.out()));
      }
    }
  }
  return out;
}

TEST(Import, TheOrderOfRowsIsNothingToLabelsAndRecords) {
  std::vector<std::string> rows;
  for (int i = 0; i < 40; ++i)
    rows.push_back(
        call(i, "07700 90041" + std::to_string(i % 5), i % 2 == 0 ? "Wexmoor" : "Ostrey"));
  std::string forward = kCalls;
  for (const auto& r : rows) forward += r;
  std::string backward = kCalls;
  for (auto r = rows.rbegin(); r != rows.rend(); ++r) backward += *r;
  EXPECT_EQ(labelled(import_text("prison.calls", forward)),
            labelled(import_text("prison.calls", backward)));
}

const std::string kAlerts =
    "OFFICIAL SENSITIVE\nalert_id,prison_number,prison,type,code,active_from,status,"
    "do_not_share_with_offender\n";

TEST(Import, RowsOnlyTighten) {
  const auto imported =
      import_text("prison.alerts", kAlerts +
                                       "AL-1,Z9012ZB,Wexmoor,X,XGANG,2026-01-05,ACTIVE,N\n"
                                       "AL-2,Z9012ZB,Wexmoor,X,XCDV,2026-01-05,ACTIVE,N\n"
                                       "AL-3,Z9012ZB,Wexmoor,D,DOCGM,2026-01-05,ACTIVE,N\n");
  ASSERT_TRUE(imported.outcome);
  const std::string dump = Dump().text(imported.chunks);
  EXPECT_NE(dump.find("+PRESSURE: estmere-prisons/safer-custody}"), std::string::npos) << dump;
  EXPECT_NE(dump.find("not:subject"), std::string::npos) << dump;
  const auto extract = slurp(source_path("src/intake/golden/police.ocgm_extract.csv"));
  std::string no = extract;
  no.replace(no.rfind("Yes"), 3, "No");
  const std::string kept = Dump().text(import_text("police.ocgm_extract", no).chunks);
  EXPECT_EQ(kept.find("estmere"), std::string::npos) << kept;
}

// Reports of one file, each a copy of another or of none; what came of them, by their number.
struct Copies {
  std::map<std::string, std::vector<model::RecordId>> reports;
  std::set<std::pair<model::RecordId, model::RecordId>> links;
};
Copies import_reports(const std::vector<std::array<std::string, 3>>& rows,
                      Surroundings* around = nullptr) {
  std::string file =
      "{\"marking\":\"OFFICIAL SENSITIVE\",\"feed\":\"police.intelligence_reports\"}\n";
  for (const auto& [number, original, released] : rows) {
    file += "{\"urn\":\"" + number + "\"";
    if (!original.empty()) file += ",\"copied_from\":\"" + original + "\"";
    if (!released.empty()) file += ",\"releasable_to\":[\"" + released + "\"]";
    file +=
        ",\"agency\":\"northmoor-police\",\"scheme\":\"3x5x2\",\"source\":\"3\","
        "\"information\":\"E\",\"handling\":\"P\",\"originator\":\"Desk\","
        "\"date\":\"2026-09-21\",\"text\":\"He collects.\"}\n";
  }
  auto context = context_for("police.intelligence_reports");
  context.surroundings = around;
  const auto imported = import_text("police.intelligence_reports", file, context, "r.jsonl");
  EXPECT_TRUE(imported.outcome);
  EXPECT_EQ(imported.outcome->rejected, 0u);
  EXPECT_EQ(imported.outcome->taken, rows.size());
  Copies out;
  for (const auto& op : imported.ops()) {
    const auto* record = std::get_if<model::PutRecord>(&op);
    const auto* more = std::get_if<model::PutStatements>(&op);
    const auto* link = std::get_if<model::PutLink>(&op);
    if (record != nullptr && record->kind == model::RecordKind::report)
      out.reports[record->source_key].push_back(record->id);
    if (more != nullptr) out.reports["more"].push_back(more->record);
    if (link != nullptr && link->kind == model::LinkKind::same_origin)
      out.links.emplace(link->a, link->b);
  }
  return out;
}

TEST(Import, AReportCopiedFromOneOfItsOwnFileMakesNoSecondOriginal) {
  const std::array<std::string, 3> original = {"N1", "", ""};
  const std::array<std::string, 3> copy = {"N2", "N1", ""};
  const std::array<std::string, 3> copy_of_copy = {"N3", "N2", ""};
  std::vector<std::array<std::string, 3>> rows = {copy_of_copy, copy, original};
  do {
    const auto made = import_reports(rows);
    ASSERT_EQ(made.reports.size(), 3u);
    for (const auto& [number, ids] : made.reports) EXPECT_EQ(ids.size(), 1u) << number;
    const auto id = [&](const char* number) { return made.reports.at(number).front(); };
    EXPECT_EQ(made.links, (std::set<std::pair<model::RecordId, model::RecordId>>{
                              {id("N2"), id("N1")}, {id("N3"), id("N2")}}))
        << rows[0][0] << rows[1][0] << rows[2][0];
  } while (std::next_permutation(rows.begin(), rows.end()));
}

TEST(Import, ACopyWithMoreReadersThanItsOriginalMakesNoSecondOriginalEither) {
  std::vector<std::array<std::string, 3>> rows = {{"N1", "", "estmere-regional/unit"},
                                                  {"N2", "N1", ""}};
  for (int i = 0; i < 2; ++i) {
    const auto made = import_reports(rows);
    EXPECT_EQ(made.reports.size(), 2u);
    EXPECT_EQ(made.links.size(), 1u);
    std::reverse(rows.begin(), rows.end());
  }
}

// The copy came in last month's file: what it left is filled, not doubled.
TEST(Import, AnOriginalThatComesLaterFillsWhatItsCopyLeft) {
  const auto first = import_reports({{"N2", "N1", ""}});
  ASSERT_EQ(first.reports.size(), 2u) << "a number and nothing else stands for the original";
  class Before final : public Surroundings {
   public:
    explicit Before(model::RecordId id) : id_(id) {}
    std::optional<model::RecordId> known_thing(const ThingQuery& query) override {
      if (query.kind != model::RecordKind::report || query.identity != "N1") return std::nullopt;
      return id_;
    }
    std::vector<model::Statement> standing(model::RecordId) override { return said; }
    std::vector<model::Statement> said{1};

   private:
    model::RecordId id_;
  } before(first.reports.at("N1").front());
  before.said[0].property = model::Property::urn;
  before.said[0].value = "N1";
  const auto second = import_reports({{"N1", "", ""}}, &before);
  EXPECT_EQ(second.reports.size(), 1u);
  EXPECT_EQ(second.reports.at("more").front(), first.reports.at("N1").front());
  // one that says something already is another report with the same number: both stand
  before.said.push_back(before.said[0]);
  before.said[1].property = model::Property::report_text;
  EXPECT_EQ(import_reports({{"N1", "", ""}}, &before).reports.count("N1"), 1u);
}

TEST(Import, AnHourThatNeverWasIsRejectedWithWhichAndWhyAndHowToMendIt) {
  const auto imported =
      import_text("prison.calls",
                  kCalls + "CA-1,Z9012ZB,Wexmoor,07700 900417,2026-03-29 01:30:00,180,ANSWERED\n");
  ASSERT_EQ(imported.outcome->rejected, 1u);
  EXPECT_EQ(imported.outcome->problems.at(0).field, "at");
  EXPECT_EQ(imported.outcome->problems.at(0).expected,
            "a time that was: on 2026-03-29 the clocks went forward from 01:00 to 02:00, so 01:30 "
            "never came. If the sender's clock was not moved, write 2026-03-29T01:30:00Z; else ask "
            "what was meant");
}

TEST(Import, AudiencesOutsideTheAgreementGoToQuarantine) {
  std::string report = slurp(source_path("src/intake/golden/police.intelligence_reports.jsonl"));
  report.replace(report.find("\"conditions\""), 0, "\"releasable_to\":[\"everybody\"],");
  const auto imported = import_text("police.intelligence_reports", report,
                                    context_for("police.intelligence_reports"), "r.jsonl");
  ASSERT_TRUE(imported.outcome);
  EXPECT_EQ(imported.outcome->rejected, 1u);
  EXPECT_EQ(imported.outcome->problems.at(0).field, "releasable_to");
}

TEST(Import, AFileWithoutMarkingIsRefused) {
  const auto imported = import_text("prison.calls", kCalls.substr(19) + call(1, "07700 900417"));
  ASSERT_FALSE(imported.outcome);
  EXPECT_EQ(imported.outcome.error().code, ErrorCode::kMarkingMissing);
  EXPECT_TRUE(imported.chunks.empty());
}

// The row came before with other values: only what differs is said.
class Before final : public Surroundings {
 public:
  ExistingRow row;
  std::optional<ExistingRow> existing(const RowIdentity&) override { return row; }
};

TEST(Import, AChangedRowEndsWhatNoLongerStands) {
  const std::string text = slurp(source_path("src/intake/golden/prison.roll.csv"));
  const auto first = import_text("prison.roll", text);
  Before before;
  ExistingRow::Record record;
  for (const auto& op : first.ops()) {
    if (const auto* r = std::get_if<model::PutRecord>(&op);
        r != nullptr && r->kind == model::RecordKind::person) {
      record.id = r->id;
      record.source_key = r->source_key;
      record.statements = r->statements;
      record.label = first.chunks[0].batch.labels[r->label];
    }
    if (const auto* e = std::get_if<model::PutEvent>(&op)) before.row.events.push_back(*e);
  }
  model::Statement alert;  // another feed's: stays
  alert.property = model::Property::alert;
  alert.value = "XGANG";
  record.statements.push_back(alert);
  before.row.records.push_back(record);
  auto context = context_for("prison.roll", "import-2");
  context.surroundings = &before;
  std::string changed = text;
  changed.replace(changed.rfind("Enhanced"), 8, "Basic");
  const auto second = import_text("prison.roll", changed, context, "roll.csv");
  ASSERT_TRUE(second.outcome);
  EXPECT_EQ(second.outcome->changed, 1u);
  ASSERT_EQ(second.outcome->changes.size(), 1u);
  EXPECT_EQ(second.outcome->changes[0].before, "Enhanced");
  EXPECT_EQ(second.outcome->changes[0].after, "Basic");
  bool ended = false;
  for (const auto& op : second.ops()) {
    if (const auto* e = std::get_if<model::EndStatements>(&op)) {
      ended = true;
      EXPECT_EQ(e->record, record.id);
      EXPECT_EQ(e->statements.size(), 1u);
    }
  }
  EXPECT_TRUE(ended);
  const auto dry = import_file(sandbox(), *InputFile::from_bytes("roll.csv", as_bytes(changed)),
                               mapping("prison.roll"), context, {});
  ASSERT_TRUE(dry);
  EXPECT_EQ(dry->changes.size(), 1u);
}

// The alert's record is the roll's: other feeds speak of it, and a changed row takes back only its
// own.
class KnownPerson final : public Surroundings {
 public:
  model::RecordId person{Id128{1, 2}};
  std::vector<model::Statement> said;
  std::optional<ExistingRow> existing(const RowIdentity&) override { return ExistingRow{}; }
  std::optional<model::RecordId> known_thing(const ThingQuery& query) override {
    if (query.kind != model::RecordKind::person) return std::nullopt;
    return person;
  }
  std::vector<model::Statement> standing(model::RecordId) override { return said; }
};

TEST(Import, AChangedAlertEndsTheOldOneOnly) {
  KnownPerson around;
  model::Statement old;
  old.property = model::Property::alert;
  old.value = "XGANG";
  old.valid.from = to_date({2026, 1, 5}).day;
  model::Statement other = old;
  other.value = "XEL";
  model::Statement name;
  name.property = model::Property::surname;
  name.value = "Prill";
  around.said = {old, other, name};
  auto context = context_for("prison.alerts");
  context.surroundings = &around;
  const auto imported = import_text(
      "prison.alerts",
      "OFFICIAL SENSITIVE\nalert_id,prison_number,prison,type,code,active_from,active_to,status,"
      "do_not_share_with_offender\n"
      "AL-1,Z9012ZB,Wexmoor,X,XGANG,2026-01-05,2026-09-01,INACTIVE,N\n",
      context, "alerts.csv");
  ASSERT_TRUE(imported.outcome);
  std::vector<model::Statement> ended;
  std::vector<model::Statement> added;
  for (const auto& op : imported.ops()) {
    if (const auto* e = std::get_if<model::EndStatements>(&op)) ended = e->statements;
    if (const auto* p = std::get_if<model::PutStatements>(&op)) added = p->statements;
  }
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].value, "XGANG");
  ASSERT_EQ(added.size(), 1u);
  EXPECT_EQ(added[0].valid.to, to_date({2026, 9, 1}).day);
}

TEST(Import, StaysEndWhenTheNextBegins) {
  const auto imported = import_text(
      "prison.cell_moves",
      "OFFICIAL SENSITIVE\nmove_id,prison_number,prison,from_location,to_location,at,reason\n"
      "CM-2,Z9012ZB,Wexmoor,A1-04,B2-13,2026-05-02 14:10,ADM\n"
      "CM-1,Z9012ZB,Wexmoor,,A1-04,2026-04-01 10:00,ADM\n");
  ASSERT_TRUE(imported.outcome);
  std::vector<TimeRange> stays;
  for (const auto& op : imported.ops()) {
    if (const auto* e = std::get_if<model::PutEvent>(&op)) stays.push_back(e->at);
  }
  ASSERT_EQ(stays.size(), 2u);
  std::sort(stays.begin(), stays.end());
  EXPECT_EQ(stays[0].to_us, stays[1].from_us);
  EXPECT_EQ(stays[1].to_us, TimeRange::kOpen);
}

TEST(Import, ASecondOpenRecordOfAPairIsForAPerson) {
  std::string text = slurp(source_path("src/intake/golden/prison.non_associations.csv"));
  std::string row = text.substr(text.find('\n', text.find('\n') + 1) + 1);
  row.replace(row.find("NA-0000001"), 10, "NA-0000002");
  const auto imported = import_text("prison.non_associations", text + row);
  ASSERT_TRUE(imported.outcome);
  EXPECT_EQ(imported.outcome->taken, 1u);
  EXPECT_EQ(imported.outcome->rejected, 1u);
}

TEST(Import, TheTwoIdentitiesOfTheExtractAreAPairToJudge) {
  const auto imported = import_text(
      "police.ocgm_extract", slurp(source_path("src/intake/golden/police.ocgm_extract.csv")));
  ASSERT_TRUE(imported.outcome);
  EXPECT_EQ(imported.outcome->pairs_to_judge.size(), 1u);
  for (const auto& op : imported.ops())
    EXPECT_FALSE(std::holds_alternative<model::PutJudgement>(op));
}

TEST(Import, RecognisesEveryGolden) {
  for (const auto& entry : std::filesystem::directory_iterator(source_path("src/intake/golden"))) {
    if (entry.path().extension() == ".txt") continue;
    const std::string text = slurp(entry.path());
    const auto found =
        recognise("some-file" + entry.path().extension().string(), as_bytes(text), mappings());
    ASSERT_FALSE(found.empty()) << entry.path();
    EXPECT_EQ(found[0].format, entry.path().stem().string());
    EXPECT_GE(found[0].confidence, 50);
  }
}

}  // namespace
}  // namespace sallyport::intake::testing
