// SPDX-License-Identifier: Apache-2.0
/// Square stickers of known size (ArUco markers), which tell the scale.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "porevis/options.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis {

/// What markers to look for.
struct MarkerOptions {
  double side_mm = 0;                 ///< of the black square; 0: none is looked for.
  double side_uncertainty_mm = 0.05;  ///< of its measuring, one standard deviation: that of a calliper on a print.
  std::string dictionary = "4x4_50";  ///< OpenCV's name of it.

  static constexpr auto fields() {
    using O = MarkerOptions;
    return std::tuple{
        field("side_mm", &O::side_mm, 0, 1000, "side of the marker's black square, mm; 0: none is looked for"),
        field("side_uncertainty_mm", &O::side_uncertainty_mm, 0, 10, "standard deviation of side_mm, mm"),
        field("dictionary", &O::dictionary, "the markers' dictionary: 4x4_50, 5x5_100, 6x6_250, apriltag_36h11, ..."),
    };
  }
};

/// A marker as it lies in a photograph.
struct Marker {
  int id = 0;                             ///< its number in the dictionary.
  std::array<cv::Point2d, 4> corners_px;  ///< of the black square, clockwise from the marker's own top left.
  double px_per_mm = 0;                   ///< at its middle, of a plane that faces the camera: its tilt is taken out.
  double relative_uncertainty = 0;        ///< of reading it; one standard deviation / value, without that of its side.
  double tilt_deg = 0;                    ///< against the picture's plane.
};

/// Finds all markers of a dictionary and fits their sides, in linear light, to hundredths of a pixel.
/// @param options  side_mm > 0.
/// @return by id; empty where there is none.
/// @throws ParameterError  the dictionary is unknown.
/// @note A marker needs a white margin as wide as half a cell; it is taken for flat. Cost: 0.1 s for 24 megapixels.
/// @see Garrido-Jurado et al. 2014, doi:10.1016/j.patcog.2014.01.005.
[[nodiscard]] std::vector<Marker> find_markers(const Photo& photo, const MarkerOptions& options);

}  // namespace porevis
