// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace porevis {

/// The axis of a hair, its points about one working px apart.
using HairAxis = std::vector<cv::Point2d>;

/// Follows hairs one by one, the most distinct first: from a point, both ways, along the ridge and as straight as it
/// is, over crossings, to where it ends.
/// @param excess    CV_32F at kWorkingPxPerMm; the green density over that of the bare skin.
/// @param hair      CV_8U of its size, not zero where a hair may lie.
/// @param faintest  density below which there is no hair.
/// @return those of 0.7 mm and more.
[[nodiscard]] std::vector<HairAxis> trace_hairs(const cv::Mat& excess, const cv::Mat& hair, float faintest);

}  // namespace porevis
