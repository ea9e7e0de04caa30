// Filing a report: graded in its own scheme, labelled by its unit's agreement, and what it asserts
// shows at once to those who may see it.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "service/judge.hpp"
#include "service/look.hpp"

namespace sallyport::service {

struct ReportAssertion {
  std::string kind;      ///< a link kind: member_of, uses, associates_with...
  std::string a, b;      ///< ids of records the author sees
  std::string from, to;  ///< ISO dates, or empty
  std::string role, standing;
};
struct ReportRequest {
  std::string urn, date, scheme, source, information, handling;
  std::vector<std::string> conditions;     ///< for:security not:local-wings
  std::vector<std::string> releasable_to;  ///< empty: as agreed for the unit's reports
  std::string originator, text;
  std::vector<ReportAssertion> asserts;
  std::string idempotency_key;
};

/// kBadValue with the field; kNotAllowed when the account may not file or would not see its own
/// report; kNotFound when an end of an assertion is hidden or absent.
Result<Receipt> file_report(Desk& desk, Look& look, const ReportRequest& request);

}  // namespace sallyport::service
