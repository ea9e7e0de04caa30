#include "access/grants.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace sallyport::access {
namespace {

constexpr std::array<std::string_view, 10> kVerbs = {
    "search",  "judge",        "report", "note", "import",
    "relabel", "propose-move", "policy", "logs", "administer"};

std::vector<std::string> sorted(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

}  // namespace

Grants grants_of(const model::PutAccount& a) {
  Grants g;
  g.user = a.id;
  g.name = a.name;
  g.display_name = a.display_name;
  g.agency = a.agency;
  g.unit = a.unit;
  g.clearance = a.clearance;
  g.functions = sorted(a.functions);
  g.audiences = sorted(a.audiences);
  g.compartments = sorted(a.compartments);
  g.purposes = sorted(a.purposes);
  g.roles = sorted(a.roles);
  g.active = a.active;
  return g;
}

std::string_view verb_name(Verb verb) {
  return kVerbs[static_cast<std::size_t>(verb)];
}

bool may(const Grants& grants, Verb verb) {
  return grants.active && std::binary_search(grants.roles.begin(), grants.roles.end(),
                                             verb_name(verb), std::less<>());
}

Status check_roles(const std::vector<std::string>& roles) {
  bool reads = false;
  bool administers = false;
  for (const auto& name : roles) {
    if (std::find(kVerbs.begin(), kVerbs.end(), name) == kVerbs.end()) {
      std::string all;
      for (auto v : kVerbs) all += (all.empty() ? "" : ", ") + std::string(v);
      return fail(ErrorCode::kBadValue, "roles: '" + name + "': expected one of " + all);
    }
    administers = administers || name == verb_name(Verb::administer);
    reads = reads || (name != verb_name(Verb::administer) && name != verb_name(Verb::policy));
  }
  if (reads && administers)
    return fail(ErrorCode::kBadValue,
                "roles: nobody administers accounts and reads intelligence with one account");
  return ok();
}

}  // namespace sallyport::access
