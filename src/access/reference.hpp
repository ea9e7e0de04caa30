// The reference model of access: the policy once more, written for reading and not for speed, from
// docs/formats (Labels) and DESIGN.md 3 alone. decide() must agree with it on every input; ./check
// compares a million at random, ./campaign a hundred million. Shares no code with decide.cpp.
#pragma once

#include <string>

#include "access/grants.hpp"
#include "base/time.hpp"
#include "model/label.hpp"

namespace sallyport::access {

bool reference_allows(const model::Label& label, const Grants& grants, const std::string& purpose,
                      Instant now);

}  // namespace sallyport::access
