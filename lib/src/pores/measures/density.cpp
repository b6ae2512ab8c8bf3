// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "pores/measures/measure.hpp"

namespace porevis {

const Measure kDensity{"density", [](const Pore& pore) { return pore.presence; }, Measure::Per::area_mm2,
                       Measure::Over::places, Measure::Of::pores};

double measure::density_per_cm2(const RegionView& region) { return 100 * value(kDensity, region); }

int measure::pore_count(const RegionView& region) {
  double count = 0;
  for (const Pore& pore : region.pores.places) count += pore.presence;
  return static_cast<int>(std::lround(count));
}

double measure::area_mm2(const RegionView& region) { return region.area_mm2; }

}  // namespace porevis
