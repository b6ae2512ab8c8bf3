// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "porevis/phantom/phantom.hpp"

namespace porevis::phantom {

/// Distance of neighbouring nodes of the grid on which the skin's even part (all but spots) is worked out, mm. The
/// grid belongs to the skin, so any two photographs see the same relief.
inline constexpr double kNodeMm = 0.05;

/// Height and shading of the relief at the nodes of a part of the skin.
struct Relief {
  cv::Mat1f height;   ///< 0 on average; furrows are about 1 deep.
  cv::Mat1f shading;  ///< light relative to flat skin; 1 on average.
};

/// Glyphic relief: two networks of furrows between polygonal cells, the finer one half as deep, over fine texture.
/// @param nodes      in units of nodes.
/// @param to_light   unit vector on the skin towards where the light comes from.
[[nodiscard]] Relief make_relief(const Skin& skin, const cv::Rect& nodes, cv::Point2d to_light);

}  // namespace porevis::phantom
