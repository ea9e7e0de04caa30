#include "access/reference.hpp"

#include <set>
#include <sstream>

namespace sallyport::access {
namespace {

using Set = std::set<std::string>;
Set set_of(const std::vector<std::string>& list) {
  return {list.begin(), list.end()};
}

// "for:security|placement" -> {"for", {"security", "placement"}}
bool condition_allows(const std::string& condition, const Set& functions) {
  const auto colon = condition.find(':');
  if (colon == std::string::npos) return false;
  const std::string word = condition.substr(0, colon);
  const std::string rest = condition.substr(colon + 1);
  if (word == "for") {
    std::istringstream alternatives(rest);
    std::string one;
    while (std::getline(alternatives, one, '|')) {
      if (functions.count(one) == 1) return true;
    }
    return false;
  }
  if (word == "not") return !rest.empty() && functions.count(rest) == 0;
  return false;
}

}  // namespace

bool reference_allows(const model::Label& label, const Grants& grants, const std::string& purpose,
                      Instant now) {
  bool allowed = grants.active;
  allowed = allowed && set_of(grants.purposes).count(purpose) == 1;
  allowed = allowed && set_of(label.purposes).count(purpose) == 1;
  allowed = allowed && !(label.expires.has_value() && label.expires->us <= now.us);
  allowed = allowed && static_cast<int>(label.level) <= static_cast<int>(grants.clearance);
  for (const auto& compartment : label.compartments)
    allowed = allowed && set_of(grants.compartments).count(compartment) == 1;
  bool released_to_somebody = false;
  for (const auto& alternatives : label.releasable_to) {
    released_to_somebody = true;
    bool one_held = false;
    for (const auto& token : alternatives)
      one_held = one_held || set_of(grants.audiences).count(token) == 1;
    allowed = allowed && one_held;
  }
  allowed = allowed && released_to_somebody;
  for (const auto& condition : label.conditions)
    allowed = allowed && condition_allows(condition, set_of(grants.functions));
  return allowed;
}

}  // namespace sallyport::access
