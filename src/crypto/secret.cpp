#include "crypto/secret.hpp"

#include <sodium.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace sallyport::crypto {

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  if (size == 0) return;
  SALLYPORT_ASSERT(sodium_init() >= 0);
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  SALLYPORT_ASSERT(data_ != nullptr);
  sodium_memzero(data_, size);
}

SecretBytes SecretBytes::copy_of(ByteView bytes) {
  SecretBytes out(bytes.size());
  std::copy(bytes.begin(), bytes.end(), out.data_);
  return out;
}

SecretBytes SecretBytes::random(Random& random, std::size_t size) {
  SecretBytes out(size);
  random.fill(out.edit_sensitive());
  return out;
}

SecretBytes::~SecretBytes() {
  if (data_ != nullptr) sodium_free(data_);  // wipes first
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

void wipe(std::span<std::uint8_t> bytes) {
  sodium_memzero(bytes.data(), bytes.size());
}

void wipe(Bytes& bytes) {
  wipe(std::span<std::uint8_t>(bytes));
  bytes.clear();
}

bool make_undumpable() {
  const rlimit none{0, 0};
  const bool no_core = setrlimit(RLIMIT_CORE, &none) == 0;
  const bool no_dump = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
  return no_core && no_dump;
}

bool lock_all_memory() {
  return mlockall(MCL_CURRENT | MCL_FUTURE) == 0;
}

}  // namespace sallyport::crypto
