// What may be known of a file that came: that it came, when, by whom, under which name, and how
// many of its rows could not be taken. All of that carries the label that the feed's rows get when
// nothing tighter is said (its agreement); what the rows themselves brought is decided row by row.
// Pure, total, deny by default. Threads: any.
#pragma once

#include <string_view>

#include "access/decide.hpp"

namespace sallyport::access {

/// Which file is asked about. A feed without an agreement is nobody's: `agreed` = null.
struct FileFacts {
  std::string_view agency;               ///< whose file it is
  const model::Label* agreed = nullptr;  ///< the feed's label
};

/// May he know that the feed is there, and when it last brought something?
Decision decide_feed(const model::Label& agreed, const Grants& grants, std::string_view purpose,
                     Instant now);
/// May he look after this import: read of it, undo it? Those who bring files in, for their own
/// agency, where they may know of the feed.
Decision decide_import(const FileFacts& file, const Grants& grants, std::string_view purpose,
                       Instant now);
/// How many rows a file had in all says something of rows that others may not see: whoever brought
/// it had the file in his hands and was told; nobody else is.
bool was_told_totals(const Grants& grants, std::string_view actor);

}  // namespace sallyport::access
