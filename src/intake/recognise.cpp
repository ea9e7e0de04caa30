#include "intake/recognise.hpp"

#include <algorithm>
#include <cctype>

#include "intake/csv.hpp"
#include "intake/internal/decode.hpp"
#include "text/fold.hpp"

namespace sallyport::intake {
namespace {

bool begins(ByteView head, std::string_view magic) {
  return as_text(head).starts_with(magic);
}

std::string first_text(ByteView head) {
  MemorySource source(head);
  internal::Utf8Stream stream(source);
  std::string out;
  while (out.size() < kHeadBytes) {
    const auto more = stream.more(out);
    if (!more || !*more) break;
  }
  return out;
}

std::string_view base_name(std::string_view name) {
  const std::size_t slash = name.find_last_of("/\\");
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

// The columns of a CSV's head: the first line that is not the marking.
class HeaderSink final : public RowSink {
 public:
  Preamble found;
  Status preamble(const Preamble& p) override {
    found = p;
    return fail(ErrorCode::kUsage);  // enough
  }
  Status row(const SourceRow&) override { return fail(ErrorCode::kUsage); }
};

int column_score(const Mapping& mapping, const std::vector<std::string>& names) {
  if (mapping.columns.empty() || names.empty()) return 0;
  const auto order = match_columns(mapping, names);
  int matched = 0;
  int required = 0;
  int present = 0;
  for (const int c : order) matched += c >= 0 ? 1 : 0;
  for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
    if (!mapping.columns[c].required) continue;
    ++required;
    present += std::find(order.begin(), order.end(), static_cast<int>(c)) != order.end() ? 1 : 0;
  }
  if (present < required) return 10 * present / std::max(required, 1);
  return 60 * matched / static_cast<int>(std::max(names.size(), mapping.columns.size()));
}

bool has_field(std::string_view line, std::string_view name) {
  return line.find("\"" + std::string(name) + "\"") != std::string_view::npos;
}

int json_score(const Mapping& mapping, std::string_view text) {
  std::string_view first = text.substr(0, text.find('\n'));
  if (has_field(first, "marking") && has_field(first, mapping.format)) return 60;
  const std::size_t second = text.find('\n');
  const std::string_view line = second == std::string_view::npos
                                    ? first
                                    : text.substr(second + 1, text.find('\n', second + 1));
  int required = 0;
  int present = 0;
  for (const auto& c : mapping.columns) {
    if (!c.required) continue;
    ++required;
    present += has_field(line, c.name) || has_field(first, c.name) ? 1 : 0;
  }
  return required == 0 ? 0 : (present == required ? 55 : 10 * present / required);
}

bool json_reader(const Mapping& m) {
  return m.reader == "report" || m.reader == "incident" || m.reader == "note" || m.reader == "ftm";
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  const std::string_view head = pattern.substr(0, star);
  const std::string_view tail = pattern.substr(star + 1);
  return name.size() >= head.size() + tail.size() && name.starts_with(head) && name.ends_with(tail);
}

std::optional<FileKind> kind_of(std::string_view name, ByteView head) {
  if (begins(head, "PK\x03\x04")) return FileKind::xlsx;
  for (const auto magic :
       {"%PDF", "\xD0\xCF\x11\xE0", "\x89PNG", "\xFF\xD8\xFF", "GIF8", "\x1F\x8B",
        "\x7F"
        "ELF",
        "7z\xBC\xAF", "Rar!", "SQLite format 3"}) {
    if (begins(head, magic)) return std::nullopt;
  }
  const std::string text = first_text(head);
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  if (at == std::string::npos) return FileKind::csv;  // empty: its reader says so
  if (text[at] == '<') return std::nullopt;           // XML, HTML
  const bool csv_name = base_name(name).ends_with(".csv");
  if ((text[at] == '{' || text[at] == '[') && !csv_name) {
    const std::string_view line = std::string_view(text).substr(at, text.find('\n', at) - at);
    const bool ftm = has_field(line, "schema") && has_field(line, "properties");
    return ftm ? FileKind::ftm : FileKind::json_lines;
  }
  if (base_name(name).ends_with(".json") || base_name(name).ends_with(".jsonl"))
    return FileKind::json_lines;
  const std::string folded = text::fold(std::string_view(text).substr(0, 8192));
  if (!csv_name && (folded.starts_with("urn:") || folded.find(" urn:") != std::string::npos))
    return FileKind::report_text;
  return FileKind::csv;
}

std::vector<FormatMatch> recognise(std::string_view name, ByteView head,
                                   std::span<const Mapping> mappings) {
  std::vector<FormatMatch> out;
  const auto kind = kind_of(name, head);
  if (!kind) return out;
  const std::string text = first_text(head);
  HeaderSink header;
  if (*kind == FileKind::csv) {
    MemorySource source(head);
    (void)read_csv(source, header);
  }
  std::string_view file = base_name(name);
  std::string stem(file.substr(0, file.rfind('.')));
  for (const auto& m : mappings) {
    if (*kind == FileKind::csv && json_reader(m) && m.reader != "report") continue;
    if ((*kind == FileKind::json_lines) != json_reader(m) && *kind == FileKind::json_lines)
      continue;
    if (*kind == FileKind::report_text && m.format != "police.intelligence_reports") continue;
    if ((*kind == FileKind::ftm) != (m.reader == "ftm")) continue;
    FormatMatch match;
    match.format = m.format;
    match.kind = *kind;
    // quarantine files and spreadsheets of a feed keep its name with another ending
    const std::string pattern_stem = m.file.substr(0, m.file.rfind('.'));
    if (matches_pattern(m.file, file) || matches_pattern(pattern_stem, stem)) {
      match.confidence += 40;
      match.why = "the name is like " + m.file;
    }
    const int content = *kind == FileKind::csv          ? column_score(m, header.found.columns)
                        : *kind == FileKind::json_lines ? json_score(m, text)
                        : *kind == FileKind::xlsx       ? 0
                                                        : 60;
    match.confidence += content;
    if (content > 10) match.why += std::string(match.why.empty() ? "" : "; ") + "its columns fit";
    if (match.confidence >= 30) out.push_back(std::move(match));
  }
  std::stable_sort(out.begin(), out.end(), [](const FormatMatch& a, const FormatMatch& b) {
    return a.confidence > b.confidence;
  });
  return out;
}

}  // namespace sallyport::intake
