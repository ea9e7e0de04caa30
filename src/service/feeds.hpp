// What came when: the feeds a caller may know of, and the imports he looks after. Who may know what
// is decided in access/imports.hpp; a file's name and its rejected rows carry its feed's label, the
// totals of a file are told to whoever brought it, and what it brought is counted in the caller's
// view. Threads: one a Look. Failure: kNotAllowed without the right to bring files in; kNotFound
// for an import that is another's, hidden or absent: one answer. Cost: linear in feeds and imports.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "service/importing.hpp"
#include "service/look.hpp"

namespace sallyport::service {

struct FeedLine {
  std::string name, title, agency, age;
  std::optional<Instant> last;
  bool late = false;
  std::uint64_t rejected = 0;  ///< of the newest file, for those who look after it
};

/// What an import brought that the caller may see.
struct BroughtCounts {
  std::size_t records = 0, links = 0, events = 0;
};

struct ImportLine {
  model::ImportId id;
  std::string file, feed, agency, by;
  Instant at;
  struct Totals {
    std::uint64_t rows = 0, taken = 0, unchanged = 0;
  };
  std::optional<Totals> totals;  ///< for whoever brought it
  std::uint64_t rejected = 0, refused = 0;
  bool committed = false;
  std::string retracted;  ///< when and why, or empty
  std::optional<BroughtCounts> brought;
  // known to the one who brought it, for a while
  bool dry_run = false;
  std::optional<std::uint64_t> new_records;
  std::vector<intake::FieldChange> changes;
  std::vector<ErrorPlace> rejects;
};

/// `book` may be null: then the ledger's feeds alone. Ages by the wall's clock, as files come by
/// it. By agency, then name.
std::vector<FeedLine> feeds_of(const Look& look, const FeedBook* book, Instant wall_now);
/// Newest first.
Result<std::vector<ImportLine>> imports_of(const Look& look, const FeedBook* book);
Result<ImportLine> import_of(const Look& look, const FeedBook* book, std::string_view id);
/// The same with what it brought. O(records + what it brought).
Result<ImportLine> import_page(const Desk& desk, const Look& look, const FeedBook* book,
                               std::string_view id);

/// What "intake" brought in, with its totals: for the person who runs the machine and did it, on a
/// store of his own that is not served. Newest first.
std::vector<ImportLine> imports_by_intake(const Desk& desk);

}  // namespace sallyport::service
