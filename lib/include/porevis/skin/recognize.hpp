// SPDX-License-Identifier: Apache-2.0
/// Tells what lies on the skin: pores, hairs, pigment spots, papules, needle marks.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// How probable each kind of thing is at each point, CV_32F in [0, 1], at kWorkingPxPerMm.
struct Kinds {
  cv::Mat pore;         ///< inside the half-maximum outline of a pore that shows (6 % peak darkness or more).
  cv::Mat centre;       ///< a soft dot on each pore's centre; its height is the probability of a pore.
  cv::Mat hair;         ///< hair, brow, lash.
  cv::Mat pigment;      ///< freckle or mole.
  cv::Mat papule;       ///< red dome.
  cv::Mat needle_mark;  ///< fresh puncture.
  cv::Mat hair_layer;   ///< CV_32FC3, what the hairs add to the density (hair_layer()); empty where there are none.
};

/// Recognizes by shape, profile, surroundings and colour: a small convolutional network that sees 3 mm around a point,
/// and how a pore would stand out there from the skin's own texture (pore_snr()), trained on synthetic skin alone
/// (lib/model/train.py). Where hairs lie it looks again for pores, with them taken off.
/// @param density  CV_32FC3 at kWorkingPxPerMm; SkinMap::density.
/// @note The same for any number of threads. Memory grows with the map by 28 bytes a pixel, 40 with hairs, not with the
/// network's layers.
/// @see Ronneberger et al. 2015, doi:10.1007/978-3-319-24574-4_28.
[[nodiscard]] Kinds recognize(const cv::Mat& density);

}  // namespace porevis
