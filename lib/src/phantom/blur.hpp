// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace porevis::phantom {

/// How much light at a distance from a pixel's centre counts along one axis: Gaussian blur, then the average over the
/// pixel. Its integral is 1.
[[nodiscard]] double point_spread(double distance_px, double sigma_px);

/// From samples of the scene, several to a pixel, to pixels: blurred as light is, before there are pixels.
struct Blur {
  Blur(double sigma_px, int per_px);

  /// @param scene  per_px samples to a pixel, with margin_px more pixels on each side.
  /// @return without the margin.
  [[nodiscard]] cv::Mat3f to_pixels(const cv::Mat3f& scene) const;

  int per_px;
  int margin_px;
  std::vector<float> weights;  ///< of the samples of a pixel and its margins; their sum is 1.
};

}  // namespace porevis::phantom
