// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "pores/measures/measure.hpp"

namespace porevis {

double measure::elongation_mean(const RegionView& region) {
  // Without a size there is no outline to be long.
  const auto term = [](const Pore& pore) { return std::isnan(pore.diameter_mm) ? pore.diameter_mm : pore.elongation; };
  return value({"elongation", term, Measure::Per::pore, Measure::Over::matched}, region);
}

}  // namespace porevis
