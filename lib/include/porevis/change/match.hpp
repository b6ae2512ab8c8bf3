// SPDX-License-Identifier: Apache-2.0
/// Brings two aligned skins to one blur and one mask, so that the camera's part in them is the same.
#pragma once

#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// What matching did.
struct Matching {
  double blur_before_px = 0;  ///< sigma before matching, px of the before photograph.
  double blur_after_px = 0;
  double blur_px = 0;  ///< sigma of both afterwards.
};

/// Keeps what can be measured in both of two aligned skins, takes out the shine that one has more of, and blurs the
/// sharper to the other's width.
/// Both maps lie on the same pixels and are changed in place.
[[nodiscard]] Matching match_skins(SkinMap& before, SkinMap& after, const Scale& scale);

}  // namespace porevis
