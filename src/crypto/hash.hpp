// Hashes. SHA-256 (FIPS 180-4) through OpenSSL's EVP, which uses the processor's instructions;
// keyed BLAKE2b (RFC 7693) through libsodium for tokens and derived ids.
// Threads: functions from any; a Sha256 belongs to one thread at a time. They do not fail: running
// out of memory ends the process. Cost: linear.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/bytes.hpp"
#include "base/id.hpp"

namespace sallyport::crypto {

using Hash256 = std::array<std::uint8_t, 32>;

/// Streaming, and reusable: finish() makes it ready for the next message.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(ByteView bytes);
  Hash256 finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Hash256 sha256(ByteView bytes);

/// BLAKE2b with a key of 16 to 64 bytes. Different keys make unrelated functions.
Hash256 keyed_hash(ByteView key, ByteView message);
/// The same with a 128-bit result: deterministic ids and conflict keys.
Id128 keyed_hash_id(ByteView key, ByteView message);

/// SipHash-2-4 with a 128-bit result (Aumasson and Bernstein, 2012), under a key of 16 bytes: what
/// a table knows a stranger's text by. A tenth of BLAKE2b's cost for short texts.
using ShortKey = std::array<std::uint8_t, 16>;
Id128 short_hash_id(const ShortKey& key, std::string_view message);
/// One for each use, from a key of 16 to 64 bytes.
ShortKey short_key(ByteView key, std::string_view use);

/// Equal or not, in a time that does not depend on where they differ.
bool equal_constant_time(ByteView a, ByteView b);

}  // namespace sallyport::crypto
