// SPDX-License-Identifier: Apache-2.0
/// The colour chart of 24 patches (ColorChecker Classic): true colour, and a scale.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>

#include "porevis/options.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis {

/// What chart to look for.
struct ChartOptions {
  bool colour = false;  ///< the photograph's colour is corrected by a chart in it.
  double pitch_mm = 0;  ///< from the middle of a patch to that of the next; 0: no scale is taken from a chart.
  double pitch_uncertainty_mm = 0.05;  ///< one standard deviation of pitch_mm.
  double max_residual_de = 10;         ///< largest mean difference of colour that the correction may leave.

  /// A chart is looked for.
  [[nodiscard]] bool wanted() const { return colour || pitch_mm > 0; }

  static constexpr auto fields() {
    using O = ChartOptions;
    return std::tuple{
        field("colour", &O::colour, "correct the colour by a chart of 24 patches in the photograph"),
        field("pitch_mm", &O::pitch_mm, 0, 500, "from patch to patch, mm; 0: no scale is taken from a chart"),
        field("pitch_uncertainty_mm", &O::pitch_uncertainty_mm, 0, 50, "standard deviation of pitch_mm, mm"),
        field("max_residual_de", &O::max_residual_de, 0.1, 100, "largest mean colour difference left, CIE 1976"),
    };
  }
};

/// A chart as it lies in a photograph, and what its colours tell.
struct ColourChart {
  std::array<cv::Point2d, 24> patches_px;  ///< their middles, row by row from the dark skin patch.
  double pitch_px = 0;                     ///< at the chart's middle, of a plane that faces the camera.
  double relative_uncertainty = 0;         ///< of pitch_px; one standard deviation / value.
  double tilt_deg = 0;                     ///< against the picture's plane.
  cv::Matx33d matrix{};    ///< linear sRGB as it should be from linear light as photographed; red, green, blue.
  double residual_de = 0;  ///< mean colour difference (CIE 1976) that the matrix leaves over the patches.
};

/// Finds the chart of a photograph and the matrix that brings its patches to their published colours (D65).
/// @throws InputError  none is found whole, its bright patches are clipped, or its colours fit the published ones
/// badly.
/// @note The matrix assumes that the chart stood in the light of the skin.
/// @see McCamy, Marcus and Davidson 1976 (the chart); published colours: X-Rite, CIE L*a*b* D50, before November 2014.
[[nodiscard]] ColourChart find_chart(const Photo& photo, const ChartOptions& options = {});

/// The photograph in the chart's colours, 16 bits a channel; file name, hash and origin stay those of the original.
[[nodiscard]] Photo correct_colour(const Photo& photo, const ColourChart& chart);

}  // namespace porevis
