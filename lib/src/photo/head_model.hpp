// SPDX-License-Identifier: Apache-2.0
/// An average adult head, laid on the landmarks of a face.
#pragma once

#include <cmath>
#include <opencv2/core.hpp>

#include "porevis/photo/face.hpp"

namespace porevis {

/// How the head lies in the picture.
struct HeadFit {
  cv::Matx33d rotation = cv::Matx33d::eye();  ///< camera from head; both to the picture's right, down, away from it.
  cv::Vec3d place_mm;                         ///< of the tip of the nose from the camera.
  double focal_px = 0;
  cv::Point2d centre;    ///< where the camera looks, px.
  double px_per_mm = 0;  ///< at the distance of the eyes.
  double residual = 0;   ///< root mean square distance of the landmarks from the head's / its eye distance (62 mm).

  /// Above 0 the nose points to the picture's right, degrees.
  [[nodiscard]] double yaw_deg() const { return std::atan2(-rotation(0, 2), rotation(2, 2)) * 180 / CV_PI; }

  /// Where a point of the head is seen, px. @param head_mm  from the tip of the nose.
  [[nodiscard]] cv::Point2d to_picture(const cv::Vec3d& head_mm) const {
    const cv::Vec3d p = rotation * head_mm + place_mm;
    return centre + focal_px / p[2] * cv::Point2d(p[0], p[1]);
  }
};

/// The pose in which the head's nose, eyes, mouth and chin lie nearest to the landmarks, seen from a portrait's
/// distance.
[[nodiscard]] HeadFit fit_head(const Face& face);

/// How far the average head's surface lies behind the tip of its nose, mm; for a face seen from the front.
/// @param x_mm  from the tip of the nose to the subject's left.
/// @param y_mm  and down.
[[nodiscard]] double head_depth_mm(double x_mm, double y_mm);

}  // namespace porevis
