// SPDX-License-Identifier: Apache-2.0
/// What flat targets of known size (markers, charts) have in common: sides found to a fraction of a pixel, and the
/// scale of a plane that a homography tells.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>

#include "porevis/photo/photo.hpp"

namespace porevis {

using Quad = std::array<cv::Point2d, 4>;  ///< corners in order round a square, px.

/// A square whose sides part an evenly dark from an evenly bright area.
struct Square {
  Quad corners;
  double side_px = 0;         ///< mean length of the sides.
  double uncertainty_px = 0;  ///< of the place of a side; one standard deviation.
};

/// Finds the four sides near a rough square.
/// @param light       linear light, CV_32F: there, a blurred edge lies where half the light is.
/// @param rough       within `reach_px` of the sides.
/// @param reach_px    how far from a side the areas beside it are even.
/// @param least_step  of light from one side to the other, absolute.
/// @return none where a side leaves the picture, is not straight or not clear all along.
[[nodiscard]] std::optional<Square> fit_square(const cv::Mat& light, const Quad& rough, double reach_px,
                                               double least_step);

/// How a plane lies to the camera.
struct PlaneView {
  double px_per_mm = 0;  ///< of a plane at the same place that faces the camera.
  double tilt_deg = 0;
  double uncertainty = 0;  ///< of px_per_mm by what is not known of the lens; one standard deviation / value.
};

/// Scale and tilt at one place of a plane. Turning a plane away shortens it across the axis it turns about and leaves
/// it along that axis: so the larger singular value of the homography's derivative is the scale.
/// @param px_from_mm  homography from the plane to the picture.
[[nodiscard]] PlaneView view_of_plane(const cv::Matx33d& px_from_mm, cv::Point2d place_mm);

/// Linear light of the photograph around a polygon, summed over the channels, and where it lies.
struct LightAround {
  cv::Mat light;       ///< CV_32F.
  cv::Point2d corner;  ///< its first pixel in the photograph.
};
[[nodiscard]] LightAround light_around(const Photo& photo, cv::InputArray points, double margin_px);

}  // namespace porevis
