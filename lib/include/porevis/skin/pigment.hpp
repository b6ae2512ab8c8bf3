// SPDX-License-Identifier: Apache-2.0
/// Melanin and haemoglobin from the colour of skin.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Amounts of pigment as optical density (natural logarithm) in green.
struct Pigment {
  cv::Mat melanin;           ///< CV_32F, as `light`; amount over the region's median; 0 where nothing is read.
  cv::Mat haemoglobin;       ///< likewise.
  double melanin_index = 0;  ///< the region's median amount, as the photograph's white balance has it.
  double redness = 0;        ///< the region's median amount of haemoglobin, as the white balance has it.
};

/// Solves Beer and Lambert's law for the two pigments: shading and exposure dim all channels alike and fall out of
/// their ratios. Even out of the camera a grey card must be grey: the white balance shifts both indices, not the maps.
/// @param light   CV_32FC3; red, green, blue; linear.
/// @param inside  CV_8U of its size; the region's readable skin.
/// @see Tsumura et al. 1999, doi:10.1364/JOSAA.16.002169.
[[nodiscard]] Pigment measure_pigment(const cv::Mat& light, const cv::Mat& inside);

}  // namespace porevis
