#include "crypto/hash.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>

#include "base/assert.hpp"

namespace sallyport::crypto {

// The algorithm is fetched once for each context: fetching costs more than hashing a tree node.
struct Sha256::Context {
  EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* state = EVP_MD_CTX_new();
  Context() {
    SALLYPORT_ASSERT(algorithm != nullptr && state != nullptr);
    SALLYPORT_ASSERT(EVP_DigestInit_ex2(state, algorithm, nullptr) == 1);
  }
  ~Context() {
    EVP_MD_CTX_free(state);
    EVP_MD_free(algorithm);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(ByteView bytes) {
  SALLYPORT_ASSERT(EVP_DigestUpdate(context_->state, bytes.data(), bytes.size()) == 1);
}

Hash256 Sha256::finish() {
  Hash256 out{};
  unsigned int size = 0;
  SALLYPORT_ASSERT(EVP_DigestFinal_ex(context_->state, out.data(), &size) == 1 && size == 32);
  SALLYPORT_ASSERT(EVP_DigestInit_ex2(context_->state, nullptr, nullptr) == 1);
  return out;
}

Hash256 sha256(ByteView bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

Hash256 keyed_hash(ByteView key, ByteView message) {
  SALLYPORT_ASSERT(key.size() >= 16 && key.size() <= 64 && sodium_init() >= 0);
  Hash256 out{};
  crypto_generichash_blake2b(out.data(), out.size(), message.data(), message.size(), key.data(),
                             key.size());
  return out;
}

Id128 keyed_hash_id(ByteView key, ByteView message) {
  SALLYPORT_ASSERT(key.size() >= 16 && key.size() <= 64 && sodium_init() >= 0);
  std::array<std::uint8_t, 16> out{};
  crypto_generichash_blake2b(out.data(), out.size(), message.data(), message.size(), key.data(),
                             key.size());
  return id_from_bytes(out);
}

Id128 short_hash_id(const ShortKey& key, std::string_view message) {
  std::array<std::uint8_t, crypto_shorthash_siphashx24_BYTES> out{};
  const ByteView bytes = as_bytes(message);
  crypto_shorthash_siphashx24(out.data(), bytes.data(), bytes.size(), key.data());
  return id_from_bytes(out);
}

ShortKey short_key(ByteView key, std::string_view use) {
  const Hash256 whole = keyed_hash(key, as_bytes(use));
  ShortKey out{};
  std::copy_n(whole.begin(), out.size(), out.begin());
  return out;
}

bool equal_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sallyport::crypto
