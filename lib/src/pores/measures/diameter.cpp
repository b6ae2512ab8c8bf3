// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "pores/measures/measure.hpp"

namespace porevis {
namespace {

/// Linear between order statistics (Hyndman & Fan 1996, type 7).
double quantile(std::span<const double> sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return std::lerp(sorted[low], sorted[high], place - static_cast<double>(low));
}

}  // namespace

const Measure kDiameter{"diameter",         [](const Pore& pore) { return pore.diameter_mm; },
                        Measure::Per::pore, Measure::Over::matched,
                        Measure::Of::shape, 1};

DiameterSummary measure::diameter_mm(const RegionView& region) {
  const double mean = value(kDiameter, region);
  DiameterSummary summary{mean, mean, mean, size_distribution(region)};
  std::vector<double> diameters;
  for (const Pore& pore : region.pores.matched) {
    if (!std::isnan(pore.diameter_mm)) diameters.push_back(pore.diameter_mm);
  }
  if (diameters.empty()) return summary;
  std::sort(diameters.begin(), diameters.end());
  summary.median = quantile(diameters, 0.5);
  summary.p90 = quantile(diameters, 0.9);
  return summary;
}

}  // namespace porevis
