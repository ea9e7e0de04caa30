// What a user holds, and for what he looks. Folded from account entries; a plain value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/ids.hpp"
#include "model/label.hpp"
#include "model/op.hpp"

namespace sallyport::access {

/// All lists sorted. `functions` are what conditions speak of ("security", "placement",
/// "local-wings"); `audiences` what releasable-to speaks of ("estmere-prisons/security").
struct Grants {
  model::UserId user;
  std::string name;
  std::string display_name;
  std::string agency;
  std::string unit;
  model::Level clearance = model::Level::official;
  std::vector<std::string> functions;
  std::vector<std::string> audiences;
  std::vector<std::string> compartments;
  std::vector<std::string> purposes;
  std::vector<std::string> roles;
  bool active = false;
  bool operator==(const Grants&) const = default;
};

Grants grants_of(const model::PutAccount& account);

/// What a role may do. Reading intelligence and administering accounts never meet in one account
/// (R-AC-07): make_account_check() refuses such a pair.
enum class Verb : std::uint8_t {
  read,         ///< search, open, draw
  judge,        ///< same / different / not sure
  report,       ///< file a report
  note,         ///< write a note
  import,       ///< bring files in
  retract,      ///< undo an import
  administer,   ///< accounts and grants
  audit,        ///< read the log
};
/// Roles: "reader" read; "analyst" read judge report; "officer" note (and read of what is released);
/// "importer" import retract; "administrator" administer; "auditor" audit. Unknown role: nothing.
bool may(const Grants& grants, Verb verb);
Status check_roles(const std::vector<std::string>& roles);

}  // namespace sallyport::access
