#include "server/making.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "ledger/files.hpp"
#include "server/installation.hpp"
#include "server/passphrase.hpp"
#include "server/users_file.hpp"

namespace sallyport::server {
namespace {

constexpr std::string_view kAgencies[] = {"northmoor-police", "southwater-police",
                                          "estmere-prisons", "estmere-probation",
                                          "estmere-regional"};
constexpr std::string_view kStoryClock = "2026-10-15T06:00:00Z";  // Thursday, 07:00 local
constexpr std::string_view kNoFeeds = "# No feed is agreed yet: docs/formats/README.md, Labels.\n";

// What the two files say, read and checked before anything is made.
struct Plan {
  std::vector<model::PutAccount> users;
  std::vector<intake::FeedAgreement> agreements;
  std::string feeds_text{kNoFeeds};
  std::vector<std::string> agencies;
};

Result<std::string> text_of(const std::string& path) {
  TRY_ASSIGN(const Bytes file, ledger::read_file(path));
  return std::string(as_text(file));
}

Result<Plan> plan_of(const MakeRequest& request) {
  Plan plan;
  std::set<std::string> agencies;
  if (!request.users_file.empty()) {
    TRY_ASSIGN(const std::string text, text_of(request.users_file));
    TRY_ASSIGN(plan.users, parse_users(text));
    for (const auto& user : plan.users) agencies.insert(user.agency);
  }
  std::string feeds = request.feeds_file;
  if (feeds.empty() && !request.users_file.empty()) {
    const auto beside = std::filesystem::path(request.users_file).parent_path() / "feeds.toml";
    if (ledger::file_exists(beside.string())) feeds = beside.string();
  }
  if (!feeds.empty()) {
    TRY_ASSIGN(plan.feeds_text, text_of(feeds));
    TRY_ASSIGN(plan.agreements, intake::parse_agreements(plan.feeds_text));
    for (const auto& a : plan.agreements) agencies.insert(a.agencies.begin(), a.agencies.end());
  }
  if (agencies.empty()) agencies.insert(std::begin(kAgencies), std::end(kAgencies));
  plan.agencies.assign(agencies.begin(), agencies.end());
  return plan;
}

model::Batch first_entries(const Plan& plan, const service::Desk& desk,
                           const std::vector<intake::Mapping>& mappings) {
  model::Batch batch;
  batch.actor = "sallyport init";
  batch.reason = "the store was made";
  for (model::PutAccount account : plan.users) {
    account.id = model::UserId(desk.new_id("account", account.name, 0));
    batch.ops.emplace_back(std::move(account));
  }
  for (const auto& agreement : plan.agreements) {
    const auto mapping =
        std::find_if(mappings.begin(), mappings.end(),
                     [&](const intake::Mapping& m) { return m.format == agreement.feed; });
    const std::string title = mapping == mappings.end() ? agreement.feed : mapping->title;
    for (const auto& agency : agreement.agencies)
      batch.ops.emplace_back(intake::put_feed(agreement, agency, title));
  }
  return batch;
}

Status give_passphrases(const Plan& plan, service::Accounts& accounts, const std::string& path,
                        Random& random) {
  std::string lines;
  for (const auto& user : plan.users) {
    const auto passphrase = fresh_passphrase(random);
    TRY(accounts.set_passphrase(user.name, passphrase));
    lines += user.name + ' ' + passphrase.unwrap_sensitive() + '\n';
  }
  return ledger::replace_file(path, as_bytes(lines), 0600);
}

}  // namespace

Result<Made> make_store(const MakeRequest& request, Clock& clock, Random& random) {
  TRY_ASSIGN(const Plan plan, plan_of(request));
  Made made;
  made.agencies = plan.agencies;
  made.users = plan.users.size();
  TRY_ASSIGN(const ledger::StoreIdentity identity,
             ledger::init_store(request.folder, plan.agencies, random, clock));
  made.store_id = to_text(identity.store_id);
  made.log_keys = {crypto::to_text(identity.main), crypto::to_text(identity.consultations)};
  const FolderPaths paths = FolderPaths::in(request.folder);
  service::Settings settings;
  settings.practice = request.practice;
  if (request.practice) settings.story_clock = parse_iso_instant(kStoryClock);
  const std::string settings_text = service::to_text(settings);
  TRY(ledger::replace_file(paths.settings, as_bytes(settings_text), 0600));
  TRY(ledger::replace_file(paths.feeds, as_bytes(plan.feeds_text), 0600));

  TRY_ASSIGN(const auto installation, Installation::open(request.folder, clock, random));
  service::Desk& desk = installation->desk();
  const model::Batch batch = first_entries(plan, desk, installation->feeds().mappings);
  if (!batch.ops.empty()) TRY(desk.append(batch));
  made.agreements = batch.ops.size() - plan.users.size();
  if (request.practice) {
    made.passphrases_file = paths.passphrases;
    TRY(give_passphrases(plan, desk.accounts(), paths.passphrases, random));
  } else {
    TRY_ASSIGN(made.setup_token, desk.accounts().make_setup_token());
  }
  TRY(installation->close());
  return made;
}

}  // namespace sallyport::server
