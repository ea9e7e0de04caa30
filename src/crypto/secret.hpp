// Secret bytes: memory that is locked where the limit allows, guarded by unmapped pages, kept out
// of core dumps and wiped when it goes (libsodium's sodium_malloc), and what a process does to keep
// its own memory to itself (core.md 9). Ownership: SecretBytes owns, moves, does not copy by
// accident (clone() is the named way). Threads: as a vector. Failure: running out of memory ends
// the process; the process-wide helpers answer whether they succeeded. Cost: an allocation is about
// 10 us and 3 pages: make few, hold many keys in one.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace sallyport::crypto {

class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size);  ///< zeroes
  static SecretBytes copy_of(ByteView bytes);
  static SecretBytes random(Random& random, std::size_t size);
  ~SecretBytes();
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  SecretBytes clone() const { return copy_of(view_sensitive()); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  ByteView view_sensitive() const { return {data_, size_}; }
  std::span<std::uint8_t> edit_sensitive() { return {data_, size_}; }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Overwrites memory in a way the compiler may not leave out.
void wipe(std::span<std::uint8_t> bytes);
void wipe(Bytes& bytes);

/// Makes the process undumpable: no core file, no ptrace by the same user, /proc/self/mem closed.
bool make_undumpable();
/// Locks all memory, present and future; false when the limit does not allow it.
bool lock_all_memory();

}  // namespace sallyport::crypto
