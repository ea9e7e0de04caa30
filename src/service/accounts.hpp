// Secrets of accounts: password hashes and printed one-time codes, in one file sealed under the
// store's key and replaced whole (accounts themselves are ledger entries, core.md 35).
// An unknown user takes as long as a known one with a wrong passphrase. Failures are counted for
// each name, known or not: after five, each further try waits twice as long as the one before.
// Threads: any; one lock, not held while hashing. Failure: kSignInRefused says nothing more.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/sensitive.hpp"
#include "crypto/password.hpp"
#include "crypto/secret.hpp"

namespace sallyport::service {

class Accounts {
 public:
  /// The file may be absent: a new store. `key` has 32 bytes.
  static Result<std::unique_ptr<Accounts>> open(std::string path, ByteView key, Random& random);

  Status set_passphrase(const std::string& user, const Sensitive<std::string>& passphrase);
  bool knows(const std::string& user) const;
  bool empty() const;

  /// ok when passphrase (and one-time code, where codes were printed) are right; the code is spent.
  Status check(const std::string& user, const Sensitive<std::string>& passphrase,
               const std::string& code, Instant now);
  /// The passphrase alone, asked again of somebody who is signed in already.
  Status confirm(const std::string& user, const Sensitive<std::string>& passphrase, Instant now);
  /// Ten fresh codes, shown once; older ones stop working.
  Result<std::vector<std::string>> print_codes(const std::string& user);
  std::size_t codes_left(const std::string& user) const;

  /// First-run set-up: a token that works once, while there is no account.
  Result<std::string> make_setup_token();
  Status spend_setup_token(const std::string& token);

  static constexpr std::size_t kShortestPassphrase = 15;  // NIST 800-63B-4: single factor 15
  static Status check_passphrase(const std::string& passphrase);

 private:
  struct Secrets {
    std::string phc;
    std::vector<std::string> code_hashes;
  };
  struct Failures {
    int count = 0;
    Instant next_try;
  };
  Accounts(std::string path, ByteView key, Random& random);
  Status save_locked();
  /// The hash to compare with, empty for an unknown user; kTooMany while one has to wait.
  Result<std::string> phc_of(const std::string& user, Instant now) const;
  void note_failure_locked(const std::string& user, Instant now);
  std::string code_hash(const std::string& user, const std::string& code) const;

  std::string path_;
  crypto::SecretBytes key_;
  Random& random_;
  crypto::PasswordHasher hasher_;
  mutable std::mutex mutex_;
  std::map<std::string, Secrets> secrets_;
  std::map<std::string, Failures> failures_;
  std::string setup_hash_;
};

}  // namespace sallyport::service
