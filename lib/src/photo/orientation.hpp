// SPDX-License-Identifier: Apache-2.0
/// Which way up a photograph is.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <span>

namespace porevis {

/// EXIF orientation, 1 to 8 (EXIF 2.32, tag 0x0112); 1 where there is none or it makes no sense.
[[nodiscard]] int exif_orientation(std::span<const std::uint8_t> bytes);

/// The picture turned upright.
[[nodiscard]] cv::Mat upright(const cv::Mat& pixels, int orientation);

}  // namespace porevis
