// Time is passed in. Two clocks (core.md 34): business time, which a practice store may set to the
// story's day per sign-in, and wall time, which recorded, sign-in and audit times always use.
#pragma once

#include <cstdint>

#include "base/time.hpp"

namespace sallyport {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant business_now() const = 0;
  virtual Instant wall_now() const = 0;
  /// Monotonic microseconds from an arbitrary start, for slots and timeouts.
  virtual std::int64_t monotonic_us() const = 0;
  virtual void sleep_us(std::int64_t duration_us) = 0;
};

/// The machine's clocks. Business time = wall time.
class SystemClock final : public Clock {
 public:
  Instant business_now() const override { return wall_now(); }
  Instant wall_now() const override;
  std::int64_t monotonic_us() const override;
  void sleep_us(std::int64_t duration_us) override;
};

/// For tests: stands still until told; sleeping moves it.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : wall_(start), business_(start) {}
  Instant business_now() const override { return business_; }
  Instant wall_now() const override { return wall_; }
  std::int64_t monotonic_us() const override { return wall_.us; }
  void sleep_us(std::int64_t duration_us) override {
    wall_.us += duration_us;
    business_.us += duration_us;
  }
  void set_wall(Instant t) { wall_ = t; }
  void set_business(Instant t) { business_ = t; }

 private:
  Instant wall_;
  Instant business_;
};

}  // namespace sallyport
