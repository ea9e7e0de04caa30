// The users file of a store that is being made: who signs in and what each holds (story/users.toml
// is the practice country's). Read once, at init; from then on accounts are ledger entries.
// Failure: kBadValue naming the user and the field. Linear.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/op.hpp"

namespace sallyport::service {

/// Accounts in the file's order, without ids: the caller gives fresh ones.
Result<std::vector<model::PutAccount>> parse_users(std::string_view toml);

}  // namespace sallyport::service
