// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "pores/measures/measure.hpp"

namespace porevis {

CurvatureSummary measure::curvature(const RegionView& region) {
  const SkinMap& skin = region.skin;
  CurvatureSummary summary{.tilt_deg = std::numeric_limits<double>::quiet_NaN()};
  summary.turned_away = skin.turned_away;
  const double flat_mm2 = skin.measurable_px() / (region.scale.px_per_mm * region.scale.px_per_mm);
  if (skin.surface.empty() || flat_mm2 == 0) return summary;
  summary.area_factor = region.area_mm2 / flat_mm2;
  cv::Mat tilt_deg = facing(skin.surface, skin.roi);
  tilt_deg.forEach<float>([](float& value, const int*) {
    value = std::acos(std::clamp(value, 0.0F, 1.0F)) * static_cast<float>(180 / CV_PI);
  });
  summary.tilt_deg = cv::mean(tilt_deg, skin.measurable)[0];
  return summary;
}

}  // namespace porevis
