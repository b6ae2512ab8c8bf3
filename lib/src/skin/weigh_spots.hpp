// SPDX-License-Identifier: Apache-2.0
/// What a region's spots together tell of each one.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Weighs each spot's probability of being a pore by the share of the region's spots that are likely pores. Where most
/// are, so is more of the unclear than the network thinks, which sees one at a time; in rough texture, less. (Empirical
/// Bayes: what a photograph's spots are as a rule is told by the photograph.)
/// @param centre  CV_32F, probabilities; changed in place.
/// @param inside  CV_8U of its size; where spots count.
void weigh_spots(cv::Mat& centre, const cv::Mat& inside);

}  // namespace porevis
