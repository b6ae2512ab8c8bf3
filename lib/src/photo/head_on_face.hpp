// SPDX-License-Identifier: Apache-2.0
/// The average head laid on a face: turned, moved, enlarged and stretched a little, so that its landmarks fall on those
/// of the face.
#pragma once

#include <opencv2/core.hpp>

#include "photo/average_head.hpp"
#include "porevis/photo/face.hpp"

namespace porevis {

/// Where each point of the average head is seen.
class HeadOnFace {
 public:
  /// @param place    of the middle between the eyes, px.
  /// @param stretch  of width, height and depth.
  HeadOnFace(const cv::Matx33d& turn, cv::Point2d place, double px_per_mm, cv::Vec3d stretch, double camera_mm)
      : turn_(turn), place_(place), px_per_mm_(px_per_mm), stretch_(stretch), camera_mm_(camera_mm) {}

  /// From the camera, mm; the eyes' middle lies straight before it.
  [[nodiscard]] cv::Vec3d before_camera(const cv::Point3d& on_head) const {
    const cv::Vec3d from_eyes(on_head - between_eyes());
    return turn_ * stretch_.mul(from_eyes) + cv::Vec3d(0, 0, camera_mm_);
  }

  [[nodiscard]] cv::Point2d picture(const cv::Vec3d& seen) const {
    return place_ + px_per_mm_ * camera_mm_ / seen[2] * cv::Point2d(seen[0], seen[1]);
  }

  [[nodiscard]] const cv::Matx33d& turn() const { return turn_; }  ///< camera from head.
  [[nodiscard]] double px_per_mm() const { return px_per_mm_; }    ///< at the eyes.
  [[nodiscard]] double eyes_px() const { return px_per_mm_ * stretch_[0] * kEyesApart; }

 private:
  cv::Matx33d turn_;
  cv::Point2d place_;
  double px_per_mm_;
  cv::Vec3d stretch_;
  double camera_mm_;
};

/// Least squares, outliers weighing less, stretches held near 1.
/// @param camera_mm  from the camera to the eyes.
[[nodiscard]] HeadOnFace lay_head(const Face& face, double camera_mm);

}  // namespace porevis
