// Rows that are objects: intelligence reports with what they assert, incidents with their answers,
// notes, and FollowTheMoney entities. What a mapping's rules cannot say is said here by hand.
// A grade is taken as given and never converted. Failure of a row: kBadValue with its places.
// Threads: any; pure. Cost: linear.
#pragma once

#include "intake/agreement.hpp"
#include "intake/internal/draft.hpp"
#include "intake/legal.hpp"
#include "intake/value.hpp"

namespace sallyport::intake::internal {

struct ObjectContext {
  const Mapping& mapping;
  const FeedAgreement& agreement;
  const std::string& agency;
  const LegalRegister* legal;
};

/// Every required field there, every field of its type; the mapping's columns say which.
Status check_fields(const Mapping& mapping, const Value& object);
/// Fields no mapping column names: reported and ignored.
std::vector<std::string> unknown_fields(const Mapping& mapping, const Value& object);

Result<Draft> report_draft(const ObjectContext& context, const Value& report);
Result<Draft> incident_draft(const ObjectContext& context, const Value& incident);
Result<Draft> note_draft(const ObjectContext& context, const Value& note);
Result<Draft> ftm_draft(const ObjectContext& context, const Value& entity);

/// A CSV row of a report as the object its JSON line would be (lists divided by ";").
Value report_of_cells(const std::vector<std::string>& names,
                      const std::vector<std::string_view>& cells);

// shared by the files behind this header
tl::unexpected<Error> bad_field(std::string_view field, std::string_view value,
                                std::string expected);
Result<std::shared_ptr<const model::Label>> object_label(const ObjectContext& context,
                                                         const Value& object);
void finish_draft(Draft& draft, const Value& object);
/// The thing a descriptor names (docs/formats/police.intelligence_reports.md); -1 with nothing in
/// it. `fallback` is its key when it has no strong field. Statements rest on thing `source`.
int describe_thing(Draft& draft, const Value& descriptor, std::string_view expected,
                   std::string fallback, int source);

}  // namespace sallyport::intake::internal
