// SPDX-License-Identifier: Apache-2.0
#include "pores/measures/measure.hpp"

namespace porevis {

const Measure kContrast{
    "contrast",
    [](const Pore& pore) { return pore.contrast; },
    Measure::Per::pore,
    Measure::Over::matched,
    Measure::Of::darkness,
    -2,
};

double measure::contrast_mean(const RegionView& region) { return value(kContrast, region); }

}  // namespace porevis
