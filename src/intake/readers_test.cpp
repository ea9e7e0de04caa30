// The readers by themselves: dialects, encodings, limits, and the public suites of odd inputs.
#include <zip.h>

#include "intake/csv.hpp"
#include "intake/frames.hpp"
#include "intake/json.hpp"
#include "intake/test_support.hpp"
#include "intake/xlsx.hpp"

namespace sallyport::intake::testing {
namespace {

namespace fs = std::filesystem;

class Collect final : public RowSink {
 public:
  Preamble found;
  std::vector<std::vector<std::string>> rows;
  std::vector<Value> objects;
  std::vector<std::string> problems;
  Status preamble(const Preamble& p) override {
    found = p;
    return ok();
  }
  Status row(const SourceRow& row) override {
    rows.emplace_back(row.cells.begin(), row.cells.end());
    objects.push_back(row.object);
    if (!row.problem.empty()) problems.push_back(row.problem);
    return ok();
  }
};

Status read(std::string_view text, Collect& into) {
  MemorySource source(as_bytes(text));
  return read_csv(source, into);
}

using Rows = std::vector<std::vector<std::string>>;

TEST(Csv, DialectsAreGuessed) {
  for (const std::string d : {",", ";", "\t", "|"}) {
    Collect c;
    ASSERT_TRUE(read("a" + d + "b" + d + "c\n1,5" + d + "2" + d + "3\n4" + d + "5" + d + "6\n", c))
        << d;
    if (d != ",") {
      EXPECT_EQ(c.rows, (Rows{{"1,5", "2", "3"}, {"4", "5", "6"}})) << d;
    }
    EXPECT_EQ(c.found.delimiter, d);
  }
}

TEST(Csv, LineEndsMayMix) {
  Collect c;
  ASSERT_TRUE(read("OFFICIAL SENSITIVE\r\na,b\r1,2\n3,4\r\n\r\n5,6", c));
  EXPECT_EQ(c.found.marking, "OFFICIAL SENSITIVE");
  EXPECT_EQ(c.rows, (Rows{{"1", "2"}, {"3", "4"}, {"5", "6"}}));
}

TEST(Csv, TheFourEncodingsGiveOneText) {
  const std::string utf8 = "name,town\nZoë,Łódź\n";
  std::string little = "\xFF\xFE";
  std::string big = "\xFE\xFF";
  const std::u16string wide = u"name,town\nZo\u00EB,\u0141\u00F3d\u017A\n";
  for (const char16_t c : wide) {
    little += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
    big += {static_cast<char>(c >> 8), static_cast<char>(c & 0xFF)};
  }
  for (const auto& text : {utf8, "\xEF\xBB\xBF" + utf8, little, big, little.substr(2)}) {
    Collect c;
    ASSERT_TRUE(read(text, c));
    EXPECT_EQ(c.rows, (Rows{{"Zoë", "Łódź"}}));
    EXPECT_EQ(c.found.columns, (std::vector<std::string>{"name", "town"}));
  }
  Collect windows;
  ASSERT_TRUE(read("name\nZo\xEB \x80\n", windows));
  EXPECT_EQ(windows.rows, (Rows{{"Zoë €"}}));
  EXPECT_EQ(windows.found.encoding, "Windows-1252");
}

TEST(Csv, FormulasStayTextAndSurviveTheWayBack) {
  for (const std::string cell :
       {"=1+1", "@SUM(A1)", "-2+3cmd|x", "+44 7700 900417", "plain", "a\"b,c"}) {
    std::string line = "a,b\n";
    append_csv_cell(line, cell);
    line += ",x\n";
    Collect c;
    ASSERT_TRUE(read(line, c));
    EXPECT_EQ(c.rows[0][0], cell) << line;
  }
  std::string guarded;
  append_csv_cell(guarded, "=1+1");
  EXPECT_EQ(guarded, "'=1+1");
}

TEST(Csv, BadRowsArePassedOnWithTheirProblem) {
  Collect c;
  ASSERT_TRUE(read(std::string("a,b\n1\n1,2,3\n1,2,,,\nx\0y,2\n", 24), c));
  ASSERT_EQ(c.rows.size(), 4u);
  EXPECT_EQ(c.problems.size(), 3u);
}

TEST(Csv, LimitsBite) {
  Collect c;
  const std::string long_cell = "a,b\n" + std::string(2u << 20, 'x') + ",1\n";
  ASSERT_EQ(read(long_cell, c).error().code, ErrorCode::kTooLarge);
  std::string wide = "a";
  for (int i = 0; i < 5000; ++i) wide += ",a";
  ASSERT_EQ(read(wide, c).error().code, ErrorCode::kTooLarge);
  ASSERT_EQ(read("", c).error().code, ErrorCode::kMalformedFile);
}

TEST(Csv, Spectrum) {
  if (shared_data().empty()) GTEST_SKIP() << "no shared data here";
  const std::string base = shared_data() + "/badinput/csv/csv-spectrum/";
  for (const auto& entry : fs::directory_iterator(base + "csvs")) {
    const std::string stem = entry.path().stem();
    auto want = parse_json(slurp(base + "json/" + stem + ".json"));
    ASSERT_TRUE(want) << stem;
    if (want->is(Value::Type::object)) {  // one row written without its array
      Value rows;
      rows.type = Value::Type::array;
      rows.items.push_back(*want);
      *want = rows;
    }
    Collect c;
    ASSERT_TRUE(read(slurp(entry.path()), c)) << stem;
    ASSERT_EQ(c.rows.size(), want->items.size()) << stem;
    if (stem == "location_coordinates") continue;  // the suite's two files hold different numbers
    for (std::size_t r = 0; r < c.rows.size(); ++r) {
      for (std::size_t i = 0; i < c.found.columns.size(); ++i) {
        std::string text = want->items[r].text_of(c.found.columns[i]);
        std::string got = c.rows[r][i];
        std::erase(got, '\r');  // text from outside has one kind of line end here
        std::erase(text, '\r');
        EXPECT_EQ(got, text) << stem;
      }
    }
  }
}

TEST(Json, ParsingSuite) {
  if (shared_data().empty()) GTEST_SKIP() << "no shared data here";
  int accepted = 0;
  int refused = 0;
  for (const auto& entry : fs::directory_iterator(shared_data() + "/badinput/json/test_parsing")) {
    const std::string name = entry.path().filename();
    const bool ok = parse_json(slurp(entry.path())).has_value();
    if (name[0] == 'y' || name[0] == 'n') {
      EXPECT_EQ(ok, name[0] == 'y') << name;
    }
    accepted += name[0] == 'y' ? 1 : 0;
    refused += name[0] == 'n' ? 1 : 0;
  }
  EXPECT_GT(accepted, 50);
  EXPECT_GT(refused, 100);
}

TEST(Json, LinesArraysAndBadLines) {
  for (const std::string text :
       {"{\"marking\":\"SECRET\",\"feed\":\"f\"}\n{\"a\":1}\nnot json\n{\"a\":2}\n",
        "[{\"marking\":\"SECRET\"},{\"a\":1},7,{\"a\":2}]"}) {
    MemorySource source(as_bytes(text));
    Collect c;
    ASSERT_TRUE(read_json(source, c));
    EXPECT_EQ(c.found.marking, "SECRET");
    ASSERT_EQ(c.objects.size(), 3u);
    EXPECT_EQ(c.objects[2].text_of("a"), "2");
    EXPECT_EQ(c.problems.size(), 1u);
  }
}

TEST(ReportText, PastedMessageAndBackOut) {
  const std::string pasted =
      "From: desk@example.org\nSubject: fwd\n\n> OFFICIAL SENSITIVE\n> URN: NMP/2026/004417\n"
      "> Agency: northmoor-police\n> Date: 02/09/2026\n> Grading: 3x5x2 1 A P\n"
      "> Conditions: for:security; for:placement\n> Originator: desk\n>\n> Number 07700 900417.\n"
      "> Second line.\n-- \nSigned\n";
  MemorySource source(as_bytes(pasted));
  Collect c;
  ASSERT_TRUE(read_report_text(source, c));
  ASSERT_EQ(c.objects.size(), 1u);
  const Value& report = c.objects[0];
  EXPECT_EQ(report.text_of("urn"), "NMP/2026/004417");
  EXPECT_EQ(report.text_of("scheme"), "3x5x2");
  EXPECT_EQ(report.text_of("handling"), "P");
  EXPECT_EQ(report["conditions"].texts(),
            (std::vector<std::string>{"for:security", "for:placement"}));
  EXPECT_EQ(report.text_of("text"), "Number 07700 900417.\nSecond line.");
  const std::string printed = to_report_text(report, c.found.marking);
  MemorySource again(as_bytes(printed));
  Collect second;
  ASSERT_TRUE(read_report_text(again, second));
  for (std::size_t i = 0; i < report.keys.size(); ++i)
    EXPECT_EQ(second.objects[0][report.keys[i]], report.items[i]) << report.keys[i];
}

// A workbook of the parts given, as bytes.
Bytes zipped(const std::vector<std::pair<std::string, std::string>>& parts) {
  zip_error_t error;
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  zip_t* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : parts)
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), 0);
  zip_close(zip);
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  Bytes out(static_cast<std::size_t>(zip_source_tell(source)));
  zip_source_seek(source, 0, SEEK_SET);
  zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  zip_source_free(source);
  return out;
}

const std::string kWorkbook = "<workbook><workbookPr/></workbook>";

Bytes small_workbook() {
  const std::string strings =
      "<sst><si><t>surname</t></si><si><r><t>Re</t></r><r><t>nn</t></r></si></sst>";
  const std::string styles =
      "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\"/></numFmts>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>";
  const std::string sheet =
      "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>OFFICIAL SENSITIVE"
      "</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"inlineStr\">"
      "<is><t>born</t></is></c><c r=\"C2\" t=\"inlineStr\"><is><t>note</t></is></c></row>"
      "<row r=\"5\"><c r=\"A5\" t=\"s\"><v>1</v></c><c r=\"B5\" s=\"1\"><v>30819</v></c></row>"
      "</sheetData></worksheet>";
  return zipped({{"xl/workbook.xml", kWorkbook},
                 {"xl/sharedStrings.xml", strings},
                 {"xl/styles.xml", styles},
                 {"xl/worksheets/sheet1.xml", sheet}});
}

TEST(Xlsx, SharedStringsDatesAndGaps) {
  Collect c;
  const Status done = read_xlsx(small_workbook(), c);
  ASSERT_TRUE(done) << to_text(done.error());
  EXPECT_EQ(c.found.marking, "OFFICIAL SENSITIVE");
  EXPECT_EQ(c.found.columns, (std::vector<std::string>{"surname", "born", "note"}));
  EXPECT_EQ(c.rows, (Rows{{"Renn", "1984-05-17", ""}}));
}

// The confined process may open nothing: what its libraries would open must be settled before.
TEST(Xlsx, IsReadInTheConfinedProcess) {
  const auto file = InputFile::from_bytes("small.xlsx", small_workbook());
  ASSERT_TRUE(file);
  Collect c;
  const auto used = sandbox().run(*file, FileKind::xlsx, c);
  ASSERT_TRUE(used) << to_text(used.error());
  EXPECT_TRUE(used->confinement.seccomp);
  EXPECT_EQ(c.rows, (Rows{{"Renn", "1984-05-17", ""}}));
  const auto nonsense = InputFile::from_bytes("bad.xlsx", as_bytes("PK\x03\x04 nonsense"));
  ASSERT_TRUE(nonsense);
  const auto refused = sandbox().run(*nonsense, FileKind::xlsx, c);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "not a readable XLSX file");
}

TEST(Xlsx, BombsAndEntitiesAreRefused) {
  const Bytes bomb = zipped(
      {{"xl/workbook.xml", kWorkbook}, {"xl/worksheets/sheet1.xml", std::string(32u << 20, ' ')}});
  Collect c;
  EXPECT_EQ(read_xlsx(bomb, c).error().code, ErrorCode::kTooLarge);
  const std::string laughs =
      "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><worksheet><sheetData/></worksheet>";
  EXPECT_EQ(
      read_xlsx(zipped({{"xl/workbook.xml", kWorkbook}, {"xl/worksheets/sheet1.xml", laughs}}), c)
          .error()
          .code,
      ErrorCode::kMalformedFile);
  EXPECT_FALSE(read_xlsx(as_bytes("PK\x03\x04 nonsense"), c));
}

TEST(Frames, RoundTripAndHostileBytes) {
  Bytes stream;
  FrameWriter writer([&](ByteView bytes) {
    stream.insert(stream.end(), bytes.begin(), bytes.end());
    return ok();
  });
  Preamble p;
  p.columns = {"a", "b"};
  p.encoding = "UTF-8";
  SourceRow row;
  row.number = 7;
  row.cells = {"x", "ÿ"};
  row.object.set("k", Value::of("v"));
  ASSERT_TRUE(writer.confinement({true, false, true}));
  ASSERT_TRUE(writer.preamble(p));
  ASSERT_TRUE(writer.row(row));
  ASSERT_TRUE(writer.end(ok()));
  const auto play = [](ByteView bytes, Collect& into) -> Status {
    FrameReader reader(into);
    while (bytes.size() >= 4) {
      const std::size_t size = bytes[0] | bytes[1] << 8 | bytes[2] << 16;
      if (bytes.size() < 4 + size) return fail(ErrorCode::kMalformedFile);
      TRY(reader.take(bytes.subspan(4, size)));
      bytes = bytes.subspan(4 + size);
    }
    return reader.ended() ? ok() : fail(ErrorCode::kMalformedFile);
  };
  Collect c;
  ASSERT_TRUE(play(stream, c));
  EXPECT_EQ(c.found, p);
  EXPECT_EQ(c.rows, (Rows{{"x", "ÿ"}}));
  EXPECT_EQ(c.objects[0], row.object);
  for (std::size_t i = 0; i < stream.size(); ++i) {  // any byte changed: an answer, never a crash
    for (const int flip : {1, 0x80, 0xFF}) {
      Bytes broken = stream;
      broken[i] = static_cast<std::uint8_t>(broken[i] ^ flip);
      Collect any;
      (void)play(broken, any);
    }
  }
}

}  // namespace
}  // namespace sallyport::intake::testing
