// The country with every agency's files, shared by the scenarios that only read it, and its users,
// each signed in once.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "country.hpp"
#include "visitor.hpp"

namespace sallyport::story {

inline Country& whole() {
  static Country country(seed());
  return country;
}

/// The user in front of the whole country, looking for `purpose` (what the product suggests when
/// empty).
inline Visitor& the(const std::string& user, const std::string& purpose = {}) {
  Country& country = whole();  // outlives the visitors
  static std::map<std::pair<std::string, std::string>, Visitor> signed_in;
  return signed_in.try_emplace({user, purpose}, country, user, purpose).first->second;
}

}  // namespace sallyport::story
