// SPDX-License-Identifier: Apache-2.0
/// Gaussian means that know no borders of a mask.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Mean of the values round each point, those of weight zero left out: no halo at borders. 0 where there is no weight
/// near.
/// @param values, weight  CV_32F.
[[nodiscard]] cv::Mat masked_blur(const cv::Mat& values, const cv::Mat& weight, double sigma_px);

}  // namespace porevis
