// SPDX-License-Identifier: Apache-2.0
/// Whether a photograph is fit to measure: focus, noise, clipping and glare, on its skin.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porevis/options.hpp"
#include "porevis/photo/pose.hpp"
#include "porevis/photo/scale.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// What the capture check found.
struct CaptureQuality {
  bool fit = true;                   ///< false: reasons tell why and what to do.
  std::vector<std::string> reasons;  ///< one line each; empty where fit.
  double blur_sigma_px = 0;          ///< standard deviation of the Gaussian that describes the camera's blur, px.
  double noise = 0;                  ///< standard deviation of a pixel's linear green light / its level.
  double clipped_fraction = 0;       ///< share of the regions' pixels with a channel at its limit, 0..1.
  double glare_fraction = 0;         ///< share of the regions' pixels that shine: bright and colourless, 0..1.
  HeadPose pose;                     ///< NaN where no face was looked for.
};

/// From where on a photograph is not fit.
struct QualityOptions {
  double max_blur_mm = 0.12;  ///< blur sigma on the skin; wider hides ordinary pores (about 0.25 mm across).
  double max_noise = 0.15;
  double max_clipped_fraction = 0.2;
  double max_glare_fraction = 0.4;
  double max_pitch_deg = 35;  ///< of the head, up or down; beyond, half of the regions are seen from the side.
  double min_px_per_mm = 6;   ///< below, a pore of 0.25 mm has less than 1.5 px.

  static constexpr auto fields() {
    return std::tuple{
        field("max_blur_mm", &QualityOptions::max_blur_mm, 0.01, 1, "widest blur (sigma) on the skin, mm"),
        field("max_noise", &QualityOptions::max_noise, 0.001, 1, "largest noise of a pixel relative to its light"),
        field("max_clipped_fraction", &QualityOptions::max_clipped_fraction, 0, 1, "largest share of clipped skin"),
        field("max_glare_fraction", &QualityOptions::max_glare_fraction, 0, 1, "largest share of shining skin"),
        field("max_pitch_deg", &QualityOptions::max_pitch_deg, 0, 90, "largest pitch of the head, degrees"),
        field("min_px_per_mm", &QualityOptions::min_px_per_mm, 1, 100, "coarsest scale, px/mm"),
    };
  }
};

/// Checks a photograph by the skin of its regions.
/// @param skins  one map a region; blur and noise are the medians over them.
/// @param pose   of the head; NaN where no face was looked for.
[[nodiscard]] CaptureQuality check_capture(std::span<const SkinMap> skins, const Scale& scale,
                                           const QualityOptions& options = {}, const HeadPose& pose = {});

}  // namespace porevis
