#include "intake/xlsx.hpp"

#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "text/fold.hpp"

namespace sallyport::intake {
namespace {

constexpr std::size_t kPackedBytes = 64u << 20;
constexpr zip_int64_t kParts = 1000;
constexpr std::uint64_t kPartBytes = 1ull << 30;
constexpr std::uint64_t kRatio = 200;
constexpr std::size_t kSharedBytes = 64u << 20;
constexpr int kXmlDepth = 64;

struct ZipClose {
  void operator()(zip_t* z) const { zip_discard(z); }
};
struct PartClose {
  void operator()(zip_file_t* f) const { zip_fclose(f); }
};
struct ExpatFree {
  void operator()(XML_ParserStruct* p) const { XML_ParserFree(p); }
};
using Zip = std::unique_ptr<zip_t, ZipClose>;

Result<Zip> open_zip(ByteView bytes) {
  if (bytes.size() > kPackedBytes)
    return fail(ErrorCode::kTooLarge, "an XLSX file over 64 MiB: save it as CSV");
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return fail(ErrorCode::kMalformedFile, "not a readable XLSX file");
  Zip zip(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (!zip) {
    zip_source_free(source);
    return fail(ErrorCode::kMalformedFile, "not a readable XLSX file");
  }
  const zip_int64_t parts = zip_get_num_entries(zip.get(), 0);
  if (parts > kParts) return fail(ErrorCode::kTooLarge, "an XLSX file with over 1,000 parts");
  for (zip_int64_t i = 0; i < parts; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0)
      return fail(ErrorCode::kMalformedFile, "a part of the XLSX file cannot be read");
    if (stat.size > kPartBytes || stat.size / kRatio > stat.comp_size + 1024)
      return fail(ErrorCode::kTooLarge,
                  "a part of the XLSX file unpacks to more than 200 times its size or 1 GiB");
  }
  return zip;
}

// What one pass over one part does. Elements come without their name-space prefix.
class PartHandler {
 public:
  virtual ~PartHandler() = default;
  virtual void start(std::string_view element, const char** attributes) = 0;
  virtual void end(std::string_view element) = 0;
  virtual void text(std::string_view) {}
  Status status = ok();
  XML_Parser parser = nullptr;
  int depth = 0;

 protected:
  void stop(Error error) {
    status = fail(std::move(error));
    XML_StopParser(parser, XML_FALSE);
  }
};

std::string_view local(const char* name) {
  const char* colon = std::strrchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

std::string_view attribute(const char** attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (local(attributes[0]) == name) return attributes[1];
  }
  return {};
}

void on_start(void* user, const char* name, const char** attributes) {
  auto& h = *static_cast<PartHandler*>(user);
  if (++h.depth > kXmlDepth) {
    h.status = fail(ErrorCode::kLimitExceeded, "XML deeper than 64 levels");
    XML_StopParser(h.parser, XML_FALSE);
    return;
  }
  h.start(local(name), attributes);
}
void on_end(void* user, const char* name) {
  auto& h = *static_cast<PartHandler*>(user);
  --h.depth;
  h.end(local(name));
}
void on_text(void* user, const char* text, int size) {
  static_cast<PartHandler*>(user)->text({text, static_cast<std::size_t>(size)});
}
void on_doctype(void* user, const char*, const char*, const char*, int) {
  auto& h = *static_cast<PartHandler*>(user);
  h.status = fail(ErrorCode::kMalformedFile, "the file declares a document type; XLSX never does");
  XML_StopParser(h.parser, XML_FALSE);
}

// Feeds one part to the handler. A missing part is not an error: `found` says so.
Status walk(zip_t* zip, const std::string& part, PartHandler& handler, bool& found) {
  const zip_int64_t index = zip_name_locate(zip, part.c_str(), ZIP_FL_NOCASE);
  found = index >= 0;
  if (!found) return ok();
  std::unique_ptr<zip_file_t, PartClose> file(
      zip_fopen_index(zip, static_cast<zip_uint64_t>(index), 0));
  if (!file) return fail(ErrorCode::kMalformedFile, "a part of the XLSX file cannot be unpacked");
  std::unique_ptr<XML_ParserStruct, ExpatFree> parser(XML_ParserCreate(nullptr));
  handler.parser = parser.get();
  XML_SetUserData(parser.get(), &handler);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  char buffer[32u << 10];
  std::uint64_t total = 0;
  for (;;) {
    const zip_int64_t got = zip_fread(file.get(), buffer, sizeof buffer);
    if (got < 0) return fail(ErrorCode::kMalformedFile, "a part of the XLSX file is damaged");
    total += static_cast<std::uint64_t>(got);
    if (total > kPartBytes) return fail(ErrorCode::kTooLarge, "a part unpacks to over 1 GiB");
    const auto state = XML_Parse(parser.get(), buffer, static_cast<int>(got), got == 0);
    TRY(handler.status);
    if (state != XML_STATUS_OK)
      return fail(ErrorCode::kMalformedFile, std::string("XML of the sheet: ") +
                                                 XML_ErrorString(XML_GetErrorCode(parser.get())));
    if (got == 0) return ok();
  }
}

class SharedStrings final : public PartHandler {
 public:
  std::vector<std::string> strings;
  void start(std::string_view e, const char**) override {
    if (e == "si") strings.emplace_back();
    if (e == "rPh") phonetic_ = true;
    in_text_ = e == "t" && !phonetic_;
  }
  void end(std::string_view e) override {
    if (e == "rPh") phonetic_ = false;
    if (e == "t") in_text_ = false;
  }
  void text(std::string_view t) override {
    if (!in_text_ || strings.empty()) return;
    total_ += t.size() + sizeof(std::string);
    if (total_ > kSharedBytes)
      return stop({ErrorCode::kTooLarge, "shared strings over 64 MiB: save it as CSV", {}});
    strings.back().append(t);
  }

 private:
  std::size_t total_ = 0;
  bool in_text_ = false;
  bool phonetic_ = false;
};

// A number format shows a date when it has d, m, y, h or s outside quotes and brackets.
bool date_format(std::string_view code) {
  bool quoted = false;
  bool bracket = false;
  for (const char c : code) {
    if (c == '"') quoted = !quoted;
    if (c == '[') bracket = true;
    if (c == ']') bracket = false;
    if (!quoted && !bracket && std::strchr("dDyYhHsS", c) != nullptr) return true;
  }
  return false;
}

class Styles final : public PartHandler {
 public:
  std::vector<bool> is_date;  ///< by cell style
  void start(std::string_view e, const char** attributes) override {
    if (e == "cellXfs") in_cells_ = true;
    if (e == "numFmt") {
      if (date_format(attribute(attributes, "formatCode")) && own_dates_.size() < 1000)
        own_dates_.push_back(std::atoi(std::string(attribute(attributes, "numFmtId")).c_str()));
    }
    if (e == "xf" && in_cells_ && is_date.size() < 65536) {
      const int id = std::atoi(std::string(attribute(attributes, "numFmtId")).c_str());
      const bool builtin = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                           (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
      is_date.push_back(builtin ||
                        std::find(own_dates_.begin(), own_dates_.end(), id) != own_dates_.end());
    }
  }
  void end(std::string_view e) override {
    if (e == "cellXfs") in_cells_ = false;
  }

 private:
  std::vector<int> own_dates_;
  bool in_cells_ = false;
};

class Workbook final : public PartHandler {
 public:
  bool from_1904 = false;
  void start(std::string_view e, const char** attributes) override {
    if (e == "workbookPr") {
      const auto value = attribute(attributes, "date1904");
      from_1904 = value == "1" || value == "true";
    }
  }
  void end(std::string_view) override {}
};

// Serial day number to "2026-10-15" or "2026-10-15 18:30:00" (18.17.4.1; the year 1900 is not
// leap).
std::string date_text(double serial, bool from_1904) {
  const double whole = std::floor(serial);
  const auto day = static_cast<std::int32_t>(whole);
  const Date epoch = from_1904 ? to_date({1904, 1, 1}) : to_date({1899, 12, 30});
  std::string out = to_text(Date{epoch.day + day});
  const auto seconds = static_cast<int>(std::lround((serial - whole) * 86400.0));
  if (seconds > 0) {
    char time[16];
    std::snprintf(time, sizeof time, " %02d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60,
                  seconds % 60);
    out += time;
  }
  return out;
}

std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    if (++letters > 3) return std::nullopt;
  }
  if (letters == 0) return std::nullopt;
  return column - 1;
}

class Sheet final : public PartHandler {
 public:
  Sheet(const SharedStrings& shared, const Styles& styles, bool from_1904, RowSink& sink)
      : shared_(shared), styles_(styles), from_1904_(from_1904), sink_(sink) {}

  void start(std::string_view e, const char** attributes) override {
    if (e == "row") {
      cells_.clear();
      row_bytes_ = 0;
      const auto r = attribute(attributes, "r");
      number_ = r.empty() ? number_ + 1 : std::strtoull(std::string(r).c_str(), nullptr, 10);
    } else if (e == "c") {
      type_ = attribute(attributes, "t");
      const auto s = attribute(attributes, "s");
      style_ = s.empty() ? 0 : std::strtoul(std::string(s).c_str(), nullptr, 10);
      const auto at = column_of(attribute(attributes, "r"));
      column_ = at ? *at : cells_.size();
      value_.clear();
    }
    in_value_ = e == "v" || e == "t";
  }
  void text(std::string_view t) override {
    if (!in_value_) return;
    value_.append(t);
    row_bytes_ += t.size();
    if (value_.size() > limits::kFieldBytes || row_bytes_ > limits::kRowBytes)
      stop({ErrorCode::kTooLarge, "row " + std::to_string(number_) + " is over 4 MiB", {}});
  }
  void end(std::string_view e) override {
    if (e == "v" || e == "t") in_value_ = false;
    if (e == "c") put_cell();
    if (e == "row") put_row();
  }
  Status finish() {
    if (preamble_.columns.empty())
      return fail(ErrorCode::kMalformedFile, "the sheet has no line of column names");
    return ok();
  }

 private:
  void put_cell() {
    if (column_ >= limits::kColumns)
      return stop({ErrorCode::kTooLarge, "more than 4096 columns (kColumns)", {}});
    if (type_ == "s") {
      const std::size_t at = std::strtoull(value_.c_str(), nullptr, 10);
      value_ = at < shared_.strings.size() ? shared_.strings[at] : "";
    } else if (type_ == "b") {
      value_ = value_ == "1" ? "Yes" : "No";
    } else if (type_.empty() || type_ == "n") {
      if (style_ < styles_.is_date.size() && styles_.is_date[style_] && !value_.empty()) {
        const double serial = std::strtod(value_.c_str(), nullptr);
        if (serial >= 0 && serial < 2958466) value_ = date_text(serial, from_1904_);
      }
    }
    if (value_.empty()) return;
    if (cells_.size() <= column_) cells_.resize(column_ + 1);
    cells_[column_] = text::sanitise_utf8(value_);
  }
  void put_row() {
    while (!cells_.empty() && cells_.back().empty()) cells_.pop_back();
    if (cells_.empty()) return;
    Status done = ok();
    if (preamble_.columns.empty()) {
      if (preamble_.marking.empty() && cells_.size() == 1 && is_marking(cells_[0])) {
        preamble_.marking = cells_[0];
        return;
      }
      preamble_.kind = FileKind::xlsx;
      preamble_.encoding = "UTF-8";
      preamble_.columns = cells_;
      done = sink_.preamble(preamble_);
    } else {
      SourceRow row;
      row.number = number_;
      if (cells_.size() > preamble_.columns.size()) {
        row.problem = "the row has " + std::to_string(cells_.size()) + " cells";
        row.expected = "at most " + std::to_string(preamble_.columns.size());
      } else {
        cells_.resize(preamble_.columns.size());
      }
      row.cells.assign(cells_.begin(), cells_.end());
      done = sink_.row(row);
    }
    if (!done) stop(done.error());
  }

  const SharedStrings& shared_;
  const Styles& styles_;
  bool from_1904_;
  RowSink& sink_;
  Preamble preamble_;
  std::vector<std::string> cells_;
  std::string value_;
  std::string type_;
  std::size_t style_ = 0;
  std::size_t column_ = 0;
  std::size_t row_bytes_ = 0;
  std::uint64_t number_ = 0;
  bool in_value_ = false;
};

}  // namespace

Status read_xlsx(ByteView bytes, RowSink& sink) {
  Zip zip;
  TRY_ASSIGN(zip, open_zip(bytes));
  bool found = false;
  Workbook workbook;
  TRY(walk(zip.get(), "xl/workbook.xml", workbook, found));
  if (!found) return fail(ErrorCode::kUnsupportedFormat, "a ZIP file that is not an XLSX workbook");
  SharedStrings shared;
  TRY(walk(zip.get(), "xl/sharedStrings.xml", shared, found));
  Styles styles;
  TRY(walk(zip.get(), "xl/styles.xml", styles, found));
  Sheet sheet(shared, styles, workbook.from_1904, sink);
  TRY(walk(zip.get(), "xl/worksheets/sheet1.xml", sheet, found));
  if (!found) return fail(ErrorCode::kMalformedFile, "the workbook has no first sheet");
  return sheet.finish();
}

}  // namespace sallyport::intake
