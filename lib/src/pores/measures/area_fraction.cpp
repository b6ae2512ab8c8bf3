// SPDX-License-Identifier: Apache-2.0
#include "pores/measures/measure.hpp"

namespace porevis {

const Measure kAreaFraction{
    "area_fraction",        [](const Pore& pore) { return pore.presence * pore.area_mm2; },
    Measure::Per::area_mm2, Measure::Over::places,
    Measure::Of::pores,     2,
};

double measure::area_fraction(const RegionView& region) { return value(kAreaFraction, region); }

}  // namespace porevis
