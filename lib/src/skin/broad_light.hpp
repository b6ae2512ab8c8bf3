// SPDX-License-Identifier: Apache-2.0
/// The broad light that falls on skin, told apart from what the skin itself is.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// The light of the pore-free skin, wide against pores, furrows and spots.
///
/// Where the skin is, a plane is fitted to the logarithm of its red light in a Gaussian window round each point
/// (red, because blood and pigment darken it least, so that what changes in it is light): a slope up to a border does
/// not bend there, as a plain mean would. What is much darker or brighter than its surroundings (hair, brows, nostrils,
/// shine) takes no part. Beyond the skin the light goes on as at its border, so that nothing bright or dark there
/// (hair, background, cloth) leaves a halo on the skin.
/// @param linear  CV_32FC3, small: a few px a window's sigma are enough.
/// @param skin    CV_8U; where skin can be read.
/// @param sigma_px  of the window.
/// @return CV_32F, natural logarithm of the light; 0 everywhere where there is no skin at all.
/// @see Cleveland 1979, doi:10.1080/01621459.1979.10481038, locally weighted regression.
[[nodiscard]] cv::Mat broad_light(const cv::Mat& linear, const cv::Mat& skin, double sigma_px);

}  // namespace porevis
