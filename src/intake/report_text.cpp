#include <algorithm>
#include <cctype>

#include "base/limits.hpp"
#include "intake/internal/decode.hpp"
#include "intake/json.hpp"
#include "text/fold.hpp"

namespace sallyport::intake {
namespace {

struct Header {
  std::string_view name;   ///< folded
  std::string_view field;  ///< of the report line
  bool list;
};
constexpr Header kHeaders[] = {
    {"urn", "urn", false},
    {"agency", "agency", false},
    {"date", "date", false},
    {"conditions", "conditions", true},
    {"conditions text", "conditions_text", false},
    {"compartments", "compartments", true},
    {"marker", "marker", false},
    {"releasable to", "releasable_to", true},
    {"do not share with offender", "do_not_share_with_offender", false},
    {"originator", "originator", false},
    {"origin reference", "origin_ref", false},
    {"copied from", "copied_from", false},
    {"prison", "prison", false},
};
// Lines of the mail that carried the report: they are not part of it.
constexpr std::string_view kMailHeaders[] = {
    "from",     "to",         "cc",           "bcc",          "subject", "sent",
    "reply-to", "message-id", "mime-version", "content-type", "received"};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return text;
}

std::string_view unquoted(std::string_view line) {
  while (!line.empty() && line.front() == '>') {
    line.remove_prefix(1);
    if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  }
  return line;
}

Value list_of(std::string_view text) {
  Value out;
  out.type = Value::Type::array;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const auto item = trimmed(text.substr(0, end));
    if (!item.empty()) out.items.push_back(Value::of(std::string(item)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// "3x5x2 1 A P", "4x4 B 2 H1", "none"
void set_grading(Value& report, std::string_view text) {
  constexpr std::string_view kParts[] = {"scheme", "source", "information", "handling"};
  for (const auto part : kParts) {
    text = trimmed(text);
    const std::size_t end = std::min(text.find(' '), text.size());
    report.set(std::string(part), Value::of(std::string(text.substr(0, end))));
    text.remove_prefix(end);
  }
}

bool take_header(Value& report, std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string name = text::fold(line.substr(0, colon));
  const auto value = trimmed(line.substr(colon + 1));
  if (name == "grading" || name == "grade") {
    set_grading(report, value);
    return true;
  }
  for (const auto& h : kHeaders) {
    if (h.name != name) continue;
    report.set(std::string(h.field), h.list ? list_of(value) : Value::of(std::string(value)));
    return true;
  }
  return std::find(std::begin(kMailHeaders), std::end(kMailHeaders), name) !=
         std::end(kMailHeaders);
}

}  // namespace

Status read_report_text(ByteSource& source, RowSink& sink) {
  internal::Utf8Stream stream(source);
  std::string raw;
  for (bool more = true; more;) {
    TRY_ASSIGN(more, stream.more(raw));
    if (raw.size() > 2 * limits::kReportTextBytes)
      return fail(ErrorCode::kTooLarge, "a report is longer than 400,000 bytes");
  }
  const std::string text = text::sanitise_utf8(raw);
  Preamble preamble;
  preamble.kind = FileKind::report_text;
  preamble.encoding = std::string(internal::encoding_name(stream.encoding()));
  Value report;
  std::string body;
  bool in_body = false;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view whole = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::string_view line = unquoted(whole);
    if (line == "-- " || line == "--") break;  // the signature
    if (in_body) {
      body.append(line).append("\n");
    } else if (trimmed(line).empty()) {
      in_body = report.has("urn");
    } else if (preamble.marking.empty() && is_marking(line)) {
      preamble.marking = std::string(trimmed(line));
    } else if (!take_header(report, line) && report.has("urn")) {
      in_body = true;  // no blank line before the text
      body.append(line).append("\n");
    }
  }
  report.set("text", Value::of(std::string(trimmed(body))));
  TRY(sink.preamble(preamble));
  SourceRow row;
  row.number = 1;
  if (!report.has("urn")) {
    row.problem = "the text has no line \"URN:\"";
    row.expected = "header lines as docs/formats/police.intelligence_reports.md shows";
  }
  row.object = std::move(report);
  return sink.row(row);
}

std::string to_report_text(const Value& report, std::string_view marking) {
  std::string out(marking);
  out += '\n';
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.append(name).append(": ").append(value).append("\n");
  };
  const auto joined = [&](std::string_view key) {
    std::string list;
    for (const auto& item : report[key].texts()) list += (list.empty() ? "" : "; ") + item;
    return list;
  };
  line("URN", report.text_of("urn"));
  line("Agency", report.text_of("agency"));
  line("Date", report.text_of("date"));
  std::string grading = report.text_of("scheme");
  for (const auto part : {"source", "information", "handling"}) {
    if (!report.text_of(part).empty()) grading += " " + report.text_of(part);
  }
  line("Grading", grading);
  line("Conditions", joined("conditions"));
  line("Conditions text", report.text_of("conditions_text"));
  line("Compartments", joined("compartments"));
  line("Marker", report.text_of("marker"));
  line("Releasable to", joined("releasable_to"));
  line("Do not share with offender", report.text_of("do_not_share_with_offender"));
  line("Originator", report.text_of("originator"));
  line("Origin reference", report.text_of("origin_ref"));
  line("Copied from", report.text_of("copied_from"));
  out += '\n';
  out += report.text_of("text");
  out += '\n';
  return out;
}

}  // namespace sallyport::intake
