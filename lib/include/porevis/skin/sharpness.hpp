// SPDX-License-Identifier: Apache-2.0
/// The camera's blur and noise, read from the spectrum of skin.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Blur and noise of a picture of skin.
struct Sharpness {
  double blur_sigma_px = 0;  ///< of a Gaussian, px; NaN where too little skin was given.
  double noise = 0;          ///< standard deviation of white noise a pixel, in the map's unit.
};

/// Fits the power spectrum of a relative-light or darkness map: skin falls off as a power of frequency, the blur as a
/// Gaussian, noise is flat.
/// @param map     CV_32F, dimensionless, illumination taken out.
/// @param usable  CV_8U of its size, 255 where the map holds skin.
[[nodiscard]] Sharpness measure_sharpness(const cv::Mat& map, const cv::Mat& usable);

}  // namespace porevis
