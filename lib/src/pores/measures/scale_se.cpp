// SPDX-License-Identifier: Apache-2.0
#include "pores/measures/measure.hpp"

namespace porevis {

ScaleErrors measure::scale_se(const RegionView& region) {
  const double share = region.scale.relative_uncertainty;
  const DiameterSummary diameter = diameter_mm(region);
  return {.area_mm2 = 2 * share * area_mm2(region),
          .density_per_cm2 = 2 * share * density_per_cm2(region),
          .diameter_mean_mm = share * diameter.mean,
          .diameter_median_mm = share * diameter.median,
          .diameter_p90_mm = share * diameter.p90,
          .nearest_neighbour_median_mm = share * nearest_neighbour_mm(region).median};
}

}  // namespace porevis
