// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "phantom/relief.hpp"
#include "porevis/phantom/phantom.hpp"

namespace porevis::phantom {

/// The skin between its spots, in white light of strength 1: blotches of melanin and haemoglobin, shaded relief, shine.
class EvenSkin {
 public:
  /// @param px_per_mm  of the picture: where pixels are large, there is no need for fine nodes.
  /// @param area_mm   part of the skin; may reach beyond its edge, where everything but spots goes on.
  /// @param to_light  unit vector on the skin towards where the light comes from.
  EvenSkin(const Skin& skin, const ShotDescription& shot, double px_per_mm, const cv::Rect2d& area_mm,
           cv::Point2d to_light);

  /// Red, green and blue of the skin's own light, and its shine, which has no colour; linear.
  [[nodiscard]] cv::Vec4f operator()(cv::Point2d mm) const;

 private:
  Nodes nodes_;
  cv::Mat4f values_;
};

}  // namespace porevis::phantom
