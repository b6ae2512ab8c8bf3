// SPDX-License-Identifier: Apache-2.0
/// What hairs add to the skin they lie on.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// The optical density of the hairs alone: density less this shows the skin beside them and, where a hair lets light
/// through, under them. A hair is long, bends little and hardly changes along its way, while a pore is short: each hair
/// is followed, and the light it takes is fitted as a Gaussian across it, piece by piece and from tip to tip, with the
/// other hairs taken off and what does not look like it (a pore, a furrow) counting little.
/// @param density  CV_32FC3 at kWorkingPxPerMm; SkinMap::density.
/// @param hair     CV_8U of its size, not zero where a hair lies.
/// @return CV_32FC3 of their size; 0 or more, 0 farther than 0.3 mm from every hair.
/// @throws InputError  if the density is not finite.
/// @note The same for any number of threads. Time grows with the hairs' area.
[[nodiscard]] cv::Mat hair_layer(const cv::Mat& density, const cv::Mat& hair);

}  // namespace porevis
