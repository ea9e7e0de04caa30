// What of a receipt may leave the server: a sealed token. It hides position and count, and equal
// content gives equal tokens (the nonce is a keyed hash of the content), so that the twin world
// answers with the same bytes (core.md 13, 26). Synthetic-nonce sealing after Rogaway and
// Shrimpton, 2006 (deterministic authenticated encryption). Threads: const, any. Failure: nullopt
// for a token that is not ours or is of another kind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"
#include "ledger/ledger.hpp"

namespace sallyport::ledger {

class ReceiptSealer {
 public:
  /// From the keyring's token key, 32 bytes.
  explicit ReceiptSealer(ByteView token_key);

  std::string seal(const Receipt& receipt) const;
  std::optional<Receipt> open(std::string_view token) const;
  /// Any other content that must not be read outside, under a purpose of its own ("cursor").
  std::string seal_bytes(std::string_view purpose, ByteView content) const;
  std::optional<Bytes> open_bytes(std::string_view purpose, std::string_view token) const;

 private:
  crypto::SecretBytes nonce_key_;
  crypto::SecretBytes seal_key_;
};

}  // namespace sallyport::ledger
