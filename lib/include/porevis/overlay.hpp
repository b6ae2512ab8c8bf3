// SPDX-License-Identifier: Apache-2.0
/// Pictures of results: regions and pores drawn on the photograph.
#pragma once

#include <opencv2/core.hpp>
#include <span>

#include "porevis/pipeline.hpp"

namespace porevis {

/// The photograph, shrunk to at most 1600 px across, with the regions outlined and named, and tinted where they are
/// measured.
/// @return CV_8UC3; red, green, blue.
[[nodiscard]] cv::Mat draw_regions(const Photo& photo, std::span<const Region> regions);

/// The photograph, cut to its regions, with the outlines of regions and of each pore as photographed, coloured by
/// confidence.
/// @return CV_8UC3; red, green, blue.
[[nodiscard]] cv::Mat draw_overlay(const Photo& photo, const Measurement& measurement);

/// Where the photograph shows a pore.
/// @return CV_8U of the photograph's size, 255 in a pore.
[[nodiscard]] cv::Mat draw_pores(const Measurement& measurement);

/// Melanin and haemoglobin of the regions side by side, against each region's own median, at most at kWorkingPxPerMm.
/// @return CV_8UC3; red, green, blue.
[[nodiscard]] cv::Mat draw_pigment(const Measurement& measurement);

/// Before and after side by side, the same skin outlined in both; pores coloured by status.
/// @return CV_8UC3; red, green, blue.
[[nodiscard]] cv::Mat draw_overlay(const Photo& before, const Photo& after, const Comparison& comparison);

}  // namespace porevis
