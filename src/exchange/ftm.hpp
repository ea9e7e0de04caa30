// A package as FollowTheMoney entities, one a line (followthemoney.tech): Person, Organization,
// Address, Vehicle, BankAccount, Company, Thing; ties as Membership, Family, Associate, or
// UnknownLink. The first entity is a Note with the marking. Grades do not exist there and do not
// leave this way: never convert one grading scheme to another silently.
// Threads: any. Failure: none. Cost: linear.
#pragma once

#include <string>

#include "exchange/package.hpp"

namespace sallyport::exchange {

std::string to_ftm(const Package& package);

}  // namespace sallyport::exchange
