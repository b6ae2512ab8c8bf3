// SPDX-License-Identifier: Apache-2.0
/// Where one picture of skin lies in another, by trying every small turn, scale and shift: for skins whose relief,
/// lit from elsewhere or lost in noise, leaves features nothing to agree on.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

namespace porevis {

/// The similarity within 10 degrees and 15 % of scale under which the dark spots of two pictures lie on each other, px;
/// empty where none stands out, as between two skins.
/// @param first, second  CV_32F, darkness, of about one scale.
/// @return second_from_first.
[[nodiscard]] std::optional<cv::Matx23d> search_motion(const cv::Mat& first, const cv::Mat& second, double px_per_mm);

}  // namespace porevis
