// Places for the nodes of a chart: the same chart is drawn the same way every time.
// Method: stress majorisation (Gansner, Koren, North 2004) by SMACOF steps, start places from the
// nodes' ids, a fixed number of steps, sums in fixed order, only + - * / and sqrt (IEEE: the same
// bits everywhere with -ffp-contract=off). Values in and out; O(n^2) a step; no failure.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/id.hpp"

namespace sallyport::network {

struct Point {
  std::int32_t x = 0;  ///< 1/1000 of the ideal length of a line
  std::int32_t y = 0;
  bool operator==(const Point&) const = default;
};

struct LayoutEdge {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

/// Points for the ids in the order given; the picture itself does not depend on that order. The
/// bounding box begins at (0, 0).
std::vector<Point> lay_out(const std::vector<Id128>& ids, const std::vector<LayoutEdge>& edges);

}  // namespace sallyport::network
