// SPDX-License-Identifier: Apache-2.0
/// Shine and blood that one photograph has more of than the other.
#pragma once

#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// Takes out of two maps of darkness what shine and blood changed between them; both are told by colour.
///
/// Light thrown back by the surface lies over pores and skin alike, so that a pore in it looks fainter; what shines
/// much more in one photograph is left out of both. Blood darkens green in blotches finer than the light that was
/// flattened out. What both photographs have alike cancels in a change. Where most of the skin shines otherwise, as in
/// another kind of light, nothing is taken out, but told as `colour_doubt`.
/// @param before, after  on the same pixels; `light` is read, `darkness`, `colour_doubt` and `measurable` changed in
///                       place.
/// @return robust spread of the difference of shine, in units of the skin's own green light.
double take_out_colour(SkinMap& before, SkinMap& after, double background_mm);

}  // namespace porevis
