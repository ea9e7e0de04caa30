// Which Unicode tables folding and transliteration rest on: a snapshot made with others is refused,
// because the same name might fold to another token (core.md 21). Threads: any. Failure: none.
#pragma once

#include <string>

namespace sallyport::text {

/// ICU's version and that of its Unicode tables: "72.1 15.0".
std::string unicode_version();

}  // namespace sallyport::text
