// Who asks from the command line, and with what rights: the account's of this moment.
// Threads: any. Failure: kNotFound for an unknown or inactive account, kSignInRefused.
#pragma once

#include <string>

#include "base/result.hpp"
#include "service/caller.hpp"
#include "service/desk.hpp"

namespace sallyport::server {

Result<access::Grants> grants_of(const service::Desk& desk, const std::string& user);
/// The story's clock on a practice store, else the wall's.
Instant business_now(service::Desk& desk);

struct Asking {
  std::string user;
  std::string purpose;  ///< empty: the usual one
  std::string reason;   ///< empty: on a practice store "practice"; on a live one kReasonNeeded
};
/// The caller of one command. Checks no passphrase: whoever calls does, on a live store.
Result<service::Caller> caller_of(service::Desk& desk, const Asking& asking);

}  // namespace sallyport::server
