// Who is signed in. A session is 256 random bits in a cookie; the server keeps its keyed hash only,
// in memory: a restart signs everybody out. Rights are not in the session: every request reads the
// account's grants of that moment (core.md 15).
// Threads: any. Failure: kSignInNeeded for an unknown, idle (15 minutes) or old (12 hours) session.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "crypto/secret.hpp"

namespace sallyport::service {

/// What one signed-in browser has said of its work.
struct Session {
  std::string hash;  ///< names the session in consultations
  std::string user;
  std::string csrf;  ///< to be sent back with every change
  std::string purpose;
  std::string reason;
  Instant reason_given;
  Instant signed_in;
  Instant last_used;
  std::int64_t business_offset_us = 0;  ///< business time minus wall time; practice stores only
};

class Sessions {
 public:
  static constexpr std::int64_t kIdleUs = 15LL * 60 * 1'000'000;
  static constexpr std::int64_t kLongestUs = 12LL * 3600 * 1'000'000;
  static constexpr std::int64_t kReasonGoodUs = 30LL * 60 * 1'000'000;

  Sessions(Random& random, const Clock& clock);

  /// The token for the cookie.
  std::string begin(const std::string& user, const std::string& purpose,
                    std::int64_t business_offset_us);
  Result<Session> find(const std::string& token);
  void give_reason(const std::string& hash, const std::string& purpose, const std::string& reason);
  void set_clock(const std::string& hash, std::int64_t business_offset_us);
  void end(const std::string& token);

 private:
  std::string hash_of(const std::string& token) const;

  Random& random_;
  const Clock& clock_;
  crypto::SecretBytes key_;
  std::mutex mutex_;
  std::map<std::string, Session> sessions_;  // by hash
};

}  // namespace sallyport::service
