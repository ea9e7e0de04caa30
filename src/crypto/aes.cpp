#include "crypto/aes.hpp"

#include <openssl/evp.h>

#include "base/assert.hpp"
#include "crypto/hash.hpp"

namespace sallyport::crypto {

struct IdDeriver::Contexts {
  EVP_CIPHER_CTX* encrypt = EVP_CIPHER_CTX_new();
  EVP_CIPHER_CTX* decrypt = EVP_CIPHER_CTX_new();
  Contexts() = default;
  ~Contexts() {
    EVP_CIPHER_CTX_free(encrypt);
    EVP_CIPHER_CTX_free(decrypt);
  }
  Contexts(const Contexts&) = delete;
  Contexts& operator=(const Contexts&) = delete;
};

IdDeriver::IdDeriver(ByteView key) : contexts_(std::make_unique<Contexts>()) {
  SALLYPORT_ASSERT(key.size() == 16);
  const EVP_CIPHER* aes = EVP_aes_128_ecb();
  SALLYPORT_ASSERT(EVP_EncryptInit_ex(contexts_->encrypt, aes, nullptr, key.data(), nullptr) == 1);
  SALLYPORT_ASSERT(EVP_DecryptInit_ex(contexts_->decrypt, aes, nullptr, key.data(), nullptr) == 1);
  EVP_CIPHER_CTX_set_padding(contexts_->encrypt, 0);
  EVP_CIPHER_CTX_set_padding(contexts_->decrypt, 0);
}

IdDeriver::~IdDeriver() = default;
IdDeriver::IdDeriver(IdDeriver&&) noexcept = default;
IdDeriver& IdDeriver::operator=(IdDeriver&&) noexcept = default;

Id128 IdDeriver::derive_id(Id128 batch, std::uint64_t row) {
  const auto in = to_bytes(Id128{batch.hi, row});
  std::array<std::uint8_t, 16> out{};
  int size = 0;
  const int done = EVP_EncryptUpdate(contexts_->encrypt, out.data(), &size, in.data(), 16);
  SALLYPORT_ASSERT(done == 1 && size == 16);
  return id_from_bytes(out);
}

IdDeriver::Origin IdDeriver::origin_of(Id128 id) {
  const auto in = to_bytes(id);
  std::array<std::uint8_t, 16> out{};
  int size = 0;
  const int done = EVP_DecryptUpdate(contexts_->decrypt, out.data(), &size, in.data(), 16);
  SALLYPORT_ASSERT(done == 1 && size == 16);
  const Id128 block = id_from_bytes(out);
  return {block.hi, block.lo};
}

std::optional<std::uint64_t> IdDeriver::row_of(Id128 batch, Id128 id) {
  const Origin origin = origin_of(id);
  if (origin.batch != batch.hi) return std::nullopt;
  return origin.row;
}

Bytes IdDeriver::key_from(ByteView store_key) {
  const auto hash = keyed_hash(store_key, as_bytes("event ids"));
  return {hash.begin(), hash.begin() + 16};
}

Id128 derive_id(ByteView key, Id128 batch, std::uint64_t row) {
  return IdDeriver(key).derive_id(batch, row);
}

}  // namespace sallyport::crypto
