#include "access/decide.hpp"

#include <algorithm>

namespace sallyport::access {
namespace {

bool holds(const std::vector<std::string>& sorted, std::string_view token) {
  return std::binary_search(sorted.begin(), sorted.end(), token, std::less<>());
}

// "for:a|b": one of these functions. "not:a": not this one. Anything else holds for nobody.
bool condition_holds(std::string_view condition, const std::vector<std::string>& functions) {
  if (condition.starts_with("not:"))
    return condition.size() > 4 && !holds(functions, condition.substr(4));
  if (!condition.starts_with("for:")) return false;
  condition.remove_prefix(4);
  while (!condition.empty()) {
    const auto bar = condition.find('|');
    if (holds(functions, condition.substr(0, bar))) return true;
    if (bar == std::string_view::npos) break;
    condition.remove_prefix(bar + 1);
  }
  return false;
}

Decision refuse(Rule rule, std::vector<std::string> missing = {}) {
  return Decision{false, rule, std::move(missing)};
}

}  // namespace

std::string_view rule_name(Rule rule) {
  constexpr std::string_view kNames[] = {"account active", "purpose held", "purpose allowed",
                                         "not expired",    "level",        "compartments",
                                         "releasable to",  "conditions",   "all hold",
                                         "verb held",      "own agency",   "agreement"};
  return kNames[static_cast<std::size_t>(rule)];
}

Decision decide(const model::Label& label, const Grants& grants, std::string_view purpose,
                Instant now) {
  if (!grants.active) return refuse(Rule::account_active);
  if (!holds(grants.purposes, purpose)) return refuse(Rule::purpose_held, {std::string(purpose)});
  if (!holds(label.purposes, purpose)) return refuse(Rule::purpose_allowed, label.purposes);
  if (label.expires && now >= *label.expires) return refuse(Rule::not_expired);
  if (label.level > grants.clearance)
    return refuse(Rule::level, {std::string(model::level_words(label.level))});
  for (const auto& compartment : label.compartments) {
    if (!holds(grants.compartments, compartment)) return refuse(Rule::compartments, {compartment});
  }
  if (label.releasable_to.empty()) return refuse(Rule::releasable_to);
  for (const auto& set : label.releasable_to) {
    const bool any = std::any_of(set.begin(), set.end(), [&](const std::string& token) {
      return holds(grants.audiences, token);
    });
    if (!any) return refuse(Rule::releasable_to, set);
  }
  for (const auto& condition : label.conditions) {
    if (!condition_holds(condition, grants.functions)) return refuse(Rule::conditions, {condition});
  }
  return Decision{true, Rule::all_hold, {}};
}

}  // namespace sallyport::access
