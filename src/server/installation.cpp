#include "server/installation.hpp"

#include "crypto/hash.hpp"
#include "ledger/files.hpp"

namespace sallyport::server {
namespace {

// A key of its own for each use, so that what one file holds says nothing about another.
Bytes key_for(const ledger::Keyring& keyring, std::string_view use) {
  const auto key = crypto::keyed_hash(keyring.token_key_sensitive(), as_bytes(use));
  return Bytes(key.begin(), key.end());
}

}  // namespace

FolderPaths FolderPaths::in(const std::string& folder) {
  return {folder + "/settings",        folder + "/feeds.toml", folder + "/accounts.db",
          folder + "/passphrases.txt", folder + "/socket",     folder + "/rejected",
          folder + "/snapshots"};
}

Result<service::Settings> read_settings(const std::string& folder) {
  const std::string path = FolderPaths::in(folder).settings;
  if (!ledger::file_exists(path)) return fail(ErrorCode::kNotInitialised, folder);
  TRY_ASSIGN(const Bytes file, ledger::read_file(path));
  return service::parse_settings(as_text(file));
}

Result<std::unique_ptr<Installation>> Installation::open(const std::string& folder, Clock& clock,
                                                         Random& random) {
  TRY_ASSIGN(service::Settings settings, read_settings(folder));
  std::unique_ptr<Installation> out(new Installation());
  out->folder_ = folder;
  TRY(service::register_entry_types(out->types_));
  out->desk_ = std::make_unique<service::Desk>(clock, random, std::move(settings));
  ledger::StoreOptions options;
  options.clock = &clock;
  options.random = &random;
  options.main_follower = [desk = out->desk_.get()](const ledger::Receipt& receipt,
                                                    std::span<const ledger::Draft> drafts) {
    desk->follow(receipt, drafts);
  };
  TRY_ASSIGN(out->store_, ledger::Store::open(folder, out->types_, options));
  ledger::Store& store = *out->store_;
  Bytes accounts_key = key_for(store.keyring(), "accounts file");
  auto accounts = service::Accounts::open(FolderPaths::in(folder).accounts, accounts_key, random);
  crypto::wipe(accounts_key);
  if (!accounts) return fail(std::move(accounts.error()));
  Bytes snapshot_key = key_for(store.keyring(), "snapshots");
  auto snapshot = picture::load_snapshot(
      {FolderPaths::in(folder).snapshots, store.keyring().store_id(),
       crypto::KeyView(snapshot_key.data(), crypto::kKeyBytes)},
      service::picture_options(store.keyring()), picture::LoadUntil::first_answer);
  crypto::wipe(snapshot_key);
  if (snapshot) out->desk_->start_from(std::move(*snapshot));  // else the ledger is folded again
  TRY(out->desk_->attach(store.main(), store.consultations(), store.keyring(),
                         std::move(*accounts)));
  out->attached_ = true;
  TRY_ASSIGN(out->feeds_,
             service::open_feed_book(folder, key_for(store.keyring(), "legal register")));
  return out;
}

Installation::~Installation() {
  (void)close();  // trouble in closing leaves what a crash leaves, and the next open mends it
}

Status Installation::close() {
  if (!store_ || closed_) return ok();
  closed_ = true;
  Status kept = ok();
  if (attached_ && desk_->folded_since_snapshot() >= kEntriesWorthASnapshot) {
    Bytes key = key_for(store_->keyring(), "snapshots");
    kept = desk_->write_snapshot({FolderPaths::in(folder_).snapshots, store_->keyring().store_id(),
                                  crypto::KeyView(key.data(), crypto::kKeyBytes)});
    crypto::wipe(key);
  }
  TRY(store_->close());
  return kept;
}

}  // namespace sallyport::server
