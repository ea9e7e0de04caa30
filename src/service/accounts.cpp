#include "service/accounts.hpp"

#include <algorithm>

#include "base/cbor.hpp"
#include "crypto/hash.hpp"
#include "crypto/seal.hpp"
#include "ledger/files.hpp"

namespace sallyport::service {
namespace {

constexpr std::string_view kAssociated = "sallyport accounts 1";
constexpr int kFreeTries = 5;
constexpr std::int64_t kFirstWaitUs = 2'000'000;
constexpr int kMostDoublings = 9;  // about 17 minutes
constexpr std::size_t kFailuresKept = 10'000;

// Letters and digits that cannot be taken for one another, in two groups: "K7QM-3XWP".
std::string fresh_code(Random& random) {
  constexpr std::string_view kLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  std::string out;
  for (int i = 0; i < 10; ++i) {
    if (i == 5) out += '-';
    out += kLetters[random.next64() % kLetters.size()];
  }
  return out;
}

std::string plain(std::string code) {
  std::string out;
  for (char c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

}  // namespace

Accounts::Accounts(std::string path, ByteView key, Random& random)
    : path_(std::move(path)), key_(crypto::SecretBytes::copy_of(key)), random_(random) {}

Result<std::unique_ptr<Accounts>> Accounts::open(std::string path, ByteView key, Random& random) {
  std::unique_ptr<Accounts> out(new Accounts(std::move(path), key, random));
  if (out->path_.empty() || !ledger::file_exists(out->path_)) return out;
  TRY_ASSIGN(const Bytes file, ledger::read_file(out->path_));
  if (file.size() < crypto::kNonceBytes)
    return fail(ErrorCode::kMalformedFile, "the accounts file is cut short");
  const auto plain_bytes =
      crypto::open_sealed(crypto::KeyView(out->key_.view_sensitive().data(), crypto::kKeyBytes),
                          crypto::NonceView(file.data(), crypto::kNonceBytes),
                          as_bytes(kAssociated), ByteView(file).subspan(crypto::kNonceBytes));
  if (!plain_bytes) return fail(ErrorCode::kMalformedFile, "the accounts file was changed");
  cbor::Reader in(*plain_bytes);
  in.array_of(3);
  if (in.unsigned_int() != 1) return fail(ErrorCode::kUnknownEntry, "accounts file version");
  out->setup_hash_ = std::string(in.text());
  for (std::size_t n = in.array(); n > 0; --n) {
    in.array_of(3);
    const std::string user(in.text());
    Secrets& s = out->secrets_[user];
    s.phc = std::string(in.text());
    s.code_hashes.resize(in.array());
    for (auto& hash : s.code_hashes) hash = std::string(in.text());
  }
  TRY(in.finish());
  return out;
}

Status Accounts::save_locked() {
  if (path_.empty()) return ok();  // a store in memory
  cbor::Writer out;
  out.array(3);
  out.unsigned_int(1);
  out.text(setup_hash_);
  out.array(secrets_.size());
  for (const auto& [user, s] : secrets_) {
    out.array(3);
    out.text(user);
    out.text(s.phc);
    out.array(s.code_hashes.size());
    for (const auto& hash : s.code_hashes) out.text(hash);
  }
  Bytes file(crypto::kNonceBytes);
  random_.fill(file);
  const Bytes sealed = crypto::seal(
      crypto::KeyView(key_.view_sensitive().data(), crypto::kKeyBytes),
      crypto::NonceView(file.data(), crypto::kNonceBytes), as_bytes(kAssociated), out.out());
  file.insert(file.end(), sealed.begin(), sealed.end());
  return ledger::replace_file(path_, file, 0600);
}

std::string Accounts::code_hash(const std::string& user, const std::string& code) const {
  return to_hex(crypto::keyed_hash(key_.view_sensitive(), as_bytes(user + '\n' + plain(code))));
}

Status Accounts::check_passphrase(const std::string& passphrase) {
  if (passphrase.size() < kShortestPassphrase || passphrase.size() > 256)
    return fail(ErrorCode::kBadValue, "passphrase: expected 15 to 256 characters");
  return ok();
}

Status Accounts::set_passphrase(const std::string& user, const Sensitive<std::string>& passphrase) {
  TRY(check_passphrase(passphrase.unwrap_sensitive()));
  TRY_ASSIGN(std::string phc, hasher_.hash(passphrase));
  const std::lock_guard lock(mutex_);
  secrets_[user].phc = std::move(phc);
  return save_locked();
}

bool Accounts::knows(const std::string& user) const {
  const std::lock_guard lock(mutex_);
  return secrets_.contains(user);
}

bool Accounts::empty() const {
  const std::lock_guard lock(mutex_);
  return secrets_.empty();
}

Result<std::string> Accounts::phc_of(const std::string& user, Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto waiting = failures_.find(user);
  if (waiting != failures_.end() && now < waiting->second.next_try)
    return fail(ErrorCode::kTooMany, "sign-in: wait before the next try");
  const auto known = secrets_.find(user);
  return known != secrets_.end() ? known->second.phc : std::string();
}

void Accounts::note_failure_locked(const std::string& user, Instant now) {
  if (failures_.size() > kFailuresKept) failures_.clear();
  Failures& f = failures_[user];
  if (++f.count >= kFreeTries)
    f.next_try = Instant{now.us + (kFirstWaitUs << std::min(f.count - kFreeTries, kMostDoublings))};
}

Status Accounts::confirm(const std::string& user, const Sensitive<std::string>& passphrase,
                         Instant now) {
  TRY_ASSIGN(const std::string phc, phc_of(user, now));
  const bool right =
      phc.empty() ? hasher_.verify_unknown(passphrase) : hasher_.verify(phc, passphrase);
  const std::lock_guard lock(mutex_);
  if (right) {
    failures_.erase(user);
    return ok();
  }
  note_failure_locked(user, now);
  return fail(ErrorCode::kSignInRefused);
}

Status Accounts::check(const std::string& user, const Sensitive<std::string>& passphrase,
                       const std::string& code, Instant now) {
  TRY_ASSIGN(const std::string phc, phc_of(user, now));
  const bool right =
      phc.empty() ? hasher_.verify_unknown(passphrase) : hasher_.verify(phc, passphrase);
  const std::lock_guard lock(mutex_);
  bool accepted = right;
  if (right) {
    auto& hashes = secrets_[user].code_hashes;
    if (!hashes.empty()) {
      const auto spent = std::find(hashes.begin(), hashes.end(), code_hash(user, code));
      accepted = spent != hashes.end();
      if (accepted) {
        hashes.erase(spent);
        TRY(save_locked());
      }
    }
  }
  if (accepted) {
    failures_.erase(user);
    return ok();
  }
  note_failure_locked(user, now);
  return fail(ErrorCode::kSignInRefused);
}

Result<std::vector<std::string>> Accounts::print_codes(const std::string& user) {
  std::vector<std::string> codes;
  for (int i = 0; i < 10; ++i) codes.push_back(fresh_code(random_));
  const std::lock_guard lock(mutex_);
  const auto it = secrets_.find(user);
  if (it == secrets_.end()) return fail(ErrorCode::kNotFound);
  it->second.code_hashes.clear();
  for (const auto& code : codes) it->second.code_hashes.push_back(code_hash(user, code));
  TRY(save_locked());
  return codes;
}

std::size_t Accounts::codes_left(const std::string& user) const {
  const std::lock_guard lock(mutex_);
  const auto it = secrets_.find(user);
  return it == secrets_.end() ? 0 : it->second.code_hashes.size();
}

Result<std::string> Accounts::make_setup_token() {
  const std::lock_guard lock(mutex_);
  if (!secrets_.empty()) return fail(ErrorCode::kSetupDone);
  const std::string token = to_text(random_.next_id());
  setup_hash_ = code_hash("setup", token);
  TRY(save_locked());
  return token;
}

Status Accounts::spend_setup_token(const std::string& token) {
  const std::lock_guard lock(mutex_);
  if (!secrets_.empty()) return fail(ErrorCode::kSetupDone);
  if (setup_hash_.empty() || code_hash("setup", token) != setup_hash_)
    return fail(ErrorCode::kSignInRefused);
  setup_hash_.clear();
  return save_locked();
}

}  // namespace sallyport::service
