// The log of looks, for auditors: who looked at what, for what reason. Reading it is a look too and
// stands in it, durable before the answer is given.
// Read from its end, a page at a time, as far back as the page needs.
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

struct LogLine {
  std::string user;  ///< as the account is called now; its id when it is gone
  model::Consultation look;
};
struct LogAnswer {
  std::vector<LogLine> looks;  ///< oldest first
  bool partial = false;        ///< older ones were left off
  std::string older;           ///< how to ask for them; empty: there are none
};

/// Writes an answer: the hash of its bytes stands in the entry.
using RenderLog = std::string (*)(const LogAnswer&);
/// The answer as `render` writes it.
Result<std::string> read_log(Desk& desk, const Caller& caller, const LogRequest& request,
                             RenderLog render);

}  // namespace sallyport::service
