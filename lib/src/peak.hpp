// SPDX-License-Identifier: Apache-2.0
/// Peaks of a map, on its points and between them.
#pragma once

#include <algorithm>
#include <opencv2/core.hpp>

namespace porevis {

/// Whether a point of the map is higher than its eight neighbours; of two equal ones the first in reading order is.
[[nodiscard]] inline bool is_peak(const cv::Mat& map, int x, int y) {
  const float value = map.at<float>(y, x);
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      const int row = y + dy, column = x + dx;
      if (row < 0 || column < 0 || row >= map.rows || column >= map.cols) continue;
      const float other = map.at<float>(row, column);
      if (other > value || (other == value && (dy < 0 || (dy == 0 && dx < 0)))) return false;
    }
  }
  return true;
}

/// Where a parabola through three equidistant values peaks, -0.5..0.5 of the middle one.
[[nodiscard]] inline double peak_of_parabola(double before, double middle, double behind) {
  const double curvature = before - 2 * middle + behind;
  return curvature < 0 ? std::clamp((before - behind) / (2 * curvature), -0.5, 0.5) : 0;
}

}  // namespace porevis
