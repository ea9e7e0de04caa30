// The published table of users and what they hold (story/users.toml): id, name, agency, unit,
// level, functions, audiences, compartments, purposes, may; place, where the user works, becomes
// audience tokens ("place:wexmoor"). A field it does not use (role) is for readers. Ownership:
// values. Threads: any. Failure: kBadValue naming user and field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/op.hpp"

namespace sallyport::server {

/// Ids are nil: whoever appends the accounts gives them theirs. In the order of the file.
Result<std::vector<model::PutAccount>> parse_users(std::string_view toml);
/// "dana.whitlock": 1 to 64 small letters, digits, dots and hyphens.
bool is_user_name(std::string_view name);

}  // namespace sallyport::server
