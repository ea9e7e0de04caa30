#include "country.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "api/api.hpp"
#include "server/making.hpp"
#include "synth/synth.hpp"

namespace sallyport::story {
namespace {

namespace fs = std::filesystem;

template <class T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << to_text(result.error());
    std::abort();
  }
  return std::move(*result);
}

// A folder of this program's own. What an older build wrote says nothing about this one.
struct Workshop {
  fs::path folder =
      fs::path(SALLYPORT_BINARY_DIR) / "story" / ("made-" + std::to_string(::getpid()));
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
};

const fs::path& workshop() {
  static const Workshop made;
  fs::create_directories(made.folder);
  return made.folder;
}

// The line this program writes down when an import has trouble; none is expected.
std::vector<server::BroughtFile> bring_in_folder(server::Installation& installation,
                                                 const fs::path& files, const Agencies& agencies) {
  server::BringInRequest request;
  request.path = files.string();
  request.reason = "story test";
  std::vector<server::BroughtFile> out;
  for (const auto& file : must(server::find_files(installation, request))) {
    const bool asked = agencies.empty() ||
                       std::find(agencies.begin(), agencies.end(), file.agency) != agencies.end();
    if (!asked) continue;
    EXPECT_NE(file.feed, "") << file.shown << ": " << file.why;
    out.push_back(server::bring_in(installation, request, file));
    EXPECT_TRUE(out.back().result) << file.shown << ": " << to_text(out.back().result.error());
  }
  return out;
}

// A fresh practice store: accounts, passphrases, agreements, no file yet.
fs::path empty_store() {
  const fs::path folder = workshop() / "empty";
  if (fs::exists(folder)) return folder;
  SystemRandom random;
  SystemClock clock;
  server::MakeRequest request;
  request.folder = folder;
  request.practice = true;
  request.users_file = fs::path(SALLYPORT_SOURCE_DIR) / "story/users.toml";
  must(server::make_store(request, clock, random));
  return folder;
}

// The closed store with the files of these agencies, to be copied. The prisons' files are nine
// tenths of the rows: a store with them and others is grown from the one with them alone.
fs::path store_of(std::uint64_t seed, Agencies agencies) {
  std::string name = "store-" + std::to_string(seed);
  std::sort(agencies.begin(), agencies.end());
  for (const auto& agency : agencies) name += "-" + agency;
  const fs::path folder = workshop() / name;
  if (fs::exists(folder)) return folder;
  const auto prisons = std::find(agencies.begin(), agencies.end(), "estmere-prisons");
  fs::path from = empty_store();
  Agencies missing = agencies;
  if (prisons != agencies.end() && agencies.size() > 1) {
    from = store_of(seed, {"estmere-prisons"});
    missing.erase(missing.begin() + (prisons - agencies.begin()));
  }
  fs::copy(from, folder, fs::copy_options::recursive);
  SystemRandom random;
  SystemClock clock;
  const auto installation = must(server::Installation::open(folder, clock, random));
  bring_in_folder(*installation, files_of(seed), missing);
  EXPECT_TRUE(installation->close());
  return folder;
}

}  // namespace

std::uint64_t seed() {
  const char* given = std::getenv("SALLYPORT_SEED");
  return given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
}

Instant story_now() {
  return *parse_iso_instant("2026-10-15T06:00:00Z");
}

fs::path files_of(std::uint64_t seed) {
  const fs::path out = workshop() / ("files-" + std::to_string(seed));
  if (fs::exists(out / "manifest.json")) return out;
  synth::SynthOptions options;
  options.seed = seed;
  options.out = out;
  must(synth::synthesise(options));
  return out;
}

Country::Country(std::uint64_t seed, const Agencies& agencies) : seed_(seed) {
  folder_ = workshop() / ("country-" + to_text(random_.next_id()));
  fs::copy(store_of(seed, agencies), folder_, fs::copy_options::recursive);
  installation_ = must(server::Installation::open(folder_, clock_, random_));
  std::ifstream in(server::FolderPaths::in(folder_).passphrases);
  for (std::string user, passphrase; in >> user >> passphrase;) passphrases_[user] = passphrase;
  api::ApiOptions options;
  options.desk = &installation_->desk();
  options.clock = &clock_;
  options.random = &random_;
  options.feeds = &installation_->feeds();
  options.sandbox = &installation_->sandbox();
  options.secure_cookies = false;
  http::ServerOptions where;
  where.hosts = {"localhost", "127.0.0.1"};
  server_ = must(http::Server::start(where, api::make_router(options), {}, clock_));
}

Country::~Country() {
  server_->stop();
  EXPECT_TRUE(installation_->close());
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Country::passphrase_of(const std::string& user) const {
  const auto found = passphrases_.find(user);
  EXPECT_NE(found, passphrases_.end()) << user << " has no passphrase";
  return found == passphrases_.end() ? std::string() : found->second;
}

std::vector<server::BroughtFile> Country::bring_everything_in() {
  return bring_in_folder(*installation_, files_of(seed_), {});
}

access::Grants Country::grants(const std::string& user) const {
  return installation_->desk().picture().directory()->accounts.at(user);
}

}  // namespace sallyport::story
