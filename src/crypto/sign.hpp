// Ed25519 (RFC 8032, libsodium) and the C2SP signed note that carries a log's checkpoints.
// A note is a text of lines, an empty line, and signature lines; unknown signatures are ignored, so
// that a key may be changed and witnesses may add theirs.
// Ownership: SigningKey owns its secret. Threads: const functions from any. Failure: verification
// answers false or nullopt and never says why in detail. Cost: about 25 us to sign, 60 us to
// verify. Source: c2sp.org/signed-note v1, algorithm byte 0x01 = Ed25519.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "crypto/secret.hpp"

namespace sallyport::crypto {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
 public:
  static SigningKey generate(Random& random);
  /// From the 32 bytes that seed() gave.
  static SigningKey from_seed(ByteView seed);
  Signature sign(ByteView message) const;
  const PublicKey& public_key() const { return public_key_; }
  ByteView seed_sensitive() const;

 private:
  SecretBytes secret_;  ///< seed and public key, 64 bytes, as libsodium wants it
  PublicKey public_key_{};
};

bool verify_signature(const PublicKey& key, ByteView message, ByteView signature);

/// Who may sign a note under a name. Text form: "<name>+<key id, hex>+<base64 of 0x01 || key>".
struct NoteKey {
  std::string name;  ///< no space, no '+', not empty
  PublicKey key{};
};
std::uint32_t note_key_id(const NoteKey& key);
std::string to_text(const NoteKey& key);
std::optional<NoteKey> parse_note_key(std::string_view text);

/// Signs `text`, which ends in a newline and holds no empty last line.
std::string sign_note(std::string_view text, std::string_view name, const SigningKey& key);
/// The text of a note that carries at least one good signature by `key`, and no bad one by it.
std::optional<std::string> open_note(std::string_view note, const NoteKey& key);

}  // namespace sallyport::crypto
