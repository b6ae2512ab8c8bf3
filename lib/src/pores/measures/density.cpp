// SPDX-License-Identifier: Apache-2.0
#include "pores/measures/measure.hpp"

namespace porevis {

const Measure kDensity{"density", [](const Pore&) { return 1.0; }, Measure::Per::area_mm2, Measure::Over::visible};

double measure::density_per_cm2(const RegionView& region) { return 100 * value(kDensity, region); }

int measure::pore_count(const RegionView& region) { return static_cast<int>(region.pores.visible.size()); }

double measure::area_mm2(const RegionView& region) { return region.area_mm2; }

}  // namespace porevis
