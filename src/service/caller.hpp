// Who asks, for what, coming from where: the first argument of every verb.
#pragma once

#include <string>

#include "access/grants.hpp"
#include "base/time.hpp"

namespace sallyport::service {

struct Caller {
  access::Grants grants;  ///< of this moment, not of the sign-in
  std::string session;    ///< keyed hash
  std::string purpose;
  std::string reason;     ///< typed, or made of the work one came from
  std::string came_from;  ///< "person:01H...", "free search", "command line"
  Instant business_now;
};

}  // namespace sallyport::service
