// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "porevis/pores/segment.hpp"

namespace porevis {
namespace {

/// An ellipse's long axis / short axis, and the direction of the long one.
struct Outline {
  double elongation;
  double orientation_deg;
};

/// What becomes of an outline in the picture when the picture is laid on the skin.
Outline laid(const Outline& seen, const cv::Matx22d& skin_from_picture) {
  const double angle = seen.orientation_deg * CV_PI / 180;
  const cv::Matx22d turn(std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle));
  const double squared = seen.elongation * seen.elongation;
  const cv::Matx22d spread =
      skin_from_picture * turn * cv::Matx22d(squared, 0, 0, 1) * turn.t() * skin_from_picture.t();
  const double mean = (spread(0, 0) + spread(1, 1)) / 2, along = (spread(0, 0) - spread(1, 1)) / 2;
  const double aslant = spread(0, 1), longer = std::hypot(along, aslant);
  double degrees = std::atan2(aslant, along) * 90 / CV_PI;
  if (degrees <= -90) degrees += 180;
  return {std::sqrt((mean + longer) / std::max(mean - longer, 1e-12)), degrees};
}

}  // namespace

void lay_on_skin(std::vector<Pore>& pores, const FaceSurface& surface) {
  if (surface.empty()) return;
  for (Pore& pore : pores) {
    const SkinPatch patch = patch_at(surface, {pore.x_px, pore.y_px});
    pore.area_factor = patch.area_factor();
    for (double Pore::*area : {&Pore::area_mm2, &Pore::darkness_mm2, &Pore::darkness_se_mm2, &Pore::core_darkness_mm2,
                               &Pore::growth_mm2, &Pore::core_growth_mm2, &Pore::colour_mm2}) {
      pore.*area *= pore.area_factor;
    }
    for (double Pore::*length : {&Pore::diameter_mm, &Pore::diameter_se_mm, &Pore::core_sigma_mm}) {
      pore.*length *= std::sqrt(pore.area_factor);
    }
    if (std::isnan(pore.elongation)) continue;
    const Outline outline = laid({pore.elongation, pore.orientation_deg}, patch.skin_from_picture);
    pore.elongation = outline.elongation;
    pore.orientation_deg = outline.orientation_deg;
  }
}

}  // namespace porevis
