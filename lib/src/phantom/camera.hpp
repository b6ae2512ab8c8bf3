// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "porevis/phantom/phantom.hpp"

namespace porevis::phantom {

/// Where the skin is in the picture, and the other way round.
class Camera {
 public:
  /// @throws ParameterError  the picture is too large, or bend_px would fold it.
  Camera(const SkinDescription& skin, const ShotDescription& shot);

  [[nodiscard]] cv::Point2d skin_from_picture(cv::Point2d px) const;
  [[nodiscard]] cv::Point2d picture_from_skin(cv::Point2d mm) const;

  /// The direction on the skin (unit vector) that is this angle in the picture, without the bend.
  [[nodiscard]] cv::Point2d skin_direction(double picture_deg) const;

  /// The direction in the picture of a line through a place on the skin, degrees in (-90, 90].
  [[nodiscard]] double picture_axis_deg(cv::Point2d mm, double skin_deg) const;

  [[nodiscard]] cv::Size size() const { return size_; }
  [[nodiscard]] double px_per_mm() const { return px_per_mm_; }

  /// The most that the bend lengthens anything.
  [[nodiscard]] double stretch() const { return stretch_; }

 private:
  struct Wave {
    cv::Point2d per_px;  ///< phase per pixel.
    double phase = 0;
  };
  [[nodiscard]] cv::Point2d bend(cv::Point2d px) const;

  cv::Size size_;
  double px_per_mm_;
  double rotation_deg_;
  double cos_;
  double sin_;
  cv::Point2d skin_middle_mm_;
  cv::Point2d picture_middle_px_;
  double bend_px_;
  double stretch_ = 1;
  std::array<std::array<Wave, 2>, 2> waves_;  ///< of x, of y.
};

}  // namespace porevis::phantom
