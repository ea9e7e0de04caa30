#include "country.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "server/making.hpp"
#include "service/connections.hpp"
#include "synth/synth.hpp"

namespace sallyport::story {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kAgencies = {"northmoor-police", "southwater-police",
                                            "estmere-prisons", "estmere-probation",
                                            "estmere-regional"};

template <class T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << to_text(result.error());
    std::abort();
  }
  return std::move(*result);
}

}  // namespace

Instant story_now() {
  return *parse_iso_instant("2026-10-15T06:00:00Z");
}

fs::path files_of(std::uint64_t seed) {
  // made afresh by every test program: what an older build wrote says nothing about this one
  struct Made {
    fs::path folder;
    ~Made() {
      std::error_code ignored;
      fs::remove_all(folder, ignored);
    }
  };
  static Made made{fs::path(SALLYPORT_BINARY_DIR) / "story" /
                   ("files-" + std::to_string(::getpid()))};
  const fs::path out = made.folder / std::to_string(seed);
  if (fs::exists(out / "manifest.json")) return out;
  synth::SynthOptions options;
  options.seed = seed;
  options.out = out;
  must(synth::synthesise(options));
  return out;
}

Country::Country(std::uint64_t seed, std::vector<std::string> agencies)
    : agencies_(agencies.empty() ? kAgencies : std::move(agencies)), files_(files_of(seed)) {
  folder_ = fs::path(SALLYPORT_BINARY_DIR) / "story" / ("store-" + to_text(random_.next_id()));
  server::MakeRequest request;
  request.folder = folder_;
  request.users_file = fs::path(SALLYPORT_SOURCE_DIR) / "story/users.toml";
  must(server::make_store(request, clock_, random_));
  installation_ = must(server::Installation::open(folder_, clock_, random_));
  importer_ =
      std::make_unique<service::Importer>(desk(), installation_->feeds(), installation_->sandbox());
  imported_ = import_all();
}

Country::~Country() {
  if (installation_) (void)installation_->close();
  fs::remove_all(folder_);
}

std::vector<Country::Imported> Country::import_all() {
  struct File {
    int order;
    std::string agency, path, format;
    bool operator<(const File& o) const {
      return std::tie(order, path) < std::tie(o.order, o.path);
    }
  };
  std::vector<File> files;
  for (const auto& agency : agencies_) {
    for (const auto& entry : fs::recursive_directory_iterator(files_ / agency)) {
      if (!entry.is_regular_file()) continue;
      const auto file = must(intake::InputFile::open(entry.path()));
      const auto mapping = importer_->mapping_for(file, "");
      if (!mapping) {
        ADD_FAILURE() << entry.path() << ": " << to_text(mapping.error());
        continue;
      }
      files.push_back(
          {intake::reading_order((*mapping)->format), agency, entry.path(), (*mapping)->format});
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Imported> out;
  for (const auto& f : files) {
    const auto file = must(intake::InputFile::open(f.path));
    service::ImportRequest request;
    request.agency = f.agency;
    request.actor = "intake";
    request.reason = "test";
    auto result = importer_->import(file, request);
    if (!result) {
      ADD_FAILURE() << f.path << ": " << to_text(result.error());
      continue;
    }
    out.push_back({f.path, std::move(*result)});
  }
  return out;
}

access::Grants Country::grants(const std::string& user) const {
  return installation_->desk().picture().directory()->accounts.at(user);
}

std::unique_ptr<service::Look> Country::look(const std::string& user, std::string purpose) {
  service::Caller caller;
  caller.grants = grants(user);
  caller.purpose = purpose.empty() ? caller.grants.purposes.front() : std::move(purpose);
  caller.reason = "test";
  caller.came_from = "test";
  caller.business_now = story_now();
  // the purposes are sorted: "security" is what most of the thirteen look for
  for (const auto& p : caller.grants.purposes) {
    if (p == "security") caller.purpose = p;
  }
  return must(service::Look::begin(desk(), caller, "test", ""));
}

std::string Country::id(service::Look& look, const std::string& agency, const std::string& key) {
  std::string out;
  look.view().by_source(agency, key, [&](const picture::Record& record) {
    const std::string id = to_text(record.id);
    if (out.empty() || id < out) out = id;
    return true;
  });
  return out;
}

std::string Country::first_hit(service::Look& look, const std::string& text) {
  service::SearchRequest request;
  request.text = text;
  const auto answer = service::search_for(look, request);
  if (!answer || answer->groups.empty() || answer->groups.front().hits.empty()) return {};
  return to_text(answer->groups.front().hits.front().item.id);
}

}  // namespace sallyport::story
