#include "base/clock.hpp"

#include <chrono>
#include <thread>

namespace sallyport {

Instant SystemClock::wall_now() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

std::int64_t SystemClock::monotonic_us() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

void SystemClock::sleep_us(std::int64_t duration_us) {
  std::this_thread::sleep_for(std::chrono::microseconds(duration_us));
}

}  // namespace sallyport
