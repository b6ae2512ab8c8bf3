// SPDX-License-Identifier: Apache-2.0
#include "pores/measures/measure.hpp"

namespace porevis {

const Measure kVisibility{"visibility", [](const Pore& pore) { return pore.darkness_mm2; }, Measure::Per::area_mm2,
                          Measure::Over::places, Measure::Of::darkness};

double measure::visibility(const RegionView& region) { return value(kVisibility, region); }

}  // namespace porevis
