#include "service/sessions.hpp"

#include "crypto/hash.hpp"

namespace sallyport::service {
namespace {

std::string fresh_token(Random& random) {
  Bytes bytes(32);
  random.fill(bytes);
  return to_base64url(bytes);
}

}  // namespace

Sessions::Sessions(Random& random, const Clock& clock)
    : random_(random), clock_(clock), key_(crypto::SecretBytes::random(random, 32)) {}

std::string Sessions::hash_of(const std::string& token) const {
  return to_hex(crypto::keyed_hash(key_.view_sensitive(), as_bytes(token)));
}

std::string Sessions::begin(const std::string& user, const std::string& purpose,
                            std::int64_t business_offset_us) {
  const std::lock_guard lock(mutex_);
  const std::string token = fresh_token(random_);
  Session s;
  s.hash = hash_of(token);
  s.user = user;
  s.csrf = fresh_token(random_);
  s.purpose = purpose;
  s.signed_in = s.last_used = clock_.wall_now();
  s.business_offset_us = business_offset_us;
  sessions_[s.hash] = s;
  return token;
}

Result<Session> Sessions::find(const std::string& token) {
  if (token.empty()) return fail(ErrorCode::kSignInNeeded);
  const std::string hash = hash_of(token);
  const Instant now = clock_.wall_now();
  const std::lock_guard lock(mutex_);
  const auto it = sessions_.find(hash);
  if (it == sessions_.end()) return fail(ErrorCode::kSignInNeeded);
  Session& s = it->second;
  if (now.us - s.last_used.us > kIdleUs || now.us - s.signed_in.us > kLongestUs) {
    sessions_.erase(it);
    return fail(ErrorCode::kSignInNeeded);
  }
  s.last_used = now;
  return s;
}

void Sessions::give_reason(const std::string& hash, const std::string& purpose,
                           const std::string& reason) {
  const std::lock_guard lock(mutex_);
  const auto it = sessions_.find(hash);
  if (it == sessions_.end()) return;
  it->second.purpose = purpose;
  it->second.reason = reason;
  it->second.reason_given = clock_.wall_now();
}

void Sessions::set_clock(const std::string& hash, std::int64_t business_offset_us) {
  const std::lock_guard lock(mutex_);
  const auto it = sessions_.find(hash);
  if (it != sessions_.end()) it->second.business_offset_us = business_offset_us;
}

void Sessions::end(const std::string& token) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(hash_of(token));
}

}  // namespace sallyport::service
