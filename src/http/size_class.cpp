#include "http/size_class.hpp"

#include <algorithm>
#include <bit>

#include "base/assert.hpp"

namespace sallyport::http {

std::size_t size_class(std::size_t bytes) {
  constexpr std::size_t kLeast = 1u << 10;
  constexpr std::size_t kMebibyte = 1u << 20;
  if (bytes <= kMebibyte) return std::max(kLeast, std::bit_ceil(bytes));
  return (bytes + kMebibyte - 1) / kMebibyte * kMebibyte;
}

void pad_json(std::string& body) {
  if (!body.empty()) body.resize(size_class(body.size()), ' ');
}

std::int64_t leave_at_us(std::int64_t arrived_us, std::int64_t now_us, std::int64_t slot_us) {
  SALLYPORT_ASSERT(slot_us > 0);
  const std::int64_t elapsed = std::max<std::int64_t>(now_us - arrived_us, 1);
  return arrived_us + (elapsed + slot_us - 1) / slot_us * slot_us;
}

}  // namespace sallyport::http
