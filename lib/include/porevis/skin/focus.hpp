// SPDX-License-Identifier: Apache-2.0
/// Parts of a region that lie out of focus: a face is deeper than a lens is sharp.
#pragma once

#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// Leaves out of `measurable` what is blurred more than allowed, by the loss of fine detail against coarser detail
/// round each point (3 mm), compared with the region as a whole.
/// @param skin         its sharpness is that of the region; coverage and mask are brought up to date.
/// @param max_blur_mm  widest blur (sigma) on the skin.
void mask_out_of_focus(SkinMap& skin, const Scale& scale, double max_blur_mm);

}  // namespace porevis
