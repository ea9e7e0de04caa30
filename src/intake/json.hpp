// JSON lines and JSON arrays (RFC 8259 through simdjson), at most limits::kJsonDepth deep. Line 1
// may be {"marking": "...", "feed": "..."}. One object a row; a line that cannot be read is passed
// on with its problem and the raw line. Lines with a "schema" and "properties" are FollowTheMoney.
// Streaming by lines; an array is taken whole when below 16 MiB. Memory: one row and its tree.
// Failure: kTooLarge, kMalformedFile. Cost: linear, about 200 MB/s a core.
#pragma once

#include "intake/rows.hpp"

namespace sallyport::intake {

Status read_json(ByteSource& source, RowSink& sink);

/// One JSON text, strictly. The error says what is wrong in plain words.
Result<Value> parse_json(std::string_view text);

/// The standard report as text (docs/formats/police.intelligence_reports.md): header lines, a blank
/// line, the text; pasted messages lose their quote marks, mail headers and signature. Gives one
/// row in the shape of a report line.
Status read_report_text(ByteSource& source, RowSink& sink);

/// The same report back out, for printing and pasting; read_report_text() takes it again.
std::string to_report_text(const Value& report, std::string_view marking);

}  // namespace sallyport::intake
