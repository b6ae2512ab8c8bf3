// SPDX-License-Identifier: Apache-2.0
/// Peaks between the points of a grid.
#pragma once

#include <algorithm>

namespace porevis {

/// Where a parabola through three equidistant values peaks, -0.5..0.5 of the middle one.
[[nodiscard]] inline double peak_of_parabola(double before, double middle, double behind) {
  const double curvature = before - 2 * middle + behind;
  return curvature < 0 ? std::clamp((before - behind) / (2 * curvature), -0.5, 0.5) : 0;
}

}  // namespace porevis
