// A practice country for tests: the synthetic files of one seed, imported into a fresh store
// through the real intake, and questions asked as one of its users.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "server/installation.hpp"
#include "service/desk.hpp"
#include "service/importing.hpp"
#include "service/look.hpp"

namespace sallyport::story {

/// The files of this seed at demo scale; made once and kept in the build folder.
std::filesystem::path files_of(std::uint64_t seed);

/// 2026-10-15T07:00 local.
Instant story_now();

class Country {
 public:
  /// Imports the folders of these agencies (all when empty).
  Country(std::uint64_t seed, std::vector<std::string> agencies = {});
  ~Country();

  service::Desk& desk() { return installation_->desk(); }
  service::Importer& importer() { return *importer_; }
  ledger::Store& store() { return installation_->store(); }
  const std::filesystem::path& folder() const { return folder_; }

  /// Imports every file again; the outcomes by file.
  struct Imported {
    std::string file;
    service::ImportResult result;
  };
  const std::vector<Imported>& imported() const { return imported_; }
  std::vector<Imported> import_all();

  access::Grants grants(const std::string& user) const;
  std::unique_ptr<service::Look> look(const std::string& user, std::string purpose = {});
  /// Id of the first visible record of this agency with this key, or "".
  std::string id(service::Look& look, const std::string& agency, const std::string& key);
  /// Id of the first hit, or "".
  std::string first_hit(service::Look& look, const std::string& text);

 private:
  SystemRandom random_;
  SystemClock clock_;
  std::filesystem::path folder_;
  std::vector<std::string> agencies_;
  std::filesystem::path files_;
  std::unique_ptr<server::Installation> installation_;
  std::unique_ptr<service::Importer> importer_;
  std::vector<Imported> imported_;
};

}  // namespace sallyport::story
