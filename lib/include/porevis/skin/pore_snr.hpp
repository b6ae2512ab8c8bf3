// SPDX-License-Identifier: Apache-2.0
/// How far a pore would stand out from the very skin it lies in.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Signal to noise of a pore of usual size at each place: the optimum linear filter for a spot of known profile in
/// noise of known spectrum. The spectrum is that of the skin around, so that the filter gives most weight to what this
/// skin's texture, this light and this camera leave free. Densities that no texture has are bounded before the spectrum
/// is taken, or dark pores would pass for texture.
/// @param density  CV_32FC3 at kWorkingPxPerMm, red, green, blue; 0 where nothing is known. SkinMap::density.
/// @return CV_32F of its size, in standard deviations, dark above 0; 0 where there is nothing or all is even.
/// @throws InputError  if the density is not finite.
/// @note The same for any number of threads. Made in squares of 19 mm, each with its own spectrum.
/// @see North 1963, doi:10.1109/PROC.1963.2383: the matched filter.
[[nodiscard]] cv::Mat pore_snr(const cv::Mat& density);

}  // namespace porevis
