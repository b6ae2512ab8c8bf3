// SPDX-License-Identifier: Apache-2.0
/// How much a spot stands out from the skin's own texture.
#pragma once

#include <opencv2/core.hpp>

#include "porevis/skin/recognize.hpp"

namespace porevis {

/// Lowers the probability of a pore where its dark detail falls short of a few spreads of the same detail on the bare
/// skin of the region: what hardly differs from the texture around is not seen as a pore. The network sees 3 mm around
/// a point and does not know the region's texture.
/// @param kinds    `centre` is changed in place.
/// @param density  CV_32FC3 of their size, at kWorkingPxPerMm.
/// @param inside   CV_8U of their size; where skin can be read.
void doubt_the_faint(Kinds& kinds, const cv::Mat& density, const cv::Mat& inside);

}  // namespace porevis
