// SPDX-License-Identifier: Apache-2.0
/// The face of an average adult head as a smooth surface, and where the landmarks lie on it.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace porevis {

/// mm from the tip of the nose: x to the picture's right, y down, z away from the camera.
inline constexpr double kHeadTop = -125, kHeadBottom = 90;  // y from the hairline to below the chin

/// A point of the surface. @param angle  about the head's vertical axis, radians; 0 in the middle of the face, +-pi/2
/// at its sides.
[[nodiscard]] cv::Point3d head_point(double angle, double y);

/// The point of the surface in front of (x, y), as the face is seen from the front; at its rim where it is none.
[[nodiscard]] cv::Point3d on_head(double x, double y);

/// A landmark and how far people's differ from the average head's once its size is taken out.
struct HeadLandmark {
  std::size_t index;  ///< iBUG 300-W.
  cv::Point3d place;
  double spread;  ///< mm.
};

/// The landmarks that mark a place of the skin; not the jaw's, which slide along the outline as the head turns.
[[nodiscard]] const std::vector<HeadLandmark>& head_landmarks();

/// Where a landmark, iBUG 300-W, lies as the face is seen from the front; the jaw's too.
[[nodiscard]] cv::Point2d landmark_from_front(std::size_t index);

/// Between the centres of the eyes.
[[nodiscard]] cv::Point3d between_eyes();
inline constexpr double kEyesApart = 62;

}  // namespace porevis
