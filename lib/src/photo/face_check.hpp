// SPDX-License-Identifier: Apache-2.0
/// Whether what was found is a living person's face, whole and turned to the camera far enough.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "photo/head_model.hpp"
#include "porevis/photo/face.hpp"

namespace porevis {

/// Whether landmarks lie as those of a head can: false for what only looks like a face somewhere in the picture.
[[nodiscard]] bool lies_like_a_head(const HeadFit& fit);

/// A photograph made small, to be looked at as a whole.
struct SmallPicture {
  cv::Mat rgb;         // CV_8UC3 or CV_16UC3, sRGB-encoded
  cv::Point2d shrink;  // px of the photograph a px of it

  // Pixel centres are whole numbers in both.
  [[nodiscard]] cv::Point2d to_photo(double x, double y) const {
    return {(x + 0.5) * shrink.x - 0.5, (y + 0.5) * shrink.y - 0.5};
  }
  [[nodiscard]] cv::Point2d from_photo(const cv::Point2d& p) const {
    return {(p.x + 0.5) / shrink.x - 0.5, (p.y + 0.5) / shrink.y - 0.5};
  }
};

/// @param longer_side_px  of the small picture; a smaller photograph stays as it is.
[[nodiscard]] SmallPicture shrink(const cv::Mat& pixels, int longer_side_px);

/// What check_face() does, on a small picture of the photograph.
[[nodiscard]] Face check_face(const Photo& photo, const SmallPicture& small, Face face, const FaceOptions& options);

}  // namespace porevis
