// CSV in any sane dialect (RFC 4180 and what spreadsheets really write): comma, semicolon, tab or
// bar; quotes doubled; CRLF, LF and CR mixed in one file; any encoding of decode.hpp. Line 1 may be
// the marking. Cells stay text: "=1+1" is a text, and an apostrophe that guards one is taken off.
// Streaming: memory is one row. A row that cannot be made out is passed on with its problem.
// Failure: kTooLarge for a cell, row or column count over base/limits.hpp; kMalformedFile for an
// empty file. Cost: linear, about 300 MB/s a core.
#pragma once

#include <memory>

#include "intake/rows.hpp"

namespace sallyport::intake {

Status read_csv(ByteSource& source, RowSink& sink);

/// One record of CSV text (delimiter ','), for tests and small tables.
std::vector<std::vector<std::string>> parse_csv(std::string_view text);

/// A cell as RFC 4180 writes it; what a spreadsheet would take for a formula gets an apostrophe.
void append_csv_cell(std::string& out, std::string_view cell);

}  // namespace sallyport::intake
