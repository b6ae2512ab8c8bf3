// SPDX-License-Identifier: Apache-2.0
/// Masks of skin.
#pragma once

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace porevis {

/// Widens a mask by a radius, at least a pixel.
inline cv::Mat widened(const cv::Mat& mask, double radius_px) {
  const int r = std::max(1, static_cast<int>(std::lround(radius_px)));
  cv::Mat wide;
  cv::dilate(mask, wide, cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * r + 1, 2 * r + 1}));
  return wide;
}

}  // namespace porevis
