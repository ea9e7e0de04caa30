#include "crypto/password.hpp"

#include <sodium.h>

#include <array>

#include "base/assert.hpp"

namespace sallyport::crypto {
namespace {

constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemoryBytes = 64u << 20;

struct Slot {
  explicit Slot(std::counting_semaphore<2>& slots) : slots_(slots) { slots_.acquire(); }
  ~Slot() { slots_.release(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

 private:
  std::counting_semaphore<2>& slots_;
};

}  // namespace

// Nobody's password: the salt and the hash are constants, so no password fits and nothing is
// stored.
PasswordHasher::PasswordHasher()
    : dummy_(
          "$argon2id$v=19$m=65536,t=3,p=1$c2FsbHlwb3J0LWR1bW15IQ$"
          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") {
  SALLYPORT_ASSERT(sodium_init() >= 0);
}

Result<std::string> PasswordHasher::hash(const Sensitive<std::string>& password) {
  const Slot slot(slots_);
  const std::string& text = password.unwrap_sensitive();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), text.data(), text.size(), kPasses, kMemoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::kInternal, "not enough memory to hash a password");
  }
  return std::string(out.data());
}

bool PasswordHasher::verify(const std::string& phc, const Sensitive<std::string>& password) {
  const Slot slot(slots_);
  const std::string& text = password.unwrap_sensitive();
  if (phc.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(phc.c_str(), text.data(), text.size()) == 0;
}

bool PasswordHasher::verify_unknown(const Sensitive<std::string>& password) {
  (void)verify(dummy_, password);
  return false;
}

bool PasswordHasher::needs_rehash(const std::string& phc) {
  return phc.size() >= crypto_pwhash_STRBYTES ||
         crypto_pwhash_str_needs_rehash(phc.c_str(), kPasses, kMemoryBytes) != 0;
}

}  // namespace sallyport::crypto
