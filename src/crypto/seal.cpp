#include "crypto/seal.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <climits>
#include <memory>

#include "base/assert.hpp"

namespace sallyport::crypto {
namespace {

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

// EVP counts in int; a snapshot block is 1 MiB.
int evp_size(ByteView bytes) {
  SALLYPORT_ASSERT(bytes.size() <= INT_MAX);
  return static_cast<int>(bytes.size());
}

}  // namespace

void seal_into(KeyView key, NonceView nonce, ByteView associated, ByteView plaintext,
               std::span<std::uint8_t> out) {
  SALLYPORT_ASSERT(out.size() == plaintext.size() + kTagBytes && sodium_init() >= 0);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(),
                                             plaintext.size(), associated.data(), associated.size(),
                                             nullptr, nonce.data(), key.data());
}

Bytes seal(KeyView key, NonceView nonce, ByteView associated, ByteView plaintext) {
  Bytes out(plaintext.size() + kTagBytes);
  seal_into(key, nonce, associated, plaintext, out);
  return out;
}

bool open_sealed_into(KeyView key, NonceView nonce, ByteView associated, ByteView sealed,
                      std::span<std::uint8_t> out) {
  if (sealed.size() < kTagBytes) return false;
  SALLYPORT_ASSERT(out.size() == sealed.size() - kTagBytes && sodium_init() >= 0);
  const bool authentic = crypto_aead_xchacha20poly1305_ietf_decrypt(
                             out.data(), nullptr, nullptr, sealed.data(), sealed.size(),
                             associated.data(), associated.size(), nonce.data(), key.data()) == 0;
  if (!authentic) std::fill(out.begin(), out.end(), std::uint8_t{0});
  return authentic;
}

std::optional<Bytes> open_sealed(KeyView key, NonceView nonce, ByteView associated,
                                 ByteView sealed) {
  if (sealed.size() < kTagBytes) return std::nullopt;
  Bytes out(sealed.size() - kTagBytes);
  if (!open_sealed_into(key, nonce, associated, sealed, out)) return std::nullopt;
  return out;
}

void gcm_seal_into(KeyView key, GcmNonceView nonce, ByteView associated, ByteView plaintext,
                   std::span<std::uint8_t> out) {
  SALLYPORT_ASSERT(out.size() == plaintext.size() + kTagBytes);
  Cipher cipher(EVP_CIPHER_CTX_new());
  SALLYPORT_ASSERT(cipher != nullptr);
  int size = 0;
  std::uint8_t* tag = out.data() + plaintext.size();
  bool done =
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) == 1;
  if (!associated.empty()) {
    done = done && EVP_EncryptUpdate(cipher.get(), nullptr, &size, associated.data(),
                                     evp_size(associated)) == 1;
  }
  if (!plaintext.empty()) {
    done = done && EVP_EncryptUpdate(cipher.get(), out.data(), &size, plaintext.data(),
                                     evp_size(plaintext)) == 1;
  }
  done = done && EVP_EncryptFinal_ex(cipher.get(), tag, &size) == 1;
  done = done && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag) == 1;
  SALLYPORT_ASSERT(done);
}

Bytes gcm_seal(KeyView key, GcmNonceView nonce, ByteView associated, ByteView plaintext) {
  Bytes out(plaintext.size() + kTagBytes);
  gcm_seal_into(key, nonce, associated, plaintext, out);
  return out;
}

bool gcm_open_into(KeyView key, GcmNonceView nonce, ByteView associated, ByteView sealed,
                   std::span<std::uint8_t> out) {
  if (sealed.size() < kTagBytes) return false;
  SALLYPORT_ASSERT(out.size() == sealed.size() - kTagBytes);
  Cipher cipher(EVP_CIPHER_CTX_new());
  SALLYPORT_ASSERT(cipher != nullptr);
  const ByteView body = sealed.first(out.size());
  std::array<std::uint8_t, kTagBytes> tag;
  std::copy(sealed.end() - kTagBytes, sealed.end(), tag.begin());
  int size = 0;
  bool done =
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) == 1;
  if (!associated.empty()) {
    done = done && EVP_DecryptUpdate(cipher.get(), nullptr, &size, associated.data(),
                                     evp_size(associated)) == 1;
  }
  if (!body.empty()) {
    done = done &&
           EVP_DecryptUpdate(cipher.get(), out.data(), &size, body.data(), evp_size(body)) == 1;
  }
  done =
      done && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1;
  std::uint8_t rest[16];
  done = done && EVP_DecryptFinal_ex(cipher.get(), rest, &size) == 1;
  if (!done && !out.empty()) sodium_memzero(out.data(), out.size());
  return done;
}

std::optional<Bytes> gcm_open(KeyView key, GcmNonceView nonce, ByteView associated,
                              ByteView sealed) {
  if (sealed.size() < kTagBytes) return std::nullopt;
  Bytes out(sealed.size() - kTagBytes);
  if (!gcm_open_into(key, nonce, associated, sealed, out)) return std::nullopt;
  return out;
}

}  // namespace sallyport::crypto
