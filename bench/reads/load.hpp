// Requests over kept-alive connections, each with one under way, by one thread and epoll; and the
// disk's own rate of durable writes, the raw limit every audited read stands beside.
// Threads: measure() generates in the caller's. Failure: the program ends and says what failed: an
// answer that is not the status asked for is no figure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sallyport::bench {

/// Sorted values of one run, in microseconds.
class Times {
 public:
  void add(double us) { us_.push_back(us); }
  void sort();
  double at(double share) const;  ///< 0.5, 0.99; 1: the largest
  double mean() const;

 private:
  std::vector<double> us_;
};

struct Load {
  Times times;
  double per_second = 0;
  double server_cpu_us = 0;    ///< a request: the process less the generating thread
  double switches = 0;         ///< a request: the server's threads gave up a core so often
  double answer_bytes = 0;     ///< mean, head and body
  std::uint64_t requests = 0;  ///< in the measured time
};

struct LoadPlan {
  std::uint16_t port = 0;
  int connections = 1;
  double warm_seconds = 0.5;
  double seconds = 3;
};

/// `requests` are whole requests as bytes, asked in turn. Every answer must be a 200.
Load measure(const LoadPlan& plan, const std::vector<std::string>& requests);

/// 4 KiB written and made durable with fdatasync, one after the other, in this folder: behind the
/// end of a growing file, or over a place the file has already (as a log that was used before).
enum class Writes { growing, in_place };
Times measure_disk(const std::string& folder, Writes writes, double seconds);

}  // namespace sallyport::bench
