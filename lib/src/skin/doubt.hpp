// SPDX-License-Identifier: Apache-2.0
/// What a region as a whole tells against a spot. The network sees 3 mm around a point, and of what lies farther away
/// how a pore would stand out from it, but no colour of other pores.
#pragma once

#include <opencv2/core.hpp>

#include "porevis/skin/recognize.hpp"

namespace porevis {

/// Lowers the probability of a pore
/// - where its dark detail falls short of a few spreads of the same detail on the bare skin of the region: what hardly
///   differs from the texture around is not seen as a pore;
/// - where it is redder than the region's pores: blood lets red light through, a pore does not.
/// @param kinds    `centre` is changed in place.
/// @param density  CV_32FC3 of their size, at kWorkingPxPerMm.
/// @param inside   CV_8U of their size; where skin can be read.
void doubt_spots(Kinds& kinds, const cv::Mat& density, const cv::Mat& inside);

}  // namespace porevis
