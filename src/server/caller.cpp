#include "server/caller.hpp"

namespace sallyport::server {

Result<access::Grants> grants_of(const service::Desk& desk, const std::string& user) {
  const auto directory = desk.picture().directory();
  const auto account = directory->accounts.find(user);
  if (account == directory->accounts.end() || !account->second.active)
    return fail(ErrorCode::kSignInRefused, "no account that may be used is called '" + user + "'");
  return account->second;
}

Instant business_now(service::Desk& desk) {
  const auto& settings = desk.settings();
  return settings.practice && settings.story_clock ? *settings.story_clock
                                                   : desk.clock().business_now();
}

Result<service::Caller> caller_of(service::Desk& desk, const Asking& asking) {
  service::Caller caller;
  TRY_ASSIGN(caller.grants, grants_of(desk, asking.user));
  caller.purpose = asking.purpose.empty() ? caller.grants.usual_purpose : asking.purpose;
  caller.reason = asking.reason;
  if (caller.reason.empty() && desk.settings().practice) caller.reason = "practice";
  if (caller.reason.empty()) return fail(ErrorCode::kReasonNeeded, "say --reason \"...\"");
  caller.came_from = "command line";
  // one command is one session of its own in the log
  caller.session =
      desk.token("command line " + asking.user + ' ' + std::to_string(desk.clock().wall_now().us));
  caller.business_now = business_now(desk);
  return caller;
}

}  // namespace sallyport::server
