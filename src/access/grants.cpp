#include "access/grants.hpp"

#include <algorithm>
#include <array>

namespace sallyport::access {
namespace {

struct Role {
  std::string_view name;
  std::initializer_list<Verb> verbs;
};

const std::array<Role, 6>& roles_table() {
  static const std::array<Role, 6> table = {{
      {"reader", {Verb::read}},
      {"analyst", {Verb::read, Verb::judge, Verb::report, Verb::note}},
      {"officer", {Verb::read, Verb::note}},
      {"importer", {Verb::import, Verb::retract}},
      {"administrator", {Verb::administer}},
      {"auditor", {Verb::audit}},
  }};
  return table;
}

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

bool may(const Grants& grants, Verb verb) {
  if (!grants.active) return false;
  for (const auto& role : roles_table()) {
    if (std::find(grants.roles.begin(), grants.roles.end(), role.name) == grants.roles.end())
      continue;
    if (std::find(role.verbs.begin(), role.verbs.end(), verb) != role.verbs.end()) return true;
  }
  return false;
}

Status check_roles(const std::vector<std::string>& roles) {
  bool reads = false;
  bool administers = false;
  for (const auto& name : roles) {
    const auto& table = roles_table();
    const auto it = std::find_if(table.begin(), table.end(),
                                 [&](const Role& role) { return role.name == name; });
    if (it == table.end())
      return fail(ErrorCode::kBadValue,
                  "roles: '" + name +
                      "': expected reader, analyst, officer, importer, administrator or auditor");
    for (Verb v : it->verbs) {
      reads = reads || v == Verb::read;
      administers = administers || v == Verb::administer;
    }
  }
  if (reads && administers)
    return fail(ErrorCode::kBadValue,
                "roles: nobody administers accounts and reads intelligence with one account");
  return ok();
}

}  // namespace sallyport::access
