#include "intake/csv.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/limits.hpp"
#include "intake/internal/decode.hpp"
#include "text/fold.hpp"

namespace sallyport::intake {
namespace {

bool formula_like(std::string_view cell) {
  if (cell.empty() || std::strchr("=+-@\t\r", cell[0]) == nullptr) return false;
  const bool number = cell[0] == '+' || cell[0] == '-';
  return !number || cell.find_first_not_of("0123456789 .,()", 1) != std::string_view::npos;
}

// Text of the file with a window of unread characters. Rows are cut out of the window.
class Scanner {
 public:
  explicit Scanner(ByteSource& source) : stream_(source) {}

  // Makes sure that text_ holds the first lines, enough to judge the dialect.
  Status prime() {
    while (text_.size() < (64u << 10) && !ended_) TRY(fill());
    return ok();
  }
  std::string_view head() const { return std::string_view(text_).substr(at_); }
  std::string_view encoding() const { return internal::encoding_name(stream_.encoding()); }
  void set_delimiter(char delimiter) { delimiter_ = delimiter; }
  std::uint64_t line() const { return line_; }

  // Reads one record into cells; false at the end of the file.
  Result<bool> next(std::vector<std::string>& cells, bool& unclosed) {
    size_ = 0;
    unclosed = false;
    row_bytes_ = 0;
    if (!have()) {
      TRY(refill());
      if (!have()) return false;
    }
    ++line_;
    for (;;) {
      TRY(cell(cells, unclosed));
      if (stop_ != delimiter_) break;
    }
    cells.resize(size_);
    return true;
  }

 private:
  bool have() const { return at_ < text_.size(); }
  Status fill() {
    bool more = false;
    TRY_ASSIGN(more, stream_.more(text_));
    if (!more) ended_ = true;
    return ok();
  }
  Status refill() {
    text_.erase(0, at_);
    at_ = 0;
    while (!have() && !ended_) TRY(fill());
    return ok();
  }
  std::string& fresh(std::vector<std::string>& cells) {
    if (size_ == cells.size()) cells.emplace_back();
    std::string& out = cells[size_++];
    out.clear();
    return out;
  }
  Status grown(const std::string& cell) {
    row_bytes_ += cell.size() + 1;
    if (cell.size() > limits::kFieldBytes)
      return fail(ErrorCode::kTooLarge,
                  "row " + std::to_string(line_) + ": a cell is longer than 1 MiB (kFieldBytes)");
    if (row_bytes_ > limits::kRowBytes)
      return fail(ErrorCode::kTooLarge,
                  "row " + std::to_string(line_) + " is longer than 4 MiB (kRowBytes)");
    if (size_ > limits::kColumns)
      return fail(ErrorCode::kTooLarge,
                  "row " + std::to_string(line_) + " has more than 4096 columns (kColumns)");
    return ok();
  }

  // One cell. Leaves in stop_ what ended it: the delimiter, '\n' or 0 for the end of the file.
  Status cell(std::vector<std::string>& cells, bool& unclosed) {
    std::string& out = fresh(cells);
    if (!have()) TRY(refill());
    if (have() && text_[at_] == '"') {
      ++at_;
      TRY(quoted(out, unclosed));
    }
    for (;;) {  // the plain part, or what follows a closing quote
      if (!have()) {
        TRY(refill());
        if (!have()) {
          stop_ = 0;
          return grown(out);
        }
      }
      const char stops[] = {delimiter_, '\n', '\r', 0};
      const std::size_t end = find_stop(stops);
      out.append(text_, at_, end - at_);
      at_ = end;
      if (out.size() > limits::kFieldBytes) return grown(out);
      if (!have()) continue;
      stop_ = text_[at_++];
      if (stop_ == '\r') {
        if (!have()) TRY(refill());
        if (have() && text_[at_] == '\n') ++at_;
        stop_ = '\n';
      }
      return grown(out);
    }
  }
  std::size_t find_stop(const char* stops) const {
    const char* p = text_.data() + at_;
    const char* const end = text_.data() + text_.size();
    while (p < end && *p != stops[0] && *p != stops[1] && *p != stops[2]) ++p;
    return static_cast<std::size_t>(p - text_.data());
  }
  Status quoted(std::string& out, bool& unclosed) {
    for (;;) {
      if (!have()) {
        TRY(refill());
        if (!have()) {
          unclosed = true;
          return ok();
        }
      }
      std::size_t end = text_.find('"', at_);
      if (end == std::string::npos) end = text_.size();
      out.append(text_, at_, end - at_);
      at_ = end;
      if (out.size() > limits::kFieldBytes) return grown(out);
      if (!have()) continue;
      ++at_;
      if (!have()) TRY(refill());
      if (!have() || text_[at_] != '"') return ok();
      out += '"';
      ++at_;
    }
  }

  internal::Utf8Stream stream_;
  std::string text_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::size_t row_bytes_ = 0;
  std::uint64_t line_ = 0;
  char delimiter_ = ',';
  char stop_ = 0;
  bool ended_ = false;
};

// The delimiter that cuts the first lines most evenly: outside quotes, same count on each line.
char guess_delimiter(std::string_view head) {
  constexpr char kCandidates[] = {',', ';', '\t', '|'};
  char best = ',';
  std::size_t best_score = 0;
  for (const char d : kCandidates) {
    std::vector<std::size_t> counts;
    std::size_t count = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < head.size() && counts.size() < 12; ++i) {
      const char c = head[i];
      if (c == '"') quoted = !quoted;
      if (quoted) continue;
      if (c == d) ++count;
      if (c == '\n' || (c == '\r' && (i + 1 == head.size() || head[i + 1] != '\n'))) {
        counts.push_back(count);
        count = 0;
      }
    }
    if (counts.empty() || count != 0) counts.push_back(count);
    const std::size_t top = *std::max_element(counts.begin(), counts.end());
    const auto same = static_cast<std::size_t>(std::count(counts.begin(), counts.end(), top));
    const std::size_t score = top * same * same;
    if (score > best_score) {
      best_score = score;
      best = d;
    }
  }
  return best;
}

bool blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& c) { return c.empty(); });
}

bool marking_row(const std::vector<std::string>& cells) {
  return !cells.empty() && is_marking(cells[0]) &&
         std::all_of(cells.begin() + 1, cells.end(), [](const auto& c) { return c.empty(); });
}

void clean(std::string& cell, bool& had_nul) {
  if (cell.size() > 1 && cell[0] == '\'' && formula_like(std::string_view(cell).substr(1)))
    cell.erase(0, 1);
  bool plain = true;
  for (const char c : cell) {
    const auto b = static_cast<unsigned char>(c);
    if (b == 0) had_nul = true;
    if (b >= 0x80 || b < 0x20 || b == 0x7F) plain = false;
  }
  if (!plain) cell = text::sanitise_utf8(cell);
}

void judge(SourceRow& row, std::size_t cells, std::size_t columns, bool unclosed, bool had_nul) {
  row.problem.clear();
  row.expected.clear();
  if (unclosed) {
    row.problem = "a quotation mark is not closed";
    row.expected = "a closing quotation mark before the next row";
  } else if (had_nul) {
    row.problem = "the row holds NUL bytes";
    row.expected = "text without NUL bytes";
  } else if (cells != columns) {
    row.problem = "the row has " + std::to_string(cells) + " cells";
    row.expected = std::to_string(columns) + " cells, as the line of column names has";
  }
}

}  // namespace

Status read_csv(ByteSource& source, RowSink& sink) {
  Scanner scanner(source);
  TRY(scanner.prime());
  if (scanner.head().empty()) return fail(ErrorCode::kMalformedFile, "the file is empty");
  std::string_view head = scanner.head();
  const std::size_t first_end = head.find_first_of("\r\n");
  if (first_end != std::string_view::npos &&
      head.substr(0, first_end).find('"') == std::string_view::npos &&
      is_marking(head.substr(0, head.find_first_of(",;\t|\r\n"))))
    head.remove_prefix(first_end + 1);
  const char delimiter = guess_delimiter(head);
  scanner.set_delimiter(delimiter);

  Preamble preamble;
  preamble.kind = FileKind::csv;
  preamble.encoding = std::string(scanner.encoding());
  preamble.delimiter = std::string(1, delimiter);
  std::vector<std::string> cells;
  bool unclosed = false;
  bool more = true;
  bool had_nul = false;
  while (preamble.columns.empty()) {
    TRY_ASSIGN(more, scanner.next(cells, unclosed));
    if (!more) return fail(ErrorCode::kMalformedFile, "the file has no line of column names");
    for (auto& c : cells) clean(c, had_nul);
    if (blank(cells)) continue;
    if (preamble.marking.empty() && marking_row(cells)) {
      preamble.marking = cells[0];
    } else {
      preamble.columns = cells;
    }
  }
  // spreadsheets add empty columns at the end: they are not columns
  while (preamble.columns.back().empty()) preamble.columns.pop_back();
  TRY(sink.preamble(preamble));

  SourceRow row;
  for (;;) {
    TRY_ASSIGN(more, scanner.next(cells, unclosed));
    if (!more) return ok();
    had_nul = false;
    for (auto& c : cells) clean(c, had_nul);
    if (blank(cells)) continue;
    std::size_t size = cells.size();
    while (size > preamble.columns.size() && cells[size - 1].empty()) --size;
    row.number = scanner.line();
    row.cells.assign(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(size));
    judge(row, size, preamble.columns.size(), unclosed, had_nul);
    TRY(sink.row(row));
  }
}

std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
  MemorySource source(as_bytes(text));
  Scanner scanner(source);
  std::vector<std::vector<std::string>> out;
  std::vector<std::string> cells;
  bool unclosed = false;
  for (;;) {
    const auto more = scanner.next(cells, unclosed);
    if (!more || !*more) return out;
    out.push_back(cells);
  }
}

void append_csv_cell(std::string& out, std::string_view cell) {
  const bool guard = formula_like(cell);
  const bool quote = cell.find_first_of(",\"\r\n") != std::string_view::npos ||
                     (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
  if (quote) out += '"';
  if (guard) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quote) out += '"';
}

}  // namespace sallyport::intake
