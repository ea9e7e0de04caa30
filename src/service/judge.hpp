// Judgements on who is who, with undo, and why records are one person.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "service/facts.hpp"
#include "service/instructions.hpp"
#include "service/look.hpp"
#include "service/side_by_side.hpp"

namespace sallyport::service {

struct EvidenceLine {
  model::RecordId a, b;
  std::string a_title, b_title;
  std::string_view by;  ///< model identifier person
  std::int32_t bits = 0;
  std::vector<std::string> speaks_for, against, missing;
  struct Judged {
    model::JudgementId id;
    model::Verdict verdict = model::Verdict::unsure;
    std::string by, reason, recorded;
  };
  std::optional<Judged> judgement;
  // of a proposal: the two records, and what is to be done and not done with the other one
  std::vector<SideLine> sides;
  Instructions other;
  std::vector<Sentence> would_join;
};
struct IdentityMember {
  model::RecordId id;
  std::string title;
  Source source;
  std::vector<Field> fields;
};
struct IdentityPage {
  model::RecordId self;
  std::string title;
  std::vector<IdentityMember> members;
  std::vector<EvidenceLine> edges, proposals, different;
  std::optional<EvidenceLine> weakest;
};
Result<IdentityPage> identity_page(Look& look, std::string_view id);

struct JudgementRequest {
  std::string a, b;
  model::Verdict verdict = model::Verdict::unsure;
  std::string reason;
  std::string idempotency_key;
};
struct Receipt {
  Id128 id;
  std::string receipt;
};
/// Both records must be visible (else kNotFound) and different. The judgement's label is the join
/// of both records' labels. Look's view is the one judged in; a record that vanished since:
/// kNotFound.
Result<Receipt> judge(Desk& desk, Look& look, const JudgementRequest& request);
/// Takes a visible judgement back; the state before is restored exactly.
Result<Receipt> undo_judgement(Desk& desk, Look& look, std::string_view id,
                               const std::string& reason);

std::optional<model::Verdict> verdict_named(std::string_view name);
std::string_view verdict_name(model::Verdict verdict);

}  // namespace sallyport::service
