// Passwords: argon2id (RFC 9106) through libsodium, 64 MiB and three passes, kept as a PHC string.
// Because one hash takes 64 MiB and a tenth of a second, only two run at once and the others wait:
// a flood of sign-ins cannot take the machine. An unknown user costs exactly what a known one does.
// Threads: any. Failure: hashing answers kInternal when the memory cannot be had.
#pragma once

#include <semaphore>
#include <string>

#include "base/result.hpp"
#include "base/sensitive.hpp"

namespace sallyport::crypto {

class PasswordHasher {
 public:
  PasswordHasher();
  Result<std::string> hash(const Sensitive<std::string>& password);
  /// false for a wrong password and for a string that is not one of ours.
  bool verify(const std::string& phc, const Sensitive<std::string>& password);
  /// Takes as long as verify() and is always false: for a user that does not exist.
  bool verify_unknown(const Sensitive<std::string>& password);
  /// true when the string was made with other parameters: hash again at this sign-in.
  static bool needs_rehash(const std::string& phc);

 private:
  static constexpr int kAtOnce = 2;
  std::counting_semaphore<kAtOnce> slots_{kAtOnce};
  std::string dummy_;
};

}  // namespace sallyport::crypto
