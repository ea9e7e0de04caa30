#include "access/grants.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace sallyport::access {
namespace {

constexpr std::array<std::string_view, 11> kVerbs = {"search", "judge",   "report",       "note",
                                                     "import", "relabel", "propose-move", "policy",
                                                     "logs",   "export",  "administer"};

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
  if (!a.purposes.empty()) g.usual_purpose = a.purposes.front();
  g.roles = sorted(a.roles);
  g.active = a.active;
  return g;
}

model::PutAccount account_of(const Grants& g) {
  model::PutAccount a;
  a.id = g.user;
  a.name = g.name;
  a.display_name = g.display_name;
  a.agency = g.agency;
  a.unit = g.unit;
  a.clearance = g.clearance;
  a.functions = g.functions;
  a.audiences = g.audiences;
  a.compartments = g.compartments;
  if (!g.usual_purpose.empty()) a.purposes = {g.usual_purpose};
  a.purposes.insert(a.purposes.end(), g.purposes.begin(), g.purposes.end());
  a.roles = g.roles;
  a.active = g.active;
  return a;
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
