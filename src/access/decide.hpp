// The one decision function: may this user, looking for this purpose, see what carries this label?
// Deny by default, total, no side effects. A decision returns its evidence: the rule that decided
// and what is missing. The 200-line reference model is reference.hpp; ./check compares them at
// random.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/grants.hpp"
#include "base/time.hpp"
#include "model/label.hpp"

namespace sallyport::access {

/// In the order they are checked; the first that fails decides.
enum class Rule : std::uint8_t {
  account_active,
  purpose_held,     ///< the user may look for this purpose at all
  purpose_allowed,  ///< the label allows this purpose
  not_expired,
  level,
  compartments,
  releasable_to,
  conditions,
  all_hold,    ///< nothing failed: allowed
  verb_held,   ///< imports.hpp, before a label is looked at: the account may do this at all
  own_agency,  ///< ... for files of its own agency
  agreement,   ///< ... that came under an agreement
};
std::string_view rule_name(Rule rule);

struct Decision {
  bool allowed = false;
  Rule decided_by = Rule::account_active;
  /// What would be needed, for an administrator's screen; never shown to the user who was refused.
  std::vector<std::string> missing;
};

/// O(tokens of the label x log tokens of the grants).
Decision decide(const model::Label& label, const Grants& grants, std::string_view purpose,
                Instant now);

}  // namespace sallyport::access
