// SPDX-License-Identifier: Apache-2.0
/// What the measures have in common.
#pragma once

#include <vector>

#include "porevis/pores/measures.hpp"

namespace porevis {

extern const Measure kVisibility, kDiameter, kDensity, kAreaFraction, kContrast;

/// The figure of a measure in a region: 0 where there is no pore, NaN where no pore has such a value.
[[nodiscard]] double value(const Measure& measure, const RegionView& region);

/// Pores per cm2 of measurable skin; 0 where there is none.
[[nodiscard]] double per_cm2(double count, const RegionView& region);

}  // namespace porevis
