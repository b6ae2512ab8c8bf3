// SPDX-License-Identifier: Apache-2.0
/// What the spots on the skin do to its light: factors on red, green, blue and on shine.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "phantom/camera.hpp"
#include "porevis/phantom/phantom.hpp"

namespace porevis::phantom {

/// Samples of a part of a picture, several to a pixel.
struct Samples {
  cv::Rect pixels;               ///< the part.
  int per_px = 1;                ///< along each axis.
  cv::Mat_<cv::Point2d> places;  ///< on the skin, mm.
  cv::Mat4f factors;             ///< red, green, blue, shine.
};

/// All spots of a skin as one photograph sees them.
class Marks {
 public:
  Marks(const Skin& skin, const Camera& camera, cv::Point2d to_light);

  /// Multiplies the samples' factors by every spot that reaches them, in the order pores, confusers.
  void draw(Samples& samples) const;

  /// Width of the narrowest thing to be seen, px; infinite where there is nothing.
  [[nodiscard]] double narrowest_px() const { return narrowest_px_; }

 private:
  [[nodiscard]] cv::Rect cells_of(const cv::Rect2d& px) const;
  void sort_into_cells(int index);
  [[nodiscard]] std::vector<int> near(const cv::Rect& pixels) const;

  const Skin& skin_;
  const Camera& camera_;
  cv::Point2d to_light_;
  double narrowest_px_;
  std::vector<cv::Rect2d> bounds_px_;  ///< of pores, then confusers.
  cv::Size cells_size_;
  std::vector<std::vector<int>> cells_;  ///< indices into bounds_px_ by part of the picture.
};

}  // namespace porevis::phantom
