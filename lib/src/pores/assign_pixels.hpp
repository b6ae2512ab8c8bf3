// SPDX-License-Identifier: Apache-2.0
/// Which pixels belong to which spot.
#pragma once

#include <limits>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "porevis/pores/segment.hpp"

namespace porevis {

/// Of the owners: n of a pixel in the core of spot n, -n of one at its rim, 0 of skin between the spots, kNobody of one
/// that cannot be measured.
inline constexpr int kNobody = std::numeric_limits<int>::min();

/// Radius that holds a spot's darkness.
inline double aperture_px(double sigma_px) { return 2.75 * sigma_px + 1; }

/// Radius inside which a pixel tells nothing of other spots.
inline double core_px(double sigma_px) { return 2 * sigma_px + 0.5; }

/// Owners of all pixels: of the spots whose aperture reaches a pixel the nearest, distances being relative to the
/// apertures. So touching spots are parted.
/// @return CV_32S; spot n is the one at n - 1.
[[nodiscard]] cv::Mat assign_pixels(const cv::Mat& measurable, std::span<const Spot> spots);

/// measure_spots() and label_spots() where the owners are known already.
[[nodiscard]] std::vector<std::vector<Pore>> measure_owned(std::span<const cv::Mat> maps, const cv::Mat& owner,
                                                           const cv::Mat& measurable, std::span<const Spot> spots,
                                                           const Scale& scale, double blur_sigma_px, cv::Point origin,
                                                           std::span<const cv::Mat> colour = {});
[[nodiscard]] cv::Mat label_owned(const SkinMap& skin, const cv::Mat& owner, std::span<const Spot> spots);

}  // namespace porevis
