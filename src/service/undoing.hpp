// Undoing an import: first what rests on it, then the undoing. What an import said goes whole; a
// record it brought stays for whoever still sees somebody else speak of it (picture/view.hpp,
// without()). Both are a look: the caller sees what of it he may see, and only who may read of the
// import (service/feeds.hpp) may undo it. Threads: one a Look. Failure: kNotFound for an import
// that is not his to undo, kAlreadyThere, with when and why, for one that is undone already.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "service/facts.hpp"
#include "service/feeds.hpp"
#include "service/look.hpp"

namespace sallyport::service {

/// One line of what rests on an import, and everything it is about.
struct RestingLine {
  Sentence words;
  std::vector<Id128> ids;
};
inline constexpr std::size_t kRestingLines = 200;
struct RetractionPreview {
  std::size_t records = 0, links = 0, events = 0;  ///< that go
  std::size_t stay = 0;                 ///< records that stay, because others speak of them
  std::vector<RestingLine> judgements;  ///< on records it brought
  std::vector<RestingLine> citations;   ///< what reports say of them, or what rests on theirs
  std::size_t more = 0;                 ///< lines left off: kRestingLines of each are given
};
/// O(records + what it brought + what is said of that).
Result<RetractionPreview> what_rests_on(const Desk& desk, Look& look, const FeedBook* book,
                                        std::string_view id);

struct RetractionRequest {
  std::string id;
  std::string reason;
  std::string idempotency_key;  ///< used again by the same account: nothing more is done
};
Result<Written> retract_import(Desk& desk, const Look& look, const FeedBook* book,
                               const RetractionRequest& request);

}  // namespace sallyport::service
