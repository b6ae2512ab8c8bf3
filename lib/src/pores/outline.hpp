// SPDX-License-Identifier: Apache-2.0
/// The half-maximum outline of a dark spot.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// A closed outline round a spot, described by its moments. As photographed: the blur is still in it.
struct Outline {
  double area_px2 = 0;
  double long_axis_px = 0;  ///< of the ellipse of equal second moments, full length.
  double short_axis_px = 0;
  double orientation_deg = 0;  ///< of the long axis, from x towards y, in (-90, 90].
  double peak = 0;             ///< darkness at the centre above the surroundings.
  double open = 0;             ///< share of directions in which darkness does not fall to half within reach, 0..1.
  cv::Point2d centre;          ///< centroid of the outline, px.
};

/// Walks from the centre outwards in even directions until darkness falls to half the peak, to a fraction of a pixel.
/// @param darkness     CV_32F, lightly smoothed.
/// @param centre       px.
/// @param surrounding  darkness of the skin around the spot.
/// @param reach_px     how far to walk.
[[nodiscard]] Outline trace_outline(const cv::Mat& darkness, cv::Point2d centre, double surrounding, double reach_px);

/// Darkness between pixels, bilinear; the nearest pixel's outside of the map.
[[nodiscard]] double sample(const cv::Mat& darkness, double x, double y);

}  // namespace porevis
