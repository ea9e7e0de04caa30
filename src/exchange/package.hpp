// What leaves in a file: plain values, chosen one by one by whoever fills it. Every field here is
// meant to leave; allowed() says which properties may be put in at all.
// Ownership: values. Threads: values. Failure: none. Cost: allowed() O(1).
#pragma once

#include <string>
#include <vector>

#include "base/id.hpp"
#include "model/kinds.hpp"

namespace sallyport::exchange {

struct Said {
  model::Property property = model::Property::full_name;
  std::string value;
  std::string source;  ///< "Prison roll"
  std::string agency;
  std::string grade;  ///< as given in its own scheme; empty where there is none
  std::string from, to;
};

struct Thing {
  Id128 id;
  model::RecordKind kind = model::RecordKind::unknown;
  std::string title;
  std::vector<Said> said;
};

struct Tie {
  Id128 a, b;              ///< both are things of the package
  std::string kind;        ///< "member_of"
  std::string words;       ///< "is a member of"
  std::string agency_tag;  ///< POL PRI PRO REG
};

struct Package {
  std::string marking;   ///< highest marking of what is in it
  std::string made;      ///< "2026-10-15T07:00:00Z"
  bool partial = false;  ///< a limit cut it short
  std::vector<Thing> things;
  std::vector<Tie> ties;
};

/// May this property leave in a file? Names, numbers, dates of birth and what identifies things
/// may; texts of reports and notes, markers, assessments and staff data stay.
bool allowed(model::Property property);
/// Members of staff, notes, reports and incidents stay: they are asked for by name.
bool allowed(model::RecordKind kind);

}  // namespace sallyport::exchange
