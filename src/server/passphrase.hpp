// Passphrases for practice accounts: six words of a list of 256 and three digits, 58 bits. Nobody
// has one by default: each is drawn when its store is made.
#pragma once

#include <string>

#include "base/random.hpp"
#include "base/sensitive.hpp"

namespace sallyport::server {

/// "amber-kettle-window-otter-plum-seven-417"; always at least 15 characters.
Sensitive<std::string> fresh_passphrase(Random& random);

}  // namespace sallyport::server
