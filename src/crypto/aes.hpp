// Ids of events (core.md 2): an event has no stored id; its id is one AES-128 block (FIPS 197)
// under a store key over (64 bits of its random batch id, its row), so it costs no memory, says
// nothing about order and can be turned back by whoever holds the key. Ownership: holds its key
// schedule. Threads: one at a time; make one for each thread. Cost: about 30 ns an id.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "base/id.hpp"

namespace sallyport::crypto {

class IdDeriver {
 public:
  /// The key has 16 bytes.
  explicit IdDeriver(ByteView key);
  ~IdDeriver();
  IdDeriver(IdDeriver&&) noexcept;
  IdDeriver& operator=(IdDeriver&&) noexcept;

  /// The key of event ids that a store's key for ids gives: for whoever makes and whoever reads
  /// them.
  static Bytes key_from(ByteView store_key);

  Id128 derive_id(Id128 batch, std::uint64_t row);
  /// What an id was made from. Every id was made from something: of one that was not derived under
  /// this key, the answer means nothing.
  struct Origin {
    std::uint64_t batch = 0;
    std::uint64_t row = 0;
    bool operator==(const Origin&) const = default;
  };
  Origin origin_of(Id128 id);
  /// The row of an id of this batch; nullopt when the id is not of this batch.
  std::optional<std::uint64_t> row_of(Id128 batch, Id128 id);

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

/// One id, when there is only one to make.
Id128 derive_id(ByteView key, Id128 batch, std::uint64_t row);

}  // namespace sallyport::crypto
