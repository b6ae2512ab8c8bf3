// SPDX-License-Identifier: Apache-2.0
/// A photograph on the pixels of another frame, in linear light: one low-pass looked up in the original pixels.
#pragma once

#include <functional>
#include <opencv2/core.hpp>

#include "porevis/change/align.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis {

/// An affine map as a grid over a frame: what an affine map and a dense field have in common.
[[nodiscard]] MapGrid grid_of(const Affine& map, cv::Size frame);

/// px of the photograph / px of the frame, along the frame's middle row.
[[nodiscard]] double step_of(const MapGrid& photo_from_frame, cv::Size frame);

/// One piece of the frame.
struct Tile {
  cv::Rect place;  ///< in the frame.
  cv::Mat linear;  ///< CV_32FC3; 0 outside the photograph. The receiver may change it.
  cv::Mat inside;  ///< CV_8U; 255 where the photograph has a pixel.
};

/// Looks a photograph up tile by tile, several at a time, so that no copy of the whole is made.
/// Lanczos' kernel of three lobes, widened with the photograph's pixels per pixel of the frame, so that a smaller frame
/// has no aliases; where there are many pixels to one, blocks of them are averaged first. Even light stays as it is.
/// @param photo_from_frame  where each pixel of the frame lies in the photograph, px.
/// @param take              receives each tile once, from any thread.
/// @note The same result for any number of threads.
/// @see Duchon 1979, doi:10.1175/1520-0450(1979)018<1016:LFIOAT>2.0.CO;2.
void resample(const Photo& photo, const MapGrid& photo_from_frame, cv::Size frame,
              const std::function<void(Tile& tile)>& take);

/// All of a small frame at once.
struct Resampled {
  cv::Mat linear;  ///< CV_32FC3; 0 outside the photograph.
  cv::Mat inside;  ///< CV_8U.
};
[[nodiscard]] Resampled resample(const Photo& photo, const MapGrid& photo_from_frame, cv::Size frame);

}  // namespace porevis
