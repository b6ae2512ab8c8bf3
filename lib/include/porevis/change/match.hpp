// SPDX-License-Identifier: Apache-2.0
/// Brings two aligned skins to one blur and one mask, so that the camera's part in them is the same.
#pragma once

#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// What matching did.
struct Matching {
  double blur_before_px = 0;  ///< sigma before matching, px of the before photograph.
  double blur_after_px = 0;
  double blur_px = 0;                 ///< sigma of both afterwards.
  double blur_difference_se_px2 = 0;  ///< standard error of blur_after_px^2 - blur_before_px^2.
  double blur_se_px2 = 0;             ///< standard error of blur_px^2.
  double likeness = 0;          ///< share of the skin's coarse detail between the pores that both have in common, 0..1.
  double detail_ratio = 1;      ///< strength of that detail, after / before, had both one blur.
  double detail_se = 0;         ///< standard error of its logarithm, by what light from elsewhere makes.
  double shine_difference = 0;  ///< robust spread of the shine that one has more of, in units of the skin's own light.
};

/// Keeps what can be measured in both of two aligned skins, takes out the shine and the blood that one has more of,
/// and blurs the sharper to the other's width.
/// Both maps lie on the same pixels and are changed in place.
/// @param background_mm  SkinOptions::background_mm, with which both were flattened.
[[nodiscard]] Matching match_skins(SkinMap& before, SkinMap& after, const Scale& scale,
                                   double background_mm = SkinOptions{}.background_mm);

}  // namespace porevis
