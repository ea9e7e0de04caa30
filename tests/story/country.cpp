#include "country.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "server/users_file.hpp"
#include "service/connections.hpp"
#include "synth/synth.hpp"

namespace sallyport::story {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

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
  const fs::path out = fs::path(SALLYPORT_BINARY_DIR) / "story" / ("seed-" + std::to_string(seed));
  if (fs::exists(out / "manifest.json")) return out;
  fs::remove_all(out);
  synth::SynthOptions options;
  options.seed = seed;
  options.out = out;
  must(synth::synthesise(options));
  return out;
}

Country::Country(std::uint64_t seed, std::vector<std::string> agencies)
    : agencies_(agencies.empty() ? kAgencies : std::move(agencies)),
      files_(files_of(seed)),
      sandbox_(std::string(SALLYPORT_BINARY_DIR) + "/bin/sallyport-reader") {
  folder_ = fs::path(SALLYPORT_BINARY_DIR) / "story" / ("store-" + to_text(random_.next_id()));
  must(ledger::init_store(folder_, kAgencies, random_, clock_));
  fs::copy_file(fs::path(SALLYPORT_SOURCE_DIR) / "story/feeds.toml", folder_ / "feeds.toml");
  must(service::register_entry_types(types_));
  service::Settings settings;
  settings.practice = true;
  desk_ = std::make_unique<service::Desk>(clock_, random_, settings);
  ledger::StoreOptions options;
  options.clock = &clock_;
  options.random = &random_;
  options.main_follower = [this](const auto& receipt, auto drafts) {
    desk_->follow(receipt, drafts);
  };
  store_ = must(ledger::Store::open(folder_, types_, options));
  auto accounts =
      must(service::Accounts::open("", store_->keyring().store_key_sensitive(), random_));
  must(desk_->attach(store_->main(), store_->consultations(), store_->keyring(),
                     std::move(accounts)));
  model::Batch batch;
  batch.actor = "init";
  auto users =
      must(server::parse_users(text_of(fs::path(SALLYPORT_SOURCE_DIR) / "story/users.toml")));
  for (auto& user : users) {
    user.id = model::UserId(random_.next_id());
    batch.ops.push_back(std::move(user));
  }
  book_ = must(service::open_feed_book(folder_, store_->keyring().token_key_sensitive()));
  for (const auto& agreement : book_.agreements) {
    for (const auto& agency : agreement.agencies) {
      std::string title = agreement.feed;
      for (const auto& m : book_.mappings) {
        if (m.format == agreement.feed) title = m.title;
      }
      batch.ops.push_back(intake::put_feed(agreement, agency, title));
    }
  }
  must(desk_->append(batch));
  importer_ = std::make_unique<service::Importer>(*desk_, book_, sandbox_);
  imported_ = import_all();
}

Country::~Country() {
  if (store_) (void)store_->close();
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
  return desk_->picture().directory()->accounts.at(user);
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
  return must(service::Look::begin(*desk_, caller, "test", ""));
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
