// SPDX-License-Identifier: Apache-2.0
/// The camera's blur and noise, read from the spectrum of skin.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Blur and noise of a picture of skin.
struct Sharpness {
  double blur_sigma_px = 0;  ///< of a Gaussian, px; NaN where too little skin was given.
  double noise = 0;          ///< standard deviation of white noise a pixel, in the map's unit.
  double smoothed_px = 0;    ///< sigma of a Gaussian by which the map was blurred after that; both as they were before.
};

/// Fits the power spectrum of the skin between the pores: it falls off as a power of frequency, the blur as a Gaussian,
/// noise is flat.
/// @param darkness    CV_32F, illumination taken out.
/// @param measurable  CV_8U of its size, 255 where the map holds skin.
[[nodiscard]] Sharpness measure_sharpness(const cv::Mat& darkness, const cv::Mat& measurable, double px_per_mm);

}  // namespace porevis
