// Authenticated encryption. XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha, libsodium) for everything
// that lives under a record's key: its 192-bit nonce may be random. AES-256-GCM (NIST SP 800-38D,
// OpenSSL) for snapshots, twice as fast, with a fresh key for each segment and counted nonces.
// Ownership: spans in, bytes out. Threads: any. Failure: opening answers nullopt for anything that
// was not sealed with exactly this key, nonce and associated data; sealing does not fail.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.hpp"

namespace sallyport::crypto {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 24;
inline constexpr std::size_t kGcmNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

using KeyView = std::span<const std::uint8_t, kKeyBytes>;
using NonceView = std::span<const std::uint8_t, kNonceBytes>;
using GcmNonceView = std::span<const std::uint8_t, kGcmNonceBytes>;

/// Ciphertext followed by the tag. `out` has plaintext.size() + kTagBytes; it may start where the
/// plaintext starts.
void seal_into(KeyView key, NonceView nonce, ByteView associated, ByteView plaintext,
               std::span<std::uint8_t> out);
Bytes seal(KeyView key, NonceView nonce, ByteView associated, ByteView plaintext);
std::optional<Bytes> open_sealed(KeyView key, NonceView nonce, ByteView associated,
                                 ByteView sealed);
/// Without allocating: `out` has sealed.size() - kTagBytes. false = not authentic, `out` is zero.
bool open_sealed_into(KeyView key, NonceView nonce, ByteView associated, ByteView sealed,
                      std::span<std::uint8_t> out);

/// A nonce must never come twice under one key: count them.
Bytes gcm_seal(KeyView key, GcmNonceView nonce, ByteView associated, ByteView plaintext);
std::optional<Bytes> gcm_open(KeyView key, GcmNonceView nonce, ByteView associated,
                              ByteView sealed);
/// The same without allocating, for blocks by the thousand: `out` has plaintext.size() + kTagBytes,
/// or sealed.size() - kTagBytes, and may start where the input starts. A block that is not
/// authentic answers false and leaves `out` zero.
void gcm_seal_into(KeyView key, GcmNonceView nonce, ByteView associated, ByteView plaintext,
                   std::span<std::uint8_t> out);
bool gcm_open_into(KeyView key, GcmNonceView nonce, ByteView associated, ByteView sealed,
                   std::span<std::uint8_t> out);

}  // namespace sallyport::crypto
