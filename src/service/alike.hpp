// Reports known again by number and by text: what is offered to whoever files a report, brings a
// file in, or reads of an import, as "the same text came as ... on ...". Everything is compared in
// the caller's own view; nothing is joined by it. Threads: one a Look. Failure: kNotFound for an
// import that is not his to read of. Cost: search/same_text.hpp, for each report looked at.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/import.hpp"
#include "search/same_text.hpp"
#include "service/facts.hpp"
#include "service/feeds.hpp"
#include "service/look.hpp"

namespace sallyport::service {

struct AlikeLine {
  std::string number;         ///< of the report asked about
  std::optional<Item> other;  ///< the one there already; nullopt: another of the same file
  search::Likeness likeness = search::Likeness::text;
  Sentence words;
};
struct AlikeAnswer {
  std::vector<AlikeLine> lines;
  std::size_t more = 0;  ///< lines left off
  bool partial = false;  ///< a limit left reports out
};
inline constexpr std::size_t kAlikeLines = 100;
inline constexpr std::size_t kAlikeReports = 300;  ///< of one import, looked at for one answer

/// For one report, before it is filed.
AlikeAnswer alike_to(Look& look, const search::AlikeQuery& query);
/// For the reports of a file that has been tried or brought in: with those of the view, and with
/// one another.
AlikeAnswer alike_to(Look& look, const std::vector<intake::NewReport>& reports);
/// For the reports an import brought, in order of their ids.
Result<AlikeAnswer> alike_to_import(const Desk& desk, Look& look, const FeedBook* book,
                                    std::string_view id);

}  // namespace sallyport::service
