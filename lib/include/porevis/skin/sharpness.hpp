// SPDX-License-Identifier: Apache-2.0
/// The camera's blur and noise, read from the spectrum of skin.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Sigma below which skin has no detail of its own, mm: light spreads inside it. Found on phantoms of 10 to 40 px/mm.
inline constexpr double kSkinDetailMm = 0.04;

/// Blur and noise of a picture of skin.
struct Sharpness {
  double blur_sigma_px = 0;  ///< of a Gaussian, px; NaN where too little skin was given.
  double noise = 0;          ///< standard deviation of white noise a pixel, in the map's unit.
  double misfit = 0;         ///< of the spectrum, relative squares: large where compression left no white noise.
  bool given = false;        ///< the blur is that of a known camera, not an estimate.
  double smoothed_px = 0;    ///< sigma of a Gaussian by which the map was blurred after that; both as they were before.
};

/// Fits the power spectrum of the skin between the pores: it falls off as a power of frequency down to kSkinDetailMm,
/// the blur as a Gaussian, noise is flat, or flat but for its finest, which resampling and compression take.
/// @param darkness    CV_32F, illumination taken out.
/// @param measurable  CV_8U of its size, 255 where the map holds skin.
[[nodiscard]] Sharpness measure_sharpness(const cv::Mat& darkness, const cv::Mat& measurable, double px_per_mm);

}  // namespace porevis
