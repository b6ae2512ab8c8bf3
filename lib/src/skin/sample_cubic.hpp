// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>

namespace porevis {

/// The value of a CV_32F map between its pixels, by cubic convolution; beyond its edge that of the edge.
/// @see Keys 1981, doi:10.1109/TASSP.1981.1163711, a = -0.5.
[[nodiscard]] inline float sample_cubic(const cv::Mat& map, cv::Point2d at) {
  const int left = cvFloor(at.x), top = cvFloor(at.y);
  const auto weights = [](double fraction) {
    const auto t = static_cast<float>(fraction);
    return std::array{t * (-0.5F + t * (1 - 0.5F * t)), 1 + t * t * (-2.5F + 1.5F * t), t * (0.5F + t * (2 - 1.5F * t)),
                      t * t * (-0.5F + 0.5F * t)};
  };
  const auto across = weights(at.x - left), down = weights(at.y - top);
  const bool whole = left >= 1 && top >= 1 && left + 2 < map.cols && top + 2 < map.rows;
  float sum = 0;
  for (int i = 0; i < 4; ++i) {
    const auto* row = map.ptr<float>(whole ? top - 1 + i : std::clamp(top - 1 + i, 0, map.rows - 1));
    float along = 0;
    for (int j = 0; j < 4; ++j) {
      along +=
          across[static_cast<std::size_t>(j)] * row[whole ? left - 1 + j : std::clamp(left - 1 + j, 0, map.cols - 1)];
    }
    sum += down[static_cast<std::size_t>(i)] * along;
  }
  return sum;
}

}  // namespace porevis
