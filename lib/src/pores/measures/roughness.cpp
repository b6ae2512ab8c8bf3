// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "pores/measures/measure.hpp"
#include "robust.hpp"
#include "skin/masked_blur.hpp"
#include "skin/spectrum.hpp"

namespace porevis {
namespace {

constexpr double kFinestMm = 0.05;  // sigma: half of 0.1 mm

/// Standard deviation that is left of white noise of 1 after a Gaussian blur.
double noise_left(double sigma_px) {
  const cv::Mat kernel = cv::getGaussianKernel(2 * cvCeil(4 * sigma_px) + 1, sigma_px);
  return kernel.dot(kernel);  // the square root of each axis' share, for two axes
}

}  // namespace

double measure::roughness(const RegionView& region) {
  const SkinMap& skin = region.skin;
  const cv::Mat bare = bare_skin(skin.darkness, skin.measurable, region.scale.px_per_mm);
  if (cv::countNonZero(bare) == 0 || std::isnan(skin.sharpness.blur_sigma_px)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double sigma_px = region.scale.px(kFinestMm);
  cv::Mat weight;
  skin.measurable.convertTo(weight, CV_32F, 1 / 255.0);
  const double spread = median_and_spread(masked_blur(skin.darkness, weight, sigma_px), bare).spread;
  const double noise = skin.sharpness.noise * noise_left(std::hypot(sigma_px, skin.sharpness.smoothed_px));
  return std::sqrt(std::max(0.0, spread * spread - noise * noise));
}

}  // namespace porevis
