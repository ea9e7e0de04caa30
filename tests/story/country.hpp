// A practice country for tests, as the product makes one: the synthetic files of one seed, brought
// into a practice store through the real intake, served in process on a free port. A store is made
// once by every test program and copied for each Country, so that a scenario which writes spoils
// nothing for another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "http/server.hpp"
#include "server/bring_in.hpp"
#include "server/installation.hpp"

namespace sallyport::story {

using Agencies = std::vector<std::string>;

/// SALLYPORT_SEED, or 1.
std::uint64_t seed();

/// The files of this seed at demo scale; made once by every test program, gone when it ends.
std::filesystem::path files_of(std::uint64_t seed);

/// 2026-10-15T07:00 local.
Instant story_now();

class Country {
 public:
  /// A copy of the store with the files of these agencies (all when empty), opened and served.
  explicit Country(std::uint64_t seed, const Agencies& agencies = {});
  ~Country();
  Country(const Country&) = delete;

  std::uint16_t port() const { return server_->port(); }
  /// What `sallyport init --practice` wrote for this user into the file only its owner can read.
  std::string passphrase_of(const std::string& user) const;
  const std::filesystem::path& folder() const { return folder_; }

  /// Brings every file in again, as the command line does; what became of each.
  std::vector<server::BroughtFile> bring_everything_in();

  // For the twin test, which folds the ledger a second time.
  service::Desk& desk() { return installation_->desk(); }
  ledger::Store& store() { return installation_->store(); }
  access::Grants grants(const std::string& user) const;

 private:
  SystemRandom random_;
  SystemClock clock_;
  std::uint64_t seed_;
  std::filesystem::path folder_;
  std::unique_ptr<server::Installation> installation_;
  std::unique_ptr<http::Server> server_;
  std::map<std::string, std::string> passphrases_;
};

}  // namespace sallyport::story
