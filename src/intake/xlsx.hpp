// XLSX (ECMA-376) read as a table: the first sheet, values only. No macros, formulas' last values,
// dates as ISO text where a cell's number format is a date. Line 1 may be the marking.
// Limits before anything is unpacked: 64 MiB packed, 1,000 parts, 1 GiB a part unpacked, a part not
// over 200 times its packed size, 64 MiB of shared strings. A document type declaration (the door
// of entity bombs) refuses the file; names of parts are only compared, never used as paths.
// Streaming but for shared strings. Failure: kMalformedFile, kTooLarge. Cost: linear, 60 MB XML/s.
#pragma once

#include "intake/rows.hpp"

namespace sallyport::intake {

/// `bytes` is the whole packed file (mapped, not copied).
Status read_xlsx(ByteView bytes, RowSink& sink);

}  // namespace sallyport::intake
