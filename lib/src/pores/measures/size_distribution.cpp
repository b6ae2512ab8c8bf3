// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "pores/measures/measure.hpp"

namespace porevis {

std::vector<SizeBin> measure::size_distribution(const RegionView& region) {
  constexpr int kBins = 10;
  constexpr double kSmallestMm = 0.08, kLargestMm = 0.8;
  const double width = std::log(kLargestMm / kSmallestMm) / kBins;  // of a bin, in the logarithm
  std::vector<SizeBin> bins(kBins);
  for (int i = 0; i < kBins; ++i)
    bins[static_cast<std::size_t>(i)].diameter_mm = kSmallestMm * std::exp((i + 0.5) * width);
  for (const Pore& pore : region.pores.places) {
    if (std::isnan(pore.diameter_mm)) continue;
    const double bin = std::clamp(std::log(pore.diameter_mm / kSmallestMm) / width, 0.0, kBins - 1.0);
    bins[static_cast<std::size_t>(bin)].density_per_cm2 += per_cm2(pore.presence, region);
  }
  return bins;
}

}  // namespace porevis
