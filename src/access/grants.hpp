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
  std::string usual_purpose;  ///< what he looks for unless he says: the first his account names
  std::vector<std::string> roles;
  bool active = false;
  bool operator==(const Grants&) const = default;
};

Grants grants_of(const model::PutAccount& account);
/// The account again: grants_of(account_of(g)) == g.
model::PutAccount account_of(const Grants& grants);

/// What an account may do, each named in Grants::roles. Reading intelligence and administering
/// accounts never meet in one account (R-AC-07): check_roles() refuses such a pair.
enum class Verb : std::uint8_t {
  search,    ///< search, open, draw, follow
  judge,     ///< same / different / not sure
  report,    ///< file a report
  note,      ///< write a note, see what became of one's own
  bring_in,  ///< "import": bring files in, undo an import
  relabel,   ///< tighten or widen what one's agency owns
  propose_move,
  policy,
  logs,        ///< read the log of looks
  take_out,    ///< "export": take what one sees out as a file
  administer,  ///< accounts and grants
};
std::string_view verb_name(Verb verb);  ///< as in Grants::roles: "search", "import", "propose-move"
bool may(const Grants& grants, Verb verb);
/// kBadValue for an unknown role or a pair that may not meet.
Status check_roles(const std::vector<std::string>& roles);

}  // namespace sallyport::access
