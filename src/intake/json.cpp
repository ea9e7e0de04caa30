#include "intake/json.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "base/limits.hpp"
#include "intake/internal/decode.hpp"
#include "text/fold.hpp"

namespace sallyport::intake {
namespace {

constexpr std::size_t kArrayBytes = 16u << 20;

std::string number_text(const simdjson::dom::element& e) {
  char out[64];
  std::to_chars_result end{};
  if (e.is_int64()) {
    end = std::to_chars(out, out + sizeof out, int64_t(e));
  } else if (e.is_uint64()) {
    end = std::to_chars(out, out + sizeof out, uint64_t(e));
  } else {
    end = std::to_chars(out, out + sizeof out, double(e));
  }
  return {out, end.ptr};
}

std::string safe_text(std::string_view raw) {
  for (const char c : raw) {
    const auto b = static_cast<unsigned char>(c);
    if (b >= 0x80 || b < 0x20 || b == 0x7F) return text::sanitise_utf8(raw);
  }
  return std::string(raw);
}

Value tree(const simdjson::dom::element& e) {
  Value out;
  switch (e.type()) {
    case simdjson::dom::element_type::ARRAY:
      out.type = Value::Type::array;
      for (const auto item : simdjson::dom::array(e)) out.items.push_back(tree(item));
      break;
    case simdjson::dom::element_type::OBJECT:
      out.type = Value::Type::object;
      for (const auto field : simdjson::dom::object(e)) {
        if (out.items.size() >= limits::kColumns) break;
        out.keys.push_back(safe_text(field.key));
        out.items.push_back(tree(field.value));
      }
      break;
    case simdjson::dom::element_type::STRING:
      out = Value::of(safe_text(std::string_view(e)));
      break;
    case simdjson::dom::element_type::BOOL:
      out.type = Value::Type::boolean;
      out.text = bool(e) ? "true" : "false";
      break;
    case simdjson::dom::element_type::NULL_VALUE:
      break;
    default:
      out.type = Value::Type::number;
      out.text = number_text(e);
  }
  return out;
}

class Parser {
 public:
  Parser() : dom_(limits::kRowBytes) {}
  Result<Value> parse(std::string_view text) {
    if (!ready_) {
      if (dom_.allocate(limits::kRowBytes, static_cast<std::size_t>(limits::kJsonDepth)))
        return fail(ErrorCode::kLimitExceeded, "no memory for a row");
      ready_ = true;
    }
    padded_.assign(text);
    padded_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    simdjson::dom::element e;
    const auto error = dom_.parse(padded_.data(), text.size(),
                                  padded_.capacity() < text.size() + simdjson::SIMDJSON_PADDING)
                           .get(e);
    if (error) return fail(ErrorCode::kMalformedFile, simdjson::error_message(error));
    return tree(e);
  }

 private:
  simdjson::dom::parser dom_;
  std::string padded_;
  bool ready_ = false;
};

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Rows out of one or many JSON texts, with the marking line taken off.
class Rows {
 public:
  Rows(RowSink& sink, std::string_view encoding) : sink_(sink), encoding_(encoding) {}

  Status take(std::uint64_t number, Value value) {
    if (!begun_ && value.is(Value::Type::object) && value.has("marking") && !value.has("urn"))
      return begin(value.text_of("marking"), value.text_of("feed"), false);
    if (!begun_) TRY(begin("", "", value.has("schema") && value.has("properties")));
    SourceRow row;
    row.number = number;
    if (!value.is(Value::Type::object)) {
      row.problem = "the line is not a JSON object";
      row.expected = "one object a line: {\"field\": value, ...}";
    }
    row.object = std::move(value);
    return sink_.row(row);
  }
  Status unreadable(std::uint64_t number, std::string_view line, const std::string& why) {
    if (!begun_) TRY(begin("", "", false));
    SourceRow row;
    row.number = number;
    row.object.set("unreadable_line", Value::of(safe_text(line.substr(0, 4096))));
    row.problem = "the line is not JSON: " + why;
    row.expected = "one object a line: {\"field\": value, ...}";
    return sink_.row(row);
  }
  Status finish() { return begun_ ? ok() : begin("", "", false); }
  bool begun() const { return begun_; }

 private:
  Status begin(const std::string& marking, const std::string& feed, bool ftm) {
    begun_ = true;
    Preamble preamble;
    preamble.kind = ftm ? FileKind::ftm : FileKind::json_lines;
    preamble.encoding = std::string(encoding_);
    preamble.marking = marking;
    preamble.feed = feed;
    return sink_.preamble(preamble);
  }
  RowSink& sink_;
  std::string_view encoding_;
  bool begun_ = false;
};

// Where the text begins, what is wrong and what was expected: a parser of whole texts knows no
// more.
tl::unexpected<Error> not_json(std::string_view text, const std::string& why) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), '\n');
  return fail(ErrorCode::kMalformedFile,
              "the text from line " + std::to_string(line) + " on is not JSON (" + why +
                  "): expected one object a line, or one list of objects");
}

Status read_array(Rows& rows, std::string_view text) {
  simdjson::dom::parser whole;
  if (whole.allocate(text.size(), static_cast<std::size_t>(limits::kJsonDepth)))
    return fail(ErrorCode::kLimitExceeded, "no memory for the array");
  simdjson::dom::element e;
  const auto error = whole.parse(simdjson::padded_string(text)).get(e);
  if (error) return not_json(text, simdjson::error_message(error));
  if (!e.is_array()) return rows.take(1, tree(e));
  std::uint64_t number = 0;
  for (const auto item : simdjson::dom::array(e)) {
    TRY(rows.take(++number, tree(item)));
  }
  return ok();
}

class LineReader {
 public:
  LineReader(Rows& rows, Parser& parser) : rows_(rows), parser_(parser) {}
  // Takes whole lines off the front of text.
  Status take(std::string& text, bool last) {
    std::size_t at = 0;
    for (;;) {
      std::size_t end = text.find('\n', at);
      if (end == std::string::npos) {
        if (!last || at == text.size()) break;
        end = text.size();
      }
      TRY(line(std::string_view(text).substr(at, end - at)));
      at = std::min(end + 1, text.size());
    }
    text.erase(0, at);
    if (text.size() > limits::kRowBytes)
      return fail(ErrorCode::kTooLarge,
                  "line " + std::to_string(number_ + 1) + " is longer than 4 MiB (kRowBytes)");
    return ok();
  }

 private:
  Status line(std::string_view line) {
    ++number_;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (is_blank(line)) return ok();
    if (line.size() > limits::kRowBytes)
      return fail(ErrorCode::kTooLarge,
                  "line " + std::to_string(number_) + " is longer than 4 MiB (kRowBytes)");
    auto value = parser_.parse(line);
    if (!value) return rows_.unreadable(number_, line, value.error().detail);
    return rows_.take(number_, std::move(*value));
  }
  Rows& rows_;
  Parser& parser_;
  std::uint64_t number_ = 0;
};

}  // namespace

Result<Value> parse_json(std::string_view text) {
  if (text.size() > limits::kRowBytes)
    return fail(ErrorCode::kTooLarge, "a JSON text is longer than 4 MiB (kRowBytes)");
  Parser parser;
  return parser.parse(text);
}

Status read_json(ByteSource& source, RowSink& sink) {
  internal::Utf8Stream stream(source);
  std::string text;
  bool more = true;
  TRY_ASSIGN(more, stream.more(text));
  const std::string encoding(internal::encoding_name(stream.encoding()));
  Rows rows(sink, encoding);
  Parser parser;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos && !more)
    return fail(ErrorCode::kMalformedFile, "the file is empty");
  const std::size_t line_end = text.find('\n');
  const bool lines = first != std::string::npos && text[first] == '{' &&
                     line_end != std::string::npos &&
                     parser.parse(std::string_view(text).substr(0, line_end)).has_value();
  if (!lines) {  // an array, or one object over several lines: whole, when it is small enough
    while (more && text.size() <= kArrayBytes) {
      TRY_ASSIGN(more, stream.more(text));
    }
    const bool array = first != std::string::npos && text[first] == '[';
    if (text.size() <= kArrayBytes) {
      const Status whole = read_array(rows, text);
      if (whole || rows.begun() || array || text.find('\n') == std::string::npos) {
        TRY(whole);
        return rows.finish();
      }
    } else if (array) {
      return fail(ErrorCode::kTooLarge, "a JSON array over 16 MiB: send it as JSON lines");
    }
  }
  LineReader reader(rows, parser);
  while (more) {
    TRY(reader.take(text, false));
    TRY_ASSIGN(more, stream.more(text));
  }
  TRY(reader.take(text, true));
  return rows.finish();
}

}  // namespace sallyport::intake
