// SPDX-License-Identifier: Apache-2.0
/// Shine that lies on the skin in one photograph and not in the other.
#pragma once

#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// Light thrown back by the surface lies over pores and skin alike, so that a pore in it looks fainter: darkness is
/// 1 - pore / skin, and both have the same light added. What one photograph has more of it than the other is told by
/// colour, and taken out of both maps of darkness. What both have alike cancels in a change.
/// @param before, after  on the same pixels; `light` is read, `darkness` changed in place.
void take_out_shine(SkinMap& before, SkinMap& after);

}  // namespace porevis
