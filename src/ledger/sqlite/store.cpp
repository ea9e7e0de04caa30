#include "ledger/sqlite/store.hpp"

#include "ledger/files.hpp"
#include "ledger/sqlite/entry_file.hpp"

namespace sallyport::ledger {
namespace {

constexpr int kMainPageBytes = 8192;  // chunks are large
// The subject index is written at random: of nine million keys it is 250 MiB, and what does not fit
// is written and read back for every few keys. Taken as it is needed.
constexpr int kKeyCacheKib = 262'144;
// Every answer waits for its look: at 16 MiB one look in a hundred came upon the moving of the WAL
// and waited 20 to 30 ms for it.
constexpr int kLookWalBytes = 2 << 20;

SqliteOptions main_file(const std::string& folder, const std::string& vfs) {
  return {StorePaths::in(folder).main, vfs, kMainPageBytes};
}

SqliteOptions consultation_file(const std::string& folder, const std::string& vfs) {
  SqliteOptions file{StorePaths::in(folder).consultations, vfs};
  file.wal_bytes = kLookWalBytes;
  return file;
}

Result<VerifyReport> verify_file(const SqliteOptions& file, const crypto::NoteKey& key) {
  TRY_ASSIGN(const auto store, open_entry_file_to_read(file));
  auto report = verify_log(*store, key);
  TRY(store->close());
  return report;
}

}  // namespace

StorePaths StorePaths::in(const std::string& folder) {
  return {folder + "/keyring", folder + "/log.pub", folder + "/keys.db", folder + "/ledger.db",
          folder + "/consultations.db"};
}

Result<StoreIdentity> init_store(const std::string& folder,
                                 const std::vector<std::string>& agencies, Random& random,
                                 Clock& clock) {
  const StorePaths paths = StorePaths::in(folder);
  TRY(make_folder(folder));
  if (file_exists(paths.keyring)) return fail(ErrorCode::kAlreadyThere, "a store in " + folder);
  TRY_ASSIGN(const Keyring ring, Keyring::make(agencies, random, clock.wall_now()));
  const StoreIdentity identity{ring.store_id(), ring.note_key(kMainStream),
                               ring.note_key(kConsultationStream)};
  const std::string keys = to_text(identity.main) + "\n" + to_text(identity.consultations) + "\n";
  TRY(replace_file(paths.log_pub, as_bytes(keys), 0644));
  // The keyring last: where it is, the store is whole. The databases are made when it is opened.
  TRY(ring.save(paths.keyring));
  return identity;
}

Result<StoreIdentity> read_identity(const std::string& folder) {
  TRY_ASSIGN(const Bytes file, read_file(StorePaths::in(folder).log_pub));
  const std::string_view text = as_text(file);
  const auto end = text.find('\n');
  const auto second = text.find('\n', end + 1);
  if (end == std::string_view::npos || second == std::string_view::npos) {
    return fail(ErrorCode::kMalformedFile, "log.pub");
  }
  const auto main = crypto::parse_note_key(text.substr(0, end));
  const auto consultations = crypto::parse_note_key(text.substr(end + 1, second - end - 1));
  if (!main || !consultations) return fail(ErrorCode::kMalformedFile, "log.pub");
  const std::string prefix = "sallyport/";
  const auto id = main->name.size() < prefix.size() + 26
                      ? std::nullopt
                      : parse_id(std::string_view(main->name).substr(prefix.size(), 26));
  if (!id) return fail(ErrorCode::kMalformedFile, "log.pub");
  return StoreIdentity{*id, *main, *consultations};
}

Result<std::unique_ptr<Store>> Store::open(const std::string& folder, const EntryTypes& types,
                                           const StoreOptions& options) {
  const StorePaths paths = StorePaths::in(folder);
  std::unique_ptr<Store> store(new Store());
  TRY_ASSIGN(Keyring ring, Keyring::load(paths.keyring));
  store->keyring_ = std::make_unique<Keyring>(std::move(ring));
  const Keyring& keyring = *store->keyring_;
  TRY_ASSIGN(store->keys_, KeyTable::open({paths.keys, options.vfs, 4096, kKeyCacheKib}, keyring,
                                          *options.random, *options.clock));
  LedgerOptions main;
  main.origin = keyring.origin(kMainStream);
  main.clock = options.clock;
  main.random = options.random;
  main.follower = options.main_follower;
  LedgerOptions looks = main;
  looks.origin = keyring.origin(kConsultationStream);
  looks.follower = nullptr;
  TRY_ASSIGN(auto main_entries, open_entry_file(main_file(folder, options.vfs)));
  TRY_ASSIGN(store->main_, Ledger::open(std::move(main_entries), *store->keys_, keyring.signer(),
                                        types, std::move(main)));
  TRY_ASSIGN(auto look_entries, open_entry_file(consultation_file(folder, options.vfs)));
  TRY_ASSIGN(store->consultations_, Ledger::open(std::move(look_entries), *store->keys_,
                                                 keyring.signer(), types, std::move(looks)));
  return store;
}

Status Store::close() {
  const auto looks = consultations_->close();
  const auto main = main_->close();
  const auto keys = keys_->close();
  if (!main) return main;
  if (!looks) return looks;
  return keys;
}

Result<StoreReport> verify_store(const std::string& folder) {
  TRY_ASSIGN(const StoreIdentity identity, read_identity(folder));
  StoreReport report;
  TRY_ASSIGN(report.main, verify_file(main_file(folder, ""), identity.main));
  TRY_ASSIGN(report.consultations,
             verify_file(consultation_file(folder, ""), identity.consultations));
  return report;
}

}  // namespace sallyport::ledger
