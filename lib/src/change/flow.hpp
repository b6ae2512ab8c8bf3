// SPDX-License-Identifier: Apache-2.0
/// Smooth dense motion between two pictures of flattened skin.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// A picture of darkness for alignment: smoothed, at the working resolution, with the mask of what is skin.
struct FlowPicture {
  cv::Mat darkness;  ///< CV_32F
  cv::Mat skin;      ///< CV_32F, 0 or 1
};

/// Motion of blocks by normalized cross-correlation: finds the way where the coarse map is off by up to `reach_px`.
/// @param block_px  side of the blocks.
/// @return CV_32FC2 of the size of `fixed` / cell_px: displacement at the cells' centres, px of `fixed`.
[[nodiscard]] cv::Mat block_motion(const FlowPicture& fixed, const FlowPicture& moving, int block_px, int reach_px,
                                   int cell_px);

/// Refines a displacement field by Lucas & Kanade's least squares (1981) in Gaussian windows, warping anew in each
/// round.
/// @param field          CV_32FC2, one cell per cell_px x cell_px pixels of `fixed`; from block_motion().
/// @param smoothness_px  sigma of the windows and of the field.
void refine_motion(const FlowPicture& fixed, const FlowPicture& moving, double smoothness_px, int cell_px, int rounds,
                   cv::Mat& field);

/// The field that leads back: where `field` takes a point of `fixed`, the inverse brings it home. Same cells.
[[nodiscard]] cv::Mat inverse_motion(const cv::Mat& field, int cell_px);

/// A field of cells spread to pixels.
[[nodiscard]] cv::Mat spread_field(const cv::Mat& field, cv::Size size, int cell_px);

/// Correlation of two pictures in Gaussian windows, over what both hold of skin.
/// @return CV_32F of their size, -1..1; 0 where there is no detail.
[[nodiscard]] cv::Mat local_correlation(const FlowPicture& first, const FlowPicture& second, double sigma_px,
                                        int cell_px);

/// `picture` looked up at each pixel's place plus displacement; 0 outside.
[[nodiscard]] cv::Mat warp(const cv::Mat& picture, const cv::Mat& displacement);

}  // namespace porevis
