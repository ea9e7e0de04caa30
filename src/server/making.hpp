// Makes a store: keys, settings, feeds file, accounts, agreements. A practice store gets a fresh
// passphrase for every user, written to a file only its owner can read; a live one gets a set-up
// token and no passphrase at all. The folder may be moved afterwards.
// Failure: kAlreadyThere when the folder holds a store; what went wrong before the end leaves a
// folder that is to be thrown away (the message says so). Threads: one.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace sallyport::server {

struct MakeRequest {
  std::string folder;
  bool practice = false;
  std::string users_file;  ///< empty: no accounts; agencies are Estmere's five
  std::string feeds_file;  ///< empty: feeds.toml beside the users file; without one, no feeds
};

struct Made {
  std::string store_id;
  std::vector<std::string> agencies;
  std::vector<std::string> log_keys;  ///< for witnesses: the two lines of log.pub
  std::size_t users = 0;
  std::size_t agreements = 0;
  std::string passphrases_file;  ///< practice
  std::string setup_token;       ///< live: works once
};

Result<Made> make_store(const MakeRequest& request, Clock& clock, Random& random);

}  // namespace sallyport::server
