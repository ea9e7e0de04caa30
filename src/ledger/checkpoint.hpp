// A checkpoint: the log's name, its size and root, signed. The text is that of
// c2sp.org/tlog-checkpoint (origin, decimal size, base64 root) with one extension line, "kept N
// HASH": how many checkpoints were kept before this one and the SHA-256 of the newest of them, so
// that none of them can be taken away or changed either. Values; parsing answers nullopt for
// anything that is not exactly this form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/hash.hpp"

namespace sallyport::ledger {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  crypto::Hash256 root{};
  std::uint64_t kept = 0;         ///< kept checkpoints before this one
  crypto::Hash256 newest_kept{};  ///< zero when there are none

  bool operator==(const Checkpoint&) const = default;
};

std::string to_text(const Checkpoint& checkpoint);
std::optional<Checkpoint> parse_checkpoint(std::string_view text);

}  // namespace sallyport::ledger
