// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "porevis/phantom/phantom.hpp"

namespace porevis::phantom {

/// Part of a grid over the skin on which its even part (all but spots) is worked out.
struct Nodes {
  cv::Rect part;
  double spacing_mm = 0.05;

  [[nodiscard]] cv::Rect2d area_mm() const {
    return {part.x * spacing_mm, part.y * spacing_mm, part.width * spacing_mm, part.height * spacing_mm};
  }
};

/// Light on the relief relative to flat skin, 1 on average. Glyphic relief: two networks of furrows between polygonal
/// cells, the finer one half as deep, over undulations and fine texture. What is finer than the nodes is made as
/// coarse.
/// @param to_light  unit vector on the skin towards where the light comes from.
/// @return one value for each node.
[[nodiscard]] cv::Mat1f shade_relief(const Skin& skin, const Nodes& nodes, cv::Point2d to_light);

}  // namespace porevis::phantom
