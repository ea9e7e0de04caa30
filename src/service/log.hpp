// The log of looks, for auditors: who looked at what, for what reason. Reading it is a look too and
// stands in it, durable before the answer is given.
// Read from its end, a page at a time, as far back as the page needs. What a look was at is told in
// words only where the reader's own view shows it now; of anything else he learns that it is a
// record he may not see, hidden and absent alike. What he is so told was shown to him and stands in
// his own entry.
// Threads: any; a page of few looks may lie far back, so not on a server's worker. Failure:
// kNotAllowed without the right to read the log, kReasonNeeded, kNotLogged, kBadValue for a cursor
// that is none. Cost: linear in the entries gone back over; without a filter, in the page.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/consultation.hpp"
#include "service/caller.hpp"
#include "service/desk.hpp"

namespace sallyport::service {

struct LogRequest {
  std::string user;          ///< only this account's looks; empty: everybody's
  std::string record;        ///< only looks that asked for or were shown this id; empty: all
  std::size_t limit = 1000;  ///< the newest so many
  std::string before;        ///< LogAnswer::older of the page after this one; empty: from the end
};
inline constexpr std::size_t kMostLooks = 1'000'000;

/// A record that a look asked for.
struct LookedAt {
  Id128 id;               ///< as the request names it
  std::string words;      ///< its title, or kRecordHidden
  std::string_view kind;  ///< "person"; empty when the reader may not see it
};
inline constexpr std::string_view kRecordHidden = "a record you may not see";
inline constexpr std::size_t kLookedAt = 5;

struct LogLine {
  std::string user;  ///< as the account is called now; its id when it is gone
  model::Consultation look;
  std::vector<LookedAt> about = {};  ///< at most kLookedAt, in the order asked
  std::size_t about_more = 0;        ///< left off
};
struct LogAnswer {
  std::vector<LogLine> looks;  ///< oldest first
  bool partial = false;        ///< older ones were left off
  std::string older;           ///< how to ask for them; empty: there are none
  std::string_view marking;    ///< the highest of what is told in words
};

/// Writes an answer: the hash of its bytes stands in the entry.
using RenderLog = std::string (*)(const LogAnswer&);
/// The answer as `render` writes it.
Result<std::string> read_log(Desk& desk, const Caller& caller, const LogRequest& request,
                             RenderLog render);

}  // namespace sallyport::service
