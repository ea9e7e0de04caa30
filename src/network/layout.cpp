#include "network/layout.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sallyport::network {
namespace {

constexpr std::size_t kWork = 40'000'000;  // pair updates: about 0.1 s
constexpr std::size_t kMostSteps = 80;
constexpr double kThousand = 1000.0;

struct Place {
  double x = 0;
  double y = 0;
};

std::uint64_t mix(std::uint64_t z) {  // SplitMix64's finaliser
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

double fraction(std::uint64_t bits) {
  return static_cast<double>(mix(bits) >> 40) / static_cast<double>(1u << 24);
}

using Neighbours = std::vector<std::vector<std::uint32_t>>;

/// Steps between all pairs, row by row; unconnected ones stand `apart`.
std::vector<std::uint16_t> distances(const Neighbours& next, std::uint16_t apart) {
  const std::size_t n = next.size();
  std::vector<std::uint16_t> out(n * n, apart);
  std::vector<std::uint32_t> queue;
  for (std::size_t from = 0; from < n; ++from) {
    std::uint16_t* row = &out[from * n];
    queue.assign(1, static_cast<std::uint32_t>(from));
    row[from] = 0;
    for (std::size_t head = 0; head < queue.size(); ++head) {
      const std::uint32_t at = queue[head];
      for (const std::uint32_t to : next[at]) {
        if (to == from || row[to] != apart) continue;
        if (row[at] + 1 >= apart) continue;
        row[to] = static_cast<std::uint16_t>(row[at] + 1);
        queue.push_back(to);
      }
    }
  }
  return out;
}

/// One SMACOF step: every node to the place its distances to all others ask for, on average.
std::vector<Place> majorise(const std::vector<Place>& at, const std::vector<std::uint16_t>& apart) {
  const std::size_t n = at.size();
  std::vector<Place> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    double sum_x = 0;
    double sum_y = 0;
    double weights = 0;
    const std::uint16_t* row = &apart[i * n];
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j) continue;
      const double want = row[j];
      const double weight = 1.0 / (want * want);
      const double dx = at[i].x - at[j].x;
      const double dy = at[i].y - at[j].y;
      const double length = std::sqrt(dx * dx + dy * dy);
      const double pull = length > 1e-9 ? want / length : 0.0;
      sum_x += weight * (at[j].x + pull * dx);
      sum_y += weight * (at[j].y + pull * dy);
      weights += weight;
    }
    out[i] = {sum_x / weights, sum_y / weights};
  }
  return out;
}

}  // namespace

std::vector<Point> lay_out(const std::vector<Id128>& ids, const std::vector<LayoutEdge>& edges) {
  const std::size_t n = ids.size();
  std::vector<Point> out(n);
  if (n < 2) return out;
  // work in the order of ids, so that the order of the input leaves no trace
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return ids[a] < ids[b]; });
  std::vector<std::uint32_t> rank(n);
  for (std::uint32_t i = 0; i < n; ++i) rank[order[i]] = i;
  Neighbours next(n);
  for (const LayoutEdge& edge : edges) {
    if (edge.a == edge.b) continue;
    next[rank[edge.a]].push_back(rank[edge.b]);
    next[rank[edge.b]].push_back(rank[edge.a]);
  }
  for (auto& list : next) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  const auto apart = distances(next, 8);
  std::vector<Place> at(n);
  const double spread = std::sqrt(static_cast<double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    const Id128 id = ids[order[i]];
    at[i] = {fraction(id.lo) * spread, fraction(id.hi ^ 0x9E3779B97F4A7C15ull) * spread};
  }
  const std::size_t steps = std::clamp<std::size_t>(kWork / (n * n), 6, kMostSteps);
  for (std::size_t step = 0; step < steps; ++step) at = majorise(at, apart);
  double left = at[0].x;
  double top = at[0].y;
  for (const Place& place : at) {
    left = std::min(left, place.x);
    top = std::min(top, place.y);
  }
  for (std::size_t i = 0; i < n; ++i) {
    out[order[i]] = {static_cast<std::int32_t>((at[i].x - left) * kThousand),
                     static_cast<std::int32_t>((at[i].y - top) * kThousand)};
  }
  return out;
}

}  // namespace sallyport::network
